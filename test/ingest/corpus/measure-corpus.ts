import type { CorpusDocument, ExpectedItem } from './open-corpus.ts';
import { READERS, type Reader, type ReadItem } from './readers.ts';

/** So many of so many. */
export interface Share {
  count: number;
  of: number;
}

export interface Score {
  reader: string;
  shares: Record<Question, Share>;
}

const QUESTIONS = [
  'feeds read',
  'documents that are no feeds refused',
  'files without expectations read',
  'complete feeds: at least one item with title, link and date',
  'feeds with the same number of items',
  'items that keep their title, link and date',
  'titles agree',
  'links agree',
  'dates agree',
  'ids agree',
] as const;
export type Question = (typeof QUESTIONS)[number];

/** @returns how each reader answers; and, line by line, where the first of them disagrees with what is expected */
export async function measureCorpus(
  documents: CorpusDocument[],
): Promise<{ scores: Score[]; disagreements: string[] }> {
  const disagreements: string[] = [];
  const scores: Score[] = [];
  for (const reader of READERS) {
    const isListed = reader === READERS[0];
    const score = emptyScore(reader.name);
    for (const document of documents) {
      const notes = await measureDocument(document, reader, score);
      if (isListed) disagreements.push(...notes.map((note) => `${document.file}: ${note}`));
    }
    scores.push(score);
  }
  return { scores, disagreements };
}

function emptyScore(reader: string): Score {
  const shares = Object.fromEntries(QUESTIONS.map((question) => [question, { count: 0, of: 0 }]));
  return { reader, shares: shares as Score['shares'] };
}

async function measureDocument(document: CorpusDocument, reader: Reader, { shares }: Score): Promise<string[]> {
  const notes: string[] = [];
  const ask = (question: Question, isSo: boolean, note?: string) => {
    shares[question].of += 1;
    if (isSo) shares[question].count += 1;
    else notes.push(note ?? `not so: ${question}`);
  };
  const { items, refusal } = await attempt(reader, document);
  const { expected } = document;
  if (!expected) ask('files without expectations read', !refusal, refusal);
  else if (!expected.feed)
    ask('documents that are no feeds refused', refusal !== undefined, 'read, though it is no feed');
  else {
    ask('feeds read', !refusal, refusal);
    compareItems(expected.items, items, ask);
  }
  return notes;
}

async function attempt(reader: Reader, document: CorpusDocument): Promise<{ items: ReadItem[]; refusal?: string }> {
  try {
    return { items: await reader.read(document) };
  } catch (error) {
    return { items: [], refusal: `refused: ${error instanceof Error ? error.message : String(error)}` };
  }
}

type Ask = (question: Question, isSo: boolean, note?: string) => void;

function compareItems(expected: ExpectedItem[], items: ReadItem[], ask: Ask): void {
  const isComplete = (item: { title?: unknown; link?: unknown; published?: unknown } | undefined) =>
    Boolean(item?.title && item.link && item.published);
  if (expected.some(isComplete)) {
    ask('complete feeds: at least one item with title, link and date', items.some(isComplete));
  }
  const isSameCount = items.length === expected.length;
  ask('feeds with the same number of items', isSameCount, `${items.length} items instead of ${expected.length}`);
  for (const [index, one] of expected.entries()) {
    compareItem(one, isSameCount ? items[index] : counterpart(one, items), `item ${index + 1}`, ask);
  }
}

/** Where the numbers differ, places say nothing: the item with the same id, link or title. */
function counterpart(expected: ExpectedItem, items: ReadItem[]): ReadItem | undefined {
  return (
    items.find(({ id }) => expected.id && id === expected.id) ??
    items.find(({ link }) => expected.link && sameLink(link, expected.link)) ??
    items.find(({ title }) => expected.title && sameTitle(title, expected.title))
  );
}

function compareItem(expected: ExpectedItem, item: ReadItem | undefined, name: string, ask: Ask): void {
  const { title, link, published, id } = expected;
  const isKept = {
    title: !title || sameTitle(item?.title, title),
    link: !link || sameLink(item?.link, link),
    date: !published || item?.published === Date.parse(published),
  };
  const note = (found: unknown, wanted: unknown) =>
    `${name}: ${JSON.stringify(found)} instead of ${JSON.stringify(wanted)}`;
  if (title) ask('titles agree', isKept.title, note(item?.title, title));
  if (link) ask('links agree', isKept.link, note(item?.link, link));
  if (published) ask('dates agree', isKept.date, note(item?.published && new Date(item.published), published));
  if (id) ask('ids agree', item?.id?.trim() === id.trim(), note(item?.id, id));
  if (title || link || published) {
    ask(
      'items that keep their title, link and date',
      isKept.title && isKept.link && isKept.date,
      `${name} is not whole`,
    );
  }
}

/** Where a tag leaves a gap is taste. */
function sameTitle(found: string | undefined, expected: string): boolean {
  return (found ?? '').replace(/\s+/g, '') === expected.replace(/\s+/g, '');
}

function sameLink(found: string | undefined, expected: string): boolean {
  const normal = (url: string) => (URL.canParse(url) ? new URL(url).href : url.trim());
  return found !== undefined && normal(found) === normal(expected);
}
