import { type Outcome, REPORTS, type Reported } from '../domain/campaign.ts';
import { RundbriefError } from '../domain/errors.ts';
import { type ChunkPlace, chunkId, chunkPlace } from './chunk-ids.ts';
import type { Evidence, EvidenceStore } from './evidence.ts';
import type { Ledger } from './ledger.ts';
import type { Ledgers } from './ledgers.ts';
import { isAsPlanned, type Manifests } from './manifests.ts';
import type { MessageIds } from './message-ids.ts';
import { outcomeIn, type RecipientOutcome, reportedIn } from './outcomes.ts';
import { WALKS } from './walks.ts';

export interface OutcomeDeps {
  ledgers: Pick<Ledgers, 'range'>;
  manifests: Pick<Manifests, 'range'>;
  evidence: Pick<EvidenceStore, 'range'>;
  messageIds: Pick<MessageIds, 'range'>;
}

/** The outcomes, or reports of SES, that are asked for: whoever has one of them. Empty: everybody. */
export type WantedOutcomes = ReadonlySet<Outcome | Reported>;

export interface OutcomeWish {
  campaignId: string;
  wanted: WantedOutcomes;
  /** `next` of the page before. */
  after?: string;
  limit: number;
}

/** Ledgers that are read in one go, some five read units. */
const STRETCH = 50;
/** Of whom nobody is found in so many ledgers, the rest is another page. */
const STRETCHES_A_PAGE = 20;

/**
 * Recipients of a campaign by what became of them, in the order in which they are sent to. A page reads at most a thousand
 * ledgers, wherever it is; it may hold fewer than `limit`, or nobody, and still have a `next`.
 *
 * @throws RundbriefError `invalid` for an `after` that no page has given
 */
export async function recipientOutcomes(
  { campaignId, wanted, after, limit }: OutcomeWish,
  deps: OutcomeDeps,
): Promise<{ recipients: RecipientOutcome[]; next?: string }> {
  let at: Place | undefined = after === undefined ? FIRST : placeFrom(after);
  for (let read = 0; at && read < STRETCHES_A_PAGE; read += 1) {
    const { hits, next } = await hitsFrom(campaignId, at, { wanted, limit }, deps);
    if (hits.length > 0) return { recipients: await described(hits, deps), next: next && placeText(next) };
    at = next;
  }
  return { recipients: [], next: at && placeText(at) };
}

/** All of them in a stretch of chunks of one walk. @param limit - chunks */
export async function outcomesOfChunks(
  { campaignId, walk, from, limit, wanted }: ChunkPlaces & { wanted: WantedOutcomes },
  deps: OutcomeDeps,
): Promise<RecipientOutcome[]> {
  const found: RecipientOutcome[] = [];
  for (let number = from; number < from + limit; number += STRETCH) {
    const chunks = Math.min(STRETCH, from + limit - number);
    const { hits } = await hitsFrom(campaignId, { walk, number, index: 0 }, { wanted, limit: Infinity, chunks }, deps);
    found.push(...(await described(hits, deps)));
  }
  return found;
}

interface ChunkPlaces {
  campaignId: string;
  walk: number;
  from: number;
  limit: number;
}

/** The recipient who is to be looked at next. */
interface Place extends ChunkPlace {
  index: number;
}

const FIRST: Place = { walk: WALKS[0] ?? 0, number: 1, index: 0 };

const placeText = ({ index, ...chunk }: Place): string => `${chunkId(chunk)}.${index}`;

function placeFrom(text: string): Place {
  const [, chunk, index] = /^(\d{2}-\d{6})\.(\d{1,3})$/.exec(text) ?? [];
  if (chunk === undefined) throw new RundbriefError('invalid', '"after" is what the page before gave as "next"');
  return { ...chunkPlace(chunk), index: Number(index) };
}

/** Those of one chunk who are asked for. */
interface Hit {
  ledger: Ledger;
  indexes: number[];
}

async function hitsFrom(
  campaignId: string,
  at: Place,
  { wanted, limit, chunks = STRETCH }: { wanted: WantedOutcomes; limit: number; chunks?: number },
  deps: OutcomeDeps,
): Promise<{ hits: Hit[]; next?: Place }> {
  const range = { campaignId, walk: at.walk, from: at.number, limit: chunks };
  const asksReports = REPORTS.some((report) => wanted.has(report));
  const [ledgers, reports] = await Promise.all([
    deps.ledgers.range(range),
    asksReports ? deps.evidence.range(range) : new Map<string, Evidence>(),
  ]);
  const hits: Hit[] = [];
  let left = limit;
  for (const ledger of ledgers) {
    const place = chunkPlace(ledger.chunk);
    const from = place.number === at.number ? at.index : 0;
    const indexes = matching(ledger, reports.get(ledger.chunk) ?? {}, wanted).filter((index) => index >= from);
    const taken = indexes.slice(0, left);
    if (taken.length > 0) hits.push({ ledger, indexes: taken });
    left -= taken.length;
    if (left === 0) return { hits, next: { ...place, index: (taken.at(-1) ?? 0) + 1 } };
  }
  return { hits, next: ledgers.length < chunks ? nextWalk(at) : { ...at, number: at.number + chunks, index: 0 } };
}

function matching(ledger: Ledger, evidence: Evidence, wanted: WantedOutcomes): number[] {
  const all = Array.from({ length: ledger.size }, (_, index) => index);
  if (wanted.size === 0) return all;
  return all.filter(
    (index) => wanted.has(outcomeIn(ledger, index)) || reportedIn(evidence, index).some((report) => wanted.has(report)),
  );
}

function nextWalk({ walk }: Place): Place | undefined {
  const next = WALKS[WALKS.indexOf(walk) + 1];
  return next === undefined ? undefined : { walk: next, number: 1, index: 0 };
}

/** Who they are, why, and what SES told of them: one query each, from the first to the last of these chunks. */
export async function described(hits: Hit[], deps: OutcomeDeps): Promise<RecipientOutcome[]> {
  const [first, last] = [hits[0], hits.at(-1)];
  if (!first || !last) return [];
  const { campaignId, chunk } = first.ledger;
  const { walk, number: from } = chunkPlace(chunk);
  const range = { campaignId, walk, from, limit: chunkPlace(last.ledger.chunk).number - from + 1 };
  const [manifests, reports, ids] = await Promise.all([
    deps.manifests.range(range),
    deps.evidence.range(range),
    deps.messageIds.range(range),
  ]);
  const byChunk = new Map(manifests.map((manifest) => [chunkId(manifest), manifest]));
  return hits.flatMap(({ ledger, indexes }) => {
    const manifest = byChunk.get(ledger.chunk);
    const subscriberIds = manifest && isAsPlanned(manifest, ledger) ? manifest.subscriberIds : [];
    return indexes.map((index) => ({
      campaignId,
      subscriberId: subscriberIds[index],
      outcome: outcomeIn(ledger, index),
      because: ledger.because.get(index),
      reported: reportedIn(reports.get(ledger.chunk) ?? {}, index),
      messageIds: [...(ids.get(ledger.chunk)?.get(index) ?? [])].sort(),
    }));
  });
}
