import { RundbriefError } from '../../domain/errors.ts';
import { isInSegment, type SegmentFilter, type SegmentMember } from '../../domain/segment.ts';
import { standingOf } from '../list-subscribers.ts';
import { SHARDS } from '../records/shards.ts';
import type { Standing, Standings } from './standings.ts';

/** How many, as far as was counted: within these bounds in 19 of 20 cases. */
export interface Count {
  people: number;
  atLeast: number;
  atMost: number;
}

/** What one walk through a publication's subscriptions found. */
export interface Counted<Name extends string> {
  counts: Record<Name, Count>;
  /** Everybody was counted, not some and the rest concluded. */
  isExact: boolean;
  /** What it cost, in read units of DynamoDB. */
  readUnits: number;
}

/** Confirmed and not suppressed, and those who get no mail, each once. */
export type People = 'confirmed' | 'pending' | 'ended' | 'suppressed';

/** Ids are keyed hashes, so any four shards are as good a sample of everybody as any other. */
const SAMPLED = [5, 21, 37, 53];
/** In a smaller sample chance says more than the sample does, and counting everybody costs next to nothing. */
const LEAST_SAMPLE = 40;
const SHARDS_AT_ONCE = 16;
/** Standard deviations that 95 of 100 cases keep within. */
const Z = 1.96;

/** A page is waited for no longer than 25 seconds. */
const MOST_MS = 18_000;

interface CountDeps {
  standings: Standings;
  now: () => Date;
}

/** What of somebody a condition looks at. */
const NEEDS: Record<keyof SegmentFilter, readonly (keyof SegmentMember)[]> = {
  topics: ['topics', 'cadence', 'cadences'],
  cadences: ['topics', 'cadence', 'cadences'],
  languages: ['language'],
  joinedFrom: ['confirmedAt'],
  joinedUntil: ['confirmedAt'],
  origins: ['origin'],
  fields: ['fields'],
};

/** All that these segments look at, each once. */
export function needsOf(filters: SegmentFilter[]): (keyof SegmentMember)[] {
  const conditions = filters.flatMap((filter) => Object.keys(filter) as (keyof SegmentFilter)[]);
  return [...new Set(conditions.flatMap((condition) => NEEDS[condition]))];
}

/** Everybody of a publication by how they stand. */
export function countPeople(
  { publicationId, exact }: { publicationId: string; exact: boolean },
  deps: CountDeps,
): Promise<Counted<People>> {
  const is = (part: People) => (standing: Standing) => standingOf(standing) === part;
  const parts = {
    confirmed: is('confirmed'),
    pending: is('pending'),
    ended: is('ended'),
    suppressed: is('suppressed'),
  };
  return count({ publicationId, exact, needs: [], parts }, deps);
}

/** Who of each segment would get mail now. One walk counts them all. */
export function countSegments(
  {
    publicationId,
    exact,
    segments,
  }: { publicationId: string; exact: boolean; segments: { id: string; filter: SegmentFilter }[] },
  deps: CountDeps,
): Promise<Counted<string>> {
  const parts = Object.fromEntries(
    segments.map(({ id, filter }) => [
      id,
      (standing: Standing) => standingOf(standing) === 'confirmed' && isInSegment(standing, filter),
    ]),
  );
  return count({ publicationId, exact, needs: needsOf(segments.map(({ filter }) => filter)), parts }, deps);
}

interface Wanted<Name extends string> {
  publicationId: string;
  exact: boolean;
  needs: (keyof SegmentMember)[];
  parts: Record<Name, (standing: Standing) => boolean>;
}

/** Concludes from four shards, unless that is too few people to conclude from; then, and when asked to, counts everybody. */
async function count<Name extends string>(wanted: Wanted<Name>, deps: CountDeps): Promise<Counted<Name>> {
  const sample = await walk(SAMPLED, wanted, deps);
  const isExact = wanted.exact || sample.seen < LEAST_SAMPLE;
  const others = Array.from({ length: SHARDS }, (_, shard) => shard).filter((shard) => !SAMPLED.includes(shard));
  const rest = isExact ? await walk(others, wanted, deps) : undefined;
  const names = Object.keys(wanted.parts) as Name[];
  const found = (name: Name) =>
    rest ? counted(sample.hits[name] + rest.hits[name]) : estimated(sample.hits[name], SAMPLED.length / SHARDS);
  return {
    counts: Object.fromEntries(names.map((name) => [name, found(name)])) as Record<Name, Count>,
    isExact,
    readUnits: sample.readUnits + (rest?.readUnits ?? 0),
  };
}

/** @throws RundbriefError `unavailable` when there are too many to be counted while somebody waits */
async function walk<Name extends string>(
  shards: number[],
  { publicationId, needs, parts }: Wanted<Name>,
  deps: CountDeps,
) {
  const begun = deps.now().getTime();
  const tests = Object.entries(parts) as [Name, (standing: Standing) => boolean][];
  const hits = Object.fromEntries(tests.map(([name]) => [name, 0])) as Record<Name, number>;
  let seen = 0;
  let readUnits = 0;
  for (let first = 0; first < shards.length; first += SHARDS_AT_ONCE) {
    if (first > 0) refuseIfTooLong(deps.now().getTime() - begun, (first + SHARDS_AT_ONCE) / first);
    const walks = shards.slice(first, first + SHARDS_AT_ONCE).map((shard) =>
      deps.standings.walk(publicationId, shard, needs, (standing) => {
        seen += 1;
        for (const [name, isIn] of tests) if (isIn(standing)) hits[name] += 1;
      }),
    );
    for (const done of await Promise.all(walks)) readUnits += done.readUnits;
  }
  return { hits, seen, readUnits };
}

/** The next part will take as long as each one so far. */
function refuseIfTooLong(spentMs: number, growth: number): void {
  if (spentMs * growth <= MOST_MS) return;
  throw new RundbriefError('unavailable', 'There are too many to be counted while you wait; the estimate must do');
}

const counted = (people: number): Count => ({ people, atLeast: people, atMost: people });

/**
 * Everybody falls into the sample with the same chance, so `hits` is binomial: the bounds are those numbers of people
 * for which so many hits are no surprise (the score interval).
 */
export function estimated(hits: number, chance: number): Count {
  const people = hits / chance;
  const spread = (Z * Z * (1 - chance)) / (2 * chance);
  const reach = Math.sqrt(spread * spread + 2 * spread * people);
  return {
    people: Math.round(people),
    atLeast: Math.max(hits, Math.floor(people + spread - reach)),
    atMost: Math.ceil(people + spread + reach),
  };
}
