/** A publication's subscribers as a table, for another program or another house. No file of it is ever kept here. */
import { RundbriefError } from '../../domain/errors.ts';
import type { Publication } from '../../domain/publication.ts';
import { isInSegment, type SegmentFilter } from '../../domain/segment.ts';
import type { Subscription } from '../../domain/subscription.ts';
import { inParallel } from '../in-parallel.ts';
import { standingOf } from '../list-subscribers.ts';
import type { AudienceRecords } from '../records/audience-records.ts';
import type { Crowd, ProofFacts } from '../records/crowd.ts';
import { SHARDS } from '../records/shards.ts';
import { type ExportDialect, writtenTable } from './written-table.ts';

/** How a publication's people are cut into files, and which fields they have. */
export interface ExportPlan {
  people: number;
  parts: number;
  fields: string[];
}

export interface ExportWish {
  /** From 1. */
  part: number;
  parts: number;
  /** Only who is in it and gets mail. */
  segment?: SegmentFilter;
  dialect: ExportDialect;
  /** Each part is a file of its own, and begins as one. */
  isFile?: boolean;
  /** As the plan names them, so that all parts have the same columns; looked for when absent. */
  fields?: string[];
}

export const MOST_PEOPLE_IN_PART = 20_000;
const SHARDS_AT_ONCE = 8;
const FOR_A_SEGMENT = ['topics', 'cadence', 'cadences', 'language', 'confirmedAt', 'origin', 'fields'] as const;
const COLUMNS = [
  ...['address', 'status', 'topics', 'cadence', 'language', 'joined', 'origin', 'paused_until', 'confirmed', 'wording'],
  // Behind the others, so that programs which count columns find those they know.
  'time_zone',
];

type PlanDeps = Pick<AudienceRecords, 'standings'>;
export interface ExportDeps extends PlanDeps {
  crowd: Crowd;
}

/** Into how many parts an export is cut, none of more than 20,000 people as long as the shards allow it. */
export async function planExport(
  { publicationId, segment }: { publicationId: string; segment?: SegmentFilter },
  { standings }: PlanDeps,
): Promise<ExportPlan> {
  const counts = new Array<number>(SHARDS).fill(0);
  const fields = new Set<string>();
  await inParallel(numbered(SHARDS), SHARDS_AT_ONCE, async (shard) => {
    await standings.walk(publicationId, shard, segment ? FOR_A_SEGMENT : ['fields'], (standing) => {
      if (!isExported(standing, segment)) return;
      counts[shard] = (counts[shard] ?? 0) + 1;
      for (const name of Object.keys(standing.fields ?? {})) fields.add(name);
    });
  });
  const people = counts.reduce((sum, count) => sum + count, 0);
  const fits = (parts: number) =>
    numbered(parts).every((index) => {
      const { first, end } = shardsOf({ part: index + 1, parts });
      return counts.slice(first, end).reduce((sum, count) => sum + count, 0) <= MOST_PEOPLE_IN_PART;
    });
  const parts = numbered(SHARDS).find((index) => fits(index + 1)) ?? SHARDS - 1;
  return { people, parts: parts + 1, fields: [...fields].sort() };
}

/**
 * One part as CSV; the first has the header line, so that parts can be written one after another into one file, or each
 * has it, where each is a file of its own. Whoever
 * has asked and not confirmed is not in it: nobody may write to them.
 *
 * @throws RundbriefError `invalid` for a part there is not
 */
export async function exportPart(
  { id: publicationId }: Pick<Publication, 'id'>,
  { part, parts, segment, dialect, isFile, fields }: ExportWish,
  deps: ExportDeps,
): Promise<string> {
  if (parts < 1 || parts > SHARDS || part < 1 || part > parts) {
    throw new RundbriefError('invalid', `An export has 1 to ${SHARDS} parts, and they are counted from 1`);
  }
  const names = fields ?? (await planExport({ publicationId, segment }, deps)).fields;
  const { first, end } = shardsOf({ part, parts });
  const hasHead = isFile || part === 1;
  const rows: string[][] = hasHead ? [[...COLUMNS, ...names.map((name) => `field:${name}`)]] : [];
  for (let shard = first; shard < end; shard += 1) {
    const people: Subscription[] = [];
    for await (const one of deps.crowd.shard(publicationId, shard)) if (isExported(one, segment)) people.push(one);
    const proofs = await requestsOf(people, deps.crowd);
    rows.push(...people.map((one) => rowOf(one, proofs.get(one.subscriberId), names)));
  }
  return writtenTable(rows, { dialect, hasHead });
}

const numbered = (count: number) => Array.from({ length: count }, (_, index) => index);

function shardsOf({ part, parts }: { part: number; parts: number }): { first: number; end: number } {
  return { first: Math.floor(((part - 1) * SHARDS) / parts), end: Math.floor((part * SHARDS) / parts) };
}

type Exported = Parameters<typeof standingOf>[0] & Parameters<typeof isInSegment>[0];

function isExported(one: Exported, segment: SegmentFilter | undefined): boolean {
  const standing = standingOf(one);
  return segment ? standing === 'confirmed' && isInSegment(one, segment) : standing !== 'pending';
}

/** What was said to them when they signed up by themselves. */
function requestsOf(people: Subscription[], crowd: Crowd): Promise<Map<string, ProofFacts>> {
  const themselves = people.filter(({ origin }) => !origin || origin === 'form' || origin === 'embedded');
  return crowd.proofs(
    themselves.map(({ subscriberId, publicationId, requestedAt }) => ({
      ...{ subscriberId, publicationId, kind: 'requested', at: requestedAt },
    })),
  );
}

function rowOf(one: Subscription, proof: ProofFacts | undefined, fields: string[]): string[] {
  return [
    one.address,
    standingOf(one),
    one.topics.join(', '),
    [one.cadence, ...Object.entries(one.cadences ?? {}).map(([topic, cadence]) => `${topic}=${cadence}`)].join(' '),
    one.language,
    one.requestedAt.toISOString(),
    one.origin ?? '',
    one.pausedUntil?.toISOString() ?? '',
    one.confirmedAt?.toISOString() ?? '',
    proof?.wording?.version ?? '',
    one.timeZone ?? '',
    ...fields.map((name) => one.fields?.[name] ?? ''),
  ];
}
