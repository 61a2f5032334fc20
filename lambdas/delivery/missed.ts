/** Who missed an edition: failed or held in one of its campaigns, and nothing says that they have it by any. */
import { log } from '../platform/log.ts';
import { chunkId } from './chunk-ids.ts';
import { type EvidenceStore, proven } from './evidence.ts';
import { findPlace, firstChunkNotBefore, isBefore } from './find-recipient.ts';
import type { Ledger } from './ledger.ts';
import type { Ledgers } from './ledgers.ts';
import { isAsPlanned, type Manifests } from './manifests.ts';

export interface MissedDeps {
  ledgers: Pick<Ledgers, 'find' | 'range'>;
  manifests: Pick<Manifests, 'find' | 'last'>;
  evidence: Pick<EvidenceStore, 'find'>;
}

const LEDGERS_A_READ = 200;

/**
 * In the order in which a walk finds people, each once; read as far as somebody asks for more.
 *
 * Whose mail is reported after all, late, does not count as missing it, nor of whom it is still being found out: nobody is sent
 * an edition again who is known to have it. Of those who were held nothing is known.
 *
 * @param campaignIds - all campaigns that have ended
 * @param from - only those of this walk through the audience, behind this subscriber
 */
export async function* missedBy(campaignIds: string[], from: From, deps: MissedDeps): AsyncGenerator<string> {
  for await (const { id, campaignId } of merged(campaignIds, from, deps)) {
    const others = campaignIds.filter((other) => other !== campaignId);
    if (!(await anyOf(others, (other) => mayHaveIt(other, id, deps)))) yield id;
  }
}

interface From {
  walk: number;
  after?: string;
}

interface Candidate {
  id: string;
  campaignId: string;
}

/** Whoever is on several of the streams is given once. */
async function* merged(campaignIds: string[], from: From, deps: MissedDeps): AsyncGenerator<Candidate> {
  const streams = campaignIds.map((campaignId) => candidates(campaignId, from, deps));
  const heads = await Promise.all(streams.map(async (stream) => (await stream.next()).value as Candidate | undefined));
  for (;;) {
    const first = heads.reduce(
      (least, head) => (!least || (head && isBefore(head.id, least.id)) ? head : least),
      undefined,
    );
    if (!first) return;
    yield first;
    for (const [place, stream] of streams.entries()) {
      if (heads[place]?.id === first.id) heads[place] = (await stream.next()).value as Candidate | undefined;
    }
  }
}

async function* candidates(campaignId: string, { walk, after }: From, deps: MissedDeps): AsyncGenerator<Candidate> {
  const first = after === undefined ? 1 : await firstChunkNotBefore(campaignId, after, deps);
  for await (const ledger of ledgersFrom(campaignId, walk, first, deps)) {
    if (ledger.failed.size + ledger.held.size === 0) continue;
    for (const id of await missedIn(ledger, deps)) {
      if (after === undefined || isBefore(after, id)) yield { id, campaignId };
    }
  }
}

async function* ledgersFrom(campaignId: string, walk: number, first: number, { ledgers }: MissedDeps) {
  for (let from = first; ; from += LEDGERS_A_READ) {
    const page = await ledgers.range({ campaignId, walk, from, limit: LEDGERS_A_READ, isExact: true });
    yield* page;
    if (page.length < LEDGERS_A_READ) return;
  }
}

async function missedIn(ledger: Ledger, deps: MissedDeps): Promise<string[]> {
  const { campaignId, chunk, failed, held } = ledger;
  const manifest = await deps.manifests.find(campaignId, chunk);
  if (!manifest || !isAsPlanned(manifest, ledger)) {
    log.error('Nobody can tell who missed it in a chunk: its manifest is missing or was altered', {
      campaignId,
      chunk,
    });
    return [];
  }
  const accepted = proven(await deps.evidence.find(campaignId, chunk));
  return manifest.subscriberIds.filter((_, index) => (failed.has(index) || held.has(index)) && !accepted.has(index));
}

async function mayHaveIt(campaignId: string, subscriberId: string, deps: MissedDeps): Promise<boolean> {
  const place = await findPlace(campaignId, subscriberId, deps);
  if (!place) return false;
  const chunk = chunkId(place);
  const ledger = await deps.ledgers.find(campaignId, chunk);
  if (!ledger) return false;
  const { accepted, unknown, inFlight } = ledger;
  if ([accepted, unknown, inFlight].some((set) => set.has(place.index))) return true;
  return proven(await deps.evidence.find(campaignId, chunk)).has(place.index);
}

async function anyOf<T>(all: T[], holds: (one: T) => Promise<boolean>): Promise<boolean> {
  for (const one of all) if (await holds(one)) return true;
  return false;
}
