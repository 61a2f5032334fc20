import { RundbriefError } from '../../domain/errors.ts';
import type { AudienceRecords } from '../records/audience-records.ts';
import { arrived, type BounceStreak, cameBack, isHopeless, type SentMail, settled } from './bounce-streak.ts';
import { type SuppressionDeps, suppress } from './suppress.ts';
import { settleWatch } from './watch-mails.ts';

export interface BounceDeps extends SuppressionDeps, Pick<AudienceRecords, 'bounces'> {
  now: () => Date;
}

/** Longer than five monthly mails. */
const KEPT_DAYS = 400;
const MS_PER_DAY = 24 * 60 * 60 * 1000;
const ATTEMPTS = 6;

/**
 * Counts a mail that came back for the time being, and stops writing to who could not be reached for weeks.
 *
 * Safe to repeat and in any order.
 *
 * @param at - when the mail came back
 */
export async function countBounce(
  { subscriberId, mail, at }: { subscriberId: string; mail: SentMail; at: Date },
  deps: BounceDeps,
): Promise<void> {
  const streak = await change(subscriberId, (before) => cameBack(before, mail), deps);
  if (isHopeless(streak)) {
    // What came back before its owner confirmed the address anew says nothing about it any more.
    const liftedAt = await deps.suppressions.liftedAt(subscriberId);
    const current = liftedAt ? arrived(streak, { sentAt: liftedAt }) : streak;
    if (isHopeless(current)) {
      await suppress({ subscriberId, reason: 'transient-bounces', since: at }, deps);
      await change(subscriberId, settled, deps);
    }
  }
  await settleWatch(subscriberId, deps);
}

/** A watched mail arrived: the mailbox lives, and whatever came back before it is forgotten. */
export async function noteArrival(
  { subscriberId, mail }: { subscriberId: string; mail: SentMail },
  deps: BounceDeps,
): Promise<void> {
  await change(subscriberId, (before) => arrived(before, mail), deps);
  await settleWatch(subscriberId, deps);
}

async function change(
  subscriberId: string,
  changed: (before: BounceStreak) => BounceStreak,
  { bounces, now }: Pick<BounceDeps, 'bounces' | 'now'>,
): Promise<BounceStreak> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const before = await bounces.find(subscriberId);
    const after = changed(before);
    if (isSame(before, after)) return after;
    const forgetAt = new Date(now().getTime() + KEPT_DAYS * MS_PER_DAY);
    if (await bounces.replace(subscriberId, before, after, forgetAt)) return after;
  }
  throw new RundbriefError('unavailable', 'Too many events about one person at the same moment');
}

const isSame = (one: BounceStreak, other: BounceStreak) =>
  one.countsAfter?.getTime() === other.countsAfter?.getTime() &&
  one.mails.length === other.mails.length &&
  one.mails.every(({ id }, index) => id === other.mails[index]?.id);
