import { beforeEach, describe, expect, it } from 'vitest';
import { composeEdition } from '../../lambdas/digest/compose-edition.ts';
import { editEdition } from '../../lambdas/digest/edit-edition.ts';
import type { EditionChange } from '../../lambdas/digest/edition-change.ts';
import { loadContent } from '../../lambdas/digest/edition-parts.ts';
import { editionsInMemory } from '../../lambdas/digest/editions-in-memory.ts';
import type { ReadyMessage } from '../../lambdas/digest/messages.ts';
import type { Article } from '../../lambdas/domain/article.ts';
import { objectsInMemory } from '../../lambdas/platform/objects.ts';
import { outboxInMemory } from '../../lambdas/platform/queue.ts';
import { type CompositionMessage, digestsInMemory, publicationsInMemory } from '../../lambdas/publications/index.ts';
import { aDigest, anArticle, articlesHeld, RUHR, SITE_URL } from './samples.ts';

const MONDAY = new Date('2026-11-23T06:00:00Z');
const DAY_MS = 86_400_000;

/** A publication with a weekly and a daily digest, whose editor and schedule compose at whatever day it is. */
function aHouse() {
  const clock = { now: MONDAY };
  const deps = {
    publications: publicationsInMemory(RUHR),
    digests: digestsInMemory(
      aDigest(),
      aDigest({ id: 'tag', cadence: 'daily', weekday: undefined, layout: 'compact' }),
    ),
    articles: articlesHeld(),
    editions: editionsInMemory(),
    parts: objectsInMemory(),
    ready: outboxInMemory<ReadyMessage>(),
    siteUrl: SITE_URL,
    now: () => clock.now,
  };
  let asked = 0;
  const compose = async (over: Partial<CompositionMessage> = {}) => {
    asked += 1;
    const request = { requestId: `r${asked}`, publicationId: 'ruhr', by: 'editor', mode: 'draft', ...over } as const;
    return (await composeEdition(request, deps)).outcome;
  };
  const find = async (id: string) => {
    const edition = await deps.editions.find(id);
    if (!edition) throw new Error(`There is no ${id}`);
    return edition;
  };
  return {
    clock,
    deps,
    compose,
    find,
    /** What is due by its schedule. */
    due: (digestId: string) => compose({ digestId, by: 'schedule', dueAt: clock.now.toISOString() }),
    comesIn: (title: string, over: Partial<Article> = {}) => {
      const article = anArticle({ title, ingestedAt: clock.now, ...over });
      deps.articles.held.push(article);
      return article.id;
    },
    freeze: async (id: string, how: { forSegment?: boolean } = {}) =>
      deps.editions.freeze(id, (await find(id)).contentHash, clock.now, how),
    edit: async (editionId: string, change: EditionChange) => {
      asked += 1;
      const { contentHash } = await find(editionId);
      const request = { requestId: `r${asked}`, editionId, contentHash, change, by: 'ada' };
      return (await editEdition(request, deps)).outcome;
    },
    titles: async (id: string) => (await find(id)).items.map(({ title }) => title),
    later: (days: number) => {
      clock.now = new Date(clock.now.getTime() + days * DAY_MS);
    },
  };
}

let house: ReturnType<typeof aHouse>;
beforeEach(() => {
  house = aHouse();
});

