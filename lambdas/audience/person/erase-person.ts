import { log } from '../../platform/log.ts';
import type { AudienceRecords } from '../records/audience-records.ts';
import { type Self, selvesOf } from './former-selves.ts';
import { publicationsIn } from './publications-in.ts';
import { endOfProofs } from './retention.ts';

export interface EraseDeps extends Pick<AudienceRecords, 'traces' | 'subscriptions' | 'suppressions' | 'proofs'> {
  publications: { list(): Promise<{ id: string }[]> };
}

export interface Erasure {
  subscriberId: string;
  /** False when the person has come back since `at`: then nothing was erased. */
  isErased: boolean;
  /** Ids of publications in which there was a subscription. */
  publications: string[];
  /** Entries of the proof that remain, and until when. */
  proofs: number;
  proofsEndAt: Date;
}

/**
 * Erases a person in all publications, under their former addresses as well. A suppression remains, so that nobody imports
 * them again, and the reduced proof. For somebody we do not know it adds the suppression all the same.
 *
 * The suppression comes first: whoever is writing something about this person reads it afterwards, and takes it back
 * ({@link heedErasure}). What names the rest goes last, so that an erasure that was cut off can be run again, and is then
 * complete. Running it once more is harmless.
 *
 * @param how.by - `subscriber`, the subject of an editor's session, or `api`
 */
export async function erasePerson(
  subscriberId: string,
  { at, by }: { at: Date; by: string },
  deps: EraseDeps,
): Promise<Erasure> {
  const proofsEndAt = endOfProofs(at);
  const erasure: Erasure = { subscriberId, isErased: false, publications: [], proofs: 0, proofsEndAt };
  if (!(await deps.suppressions.add({ subscriberId, reason: 'erased', since: at }))) return erasure;
  const existing = (await deps.publications.list()).map(({ id }) => id);
  for (const self of await selvesOf(subscriberId, deps)) {
    const erased = await eraseSelf(self, existing, { at, by, proofsEndAt }, deps);
    erasure.publications.push(...erased.publications);
    erasure.proofs += erased.proofs;
  }
  erasure.publications = [...new Set(erasure.publications)].sort();
  log.info('Erased a person', { subscriberId, by });
  return { ...erasure, isErased: true };
}

async function eraseSelf(
  { subscriberId, traces }: Self,
  existing: string[],
  { at, by, proofsEndAt }: { at: Date; by: string; proofsEndAt: Date },
  { suppressions, subscriptions, proofs, ...deps }: EraseDeps,
): Promise<{ publications: string[]; proofs: number }> {
  await suppressions.add({ subscriberId, reason: 'erased', since: at });
  const publications: string[] = [];
  for (const publicationId of new Set([...publicationsIn(traces), ...existing])) {
    const subscription = await subscriptions.find(publicationId, subscriberId);
    const entries = await proofs.list(publicationId, subscriberId);
    // Also when the subscription is gone already: the first time may have been cut off here.
    if (subscription || (entries.length > 0 && entries.at(-1)?.kind !== 'erased')) {
      await proofs.append({ subscriberId, publicationId, kind: 'erased', at, by }, proofsEndAt);
    }
    if (!subscription) continue;
    await subscriptions.erase(publicationId, subscriberId);
    publications.push(publicationId);
  }
  await proofs.reduce(subscriberId, proofsEndAt);
  await deps.traces.forget(subscriberId);
  const left = await deps.traces.list(subscriberId);
  return { publications, proofs: left.filter(({ kind }) => kind === 'proof').length };
}
