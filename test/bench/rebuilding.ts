/**
 * What one rebuild of a publication's feeds costs: 50 topics, 20 items a feed (a thousand articles shown), one article corrected; and that it does
 * not cost more when the archive is a hundred times as long.
 */
import { pathToFileURL } from 'node:url';
import { BatchWriteCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { type Article, newArticleId } from '../../lambdas/domain/article.ts';
import type { Publication } from '../../lambdas/domain/publication.ts';
import { type ArticleItem, toItem, topicKeyOf } from '../../lambdas/ingest/articles/article-item.ts';
import type { KeptArticle } from '../../lambdas/ingest/articles/articles.ts';
import { articlesTable } from '../../lambdas/ingest/articles/articles-table.ts';
import { type Objects, objectsInMemory } from '../../lambdas/platform/objects.ts';
import type * as Rebuilding from '../../lambdas/syndicate/build-feeds.ts';
import { testDatabase } from '../dynamodb.ts';
import { bundled } from './bundling.ts';

const SIZES = [1_000, 10_000, 100_000];
const TOPICS = 50;
const AUTHORS = 20;
const MINUTES_BETWEEN = 5;
const BATCH = 25;
const AT_A_TIME = 4;
const RUNS = 6;
const START = Date.parse('2025-12-01T00:00:00Z');

export async function measureRebuilding(sizes = SIZES): Promise<void> {
  const { buildFeeds, close } = await loadBuilder();
  console.log(HEADER);
  try {
    for (const size of sizes) console.log(`| ${(await measure(size, buildFeeds)).join(' | ')} |`);
  } finally {
    close();
  }
}

const HEADER = `
| articles | CPU ms | pages changed | objects written | read from S3 | DynamoDB requests | read units |
| --- | --- | --- | --- | --- | --- | --- |`;

type BuildFeeds = typeof Rebuilding.buildFeeds;

async function loadBuilder(): Promise<{ buildFeeds: BuildFeeds; close(): void }> {
  const { files, remove } = await bundled(['lambdas/syndicate/build-feeds.ts']);
  const { buildFeeds } = (await import(pathToFileURL(files[0] ?? '').href)) as typeof Rebuilding;
  return { buildFeeds, close: remove };
}

async function measure(size: number, buildFeeds: BuildFeeds): Promise<(string | number)[]> {
  const database = await testDatabase({ name: 'published', projection: 'KEYS_ONLY' });
  try {
    const table = await database.newTable();
    const articles = Array.from({ length: size }, (_, index) => anArticle(index));
    await store(database.dynamo, table, articles);
    const counts = counted(database.dynamo);
    const kept = articlesTable(database.dynamo, table, objectsInMemory());
    const site = countedObjects();
    const deps = { ...standing(), articles: kept, site: site.objects, siteUrl: 'https://letters.example.org' };
    const rebuild = async (at: number) => {
      await kept.noteChange(PUBLICATION.id, new Date(at));
      return buildFeeds({ publicationId: PUBLICATION.id }, deps);
    };
    const end = START + size * MINUTES_BETWEEN * 60_000 + 2 * 3_600_000;
    while ((await rebuild(end)).isBehind);
    const last = articles.at(-5);
    if (!last) throw new Error('no articles');
    await kept.replace({ ...last, title: 'Berichtigt', correctedAt: new Date(end) });
    for (const count of [counts, site.counts]) count.reset();
    const { written } = await rebuild(end + 1);
    if (written.length > 40) throw new Error(`too many feeds were written: ${written.join(', ')}`);
    const { requests, units } = counts.now();
    const { gets, puts } = site.counts.now();
    const cpuMs = await cpuOf(
      (remembered) => buildFeeds({ publicationId: PUBLICATION.id }, { ...deps, articles: remembered }),
      kept,
    );
    return [size, Math.round(cpuMs), written.length, puts, gets, requests, Math.round(units)];
  } finally {
    await database.stop();
  }
}

type Kept = ReturnType<typeof articlesTable>;

/** Our own part, the best of some: the database of this process would be most of it otherwise. */
async function cpuOf(rebuild: (articles: Kept) => Promise<unknown>, articles: Kept): Promise<number> {
  const answers = new Map<string, Promise<unknown>>();
  const remembered = new Proxy(articles, {
    get: (target, name: keyof Kept) => (publicationId: string, wanted: object) => {
      const { known, ...rest } = (wanted ?? {}) as { known?: unknown };
      const question = JSON.stringify([name, rest, wanted instanceof Date && wanted]);
      const ask = target[name] as (...parameters: unknown[]) => Promise<unknown>;
      const answer = answers.get(question) ?? ask(publicationId, wanted);
      answers.set(question, answer);
      return answer;
    },
  });
  const runs: number[] = [];
  for (let count = 0; count < RUNS; count += 1) {
    const before = process.cpuUsage();
    await rebuild(remembered);
    const { user, system } = process.cpuUsage(before);
    runs.push((user + system) / 1_000);
  }
  return Math.min(...runs);
}

const PUBLICATION: Publication = {
  id: 'ruhr',
  title: 'Ruhr',
  description: 'Nachrichten',
  language: 'de',
  timeZone: 'Europe/Berlin',
  siteUrl: 'https://ruhr.example.org/',
  sender: { name: 'Redaktion', address: 'ruhr@mail.example.org' },
  imprint: ['Redaktion'],
  look: { accent: '#1d5d8c' },
  // As many as a topic has of a thousand articles: whatever the archive, the same number is shown.
  feeds: { content: 'full', items: 20 },
  topics: Array.from({ length: TOPICS }, (_, index) => ({ id: `topic-${index}`, title: `Thema ${index}`, words: [] })),
};

/** What a rebuild asks for beside articles. */
const standing = () => ({
  publications: {
    find: async () => PUBLICATION,
    list: async () => [PUBLICATION],
    save: async () => {},
    recordReaders: async () => {},
  },
  sources: { list: async () => [] },
  editions: { list: async () => [] },
});

function anArticle(index: number): KeptArticle {
  const at = new Date(START + index * MINUTES_BETWEEN * 60_000);
  const article: Article = {
    id: newArticleId(at, Buffer.from(String(index).padStart(10, '0'))),
    publicationId: PUBLICATION.id,
    sourceId: 'source',
    url: `https://ruhr.example.org/artikel/${index}/`,
    title: `Beitrag ${index}: „Räume“ & mehr`,
    teaser: 'Fünf neue Häuser öffnen im Herbst. '.repeat(6),
    html: `<p>${'Fünf neue Häuser öffnen im Herbst, und alle dürfen hinein. '.repeat(30)}</p>`,
    authors: [`Autorin ${index % AUTHORS}`],
    categories: ['Kommunales'],
    topics: [`topic-${index % TOPICS}`],
    enclosures: [],
    publishedAt: at,
    updatedAt: at,
    ingestedAt: at,
    isBaseline: false,
  };
  return { ...article, revision: '', wording: '' };
}

async function store(dynamo: DynamoDBDocumentClient, table: string, articles: KeptArticle[]): Promise<void> {
  const items: (ArticleItem | { pk: string; sk: string })[] = articles.flatMap((article) => [
    toItem(article),
    ...article.topics.map((topic) => topicKeyOf(article.publicationId, topic, article)),
  ]);
  const writing = Array.from({ length: AT_A_TIME }, async () => {
    while (items.length > 0) {
      const requests = items.splice(-BATCH).map((Item) => ({ PutRequest: { Item } }));
      await dynamo.send(new BatchWriteCommand({ RequestItems: { [table]: requests } }));
    }
  });
  await Promise.all(writing);
}

interface Consumed {
  CapacityUnits?: number;
}

/** Counts what DynamoDB would bill for reading; the units are its own. */
function counted(dynamo: DynamoDBDocumentClient) {
  let requests = 0;
  let units = 0;
  dynamo.middlewareStack.add(
    (next, { commandName = '' }) =>
      async (args) => {
        const isReading = /Query|Get/.test(commandName);
        if (isReading) Object.assign(args.input, { ReturnConsumedCapacity: 'TOTAL' });
        const result = await next(args);
        const { ConsumedCapacity } = result.output as { ConsumedCapacity?: Consumed | Consumed[] };
        const consumed = [ConsumedCapacity ?? []].flat();
        if (isReading) requests += 1;
        units += consumed.reduce((sum, { CapacityUnits = 0 }) => sum + CapacityUnits, 0);
        return result;
      },
    { step: 'initialize', name: 'counted' },
  );
  return {
    now: () => ({ requests, units }),
    reset: () => {
      requests = 0;
      units = 0;
    },
  };
}

function countedObjects(): { objects: Objects; counts: { now(): { gets: number; puts: number }; reset(): void } } {
  const memory = objectsInMemory();
  let gets = 0;
  let puts = 0;
  const objects: Objects = {
    get: (key) => {
      gets += 1;
      return memory.get(key);
    },
    put: (...object) => {
      puts += 1;
      return memory.put(...object);
    },
    delete: (key) => memory.delete(key),
  };
  const reset = () => {
    gets = 0;
    puts = 0;
  };
  return { objects, counts: { now: () => ({ gets, puts }), reset } };
}
