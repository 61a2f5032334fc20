import * as z from 'zod';

/** What a mailbox provider told SES about somebody, as far as it changes whom we write to. */
export interface Feedback {
  reason: 'permanent-bounce' | 'complaint';
  /** Personal data: never log it. */
  addresses: string[];
  at: Date;
}

const people = z.array(z.object({ emailAddress: z.string() }));

// Only what we need, and only what SES promises: subtypes unknown today must not stop the queue tomorrow.
const sesEvent = z.object({
  eventType: z.string().optional(),
  /** The name of the same field in SES notifications (without a configuration set). */
  notificationType: z.string().optional(),
  bounce: z.object({ bounceType: z.string(), bouncedRecipients: people, timestamp: z.string().optional() }).optional(),
  complaint: z
    .object({
      complainedRecipients: people,
      complaintFeedbackType: z.string().nullish(),
      timestamp: z.string().optional(),
    })
    .optional(),
});

const snsEnvelope = z.object({ Type: z.string(), Message: z.string() });

/**
 * Reads a queue message of the event topic: an SES event as it is, or inside an SNS envelope.
 *
 * @returns undefined for what suppresses nobody: other events, transient bounces, `not-spam`, and the plain sentence
 *   with which SNS tries out a new topic
 * @throws ZodError when an event that should suppress somebody does not say whom
 */
export function readFeedback(body: string, now: Date): Feedback | undefined {
  const json = jsonOf(body);
  const envelope = snsEnvelope.safeParse(json);
  if (envelope.success) return readFeedback(envelope.data.Message, now);
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return undefined;
  const { eventType, notificationType, bounce, complaint } = sesEvent.parse(json);
  const kind = eventType ?? notificationType;
  if (kind === 'Bounce' && bounce?.bounceType === 'Permanent') {
    return { reason: 'permanent-bounce', addresses: addressesOf(bounce.bouncedRecipients), at: timeOf(bounce, now) };
  }
  if (kind === 'Complaint' && complaint && complaint.complaintFeedbackType !== 'not-spam') {
    return { reason: 'complaint', addresses: addressesOf(complaint.complainedRecipients), at: timeOf(complaint, now) };
  }
  return undefined;
}

const addressesOf = (found: z.infer<typeof people>) => found.map(({ emailAddress }) => emailAddress);

function timeOf({ timestamp = '' }: { timestamp?: string }, now: Date): Date {
  const at = new Date(timestamp);
  return Number.isNaN(at.getTime()) || at > now ? now : at;
}

function jsonOf(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
