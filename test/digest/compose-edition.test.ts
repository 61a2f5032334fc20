import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CompositionDeps } from '../../lambdas/digest/compose-edition.ts';
import { composeEdition } from '../../lambdas/digest/compose-edition.ts';
import { loadContent } from '../../lambdas/digest/edition-parts.ts';
import type { Editions } from '../../lambdas/digest/editions.ts';
import { editionsInMemory } from '../../lambdas/digest/editions-in-memory.ts';
import { editionsTable } from '../../lambdas/digest/editions-table.ts';
import type { ReadyMessage } from '../../lambdas/digest/messages.ts';
import { suggestSubjects } from '../../lambdas/digest/suggest-subject.ts';
import type { Article } from '../../lambdas/domain/article.ts';
import type { Digest } from '../../lambdas/domain/publication.ts';
import { objectsInMemory } from '../../lambdas/platform/objects.ts';
import { outboxInMemory } from '../../lambdas/platform/queue.ts';
import { type CompositionMessage, digestsInMemory, publicationsInMemory } from '../../lambdas/publications/index.ts';
import { type TestDatabase, testDatabase } from '../dynamodb.ts';
import { aDigest, anArticle, anEdition, articlesHeld, RUHR, SITE_URL } from './samples.ts';

const NOW = new Date('2026-11-23T06:00:00Z');

function aHouse(articles: Article[], over: { editions?: Editions } = {}) {
  const ready = outboxInMemory<ReadyMessage>();
  const clock = { now: NOW };
  const deps = {
    publications: publicationsInMemory(RUHR),
    digests: digestsInMemory(aDigest(), aDigest({ id: 'schule', topics: ['schule'], maxItems: 2, mode: 'send' })),
    articles: articlesHeld(...articles),
    editions: over.editions ?? editionsInMemory(),
    parts: objectsInMemory(),
    ready,
    siteUrl: SITE_URL,
    now: () => clock.now,
  };
  return { deps, ready, clock };
}

const scheduled = (over: Partial<CompositionMessage> = {}): CompositionMessage => ({
  requestId: 'woche-1',
  publicationId: 'ruhr',
  digestId: 'woche',
  dueAt: NOW.toISOString(),
  by: 'schedule',
  mode: 'draft',
  ...over,
});
const byEditor = (over: Partial<CompositionMessage> = {}): CompositionMessage => ({
  requestId: 'e1',
  publicationId: 'ruhr',
  by: 'editor',
  mode: 'draft',
  ...over,
});

const titles = async ({ editions }: Pick<CompositionDeps, 'editions'>, id: string) =>
  (await editions.find(id))?.items.map(({ title }) => title);

