import * as z from 'zod';
import { RundbriefError } from '../domain/errors.ts';
import type { CampaignRecord } from './campaigns.ts';
import type { Ledger } from './ledger.ts';
import type { Verdict } from './resolve-unknown.ts';

/** What becomes of recipients of whom nothing is heard. */
export interface ReconcilePolicy {
  /** How long an event may take. */
  waitSeconds: number;
  /** How long we wait for proof that events come through, before an editor must decide. */
  giveUpSeconds: number;
  /** Once that is proven: sent once more, or left to an editor. */
  whenSilent: 'resend' | 'hold';
  /**
   * Whether events come through for this campaign: without it, silence means nothing.
   *
   * @param until - what was sent later counts for nothing
   */
  isPipeProven(campaign: CampaignRecord, until: Date): Promise<boolean>;
  /** Events that wait to be recorded, or are being recorded. */
  eventsUnderWay(): Promise<number>;
}

/** How often the waiting time fits into the time after which we give up: 15 minutes into a day. */
const GIVEN_UP_AFTER_WAITS = 96;

/**
 * The longest that an event can take whose worker dies as often as a message may fail: five times the queue's three minutes.
 * Who waits for less must look whether one is still under way.
 */
const EVENTS_COME_WITHIN_SECONDS = 15 * 60;

/** @throws RundbriefError `invalid` unless it is a number of seconds above 0 */
export function parseWaits(setting: string): Pick<ReconcilePolicy, 'waitSeconds' | 'giveUpSeconds'> {
  const parsed = z.coerce.number().positive().safeParse(setting);
  if (!parsed.success) throw new RundbriefError('invalid', `"${setting}" is no number of seconds to wait for evidence`);
  return { waitSeconds: parsed.data, giveUpSeconds: parsed.data * GIVEN_UP_AFTER_WAITS };
}

/** @throws RundbriefError `invalid` for anything else than the two words */
export function parseWhenSilent(setting: string): ReconcilePolicy['whenSilent'] {
  const parsed = z.enum(['resend', 'hold']).safeParse(setting);
  if (!parsed.success) throw new RundbriefError('invalid', `"${setting}" is neither resend nor hold`);
  return parsed.data;
}

/**
 * What the policy says of a chunk's recipients who are unknown and silent. Asks for the proof only once they have been so
 * for the waiting time.
 *
 * @param isPipeProven - of the campaign, for sends up to a moment
 */
export async function verdictOn(
  { unknownSince }: Ledger,
  policy: Omit<ReconcilePolicy, 'isPipeProven'>,
  now: Date,
  isPipeProven: (until: Date) => Promise<boolean>,
): Promise<Verdict> {
  const silentSeconds = unknownSince === undefined ? 0 : (now.getTime() - unknownSince.getTime()) / 1000;
  if (silentSeconds < policy.waitSeconds) return 'wait';
  if (silentSeconds < EVENTS_COME_WITHIN_SECONDS && (await policy.eventsUnderWay()) > 0) return 'wait';
  if (await isPipeProven(new Date(now.getTime() - policy.waitSeconds * 1000))) return policy.whenSilent;
  return silentSeconds >= policy.giveUpSeconds ? 'hold' : 'wait';
}
