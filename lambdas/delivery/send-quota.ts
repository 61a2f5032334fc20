/**
 * From what SES lets the account send to what campaigns may.
 *
 * A tenth of every second and of every day is left for mails that somebody waits for: confirmations, welcomes, tests. In any
 * one second campaigns hand over at most nine tenths of the quota, whatever the network does (`send-turns.ts`); they aim
 * at eight tenths.
 */
import type { SendQuota } from '../platform/ses-quota.ts';

/** As it was when SES told it. */
export interface KnownQuota extends SendQuota {
  readAt: Date;
  /** What campaigns had sent by then, as the lanes count it: `sentLastDay` knows of these. */
  sentBefore: number;
}

/** Messages a second, of all campaigns together. */
export interface Rate {
  aim: number;
  /** In any one second, never more. Below 1 it is one message in more than a second. */
  cap: number;
}

const SHARE_AIMED_AT = 0.8;
const SHARE_OF_CAMPAIGNS = 0.9;
/** What every account may send: the rate of the sandbox, until SES has told more. */
const SANDBOX_PER_SECOND = 1;

/** @param atMost - the stage's own bound */
export function rateOf(quota: Pick<SendQuota, 'perSecond'> | undefined, atMost: number): Rate {
  const perSecond = quota?.perSecond ?? SANDBOX_PER_SECOND;
  return { aim: Math.min(SHARE_AIMED_AT * perSecond, atMost), cap: Math.min(SHARE_OF_CAMPAIGNS * perSecond, atMost) };
}

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * How many mails campaigns may still send today; undefined without a limit, or when the figure is a day old and SES must say
 * it by itself.
 *
 * @param sent - by campaigns, since they began to count
 */
export function leftOfDay(quota: KnownQuota | undefined, sent: number, now: Date): number | undefined {
  if (quota?.perDay === undefined || now.getTime() - quota.readAt.getTime() > DAY_MS) return undefined;
  return SHARE_OF_CAMPAIGNS * quota.perDay - quota.sentLastDay - (sent - quota.sentBefore);
}

/** Campaigns that waited go on when a hundredth of the day's quota is free, not at every single mail. */
const FREE_TO_GO_ON = 0.01;

export function isDayFreeAgain(quota: KnownQuota | undefined): boolean {
  if (quota?.perDay === undefined) return true;
  return SHARE_OF_CAMPAIGNS * quota.perDay - quota.sentLastDay >= Math.max(1, FREE_TO_GO_ON * quota.perDay);
}
