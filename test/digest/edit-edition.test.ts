import { describe, expect, it } from 'vitest';
import { askForEdit } from '../../lambdas/digest/ask-for-edit.ts';
import { composeEdition } from '../../lambdas/digest/compose-edition.ts';
import { editEdition } from '../../lambdas/digest/edit-edition.ts';
import { type EditionChange, editionChange } from '../../lambdas/digest/edition-change.ts';
import { loadContent } from '../../lambdas/digest/edition-parts.ts';
import { editionsInMemory } from '../../lambdas/digest/editions-in-memory.ts';
import { type EditMessage, editMessage } from '../../lambdas/digest/messages.ts';
import { refreshDrafts } from '../../lambdas/digest/refresh-drafts.ts';
import { objectsInMemory } from '../../lambdas/platform/objects.ts';
import { outboxInMemory } from '../../lambdas/platform/queue.ts';
import { digestsInMemory, publicationsInMemory } from '../../lambdas/publications/index.ts';
import { anArticle, articlesHeld, RUHR, SITE_URL } from './samples.ts';

const NOW = new Date('2026-11-23T06:00:00Z');
const TITLES = ['Brücke', 'Schule', 'Kita', 'Forum'];

/** A draft of four articles; one more came in before and is in no edition. */
async function aDraft() {
  const articles = TITLES.map((title, at) => anArticle({ title, publishedAt: new Date(NOW.getTime() - at * 60_000) }));
  const older = anArticle({ title: 'Archiv' });
  const held = [...articles];
  const deps = {
    publications: publicationsInMemory(RUHR),
    digests: digestsInMemory(),
    articles: {
      ...articlesHeld(...held),
      find: async (_: string, id: string) => [...articles, older].find((article) => article.id === id),
    },
    editions: editionsInMemory(),
    parts: objectsInMemory(),
    ready: outboxInMemory<never>(),
    editorNews: outboxInMemory<never>(),
    siteUrl: SITE_URL,
    now: () => NOW,
  };
  await composeEdition({ requestId: 'e1', publicationId: 'ruhr', by: 'editor', mode: 'draft' }, deps);
  const draft = async () => {
    const found = await deps.editions.find('ruhr-1');
    if (!found) throw new Error('no draft');
    return found;
  };
  const idOf = (title: string) => [...articles, older].find((article) => article.title === title)?.id ?? '';
  let asked = 0;
  const change = async (wish: EditionChange, more: { contentHash?: string; requestId?: string } = {}) => {
    asked += 1;
    const { contentHash } = await draft();
    const request = { requestId: `c${asked}`, editionId: 'ruhr-1', contentHash, by: 'editor-1', change: wish, ...more };
    return (await editEdition(request, deps)).outcome;
  };
  const text = async () => JSON.stringify((await loadContent(deps.parts, 'ruhr-1', (await draft()).contentHash)).text);
  const titles = async () => (await draft()).items.map(({ title }) => title);
  return { deps, articles, older, draft, idOf, change, text, titles };
}

