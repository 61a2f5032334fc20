import * as z from 'zod';
import { RundbriefError } from '../domain/errors.ts';
import type { Subscription } from '../domain/subscription.ts';
import { log } from '../platform/log.ts';
import { type SuppressionDeps, suppress } from './feedback/suppress.ts';
import type { AudienceRecords } from './records/audience-records.ts';

/** Whom an editor changes, and who the editor is: the subject of a session, or `api`. */
interface Change {
  publicationId: string;
  subscriberId: string;
  by: string;
}

/** Every subscription is read whenever an edition is planned, so what editors may note in it is little. */
const MOST_FIELDS = 20;

/** What editors note of somebody, by name; an empty value takes a field away. */
export const fieldChanges = z.record(
  z.string().trim().min(1, 'A field needs a name').max(60, 'The name of a field takes at most 60 characters'),
  z.string().trim().max(200, 'A field takes at most 200 characters'),
);
export type FieldChanges = z.infer<typeof fieldChanges>;

/**
 * Notes what editors know besides; fields that are not named stay.
 *
 * @throws RundbriefError `not-found`, `conflict` when the subscription has ended, `invalid` for too many fields
 */
export async function changeFields(
  { publicationId, subscriberId, by, fields: changes }: Change & { fields: FieldChanges },
  { subscriptions }: Pick<AudienceRecords, 'subscriptions'>,
): Promise<Subscription> {
  const subscription = await subscriptions.find(publicationId, subscriberId);
  if (!subscription) throw new RundbriefError('not-found', 'There is no such subscription');
  const noted = Object.entries({ ...subscription.fields, ...changes }).filter(([, value]) => value !== '');
  if (noted.length > MOST_FIELDS) throw new RundbriefError('invalid', `A person has at most ${MOST_FIELDS} fields`);
  const changed = await subscriptions.setFields(publicationId, subscriberId, Object.fromEntries(noted));
  if (!changed) throw new RundbriefError('conflict', 'This subscription has ended');
  log.info('An editor changed what is noted of a subscriber', { publicationId, subscriberId, by });
  return changed;
}

/**
 * Ends a subscription for somebody who said so otherwise, such as on the phone. Only they themselves can begin it again.
 * Repeating it is harmless.
 *
 * @throws RundbriefError `not-found`
 */
export async function endByEditor(
  { publicationId, subscriberId, by }: Change,
  { subscriptions, proofs, now }: Pick<AudienceRecords, 'subscriptions' | 'proofs'> & { now: () => Date },
): Promise<Subscription> {
  const ended = await subscriptions.end(publicationId, subscriberId, { at: now(), because: 'editor' });
  const current = ended ?? (await subscriptions.find(publicationId, subscriberId));
  if (!current) throw new RundbriefError('not-found', 'There is no such subscription');
  if (current.status !== 'ended') throw new RundbriefError('conflict', 'This subscription was changed meanwhile');
  if (current.endedBecause !== 'editor') return current;
  // Also when it had ended before: the first time may have been cut off between the two writes.
  const at = current.endedAt ?? now();
  await proofs.append({ subscriberId, publicationId, kind: 'ended', at, statement: 'editor', by });
  log.info('An editor ended a subscription', { publicationId, subscriberId, by });
  return current;
}

/**
 * Has nobody write to an address any more, in any publication, until its owner confirms a subscription anew.
 *
 * @throws RundbriefError `not-found` for somebody this publication has nothing to do with
 */
export async function suppressByEditor(
  { publicationId, subscriberId, by }: Change,
  { now, ...deps }: SuppressionDeps & { now: () => Date },
): Promise<void> {
  if (!(await deps.subscriptions.find(publicationId, subscriberId))) {
    throw new RundbriefError('not-found', 'There is no such subscription');
  }
  await suppress({ subscriberId, reason: 'editor', since: now() }, deps);
  log.info('An editor suppressed an address', { publicationId, subscriberId, by });
}
