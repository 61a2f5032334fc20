/**
 * A page of rows becomes subscriptions: nobody without proof, nobody who has left, nobody twice.
 *
 * Everything is asked for in batches, and each new person costs three writes. All of it may be done again: what this import
 * has added names it as its origin, and the proof names the line, so that a page that was cut off counts as it would have.
 */
import { RundbriefError } from '../../domain/errors.ts';
import type { Subscription, Suppression } from '../../domain/subscription.ts';
import { inParallel } from '../in-parallel.ts';
import { type EraseDeps, erasePerson } from '../person/erase-person.ts';
import type { AudienceRecords } from '../records/audience-records.ts';
import type { Crowd } from '../records/crowd.ts';
import type { ImportOutcome, ReportedLine } from './imports.ts';
import type { Candidate, Judgement } from './judge-row.ts';
import { type Entry, entriesOf, reportOf, united, type Verdict } from './page-entries.ts';

const PEOPLE_AT_ONCE = 24;

export interface TakeInDeps
  extends Pick<AudienceRecords, 'subscriptions' | 'people' | 'proofs' | 'suppressions'>,
    EraseDeps {
  crowd: Crowd;
}

/** The import as its people's records name it. */
export interface Provenance {
  importId: string;
  publicationId: string;
  /** The editor's words. */
  statement: string;
  by: string;
  at: Date;
}

/** @returns what became of each line, in their order */
export async function takeInPage(
  judged: Judgement[],
  provenance: Provenance,
  deps: TakeInDeps,
): Promise<ReportedLine[]> {
  const entries = entriesOf(judged);
  const ids = entries.map(({ candidate }) => candidate.subscriberId);
  const [subscriptions, suppressions] = await Promise.all([
    deps.crowd.subscriptions(provenance.publicationId, ids),
    deps.crowd.suppressions(ids),
  ]);
  const addedAt = await linesThatAdded([...subscriptions.values()], provenance, deps);
  const verdicts = new Map<string, Verdict>();
  await inParallel(entries, PEOPLE_AT_ONCE, async (entry) => {
    const { subscriberId } = entry.candidate;
    const known = { subscription: subscriptions.get(subscriberId), suppression: suppressions.get(subscriberId) };
    verdicts.set(subscriberId, await takeIn(entry, { ...known, addedAt: addedAt.get(subscriberId) }, provenance, deps));
  });
  await heedLateSuppressions(verdicts, provenance, deps);
  return reportOf(judged, entries, verdicts);
}

/** The same without writing anything. @param seen - people of earlier lines */
export async function tryPage(
  judged: Judgement[],
  { publicationId, seen }: { publicationId: string; seen: { add(subscriberId: string): boolean } },
  { crowd }: Pick<TakeInDeps, 'crowd'>,
): Promise<ReportedLine[]> {
  const entries = entriesOf(judged);
  const ids = entries.map(({ candidate }) => candidate.subscriberId);
  const [subscriptions, suppressions] = await Promise.all([
    crowd.subscriptions(publicationId, ids),
    crowd.suppressions(ids),
  ]);
  const verdicts = new Map(
    ids.map((id): [string, Verdict] => {
      const because = standing(subscriptions.get(id), suppressions.get(id));
      if (because) return [id, { outcome: because }];
      return [id, { outcome: seen.add(id) ? 'added' : 'merged' }];
    }),
  );
  return reportOf(judged, entries, verdicts);
}

/** Why somebody is not to be subscribed, whatever the file says. */
function standing(subscription?: Subscription, suppression?: Suppression): ImportOutcome | undefined {
  if (suppression) return suppression.reason === 'erased' ? 'erased' : 'suppressed';
  // A pending one that carries an end was left, and asked for again by somebody who has not confirmed.
  if (subscription?.endedAt) return 'left';
  if (subscription?.status === 'confirmed') return subscription.suppressedBecause ? 'suppressed' : 'known';
  return undefined;
}

/** Who was added by this import already, and by which line. */
async function linesThatAdded(
  subscriptions: Subscription[],
  provenance: Provenance,
  { crowd }: TakeInDeps,
): Promise<Map<string, number>> {
  const own = subscriptions.filter(({ origin }) => origin === originOf(provenance));
  const { publicationId, at } = provenance;
  const proofs = await crowd.proofs(
    own.map(({ subscriberId }) => ({ subscriberId, publicationId, kind: 'imported', at })),
  );
  return new Map(own.map(({ subscriberId }) => [subscriberId, proofs.get(subscriberId)?.imported?.line ?? 0]));
}

