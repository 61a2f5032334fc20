import type { CampaignRecord } from './campaigns.ts';
import { isLost, type SendDeps } from './chunk-work.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const DAY_USED_UP = "The day's quota of SES is used up but for what is kept for confirmations";

/**
 * The campaign waits for the day's quota. SES counts the last 24 hours, so a day is the longest that can take; a sweep lets
 * it go on as soon as there is room.
 */
export async function waitForDay({ id }: CampaignRecord, { campaigns, now }: SendDeps): Promise<void> {
  const until = new Date(now().getTime() + DAY_MS);
  try {
    await campaigns.pause(id, { because: DAY_USED_UP, until, waitsFor: 'day' });
  } catch (error) {
    // Another sender met the same and was faster.
    if (!isLost(error)) throw error;
  }
}