describe('an edition of picked articles', () => {
  it('holds them in the order they were named, whenever they came in, and mailed before or not', async () => {
    const { comesIn, compose, due, find, freeze, later, titles } = house;
    const old = comesIn('Archiv', { isBaseline: true });
    const mailed = comesIn('Schon versandt');
    await due('woche');
    await freeze('ruhr-1');
    later(1);
    const fresh = comesIn('Neu');
    expect(await compose({ articles: [fresh, old, mailed] })).toMatchObject({ kind: 'composed', articles: 3 });
    expect(await titles('ruhr-2')).toEqual(['Neu', 'Archiv', 'Schon versandt']);
    expect(await find('ruhr-2')).toMatchObject({ isByHand: true, subject: 'Neu und 2 weitere Beiträge' });
    expect(await find('ruhr-2')).not.toHaveProperty('digestId');
  });

  it('has its events below, by date, in whatever order they were named, moved or pinned', async () => {
    const { comesIn, compose, edit, find, titles } = house;
    const eventOn = (day: number) =>
      comesIn(`Am ${day}.`, {
        event: { startsAt: new Date(`2026-12-${day}T15:00:00Z`), allDay: false, online: false },
      });
    const [late, article, early] = [eventOn(20), comesIn('Artikel'), eventOn(10)];
    await compose({ articles: [late, article, early] });
    expect(await titles('ruhr-1')).toEqual(['Artikel', 'Am 10.', 'Am 20.']);
    expect(await find('ruhr-1')).toMatchObject({ subject: 'Artikel und 2 weitere Beiträge' });
    const middle = eventOn(15);
    const ids = [late, middle, article, early];
    await edit('ruhr-1', { items: ids.map((articleId) => ({ articleId })) });
    expect(await titles('ruhr-1')).toEqual(['Artikel', 'Am 10.', 'Am 15.', 'Am 20.']);
    await edit('ruhr-1', { items: ids.map((articleId) => ({ articleId, isPinned: articleId === late })) });
    expect(await titles('ruhr-1')).toEqual(['Am 20.', 'Artikel', 'Am 10.', 'Am 15.']);
  });

  it('may be for those whose wishes a digest fulfils, in its look', async () => {
    const { comesIn, compose, find } = house;
    await compose({ articles: [comesIn('Eins')], digestId: 'tag' });
    expect(await find('ruhr-1')).toMatchObject({ digestId: 'tag', layout: 'compact' });
  });

  it('names the article that is not there, or was taken back', async () => {
    const { comesIn, compose, deps } = house;
    const one = comesIn('Eins');
    expect(await compose({ articles: [one, 'gone'] })).toEqual({
      kind: 'failed',
      reason: 'There is no article "gone" to put into the edition',
    });
    const [article] = deps.articles.held;
    if (article) article.withdrawnAt = MONDAY;
    expect(await compose({ articles: [one] })).toEqual({
      kind: 'failed',
      reason: `The article "${one}" was taken back`,
    });
    expect(await deps.editions.list('ruhr', { limit: 9 })).toEqual([]);
  });

  it('takes nothing from the next one of its digest but what it held', async () => {
    const { comesIn, compose, due, freeze, later, titles } = house;
    comesIn('Erste Woche');
    await due('woche');
    await freeze('ruhr-1');
    later(3);
    const picked = comesIn('Eilmeldung');
    comesIn('Wartet auf Montag');
    await compose({ articles: [picked], digestId: 'woche' });
    await freeze('ruhr-2');
    later(4);
    comesIn('Am Montag');
    await due('woche');
    expect((await titles('ruhr-3')).sort()).toEqual(['Am Montag', 'Wartet auf Montag']);
  });

  it('that went to everybody is not mailed again by any digest', async () => {
    const { comesIn, compose, due, freeze, later, titles } = house;
    const picked = comesIn('Eilmeldung');
    await compose({ articles: [picked] });
    await freeze('ruhr-1');
    later(1);
    comesIn('Danach');
    await due('woche');
    await due('tag');
    expect(await titles('ruhr-2')).toEqual(['Danach']);
    expect(await titles('ruhr-3')).toEqual(['Danach']);
  });

  it('that only a segment got is still to come for everybody', async () => {
    const { comesIn, compose, due, find, freeze, later, titles } = house;
    await compose({ articles: [comesIn('Für Schulen')] });
    await freeze('ruhr-1', { forSegment: true });
    expect(await find('ruhr-1')).toMatchObject({ forSegment: true });
    later(1);
    await due('woche');
    expect(await titles('ruhr-2')).toEqual(['Für Schulen']);
  });

  it('that waited while later ones went out uses up what came in meanwhile', async () => {
    const { comesIn, compose, due, edit, freeze, later, titles } = house;
    const picked = comesIn('Gepickt');
    await compose({ articles: [picked] });
    for (const number of [2, 3]) {
      later(1);
      comesIn(`Tag ${number}`);
      await due('tag');
      await freeze(`ruhr-${number}`);
    }
    later(1);
    const fresh = comesIn('Eilmeldung');
    await edit('ruhr-1', { items: [{ articleId: fresh }] });
    await freeze('ruhr-1');
    later(1);
    comesIn('Tag 4');
    await due('tag');
    expect(await titles('ruhr-4')).toEqual(['Tag 4']);
  });

  it('leaves what a first source brought to the first edition of what is new', async () => {
    const { comesIn, compose, freeze, titles } = house;
    const picked = comesIn('Handverlesen');
    comesIn('Altbestand', { isBaseline: true });
    await compose({ articles: [picked] });
    await freeze('ruhr-1');
    await compose();
    expect(await titles('ruhr-2')).toEqual(['Altbestand']);
  });
});

describe('what went to everybody', () => {
  it('without a digest and without being picked is used up for the digests, too', async () => {
    const { comesIn, compose, due, freeze, later, titles } = house;
    comesIn('Für alle');
    await compose();
    await freeze('ruhr-1');
    later(1);
    comesIn('Danach');
    await due('woche');
    expect(await titles('ruhr-2')).toEqual(['Danach']);
  });
});