describe('an editor', () => {
  it('drops, reorders and adds articles, and our subject follows', async () => {
    const { change, draft, idOf, titles, text } = await aDraft();
    expect((await draft()).subject).toBe('Brücke und 3 weitere Beiträge');
    const items = ['Kita', 'Archiv', 'Schule'].map((title) => ({ articleId: idOf(title) }));
    expect(await change({ items })).toMatchObject({ kind: 'edited' });
    expect(await titles()).toEqual(['Kita', 'Archiv', 'Schule']);
    expect(await draft()).toMatchObject({
      subject: 'Kita und 2 weitere Beiträge',
      changed: { by: 'editor-1', at: NOW },
    });
    expect(await text()).not.toContain('Brücke');
  });

  it('writes subject and preheader, which no later change of articles touches', async () => {
    const { change, draft, idOf } = await aDraft();
    await change({ subject: 'Alles neu', preheader: 'Und mehr' });
    await change({ items: [{ articleId: idOf('Kita') }] });
    expect(await draft()).toMatchObject({ subject: 'Alles neu', preheader: 'Und mehr' });
  });

  it('puts articles under headings, in the order of the headings', async () => {
    const { change, draft, idOf, titles } = await aDraft();
    const sections = [
      { id: 'bildung', title: 'Bildung' },
      { id: 'stadt', title: 'Stadt' },
    ];
    const items = [
      { articleId: idOf('Brücke'), section: 'stadt' },
      { articleId: idOf('Schule'), section: 'bildung', isShort: true },
      { articleId: idOf('Forum') },
      { articleId: idOf('Kita'), section: 'bildung' },
    ];
    await change({ sections, items });
    expect(await titles()).toEqual(['Forum', 'Schule', 'Kita', 'Brücke']);
    expect((await draft()).items[1]).toMatchObject({ section: 'bildung', isShort: true });
    await change({ sections: [{ id: 'stadt', title: 'In der Stadt' }] });
    expect((await draft()).items.map(({ section }) => section ?? '')).toEqual(['', '', '', 'stadt']);
  });

  it('pins articles above everything else, and under no heading', async () => {
    const { change, draft, idOf, titles } = await aDraft();
    const sections = [{ id: 'stadt', title: 'Stadt' }];
    const items = [
      { articleId: idOf('Kita') },
      { articleId: idOf('Brücke'), section: 'stadt', isPinned: true },
      { articleId: idOf('Forum'), isPinned: true },
    ];
    await change({ sections, items });
    expect(await titles()).toEqual(['Brücke', 'Forum', 'Kita']);
    const [pinned] = (await draft()).items;
    expect(pinned).toMatchObject({ isPinned: true });
    expect(pinned).not.toHaveProperty('section');
    expect((await draft()).subject).toBe('Brücke und 2 weitere Beiträge');
    await change({ items: items.map(({ articleId }) => ({ articleId })) });
    expect(await titles()).toEqual(['Kita', 'Brücke', 'Forum']);
  });

  it('pins an event above the articles, in both parts of the mail', async () => {
    const { articles, change, deps, draft, idOf } = await aDraft();
    const [, , , forum] = articles;
    if (forum) forum.event = { startsAt: new Date('2026-11-26T15:00:00Z'), allDay: false, online: false };
    await refreshDrafts({ publicationId: 'ruhr', corrected: [idOf('Forum')] }, deps);
    // Headlines in the order of reading, in the mail's two parts.
    const read = async () => {
      const { html, text } = await loadContent(deps.parts, 'ruhr-1', (await draft()).contentHash);
      return [html, text].map((blocks) => {
        const whole = JSON.stringify(blocks.filter(({ forItems }) => forItems));
        return [...TITLES, 'Termine', 'TERMINE']
          .filter((word) => whole.includes(word))
          .sort((one, other) => whole.indexOf(one) - whole.indexOf(other));
      });
    };
    expect(await read()).toEqual([
      ['Brücke', 'Schule', 'Kita', 'Termine', 'Forum'],
      ['Brücke', 'Schule', 'Kita', 'TERMINE', 'Forum'],
    ]);
    await change({ items: TITLES.map((title) => ({ articleId: idOf(title), isPinned: title === 'Forum' })) });
    const pinned = ['Forum', 'Brücke', 'Schule', 'Kita'];
    expect(await read()).toEqual([pinned, pinned]);
    // No level of headings is left out.
    const { html, archivePage } = await loadContent(deps.parts, 'ruhr-1', (await draft()).contentHash);
    for (const page of [JSON.stringify(html), archivePage]) expect(page).not.toContain('</h3>');
  });

  it('writes a shorter teaser, which stays until the article’s own is wanted back', async () => {
    const { change, draft, idOf, text } = await aDraft();
    const kita = { articleId: idOf('Kita') };
    await change(editionChange.parse({ items: [{ ...kita, teaser: ' Drei\r\nneue Gruppen. ' }] }));
    expect((await draft()).items).toMatchObject([{ teaser: 'Drei neue Gruppen.', hasOwnTeaser: true }]);
    expect(await text()).toContain('Drei neue Gruppen.');
    await change({ items: [{ ...kita, isPinned: true }] });
    expect((await draft()).items).toMatchObject([{ teaser: 'Drei neue Gruppen.', hasOwnTeaser: true }]);
    await change({ items: [{ ...kita, teaser: null }] });
    expect((await draft()).items).toMatchObject([{ teaser: 'Ein Anreißer.' }]);
    expect((await draft()).items[0]).not.toHaveProperty('hasOwnTeaser');
  });

  it('is refused an article that is not there, was taken back, or a heading that is not there', async () => {
    const { change, idOf, older, titles } = await aDraft();
    expect(await change({ items: [{ articleId: 'gone' }] })).toMatchObject({ kind: 'failed' });
    older.withdrawnAt = NOW;
    expect(await change({ items: [{ articleId: older.id }] })).toMatchObject({
      kind: 'failed',
      reason: `There is no article "${older.id}" to put into the edition`,
    });
    expect(await change({ items: [{ articleId: idOf('Kita'), section: 'none' }] })).toMatchObject({ kind: 'failed' });
    expect(await titles()).toEqual(TITLES);
  });

  it('who comes second is told, and overwrites nothing', async () => {
    const { change, draft } = await aDraft();
    const { contentHash } = await draft();
    await change({ intro: 'Guten Tag' });
    expect(await change({ intro: 'Hallo' }, { contentHash })).toEqual({
      kind: 'conflict',
      reason: 'The edition was changed meanwhile, by somebody else on 2026-11-23T06:00:00.000Z: look at it again',
    });
    expect((await draft()).intro).toBe('Guten Tag');
  });

  it.each([
    { what: 'a pin on what stands first anyway', isPinned: true, wish: {} },
    {
      what: 'a heading that nothing stands under yet',
      isPinned: false,
      wish: { sections: [{ id: 'a', title: 'Neu' }] },
    },
  ])('who comes second is told also when no reader would see the difference: $what', async ({ isPinned, wish }) => {
    const { change, draft, idOf } = await aDraft();
    const { contentHash } = await draft();
    const pinned = TITLES.map((title, at) => ({ articleId: idOf(title), isPinned: isPinned && at === 0 }));
    expect(await change({ items: pinned, ...wish })).toMatchObject({ kind: 'edited' });
    const items = TITLES.toReversed().map((title) => ({ articleId: idOf(title) }));
    expect(await change({ items }, { contentHash })).toMatchObject({ kind: 'conflict' });
  });

  it('gets the same answer when the same request comes twice, or was cut off before it was noted', async () => {
    const { change, deps, draft } = await aDraft();
    const { contentHash } = await draft();
    const first = await change({ intro: 'Guten Tag' }, { requestId: 'same' });
    expect(await change({ intro: 'Guten Tag' }, { requestId: 'same', contentHash })).toEqual(first);
    deps.editions.findEdit = async () => undefined;
    expect(await change({ intro: 'Guten Tag' }, { requestId: 'same', contentHash })).toEqual(first);
  });

  it('changes nothing about an edition that is settled', async () => {
    const { change, deps, draft } = await aDraft();
    await deps.editions.freeze('ruhr-1', (await draft()).contentHash, NOW);
    expect(await change({ intro: 'Zu spät' })).toMatchObject({ kind: 'conflict' });
  });

  it('keeps what they decided when a publisher corrects an article', async () => {
    const { change, deps, articles, draft, idOf } = await aDraft();
    await change({
      sections: [{ id: 'stadt', title: 'Stadt' }],
      items: [
        { articleId: idOf('Kita'), isPinned: true, teaser: 'Von uns.' },
        { articleId: idOf('Brücke'), section: 'stadt', isShort: true },
      ],
    });
    const [bridge, , kita] = articles;
    if (bridge) bridge.title = 'Brücke gesperrt';
    if (kita) Object.assign(kita, { title: 'Kita voll', teaser: 'Vom Verlag.' });
    await refreshDrafts({ publicationId: 'ruhr', corrected: [bridge?.id ?? '', kita?.id ?? ''] }, deps);
    expect((await draft()).items).toMatchObject([
      { title: 'Kita voll', isPinned: true, teaser: 'Von uns.', hasOwnTeaser: true },
      { title: 'Brücke gesperrt', section: 'stadt', isShort: true, teaser: 'Ein Anreißer.' },
    ]);
  });
});

