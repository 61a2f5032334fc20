import { log } from '../../platform/log.ts';
import type { Outbox } from '../../platform/queue.ts';
import { domainOf } from '../addresses.ts';
import type { AudienceRecords } from '../records/audience-records.ts';
import type { ConfirmationMessage } from './confirmation-message.ts';

export interface MayAskDeps extends Pick<AudienceRecords, 'confirmationMails' | 'domainLimits'> {
  confirmations: Outbox<ConfirmationMessage>;
  addressKey: () => Promise<string>;
  now: () => Date;
}

interface Recipient {
  address: string;
  /** When they, or somebody in their name, asked for the mail. */
  at: Date;
  isSuppressed: boolean;
}

/** Who is suppressed may have a living mailbox again, or another owner; they are asked, but seldom. */
const HOURS_BETWEEN_FOR_SUPPRESSED = 30 * 24;
/** How long a mail waits when its domain had enough this hour, and after how long nobody waits for it any more. */
const POSTPONE_SECONDS = 15 * 60;
const MOST_HOURS_LATE = 24;
const MS_PER_HOUR = 3_600_000;

/**
 * Takes the right to send a mail that must be answered with a click: one of its kind a day, to who is suppressed one in
 * thirty days. When very many of a domain are asked at once, it is put back into the queue.
 *
 * @returns false when it must not be sent now
 */
export async function mayAsk(
  mail: ConfirmationMessage,
  { address, at, isSuppressed }: Recipient,
  deps: MayAskDeps,
): Promise<boolean> {
  const hoursBetween = isSuppressed ? HOURS_BETWEEN_FOR_SUPPRESSED : undefined;
  if (!(await deps.confirmationMails.claim(mail, deps.now(), hoursBetween))) return false;
  if (await deps.domainLimits.take(domainOf(address), await deps.addressKey(), deps.now())) return true;
  await deps.confirmationMails.giveBack(mail);
  await postpone(mail, at, deps);
  return false;
}

/** The queue holds a message for fifteen minutes at most. */
async function postpone(mail: ConfirmationMessage, at: Date, { confirmations, now }: MayAskDeps): Promise<void> {
  const hoursLate = (now().getTime() - at.getTime()) / MS_PER_HOUR;
  if (hoursLate < MOST_HOURS_LATE) {
    await confirmations.send(mail, { delaySeconds: POSTPONE_SECONDS });
    return;
  }
  const { kind, subscriberId, publicationId } = mail;
  log.warn('A mail that asks was given up: its domain is flooded', { kind, subscriberId, publicationId });
}