describe('composing an edition', () => {
  it('takes what came in, newest first, then what is coming up, by date', async () => {
    const event = (startsAt: string) => ({ startsAt: new Date(startsAt), allDay: false, online: false });
    const { deps } = aHouse([
      anArticle({ title: 'alt', publishedAt: new Date('2026-11-18T08:00:00Z') }),
      anArticle({ title: 'Fest', publishedAt: new Date('2026-11-19T08:00:00Z'), event: event('2026-12-24T15:00:00Z') }),
      anArticle({ title: 'Rückdatiert', publishedAt: new Date('2020-01-01T08:00:00Z'), ingestedAt: NOW }),
      anArticle({
        title: 'Forum',
        publishedAt: new Date('2026-11-17T08:00:00Z'),
        event: event('2026-11-26T15:00:00Z'),
      }),
      anArticle({ title: 'Vorbei', event: event('2026-11-21T15:00:00Z') }),
      anArticle({ title: 'neu', publishedAt: new Date('2026-11-22T08:00:00Z') }),
    ]);
    expect(await composeEdition(scheduled(), deps)).toMatchObject({
      outcome: { kind: 'composed', editionId: 'ruhr-1', number: 1, articles: 5 },
    });
    expect(await titles(deps, 'ruhr-1')).toEqual(['neu', 'alt', 'Rückdatiert', 'Forum', 'Fest']);
    expect(await deps.editions.find('ruhr-1')).toMatchObject({
      status: 'draft',
      digestId: 'woche',
      subject: 'neu und 4 weitere Beiträge',
      preheader: 'Außerdem: alt · Rückdatiert · Forum · Fest',
      composedAt: NOW,
    });
  });

  it('keeps to the digest’s topics and cap, and says how many were too many', async () => {
    const { deps } = aHouse([
      anArticle({ title: 'Kita', topics: ['kita'] }),
      anArticle({ title: 'eins', topics: ['schule'], publishedAt: new Date('2026-11-20T08:00:00Z') }),
      anArticle({ title: 'zwei', topics: ['kita', 'schule'], publishedAt: new Date('2026-11-21T08:00:00Z') }),
      anArticle({ title: 'drei', topics: ['schule'], publishedAt: new Date('2026-11-22T08:00:00Z') }),
    ]);
    await composeEdition(scheduled({ digestId: 'schule' }), deps);
    expect(await titles(deps, 'ruhr-1')).toEqual(['drei', 'zwei']);
    expect(await deps.editions.find('ruhr-1')).toMatchObject({ leftOut: 1 });
  });

  it('skips visibly when nothing is new', async () => {
    const { deps, ready } = aHouse([anArticle({ isBaseline: true })]);
    const run = await composeEdition(scheduled({ mode: 'send' }), deps);
    expect(run.outcome).toMatchObject({ kind: 'skipped', reason: 'nothing new' });
    expect(await deps.editions.findRun('ruhr', 'woche-1')).toEqual(run);
    expect(await deps.editions.list('ruhr', { limit: 9 })).toEqual([]);
    expect(ready.sent).toEqual([]);
  });

  it('sends by itself only where the digest says so', async () => {
    const { deps, ready } = aHouse([anArticle()]);
    await composeEdition(scheduled(), deps);
    expect(ready.sent).toEqual([]);
    await composeEdition(scheduled({ requestId: 'r2', dueAt: '2026-11-23T06:01:00.000Z', mode: 'send' }), deps);
    const edition = await deps.editions.find('ruhr-2');
    expect(ready.sent).toEqual([{ editionId: 'ruhr-2', contentHash: edition?.contentHash }]);
    expect([...deps.parts.stored.keys()]).toContain(`editions/ruhr-2/${edition?.contentHash}/parts.json`);
  });
});

describe('articles with the same title', () => {
  it('are all in the mail, each with its own link, and no line of the inbox says the same twice', async () => {
    const { deps } = aHouse(
      ['eins', 'zwei', 'drei'].map((teaser, at) =>
        anArticle({ title: 'Sommerfest', teaser, publishedAt: new Date(NOW.getTime() - at * 60_000) }),
      ),
    );
    await composeEdition(scheduled(), deps);
    const edition = await deps.editions.find('ruhr-1');
    if (!edition) throw new Error('There is no edition');
    expect(edition).toMatchObject({ subject: 'Sommerfest und 2 weitere Beiträge', preheader: 'eins' });
    const { html, text } = await loadContent(deps.parts, edition.id, edition.contentHash);
    for (const part of [html, text]) {
      const blocks = part.filter(({ forItems }) => forItems?.length === 1);
      expect(blocks.map(({ forItems }) => forItems)).toEqual([[0], [1], [2]]);
      blocks.forEach((block, at) => {
        const shown = JSON.stringify(block);
        const { url = '', teaser } = edition.items[at] ?? {};
        for (const own of ['Sommerfest', url, teaser]) expect(shown).toContain(own);
      });
    }
    for (const { subject, preheader } of suggestSubjects(edition.items, RUHR, NOW)) {
      expect(`${subject} ${preheader}`.split('Sommerfest').length).toBeLessThanOrEqual(3);
      expect(preheader).not.toMatch(/Sommerfest.*Sommerfest/);
      expect(subject).not.toMatch(/Sommerfest.*Sommerfest/);
    }
  });
});

