import * as z from 'zod';
import type { EvidenceKind } from './evidence.ts';

/** One event about one message of a campaign. */
export interface EvidenceEvent {
  campaignId: string;
  chunk: string;
  index: number;
  kind: EvidenceKind;
  /** SES's id of the mail. */
  messageId?: string;
}

/** Of SES's events we depend on nothing but these fields: everything else may be absent. */
const sesEvent = z.object({
  eventType: z.string(),
  mail: z.object({
    messageId: z.string().optional().catch(undefined),
    tags: z.record(z.string(), z.array(z.string())).optional(),
  }),
  bounce: z.object({ bounceType: z.string().optional() }).optional(),
});
const envelope = z.object({ Type: z.string(), Message: z.string() });

const ourTags = z.object({
  campaign: z.tuple([z.string().regex(/^[A-Za-z0-9_-]{1,200}$/)]),
  chunk: z.tuple([z.string().regex(/^\d{2}-\d{6}$/)]),
  index: z.tuple([z.string().regex(/^\d{1,2}$/)]),
});

/**
 * Reads a queue message of the event topic: the event itself, or in SNS's envelope.
 *
 * @returns undefined for what is no evidence of a campaign: the plain text with which SES tries a new topic, events of
 *   confirmations and of other senders, kinds we keep no count of
 * @throws when it is none of these; then a person must look at it
 */
export function readEvidence(body: string): EvidenceEvent | undefined {
  if (isTopicTrial(body)) return undefined;
  const parsed: unknown = JSON.parse(body);
  const wrapped = envelope.safeParse(parsed);
  if (wrapped.success) return readEvidence(wrapped.data.Message);
  const event = sesEvent.parse(parsed);
  const kind = kindOf(event);
  const tags = ourTags.safeParse(event.mail.tags);
  if (!kind || !tags.success) return undefined;
  const { campaign, chunk, index } = tags.data;
  const { messageId } = event.mail;
  return { campaignId: campaign[0], chunk: chunk[0], index: Number(index[0]), kind, messageId };
}

/** The first message on a new topic is a sentence, not JSON. */
const isTopicTrial = (body: string): boolean => /^\s*Successfully validated SNS topic/i.test(body);

function kindOf({ eventType, bounce }: z.infer<typeof sesEvent>): EvidenceKind | undefined {
  switch (eventType) {
    case 'Send':
      return 'send';
    case 'Delivery':
      return 'delivery';
    case 'Bounce':
      return bounce?.bounceType === 'Permanent' ? 'bounce' : 'softBounce';
    case 'Complaint':
      return 'complaint';
    case 'Reject':
      return 'reject';
    default:
      return undefined;
  }
}