const originOf = ({ importId }: Provenance) => `import:${importId}` as const;

async function takeIn(
  entry: Entry,
  known: { subscription?: Subscription; suppression?: Suppression; addedAt?: number },
  provenance: Provenance,
  deps: TakeInDeps,
): Promise<Verdict> {
  const { subscription, suppression, addedAt } = known;
  const because = standing(subscription, suppression);
  const isOurs = subscription?.origin === originOf(provenance);
  if (suppression && isOurs && !subscription?.suppressedBecause) await copySuppression(suppression, provenance, deps);
  if (because && (because !== 'known' || addedAt === undefined)) return { outcome: because };
  return addedAt === undefined ? admit(entry, provenance, deps) : recount(entry, addedAt, provenance, deps);
}

/** Somebody this import has added: by this very line before it was cut off, or by an earlier one. */
async function recount(entry: Entry, addedAt: number, provenance: Provenance, deps: TakeInDeps): Promise<Verdict> {
  if (entry.lines.some(({ line }) => line === addedAt)) return { outcome: 'added', isNew: true };
  await uniteTopics(entry.candidate, provenance, deps);
  return { outcome: 'merged' };
}

/** Person, proof, subscription: whoever ends or suppresses all of a person's subscriptions finds this one. */
async function admit(entry: Entry, provenance: Provenance, deps: TakeInDeps): Promise<Verdict> {
  const { candidate, lines } = entry;
  const { publicationId, at, statement, by } = provenance;
  const { subscriberId, address, joined, confirmed, network, confirmedNetwork, ...wish } = candidate;
  const said = {
    ...(joined ? { joined: joined.toISOString() } : {}),
    ...(confirmed ? { confirmed: confirmed.toISOString() } : {}),
    ...(network ? { network } : {}),
    ...(confirmedNetwork ? { confirmedNetwork } : {}),
  };
  const imported = { line: lines[0]?.line ?? 0, ...said };
  await deps.people.keep({ subscriberId, address }, publicationId);
  await deps.proofs.append({ subscriberId, publicationId, kind: 'imported', at, statement, by, imported });
  const admitted = await deps.subscriptions.admit({
    ...wish,
    subscriberId,
    publicationId,
    address,
    origin: originOf(provenance),
    requestedAt: joined ?? confirmed ?? at,
    confirmedAt: confirmed ?? joined ?? at,
  });
  if (admitted) return { outcome: 'added', isNew: true };
  // Somebody was faster: they themselves, another import, or this one by another worker.
  const current = await deps.subscriptions.find(publicationId, subscriberId);
  const because = standing(current);
  if (!current || !because) throw new RundbriefError('unavailable', 'A subscription was changed while it was written');
  const addedAt = (await linesThatAdded([current], provenance, deps)).get(subscriberId);
  return because === 'known' && addedAt !== undefined
    ? recount(entry, addedAt, provenance, deps)
    : { outcome: because };
}

async function uniteTopics(
  candidate: Candidate,
  { publicationId }: Provenance,
  { subscriptions }: TakeInDeps,
): Promise<void> {
  const current = await subscriptions.find(publicationId, candidate.subscriberId);
  if (current?.status !== 'confirmed') return;
  const { cadence, timeZone, language, pausedUntil } = current;
  const wider = united(current, candidate);
  if (JSON.stringify(wider) === JSON.stringify(united(current, current))) return;
  await subscriptions.change(publicationId, candidate.subscriberId, {
    cadence,
    timeZone,
    language,
    pausedUntil,
    ...wider,
  });
}

/** Read again now that the subscriptions are there: whoever suppresses from here on will find them. */
async function heedLateSuppressions(
  verdicts: Map<string, Verdict>,
  provenance: Provenance,
  deps: TakeInDeps,
): Promise<void> {
  const added = [...verdicts].filter(([, { isNew }]) => isNew).map(([id]) => id);
  for (const [subscriberId, suppression] of await deps.crowd.suppressions(added)) {
    await copySuppression(suppression, provenance, deps);
    verdicts.set(subscriberId, { outcome: suppression.reason === 'erased' ? 'erased' : 'suppressed' });
  }
}

/** For what this import has written in the meantime: a mark where senders read it, or the erasure once more. */
async function copySuppression(
  { subscriberId, reason, since }: Suppression,
  { publicationId }: Provenance,
  deps: TakeInDeps,
): Promise<void> {
  if (reason === 'erased') await erasePerson(subscriberId, { at: since, by: 'erasure' }, deps);
  else await deps.subscriptions.markSuppressed(publicationId, subscriberId, reason);
}
