import { RundbriefError } from '../domain/errors.ts';
import type { Publication, Source } from '../domain/publication.ts';
import { newSource } from './new-source.ts';
import { type OutlineWish, readOpml } from './opml.ts';
import { isSameSource, type Sources } from './sources.ts';

/** What became of one outline of an OPML file. */
export interface OutlineResult {
  title: string;
  url: string;
  outcome: 'added' | 'known' | 'refused';
  /** Why it was refused. */
  why?: string;
  sourceId?: string;
}

const AT_A_TIME = 10;

/**
 * Adds the sources of an OPML file. One outline that is refused keeps none of the others out, and importing the file
 * again finds everything known.
 *
 * @throws RundbriefError `invalid` when the file as a whole is none of ours to read
 */
export async function importSources(
  { publication, opml }: { publication: Publication; opml: Uint8Array },
  { sources, now }: { sources: Pick<Sources, 'list' | 'add'>; now: () => Date },
): Promise<OutlineResult[]> {
  const taken = await sources.list(publication.id);
  const plans = readOpml(opml, publication.topics).map((outline) => planOf(outline, publication.id, taken, now()));
  for (let start = 0; start < plans.length; start += AT_A_TIME) {
    const some = plans.slice(start, start + AT_A_TIME);
    await Promise.all(some.map(({ source }) => source && sources.add(source)));
  }
  return plans.map(({ result }) => result);
}

/** What is to be added counts as taken for the outlines below it. */
function planOf(
  { title, url, ...asked }: OutlineWish,
  publicationId: string,
  taken: Source[],
  now: Date,
): { result: OutlineResult; source?: Source } {
  if ('refusal' in asked) return { result: { title, url, outcome: 'refused', why: asked.refusal } };
  try {
    const wanted = newSource({ publicationId, ...asked.wish }, now);
    const isTakenId = taken.some(({ id, url: address }) => id === wanted.id && address !== wanted.url);
    const source = isTakenId ? newSource({ publicationId, ...asked.wish, id: undefined }, now) : wanted;
    const known = taken.find((held) => isSameSource(held, source));
    if (known) return { result: { title, url, outcome: 'known', sourceId: known.id } };
    taken.push(source);
    return { result: { title, url, outcome: 'added', sourceId: source.id }, source };
  } catch (error) {
    if (!(error instanceof RundbriefError)) throw error;
    return { result: { title, url, outcome: 'refused', why: error.message } };
  }
}
