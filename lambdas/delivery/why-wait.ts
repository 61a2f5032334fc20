/** Why a campaign waits although nothing is wrong, and until when: it goes on by itself. */
import type { CampaignRecord, Pause } from './campaigns.ts';
import { isLost, type SendDeps } from './chunk-work.ts';
import type { NoneToday } from './pace.ts';
import { quietPeriod } from './quiet-hours.ts';
import { nextUtcDay } from './warm-up.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const DAY_USED_UP = "The day's quota of SES is used up but for what is kept for confirmations";
const DOMAIN_IS_NEW = 'The mail domain is new: what it may send today is sent';

/** SES counts the last 24 hours, so a day is the longest that can take; a sweep sees when there is room. */
export function pauseFor(none: NoneToday, now: Date): Pause {
  return none === 'day'
    ? { because: DAY_USED_UP, until: new Date(now.getTime() + DAY_MS), waitsFor: 'day' }
    : { because: DOMAIN_IS_NEW, until: nextUtcDay(now), waitsFor: 'warm-up' };
}

/** Who resumes it at such an hour has decided, for this night. */
export function quietPause(
  { quietHours, resumedAt }: Pick<CampaignRecord, 'quietHours' | 'resumedAt'>,
  now: Date,
): Pause | undefined {
  const night = quietHours && quietPeriod(quietHours, now);
  if (!night || (resumedAt && resumedAt >= night.from)) return undefined;
  const because = `Nothing is sent between ${quietHours.from} and ${quietHours.until}`;
  return { because, until: night.until, waitsFor: 'quiet-hours' };
}

export async function wait(
  { id }: Pick<CampaignRecord, 'id'>,
  pause: Pause,
  { campaigns }: Pick<SendDeps, 'campaigns'>,
): Promise<void> {
  try {
    await campaigns.pause(id, pause);
  } catch (error) {
    // Another sender met the same and was faster.
    if (!isLost(error)) throw error;
  }
}
