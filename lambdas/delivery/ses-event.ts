import * as z from 'zod';
import { followCode, linkNumber } from './engagement.ts';
import type { EvidenceKind } from './evidence.ts';
import { delayOf, interaction, isMachine } from './machines.ts';

/** One event about one message of a campaign. */
export interface EvidenceEvent {
  campaignId: string;
  chunk: string;
  index: number;
  kind: EvidenceKind;
  /** Its reader has agreed that opens and clicks are counted. */
  isTracked?: boolean;
  /** An open by no program that we know. */
  isByPerson?: boolean;
  /** A click, as one number. */
  follow?: number;
  /** SES's id of the mail. */
  messageId?: string;
}

/** Of SES's events we depend on nothing but these fields: everything else may be absent. */
const sesEvent = z.object({
  eventType: z.string(),
  mail: z.object({
    messageId: z.string().optional().catch(undefined),
    tags: z.record(z.string(), z.array(z.string())).optional(),
    timestamp: z.string().optional().catch(undefined),
  }),
  open: interaction.optional().catch(undefined),
  click: interaction.optional().catch(undefined),
  bounce: z.object({ bounceType: z.string().optional() }).optional(),
});
type SesEvent = z.infer<typeof sesEvent>;
const envelope = z.object({ Type: z.string(), Message: z.string() });

const ourTags = z.object({
  campaign: z.tuple([z.string().regex(/^[A-Za-z0-9_-]{1,200}$/)]),
  chunk: z.tuple([z.string().regex(/^\d{2}-\d{6}$/)]),
  index: z.tuple([z.string().regex(/^\d{1,2}$/)]),
  track: z.tuple([z.literal('1')]).optional(),
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
  const { campaign, chunk, track } = tags.data;
  const { messageId } = event.mail;
  const index = Number(tags.data.index[0]);
  const reported = { campaignId: campaign[0], chunk: chunk[0], index, messageId };
  if (track) return { ...reported, kind, isTracked: true, ...interactionOf(kind, index, event) };
  // Of who has not agreed it says that the mail was sent, and we keep no more of it.
  return { ...reported, kind: kind === 'open' || kind === 'click' ? 'send' : kind };
}

/** A click that cannot be told from one on another link is a click all the same. */
function interactionOf(kind: EvidenceKind, index: number, { open = {}, click = {}, mail }: SesEvent) {
  if (kind === 'open') return { isByPerson: !isMachine(open, mail.timestamp) };
  if (kind !== 'click') return {};
  const link = linkNumber(click.link ?? '');
  const delayMs = delayOf(click, mail.timestamp);
  return { follow: followCode({ index, link, delayMs, isMachine: isMachine(click, mail.timestamp) }) };
}

/** The first message on a new topic is a sentence, not JSON. */
const isTopicTrial = (body: string): boolean => /^\s*Successfully validated SNS topic/i.test(body);

function kindOf({ eventType, bounce }: SesEvent): EvidenceKind | undefined {
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
    case 'Open':
      return 'open';
    case 'Click':
      return 'click';
    default:
      return undefined;
  }
}
