/** How fast documents become articles, beside bare rss-parser, on the same documents in the same run. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Parser from 'rss-parser';
import { type ParsedItem, parseDocument } from '../../lambdas/ingest/index.ts';
import { ROOT } from '../../lib/bundles.ts';
import { type CorpusDocument, openCorpus } from '../ingest/corpus/open-corpus.ts';

type Document = Pick<CorpusDocument, 'bytes' | 'contentType' | 'url'>;
/** @returns how many items it found; undefined when it cannot read the document */
type Read = (document: Document) => Promise<number | undefined>;

interface Speed {
  articlesPerCpuSecond: number;
  megabytesPerCpuSecond: number;
}

/** Odd, so that there is one in the middle. */
const ROUNDS = 7;
const SHARED = join(ROOT, '..', 'shared', 'feeds');

export async function measureReading(): Promise<void> {
  const { documents, from } = corpus();
  // What only one of them can read would be work that the other is spared.
  const both: Document[] = [];
  for (const document of documents) {
    const found = [await withRssParser(document), await withOurs(() => undefined)(document)];
    if (found.every((count) => count !== undefined)) both.push(document);
  }
  const readers = [
    { name: 'rss-parser alone, bytes taken for UTF-8', read: withRssParser },
    { name: 'ours, as a poll needs it (bodies only of what is new)', read: withOurs(({ revision }) => revision) },
    { name: 'ours, with the sanitised body of every article', read: withOurs(({ revision, html }) => revision + html) },
  ];
  const speeds = await speedsOf(readers, both);
  const megabytes = sizeOf(both) / 1e6;
  console.log(
    `\nReading ${both.length} of ${documents.length} ${from} (${megabytes.toFixed(1)} MB; those that both can read)`,
  );
  console.log('\n| reader | articles per CPU second | MB per CPU second | of rss-parser |\n| --- | --- | --- | --- |');
  const [bare] = speeds;
  for (const [index, { articlesPerCpuSecond, megabytesPerCpuSecond }] of speeds.entries()) {
    const share = megabytesPerCpuSecond / (bare?.megabytesPerCpuSecond ?? 1);
    console.log(
      `| ${readers[index]?.name} | ${Math.round(articlesPerCpuSecond)} | ${megabytesPerCpuSecond.toFixed(1)} | ${share.toFixed(2)} × |`,
    );
  }
}

function corpus(): { documents: Document[]; from: string } {
  if (existsSync(join(SHARED, 'expected.jsonl'))) return { documents: openCorpus(SHARED), from: 'real feeds' };
  console.log('\nThe real feeds are not beside this repository in ../shared/feeds; the fixtures are measured instead.');
  const folder = join(ROOT, 'test', 'fixtures', 'feeds');
  const files = readdirSync(folder).filter((file) => !file.endsWith('.md'));
  const url = 'https://feed.example/';
  const documents = files.map((file) => ({ bytes: readFileSync(join(folder, file)), contentType: 'text/xml', url }));
  return { documents, from: 'fixtures' };
}

const sizeOf = (documents: Document[]) => documents.reduce((sum, { bytes }) => sum + bytes.length, 0);

const withRssParser: Read = async ({ bytes }) => {
  try {
    return (await new Parser().parseString(new TextDecoder().decode(bytes))).items.length;
  } catch {
    return undefined;
  }
};

const withOurs =
  (use: (item: ParsedItem) => unknown): Read =>
  async ({ bytes, contentType, url }) => {
    try {
      const { items } = await parseDocument(bytes, { contentType, url });
      for (const item of items) use(item);
      return items.length;
    } catch {
      return undefined;
    }
  };

/** The readers take turns, so that what the machine does beside is shared; the middle round counts. */
async function speedsOf(readers: { read: Read }[], documents: Document[]): Promise<Speed[]> {
  const rounds: Speed[][] = readers.map(() => []);
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const [index, { read }] of readers.entries()) {
      const speed = await speedOf(read, documents);
      // The first round is for the compiler.
      if (round > 0) rounds[index]?.push(speed);
    }
  }
  return rounds.map((speeds) => {
    const sorted = speeds.toSorted((one, other) => one.megabytesPerCpuSecond - other.megabytesPerCpuSecond);
    return sorted[Math.floor(ROUNDS / 2)] ?? { articlesPerCpuSecond: 0, megabytesPerCpuSecond: 0 };
  });
}

async function speedOf(read: Read, documents: Document[]): Promise<Speed> {
  const before = process.cpuUsage();
  let articles = 0;
  for (const document of documents) articles += (await read(document)) ?? 0;
  const { user, system } = process.cpuUsage(before);
  const cpuSeconds = (user + system) / 1e6;
  return {
    articlesPerCpuSecond: articles / cpuSeconds,
    megabytesPerCpuSecond: sizeOf(documents) / 1e6 / cpuSeconds,
  };
}
