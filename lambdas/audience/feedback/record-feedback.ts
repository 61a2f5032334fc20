import { log } from '../../platform/log.ts';
import { AddressError, normaliseAddress, subscriberIdOf } from '../addresses.ts';
import type { Feedback } from './read-feedback.ts';
import { type SuppressionDeps, suppress } from './suppress.ts';

export interface FeedbackDeps extends SuppressionDeps {
  addressKey: string;
}

/** Suppresses whom a mailbox provider told us about: we send to one recipient a mail, so it means exactly them. */
export async function recordFeedback({ reason, addresses, at }: Feedback, deps: FeedbackDeps): Promise<void> {
  for (const address of addresses) {
    const subscriberId = idOf(address, deps.addressKey);
    if (!subscriberId) {
      log.warn('Feedback about an address that is none of ours', { reason });
      continue;
    }
    await suppress({ subscriberId, reason, since: at }, deps);
    log.info('Suppressed', { subscriberId, reason });
  }
}

/** Providers may add a display name or brackets to the address they report. */
function idOf(reported: string, addressKey: string): string | undefined {
  const inBrackets = /<([^<>]+)>\s*$/.exec(reported)?.[1];
  try {
    return subscriberIdOf(normaliseAddress(inBrackets ?? reported), addressKey);
  } catch (error) {
    if (error instanceof AddressError) return undefined;
    throw error;
  }
}