describe('a change', () => {
  it.each([
    { what: 'a subject of two lines', wish: { subject: 'a\r\nBcc: b' } },
    { what: 'an article twice', wish: { items: [{ articleId: 'a' }, { articleId: 'a' }] } },
    {
      what: 'a section twice',
      wish: {
        sections: [
          { id: 'a', title: 'A' },
          { id: 'a', title: 'B' },
        ],
      },
    },
    { what: 'a teaser that is too long', wish: { items: [{ articleId: 'a', teaser: 'x'.repeat(501) }] } },
    { what: 'a teaser with what is no text', wish: { items: [{ articleId: 'a', teaser: 'x\u0007' }] } },
    { what: 'a section without a title', wish: { sections: [{ id: 'a', title: ' ' }] } },
    { what: 'what it does not know', wish: { look: 'x' } },
  ])('is refused with $what', ({ wish }) => {
    expect(editionChange.safeParse(wish).success).toBe(false);
  });
});

describe('asking for a change', () => {
  const items = (most: number) =>
    Array.from({ length: most }, (_, at) => ({ articleId: `a${at}`, teaser: '€'.repeat(500) }));
  const wish = (most: number) => ({
    ...{ editionId: 'ruhr-1', contentHash: 'a'.repeat(64), by: 'ada' },
    change: { items: items(most) },
  });

  it('is refused when it is longer than a message of the queue', async () => {
    const compositions = outboxInMemory<EditMessage>();
    await expect(askForEdit(wish(200), { compositions })).rejects.toMatchObject({
      fault: 'invalid',
      message: expect.stringMatching(/^The change is too long: 3\d\d kB of at most 250\./),
    });
    expect(compositions.sent).toEqual([]);
    await askForEdit(wish(150), { compositions });
    expect(compositions.sent).toHaveLength(1);
    expect(editMessage.safeParse(compositions.sent[0]).success).toBe(true);
  });
});
