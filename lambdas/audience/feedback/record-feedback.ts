import { log } from '../../platform/log.ts';
import { AddressError, normaliseAddress, subscriberIdOf } from '../addresses.ts';
import { type BounceDeps, countBounce, noteArrival } from './count-bounces.ts';
import type { Feedback } from './read-feedback.ts';
import { suppress } from './suppress.ts';
import { settleWatch } from './watch-mails.ts';

export interface FeedbackDeps extends BounceDeps {
  addressKey: string;
}

/** Does what follows for whom a mailbox provider told us about: we send to one recipient a mail, so it means exactly them. */
export async function recordFeedback(feedback: Feedback, deps: FeedbackDeps): Promise<void> {
  for (const address of feedback.addresses) {
    const subscriberId = idOf(address, deps.addressKey);
    if (subscriberId) await recordFor(subscriberId, feedback, deps);
    else log.warn('Feedback about an address that is none of ours', { kind: feedback.kind });
  }
}

async function recordFor(subscriberId: string, feedback: Feedback, deps: FeedbackDeps): Promise<void> {
  const { at } = feedback;
  if (feedback.kind === 'came-back') return countBounce({ subscriberId, mail: feedback.mail, at }, deps);
  if (feedback.kind === 'arrived') return noteArrival({ subscriberId, mail: feedback.mail }, deps);
  const { reason, isListed } = feedback;
  if (isListed && (await isLiftedBefore(at, subscriberId, deps))) {
    // SES repeats what it once heard. Watched mails go past its list, so the next one gets through.
    return settleWatch(subscriberId, deps);
  }
  await suppress({ subscriberId, reason, since: at }, deps);
  log.info('Suppressed', { subscriberId, reason });
}

async function isLiftedBefore(at: Date, subscriberId: string, { suppressions }: FeedbackDeps): Promise<boolean> {
  const liftedAt = await suppressions.liftedAt(subscriberId);
  return liftedAt !== undefined && liftedAt < at;
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