describe('the baseline', () => {
  const archive = [anArticle({ title: 'Archiv', isBaseline: true }), anArticle({ title: 'Nachricht' })];

  it('is never mailed by a schedule', async () => {
    const { deps } = aHouse(archive);
    await composeEdition(scheduled(), deps);
    expect(await titles(deps, 'ruhr-1')).toEqual(['Nachricht']);
  });

  it('is in the first edition an editor asks for, and in no later one', async () => {
    const { deps, clock } = aHouse(archive);
    await composeEdition(byEditor(), deps);
    const first = await deps.editions.find('ruhr-1');
    expect(first?.items).toHaveLength(2);
    await deps.editions.freeze('ruhr-1', first?.contentHash ?? '', NOW);
    clock.now = new Date('2026-11-24T06:00:00Z');
    deps.articles.held.push(
      anArticle({ title: 'Noch ein Archiv', isBaseline: true, ingestedAt: clock.now }),
      anArticle({ title: 'Neu', ingestedAt: clock.now }),
    );
    await composeEdition(byEditor({ requestId: 'e2' }), deps);
    expect(await titles(deps, 'ruhr-2')).toEqual(['Neu']);
  });
});

describe('the window', () => {
  it('starts anew as long as nothing was frozen: a draft uses no article up', async () => {
    const { deps } = aHouse([anArticle({ title: 'A' })]);
    await composeEdition(scheduled(), deps);
    await composeEdition(scheduled({ requestId: 'r2', dueAt: '2026-11-30T06:00:00.000Z' }), deps);
    expect(await titles(deps, 'ruhr-2')).toEqual(['A']);
  });

  it('loses no article that was stored late, and repeats none', async () => {
    const { deps, clock } = aHouse([anArticle({ title: 'A', ingestedAt: new Date('2026-11-23T05:50:00Z') })]);
    await composeEdition(scheduled(), deps);
    const first = await deps.editions.find('ruhr-1');
    await deps.editions.freeze('ruhr-1', first?.contentHash ?? '', NOW);
    // Its time of ingest lies before the first edition, but it became visible after it.
    deps.articles.held.push(anArticle({ title: 'B', ingestedAt: new Date('2026-11-23T05:59:00Z') }));
    clock.now = new Date('2026-11-30T06:00:00Z');
    await composeEdition(scheduled({ requestId: 'r2', dueAt: clock.now.toISOString() }), deps);
    expect(await titles(deps, 'ruhr-2')).toEqual(['B']);
  });

  it('is each digest’s own', async () => {
    const { deps, clock } = aHouse([anArticle({ title: 'A', topics: ['schule'] })]);
    await composeEdition(scheduled(), deps);
    const first = await deps.editions.find('ruhr-1');
    await deps.editions.freeze('ruhr-1', first?.contentHash ?? '', NOW);
    clock.now = new Date('2026-11-30T06:00:00Z');
    await composeEdition(scheduled({ requestId: 'r2', digestId: 'schule', dueAt: clock.now.toISOString() }), deps);
    expect(await titles(deps, 'ruhr-2')).toEqual(['A']);
    // An editor's edition without a digest goes on from whatever the publication sent last.
    const run = await composeEdition(byEditor(), deps);
    expect(run.outcome).toMatchObject({ kind: 'skipped', reason: 'nothing new' });
  });
});

describe('a failed composition', () => {
  it.each([
    [{ publicationId: 'nowhere' }, 'There is no publication "nowhere"'],
    [{ digestId: 'none' }, 'The publication "ruhr" has no digest "none"'],
  ])('of %j ends with the reason in its run', async (over, reason) => {
    const { deps } = aHouse([anArticle()]);
    const run = await composeEdition(scheduled(over), deps);
    expect(run.outcome).toEqual({ kind: 'failed', reason });
    expect(await deps.editions.findRun(run.publicationId, 'woche-1')).toEqual(run);
  });

  it('is tried again when the reason is ours, and uses nothing up', async () => {
    const { deps } = aHouse([anArticle({ title: 'A' })]);
    const put = deps.parts.put;
    deps.parts.put = async () => {
      throw new Error('S3 is away');
    };
    await expect(composeEdition(scheduled(), deps)).rejects.toThrow('S3 is away');
    expect(await deps.editions.findRun('ruhr', 'woche-1')).toMatchObject({
      outcome: { kind: 'failed', reason: 'S3 is away (it is tried again)' },
    });
    deps.parts.put = put;
    await composeEdition(scheduled(), deps);
    expect(await titles(deps, 'ruhr-1')).toEqual(['A']);
    expect(await deps.editions.findRun('ruhr', 'woche-1')).toMatchObject({ outcome: { kind: 'composed', number: 1 } });
  });
});

