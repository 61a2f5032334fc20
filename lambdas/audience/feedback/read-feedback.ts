import * as z from 'zod';
import type { SentMail } from './bounce-streak.ts';

/** What a mailbox provider told SES about somebody, as far as it changes whom we write to. */
export type Feedback = {
  /** Personal data: never log it. */
  addresses: string[];
  /** When it happened. */
  at: Date;
} & (
  | {
      kind: 'suppress';
      reason: 'permanent-bounce' | 'complaint';
      /** SES did not even try: the address stands on the list that the whole account keeps. */
      isListed: boolean;
    }
  /** For the time being. */
  | { kind: 'came-back'; mail: SentMail }
  | { kind: 'arrived'; mail: SentMail }
);

const people = z.array(z.object({ emailAddress: z.string() }));
const time = z.string().optional();

// Only what we need, and only what SES promises: subtypes unknown today must not stop the queue tomorrow.
const sesEvent = z.object({
  eventType: z.string().optional(),
  /** The name of the same field in SES notifications (without a configuration set). */
  notificationType: z.string().optional(),
  bounce: z
    .object({
      bounceType: z.string(),
      bounceSubType: z.string().nullish(),
      bouncedRecipients: people,
      timestamp: time,
    })
    .optional(),
  complaint: z
    .object({
      complainedRecipients: people,
      complaintSubType: z.string().nullish(),
      complaintFeedbackType: z.string().nullish(),
      timestamp: time,
    })
    .optional(),
  delivery: z.object({ recipients: z.array(z.string()), timestamp: time }).optional(),
  mail: z
    .object({
      messageId: z.string(),
      timestamp: z.string(),
      tags: z.record(z.string(), z.array(z.string())).optional(),
    })
    .optional(),
});
type SesEvent = z.infer<typeof sesEvent>;

const snsEnvelope = z.object({ Type: z.string(), Message: z.string() });

/** The mail was too much for the mailbox; the mailbox is well. */
const ABOUT_THE_MAIL = new Set(['MessageTooLarge', 'ContentRejected', 'AttachmentRejected']);
const ON_THE_LIST = 'OnAccountSuppressionList';

/**
 * Reads a queue message of the event topic: an SES event as it is, or inside an SNS envelope.
 *
 * @returns undefined for what means nothing to us: other events, transient bounces that count against nobody, `not-spam`,
 *   and the plain sentence with which SNS tries out a new topic
 * @throws ZodError when an event that should mean something does not say whom
 */
export function readFeedback(body: string, now: Date): Feedback | undefined {
  const json = jsonOf(body);
  const envelope = snsEnvelope.safeParse(json);
  if (envelope.success) return readFeedback(envelope.data.Message, now);
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return undefined;
  const event = sesEvent.parse(json);
  switch (event.eventType ?? event.notificationType) {
    case 'Bounce':
      return bounced(event, now);
    case 'Complaint':
      return complained(event, now);
    case 'Delivery':
      return delivered(event, now);
    default:
      return undefined;
  }
}

function bounced({ bounce, mail }: SesEvent, now: Date): Feedback | undefined {
  if (!bounce) return undefined;
  const { bounceType, bounceSubType } = bounce;
  const said = { addresses: addressesOf(bounce.bouncedRecipients), at: timeOf(bounce.timestamp, now) };
  if (bounceType === 'Permanent') {
    return { kind: 'suppress', reason: 'permanent-bounce', isListed: bounceSubType === ON_THE_LIST, ...said };
  }
  // Only mails of a campaign: anybody may have us write a confirmation to a stranger whose mailbox answers by itself.
  if (bounceType !== 'Transient' || !mail?.tags?.campaign || ABOUT_THE_MAIL.has(bounceSubType ?? '')) return undefined;
  return { kind: 'came-back', mail: sentMail(mail, now), ...said };
}

function complained({ complaint }: SesEvent, now: Date): Feedback | undefined {
  if (!complaint || complaint.complaintFeedbackType === 'not-spam') return undefined;
  return {
    kind: 'suppress',
    reason: 'complaint',
    isListed: complaint.complaintSubType === ON_THE_LIST,
    addresses: addressesOf(complaint.complainedRecipients),
    at: timeOf(complaint.timestamp, now),
  };
}

function delivered({ delivery, mail }: SesEvent, now: Date): Feedback | undefined {
  if (!delivery || !mail) return undefined;
  const { recipients: addresses, timestamp } = delivery;
  return { kind: 'arrived', mail: sentMail(mail, now), addresses, at: timeOf(timestamp, now) };
}

const sentMail = ({ messageId, timestamp }: NonNullable<SesEvent['mail']>, now: Date): SentMail => ({
  id: messageId,
  sentAt: timeOf(timestamp, now),
});

const addressesOf = (found: z.infer<typeof people>) => found.map(({ emailAddress }) => emailAddress);

/** Nothing happened later than now, whatever another's clock says. */
function timeOf(timestamp: string | undefined, now: Date): Date {
  const at = new Date(timestamp ?? '');
  return Number.isNaN(at.getTime()) || at > now ? now : at;
}

function jsonOf(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
