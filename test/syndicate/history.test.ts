import { XMLValidator } from 'fast-xml-parser';
import { parseAtomFeed } from 'feedsmith';
import { beforeEach, describe, expect, it } from 'vitest';
import { editionsInMemory } from '../../lambdas/digest/editions-in-memory.ts';
import { type Article, newArticleId } from '../../lambdas/domain/article.ts';
import { articlesInMemory } from '../../lambdas/ingest/index.ts';
import { objectsInMemory } from '../../lambdas/platform/objects.ts';
import { publicationsInMemory, sourcesInMemory } from '../../lambdas/publications/index.ts';
import { stableId } from '../../lambdas/syndicate/addresses.ts';
import { type Built, buildFeeds } from '../../lambdas/syndicate/build-feeds.ts';
import { anArticle, aPublication, SITE_URL } from './samples.ts';

const HOUR = 3_600_000;

/** A publication of ten items a feed, into which articles come. */
function newsroom() {
  const articles = articlesInMemory();
  const site = objectsInMemory();
  const deps = {
    publications: publicationsInMemory(aPublication({ feeds: { content: 'full', items: 10 }, topics: [] })),
    sources: sourcesInMemory(),
    editions: editionsInMemory(),
    articles,
    site,
    siteUrl: SITE_URL,
  };
  let count = 0;
  return {
    articles,
    site,
    add: async (at: Date, changes: Partial<Article> = {}) => {
      const id = newArticleId(at, Buffer.from(String(count++).padStart(10, '0')));
      const times = { publishedAt: at, updatedAt: at, ingestedAt: at };
      await articles.add({ ...anArticle({ ...times, ...changes, id, authors: [] }), revision: '', wording: '' });
      return id;
    },
    build: async (changedAt: Date): Promise<Built> => {
      await articles.noteChange('ruhr', changedAt);
      return buildFeeds({ publicationId: 'ruhr' }, deps);
    },
    /** As a reader walks it that knows nothing yet: the ids it finds, and the documents they were in. */
    walk: () => {
      const found = new Set<string>();
      const documents: string[] = [];
      for (let address = `${SITE_URL}/feeds/ruhr/atom.xml`; address; ) {
        const body = Buffer.from(site.stored.get(address.slice(SITE_URL.length + 1))?.body ?? []).toString();
        const { entries = [], links = [] } = parseAtomFeed(body);
        documents.push(address.slice(`${SITE_URL}/feeds/ruhr/`.length));
        for (const { id } of entries) found.add(id ?? '');
        address = links.find(({ rel }) => rel === 'prev-archive')?.href ?? '';
        if (documents.length > 100) throw new Error('the history has no end');
      }
      return { found, documents };
    },
  };
}

const at = (day: string, hour = 0) => new Date(Date.parse(`${day}T00:00:00Z`) + hour * HOUR);
const feedIds = (ids: string[]) => new Set(ids.map((id) => stableId('article', 'ruhr', id)));

let room: ReturnType<typeof newsroom>;
beforeEach(() => {
  room = newsroom();
});

describe('the history of a publication', () => {
  it('is not there while the feed shows everything', async () => {
    for (let hour = 0; hour < 10; hour += 1) await room.add(at('2026-07-01', hour));
    await room.build(at('2026-07-02'));
    expect(room.walk().documents).toEqual(['atom.xml']);
  });

  it('leads from the feed to every article, month by month and a hundred at a time', async () => {
    const ids: string[] = [];
    for (let hour = 0; hour < 230; hour += 1) ids.push(await room.add(at('2026-07-01', hour)));
    for (let hour = 0; hour < 15; hour += 1) ids.push(await room.add(at('2026-08-01', hour)));
    await room.build(at('2026-08-02'));
    const { found, documents } = room.walk();
    expect(found).toEqual(feedIds(ids));
    expect(documents).toEqual([
      'atom.xml',
      'archive/2026-08/atom.xml',
      'archive/2026-07-3/atom.xml',
      'archive/2026-07-2/atom.xml',
      'archive/2026-07/atom.xml',
    ]);
    for (const { key, body } of bodies('archive/2026-07')) {
      if (key.endsWith('.xml')) expect(XMLValidator.validate(body)).toBe(true);
    }
  });

  it('is complete after every rebuild, whatever comes in meanwhile, dated back or all at once', async () => {
    const ids: string[] = [];
    for (let day = 0; day < 40; day += 1) {
      const now = new Date(at('2026-07-10').getTime() + day * 24 * HOUR);
      for (let count = 0; count < (day * 7) % 19; count += 1) {
        ids.push(await room.add(now, { publishedAt: new Date(now.getTime() - ((day * count) % 5) * 1_000 * HOUR) }));
      }
      await room.build(new Date(now.getTime() + 1));
      expect(room.walk().found).toEqual(feedIds(ids));
    }
    expect(ids.length).toBeGreaterThan(200);
  });

  it('leaves a closed part alone: no byte of it changes when new articles come', async () => {
    for (let hour = 0; hour < 150; hour += 1) await room.add(at('2026-07-01', hour));
    await room.build(at('2026-08-02'));
    const closed = bodies('archive/2026-07/');
    const { puts } = room.site;
    for (let hour = 0; hour < 20; hour += 1) await room.add(at('2026-08-03', hour));
    const { written } = await room.build(at('2026-08-05'));
    expect(bodies('archive/2026-07/')).toEqual(closed);
    expect(written.filter((key) => key.startsWith('feeds/ruhr/archive/2026-07/'))).toEqual([]);
    expect(room.site.puts).toBeGreaterThan(puts);
  });

  it('loses an article that is taken back, even from a closed part, and nothing else', async () => {
    const ids: string[] = [];
    for (let hour = 0; hour < 230; hour += 1) ids.push(await room.add(at('2026-07-01', hour)));
    await room.build(at('2026-08-02'));
    const [gone = ''] = ids.splice(42, 1);
    await room.articles.amend('ruhr', gone, () => ({ withdrawnAt: at('2026-08-03') }));
    await room.build(at('2026-08-03', 1));
    expect(room.walk().found).toEqual(feedIds(ids));
    await room.articles.amend('ruhr', gone, () => ({ withdrawnAt: undefined }));
    await room.build(at('2026-08-04', 1));
    expect(room.walk().found).toEqual(feedIds([...ids, gone]));
  });

  it('is written in several goes when it is long, and says that there is more', async () => {
    const ids: string[] = [];
    for (let hour = 0; hour < 2_350; hour += 1) ids.push(await room.add(at('2026-01-01', hour / 100)));
    expect((await room.build(at('2026-05-01'))).isBehind).toBe(true);
    expect((await room.build(at('2026-05-01'))).isBehind).toBe(false);
    expect(room.walk().found).toEqual(feedIds(ids));
    const { written } = await room.build(at('2026-05-01'));
    expect(written).toEqual([]);
  });

  it('waits an hour before it closes a part, for an article may still come in with an earlier id', async () => {
    for (let minute = 0; minute < 130; minute += 1) await room.add(at('2026-07-01', minute / 60));
    await room.build(at('2026-07-01', 2));
    const late = await room.add(at('2026-07-01', 1.5));
    await room.build(at('2026-07-01', 2.2));
    expect(room.walk().found).toContain(stableId('article', 'ruhr', late));
  });
});

function bodies(folder: string) {
  return [...room.site.stored]
    .filter(([key]) => key.startsWith(`feeds/ruhr/${folder}`))
    .map(([key, { body }]) => ({ key, body: Buffer.from(body).toString() }));
}