describe('two composers', () => {
  let dynamoDb: TestDatabase;
  beforeAll(async () => {
    dynamoDb = await testDatabase({ name: 'sends', projection: 'KEYS_ONLY' });
  });
  afterAll(() => dynamoDb.stop());
  const aTable = async () => editionsTable(dynamoDb.dynamo, await dynamoDb.newTable());

  it('of one request end in one edition', async () => {
    const { deps, ready } = aHouse([anArticle()], { editions: await aTable() });
    const request = scheduled({ mode: 'send' });
    const runs = await Promise.all([1, 2, 3, 4].map(() => composeEdition(request, deps)));
    expect(new Set(runs.map(({ outcome }) => JSON.stringify(outcome))).size).toBe(1);
    expect(await deps.editions.list('ruhr', { limit: 9 })).toHaveLength(1);
    expect(new Set(ready.sent.map((message) => JSON.stringify(message))).size).toBe(1);
    await composeEdition(request, deps);
    expect(await deps.editions.list('ruhr', { limit: 9 })).toHaveLength(1);
  });

  it('of one due time under two names end in one edition', async () => {
    const { deps } = aHouse([anArticle()], { editions: await aTable() });
    const runs = await Promise.all([
      composeEdition(scheduled({ requestId: 'a' }), deps),
      composeEdition(scheduled({ requestId: 'b' }), deps),
    ]);
    expect(runs.map(({ outcome }) => outcome)).toEqual([
      { kind: 'composed', editionId: 'ruhr-1', number: 1, articles: 1 },
      { kind: 'composed', editionId: 'ruhr-1', number: 1, articles: 1 },
    ]);
    expect(await deps.editions.findRun('ruhr', 'b')).toMatchObject({ outcome: { editionId: 'ruhr-1' } });
  });

  it('of different requests get different numbers, none left out', async () => {
    const { deps } = aHouse([anArticle()], { editions: await aTable() });
    await Promise.all(['a', 'b', 'c', 'd'].map((requestId) => composeEdition(byEditor({ requestId }), deps)));
    const editions = await deps.editions.list('ruhr', { limit: 9 });
    expect(editions.map(({ number }) => number)).toEqual([4, 3, 2, 1]);
  });
});

describe('the order of an edition', () => {
  const articles = () => [
    anArticle({ title: 'Ohne', publishedAt: new Date('2026-11-22T12:00:00Z') }),
    anArticle({ title: 'Kita', topics: ['kita'], publishedAt: new Date('2026-11-22T11:00:00Z') }),
    anArticle({ title: 'Schule', topics: ['schule', 'kita'], publishedAt: new Date('2026-11-22T10:00:00Z') }),
    anArticle({
      title: 'Forum',
      topics: ['kita'],
      event: { startsAt: new Date('2026-11-26T15:00:00Z'), allDay: false, online: false },
    }),
  ];
  const topics = ['schule', 'kita'].map((id) => ({ id, title: id.toUpperCase(), words: [] }));
  const composed = async (digest: Partial<Digest>) => {
    const { deps } = aHouse(articles());
    const publications = publicationsInMemory({ ...RUHR, topics });
    await composeEdition(scheduled(), { ...deps, publications, digests: digestsInMemory(aDigest(digest)) });
    return deps.editions.find('ruhr-1');
  };

  it('may go by topics, each under its heading, and events under their own', async () => {
    const edition = await composed({ order: 'sections' });
    expect(edition?.sections).toEqual([
      { id: 'schule', title: 'SCHULE' },
      { id: 'kita', title: 'KITA' },
      { id: '*', title: 'Außerdem' },
    ]);
    expect(edition?.items.map(({ title, section }) => [title, section])).toEqual([
      ['Schule', 'schule'],
      ['Kita', 'kita'],
      ['Ohne', '*'],
      ['Forum', undefined],
    ]);
  });

  it('may go by the weight of topics', async () => {
    const edition = await composed({ order: 'weight', weights: { schule: 5, kita: 1 } });
    expect(edition?.items.map(({ title }) => title)).toEqual(['Schule', 'Kita', 'Ohne', 'Forum']);
    expect(edition).not.toHaveProperty('sections');
  });
});