describe('what only a segment got', () => {
  it('is still to come for everybody, also when a digest had made it', async () => {
    const { comesIn, compose, due, freeze, later, titles } = house;
    comesIn('Vorab');
    await compose({ digestId: 'woche' });
    await freeze('ruhr-1', { forSegment: true });
    later(7);
    comesIn('Neu');
    await due('woche');
    expect((await titles('ruhr-2')).sort()).toEqual(['Neu', 'Vorab']);
  });
});

describe('what is approved and waits for its time', () => {
  const approve = async (id: string, more: { sendAt?: Date } = {}) => {
    const { contentHash } = await house.find(id);
    await house.deps.editions.approve(id, contentHash, { approval: { by: 'ada', at: house.clock.now }, ...more });
  };
  const SATURDAY = new Date('2026-11-28T08:00:00Z');

  it('has its articles: no digest mails them before', async () => {
    const { comesIn, compose, due, later, titles } = house;
    comesIn('Für Samstag');
    await compose({ digestId: 'tag' });
    await approve('ruhr-1', { sendAt: SATURDAY });
    later(1);
    comesIn('Dienstag');
    await due('tag');
    expect(await titles('ruhr-2')).toEqual(['Dienstag']);
  });

  it.each([
    { what: 'without a time', more: {}, before: [] },
    { what: 'for another digest', more: { sendAt: SATURDAY }, before: ['woche'] },
  ])('keeps nothing from a digest when it is approved $what', async ({ more, before }) => {
    const { comesIn, compose, due, titles } = house;
    comesIn('Neu');
    await compose({ digestId: before[0] ?? 'tag' });
    await approve('ruhr-1', more);
    await due('tag');
    expect(await titles('ruhr-2')).toEqual(['Neu']);
  });

  it('gives them back when its approval is withdrawn or voided', async () => {
    const { comesIn, compose, due, edit, titles } = house;
    comesIn('Neu');
    await compose({ digestId: 'tag' });
    await approve('ruhr-1', { sendAt: SATURDAY });
    expect(await due('tag')).toMatchObject({ kind: 'skipped', reason: 'nothing new' });
    await edit('ruhr-1', { subject: 'Anders' });
    house.later(1);
    await due('tag');
    expect(await titles('ruhr-2')).toEqual(['Neu']);
  });
});

describe('a duplicate', () => {
  it('is a new draft with the articles as they are now, and with what editors made of them', async () => {
    const { comesIn, compose, deps, due, edit, find, freeze, later } = house;
    const ids = ['Brücke', 'Kita', 'Forum', 'Zurückgenommen'].map((title) => comesIn(title));
    const fair = comesIn('Messe', {
      event: { startsAt: new Date('2026-11-24T09:00:00Z'), allDay: false, online: false },
    });
    await due('woche');
    const [bridge = '', kita = '', forum = '', gone = ''] = ids;
    await edit('ruhr-1', {
      subject: 'Unser Montag',
      intro: 'Guten Tag',
      outro: 'Bis bald',
      sections: [{ id: 'stadt', title: 'Stadt' }],
      items: [
        { articleId: forum, isPinned: true },
        { articleId: bridge, section: 'stadt', teaser: 'Gesperrt.' },
        { articleId: kita, isShort: true },
        { articleId: gone },
        { articleId: fair },
      ],
    });
    await freeze('ruhr-1');
    later(3);
    for (const article of deps.articles.held) {
      if (article.id === bridge) Object.assign(article, { title: 'Brücke wieder frei', teaser: 'Neu.' });
      if (article.id === gone) article.withdrawnAt = house.clock.now;
    }
    expect(await compose({ duplicateOf: 'ruhr-1' })).toEqual({
      kind: 'composed',
      editionId: 'ruhr-2',
      number: 2,
      articles: 3,
    });
    const draft = await find('ruhr-2');
    expect(draft).toMatchObject({
      digestId: 'woche',
      status: 'draft',
      isByHand: true,
      subject: 'Unser Montag',
      intro: 'Guten Tag',
      outro: 'Bis bald',
      items: [
        { title: 'Forum', isPinned: true },
        { title: 'Kita', isShort: true },
        { title: 'Brücke wieder frei', teaser: 'Gesperrt.', hasOwnTeaser: true, section: 'stadt' },
      ],
    });
    // Our suggestion follows the articles, an editor's words stay.
    expect(draft.preheader).toBe('Außerdem: Kita · Brücke wieder frei');
    expect(draft.contentHash).not.toBe((await find('ruhr-1')).contentHash);
    const { text } = await loadContent(deps.parts, 'ruhr-2', draft.contentHash);
    expect(JSON.stringify(text)).toContain('Gesperrt.');
  });

  it('of an old edition lets the digest go on where it was', async () => {
    const { comesIn, compose, due, edit, freeze, later, titles } = house;
    const kept = comesIn('Behalten');
    comesIn('Gestrichen');
    await due('woche');
    await edit('ruhr-1', { items: [{ articleId: kept }] });
    await freeze('ruhr-1');
    later(7);
    comesIn('Zweite Woche');
    await due('woche');
    await freeze('ruhr-2');
    await compose({ duplicateOf: 'ruhr-1' });
    await freeze('ruhr-3');
    later(7);
    comesIn('Dritte Woche');
    await due('woche');
    expect(await titles('ruhr-4')).toEqual(['Dritte Woche']);
  });

  it('is one, however often the request comes', async () => {
    const { comesIn, compose, deps } = house;
    await compose({ articles: [comesIn('Eins')] });
    const again = { duplicateOf: 'ruhr-1', requestId: 'same' };
    expect(await compose(again)).toEqual(await compose(again));
    expect(await deps.editions.list('ruhr', { limit: 9 })).toHaveLength(2);
  });

  it.each([
    { what: 'an edition that is not there', of: 'ruhr-9', reason: 'There is no edition ruhr-9' },
    { what: 'one of another publication', of: 'courier-1', reason: 'There is no edition courier-1' },
    {
      what: 'one of which nothing is left',
      of: 'ruhr-1',
      reason: 'None of the articles of ruhr-1 can go out any more',
    },
  ])('of $what is refused', async ({ of, reason }) => {
    const { comesIn, compose, deps } = house;
    await compose({ articles: [comesIn('Eins')] });
    const [article] = deps.articles.held;
    if (article) article.withdrawnAt = MONDAY;
    expect(await compose({ duplicateOf: of })).toEqual({ kind: 'failed', reason });
  });
});

