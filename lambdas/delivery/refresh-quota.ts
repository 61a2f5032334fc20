import { log } from '../platform/log.ts';
import type { SendQuota } from '../platform/ses-quota.ts';
import { type Lanes, sentIn } from './lanes.ts';
import type { Quotas } from './quotas.ts';
import type { KnownQuota } from './send-quota.ts';

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
 * Asks SES what the account may send, unless that was done a moment ago. When SES does not say, what it said last stays.
 *
 * @returns what is known now
 */
export async function refreshQuota({ quotas, lanes, askQuota, now }: RefreshDeps): Promise<KnownQuota | undefined> {
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
