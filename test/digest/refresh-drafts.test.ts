import { describe, expect, it } from 'vitest';
import { composeEdition } from '../../lambdas/digest/compose-edition.ts';
import { editEdition } from '../../lambdas/digest/edit-edition.ts';
import { loadContent } from '../../lambdas/digest/edition-parts.ts';
import { editionsInMemory } from '../../lambdas/digest/editions-in-memory.ts';
import { type EditorNewsMessage, editorNewsMessage } from '../../lambdas/digest/editor-news.ts';
import { refreshDrafts } from '../../lambdas/digest/refresh-drafts.ts';
import type { Article } from '../../lambdas/domain/article.ts';
import { objectsInMemory } from '../../lambdas/platform/objects.ts';
import { outboxInMemory } from '../../lambdas/platform/queue.ts';
import { digestsInMemory, publicationsInMemory } from '../../lambdas/publications/index.ts';
import { anArticle, articlesHeld, RUHR, SITE_URL } from './samples.ts';

const NOW = new Date('2026-11-23T06:00:00Z');

/** A draft of two articles that an editor asked for. */
async function aDraft({ mode = 'draft' as 'draft' | 'send' } = {}) {
  const held = [anArticle({ title: 'Brücke' }), anArticle({ title: 'Schule' })];
  const [bridge, school] = held as [Article, Article];
  const deps = {
    publications: publicationsInMemory(RUHR),
    digests: digestsInMemory(),
    articles: {
      ...articlesHeld(...held),
      find: async (_: string, id: string) => held.find((article) => article.id === id),
    },
    editions: editionsInMemory(),
    parts: objectsInMemory(),
    ready: outboxInMemory<never>(),
    editorNews: outboxInMemory<EditorNewsMessage>(),
    siteUrl: SITE_URL,
    now: () => NOW,
  };
  await composeEdition({ requestId: 'e1', publicationId: 'ruhr', by: 'editor', mode }, deps);
  const draft = async () => {
    const found = await deps.editions.find('ruhr-1');
    if (!found) throw new Error('no draft');
    return found;
  };
  const correct = (...articles: Article[]) =>
    refreshDrafts({ publicationId: 'ruhr', corrected: articles.map(({ id }) => id) }, deps);
  const text = async () => JSON.stringify((await loadContent(deps.parts, 'ruhr-1', (await draft()).contentHash)).text);
  return { deps, bridge, school, draft, correct, text };
}

describe('a draft whose articles were corrected', () => {
  it('shows what its publisher says now, under a new hash', async () => {
    const { bridge, draft, correct, text } = await aDraft();
    const { contentHash } = await draft();
    bridge.title = 'Brücke gesperrt';
    await correct(bridge);
    expect((await draft()).items.map(({ title }) => title).sort()).toEqual(['Brücke gesperrt', 'Schule']);
    expect((await draft()).contentHash).not.toBe(contentHash);
    expect(await text()).toContain('Brücke gesperrt');
  });

  it('no longer has what was taken back, not in its subject either', async () => {
    const { bridge, draft, correct, text } = await aDraft();
    bridge.withdrawnAt = NOW;
    await correct(bridge);
    expect(await draft()).toMatchObject({ items: [{ title: 'Schule' }], subject: 'Schule' });
    expect(await text()).not.toContain('Brücke');
  });

  it('keeps a preheader of an editor under a subject of ours, and the other way round', async () => {
    for (const words of [{ preheader: 'Von Ada' }, { subject: 'Von Ada' }]) {
      const { bridge, school, deps, draft, correct } = await aDraft();
      const { contentHash } = await draft();
      const wish = { requestId: 'c1', editionId: 'ruhr-1', contentHash, change: words, by: 'ada' };
      await editEdition(wish, deps);
      Object.assign(bridge, { title: 'Brücke gesperrt' });
      Object.assign(school, { title: 'Schule zu' });
      await correct(bridge, school);
      const { subject, preheader } = await draft();
      expect({ subject, preheader }).toEqual({
        subject: 'Schule zu und ein weiterer Beitrag',
        preheader: 'Außerdem: Brücke gesperrt',
        ...words,
      });
    }
  });

  it('has what became an event among the events, which stand by date whatever becomes of it', async () => {
    const { bridge, school, draft, correct } = await aDraft();
    const event = (startsAt: string) => ({ startsAt: new Date(startsAt), allDay: false, online: false });
    const titles = async () => (await draft()).items.map(({ title }) => title);
    expect(await titles()).toEqual(['Schule', 'Brücke']);
    school.event = event('2026-11-26T15:00:00Z');
    await correct(school);
    expect(await titles()).toEqual(['Brücke', 'Schule']);
    bridge.event = event('2026-11-27T15:00:00Z');
    await correct(bridge);
    expect(await titles()).toEqual(['Schule', 'Brücke']);
    school.event = event('2026-11-28T15:00:00Z');
    await correct(school);
    expect(await titles()).toEqual(['Brücke', 'Schule']);
  });

  it('that was approved is told of to its editors, by ids', async () => {
    const { bridge, deps, draft, correct } = await aDraft();
    await correct(bridge);
    const { contentHash } = await draft();
    const approval = { by: 'ada', at: NOW };
    await deps.editions.approve('ruhr-1', contentHash, { approval, sendAt: new Date('2026-11-24T06:00:00Z') });
    await correct(bridge);
    expect(deps.editorNews.sent).toEqual([]);
    expect(await draft()).toMatchObject({ approval });
    bridge.title = 'Brücke gesperrt';
    await correct(bridge);
    expect(deps.editorNews.sent).toEqual([{ publicationId: 'ruhr', editionId: 'ruhr-1', approvedHash: contentHash }]);
    expect(editorNewsMessage.safeParse(deps.editorNews.sent[0]).success).toBe(true);
    expect(await draft()).not.toHaveProperty('approval');
    await correct(bridge);
    bridge.title = 'Brücke wieder frei';
    await correct(bridge);
    expect(deps.editorNews.sent).toHaveLength(1);
  });

  it('can be left without anything', async () => {
    const { bridge, school, draft, correct } = await aDraft();
    Object.assign(bridge, { withdrawnAt: NOW });
    Object.assign(school, { withdrawnAt: NOW });
    await correct(bridge, school);
    expect((await draft()).items).toEqual([]);
  });

  it('stays as it is when nothing a reader sees has changed', async () => {
    const { bridge, draft, correct } = await aDraft();
    const before = await draft();
    bridge.authors = ['Redaktion'];
    await correct(bridge);
    await correct(anArticle());
    expect(await draft()).toEqual(before);
  });

  it('stays as it is once it is frozen, or when it goes out by itself', async () => {
    const { bridge, draft, correct, deps } = await aDraft();
    const frozen = await deps.editions.freeze('ruhr-1', (await draft()).contentHash, NOW);
    bridge.title = 'Zu spät';
    await correct(bridge);
    expect(await draft()).toEqual(frozen);

    const leaving = await aDraft({ mode: 'send' });
    leaving.bridge.title = 'Zu spät';
    await leaving.correct(leaving.bridge);
    expect((await leaving.draft()).items.map(({ title }) => title)).toContain('Brücke');
  });
});