describe('what an editor dropped', () => {
  it.each([
    { when: 'long before the edition', at: '2026-11-22T12:00:00Z' },
    { when: 'in the hour before it', at: '2026-11-23T05:45:00Z' },
    { when: 'in that very moment', at: '2026-11-23T06:00:00Z' },
  ])('does not come again when it came in $when', async ({ at }) => {
    const { comesIn, due, edit, freeze, later, titles } = house;
    const kept = comesIn('Behalten', { ingestedAt: new Date(at) });
    comesIn('Gestrichen', { ingestedAt: new Date(at) });
    await due('woche');
    await edit('ruhr-1', { items: [{ articleId: kept }] });
    await freeze('ruhr-1');
    // Its time of ingest lies before the edition, but it was stored after it.
    comesIn('Nachzügler', { ingestedAt: new Date('2026-11-23T05:50:00Z') });
    later(7);
    comesIn('Neu');
    await due('woche');
    expect((await titles('ruhr-2')).sort()).toEqual(['Nachzügler', 'Neu']);
  });

  it('comes again as long as its edition is a draft', async () => {
    const { comesIn, due, edit, later, titles } = house;
    const kept = comesIn('Behalten');
    comesIn('Gestrichen');
    await due('woche');
    await edit('ruhr-1', { items: [{ articleId: kept }] });
    later(7);
    await due('woche');
    expect((await titles('ruhr-2')).sort()).toEqual(['Behalten', 'Gestrichen']);
  });

  it('does not come again either when it was one too many', async () => {
    const { comesIn, deps, due, freeze, later, titles } = house;
    await deps.digests.save(aDigest({ maxItems: 1 }));
    comesIn('Erste');
    comesIn('Zu viel', { publishedAt: new Date('2026-11-01T00:00:00Z') });
    await due('woche');
    expect(await titles('ruhr-1')).toEqual(['Erste']);
    await freeze('ruhr-1');
    later(7);
    expect(await due('woche')).toMatchObject({ kind: 'skipped', reason: 'nothing new' });
  });
});

describe('more articles than are read at once', () => {
  it('are all looked at: the newest are in it, and the others are counted', async () => {
    const { deps, due, find } = house;
    const start = Date.parse('2026-11-16T00:00:00Z');
    for (let n = 0; n < 5_010; n += 1) {
      // Three at a time, as a source brings them.
      const ingestedAt = new Date(start + Math.floor(n / 3) * 300_000);
      deps.articles.held.push(anArticle({ title: `Nr. ${n}`, ingestedAt }));
    }
    await due('woche');
    const { items, leftOut } = await find('ruhr-1');
    expect(leftOut).toBe(4_998);
    expect(items.map(({ title }) => title).sort()).toEqual(
      Array.from({ length: 12 }, (_, at) => `Nr. ${4_998 + at}`).sort(),
    );
  });
});