describe('a schedule that waits', () => {
  const minutesAgo = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000);
  const withDigest = (digest: Partial<Digest>, ...articles: Article[]) => {
    const house = aHouse(articles);
    return { ...house, deps: { ...house.deps, digests: digestsInMemory(aDigest(digest)) } };
  };

  it('says when it looks again, in the time of the publication', async () => {
    const { deps } = withDigest({ time: '07:30' });
    expect((await composeEdition(scheduled(), deps)).outcome).toEqual({
      kind: 'skipped',
      reason: 'nothing new',
      nextAt: new Date('2026-11-23T06:30:00Z'),
    });
    expect(await deps.editions.listRuns('ruhr', { limit: 9 })).toMatchObject([
      { outcome: { nextAt: new Date('2026-11-23T06:30:00Z') } },
    ]);
  });

  it('keeps fewer articles than it wants for the next time, and an editor gets them all the same', async () => {
    const { deps } = withDigest({ minItems: 3 }, anArticle({ title: 'eins' }), anArticle({ title: 'zwei' }));
    expect((await composeEdition(scheduled(), deps)).outcome).toMatchObject({
      kind: 'skipped',
      reason: 'only 2 of at least 3 articles',
    });
    expect((await composeEdition(byEditor({ digestId: 'woche' }), deps)).outcome).toMatchObject({ articles: 2 });
    deps.articles.held.push(anArticle({ title: 'drei' }));
    expect((await composeEdition(scheduled({ requestId: 'woche-2', dueAt: undefined }), deps)).outcome).toMatchObject({
      kind: 'composed',
      articles: 3,
    });
  });

  it.each([
    { what: 'just came in', ago: [1], goes: false },
    { what: 'came in and was followed by another', ago: [30, 3], goes: false },
    { what: 'has been alone for a while', ago: [11], goes: true },
    { what: 'has waited an hour for others that keep coming', ago: [60, 3], goes: true },
  ])('goes out at once when what is new $what: $goes', async ({ ago, goes }) => {
    const articles = ago.map((minutes) => anArticle({ ingestedAt: minutesAgo(minutes) }));
    const { deps } = withDigest({ cadence: 'instant', time: undefined, weekday: undefined }, ...articles);
    const { outcome } = await composeEdition(scheduled(), deps);
    expect(outcome.kind).toBe(goes ? 'composed' : 'skipped');
    // Every five minutes without news would bury what editors look for.
    expect(await deps.editions.listRuns('ruhr', { limit: 9 })).toHaveLength(goes ? 1 : 0);
  });

  it('begins with what came in since it was set up, where others have gone out before', async () => {
    const { deps } = withDigest({ since: minutesAgo(60) }, anArticle({ ingestedAt: minutesAgo(600), title: 'alt' }));
    const frozen = anEdition(1, { digestId: 'other', status: 'sent' });
    await deps.editions.create(frozen, 'before');
    expect((await composeEdition(scheduled(), deps)).outcome).toMatchObject({ kind: 'skipped' });
    deps.articles.held.push(anArticle({ ingestedAt: minutesAgo(30), title: 'neu' }));
    expect((await composeEdition(scheduled({ requestId: 'woche-2', dueAt: undefined }), deps)).outcome).toMatchObject({
      articles: 1,
    });
  });
});
