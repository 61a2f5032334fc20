import { log } from '../platform/log.ts';
import type { SendQuota } from '../platform/ses-quota.ts';
import { type Lanes, sentIn } from './lanes.ts';
import type { Quotas } from './quotas.ts';
import type { KnownQuota } from './send-quota.ts';
import { utcDay } from './warm-up.ts';

export interface RefreshDeps {
  quotas: Quotas;
  lanes: Pick<Lanes, 'board'>;
  /** Asks SES. */
  askQuota(): Promise<SendQuota>;
  now: () => Date;
}

/** So that every sweep finds a figure of its own. */
const FRESH_MS = 45_000;

/**
 * Asks SES what the account may send, unless that was done a moment ago. When SES does not say, what it said last stays. Also
 * notes when a new day has begun.
 *
 * @returns what is known now
 */
export async function refreshQuota({ quotas, lanes, askQuota, now }: RefreshDeps): Promise<KnownQuota | undefined> {
  const today = utcDay(now());
  // What is sent in the first minute of a day may count for the one before.
  if ((await quotas.day())?.day !== today)
    await quotas.beginDay({ day: today, sentBefore: sentIn(await lanes.board()) });
  const known = await quotas.known();
  if (known && now().getTime() - known.readAt.getTime() < FRESH_MS) return known;
  if (!(await quotas.mayAsk(now()))) return known;
  try {
    // Counted before: what is handed over meanwhile counts twice rather than never.
    const sentBefore = sentIn(await lanes.board());
    const told = { ...(await askQuota()), sentBefore };
    await quotas.keep(told, now());
    return { ...told, readAt: now() };
  } catch (error) {
    const { perSecond, readAt } = known ?? {};
    log.warn('SES does not tell its quota; the last known one stays', { perSecond, readAt, error: error as Error });
    return known;
  }
}
