/** What the JSON API says of a sending and its recipients, as `answers.ts` does of the rest. */
import * as z from 'zod';
import { AUDITED_ACTIONS, OUTCOMES, REPORTS } from '../domain/campaign.ts';
import { reportAnswer } from './answers.ts';

const time = z.string();

export const controlAnswer = z.object({
  edition: z.string(),
  campaign: z.string(),
  status: reportAnswer.shape.status,
  /** Who has it by now, and of whom nobody knows yet whether they have. */
  accepted: z.number(),
  unknown: z.number(),
  /** Who gets nothing of a cancelled sending, and is still to get something of another. */
  pending: z.number(),
  audience: z.number(),
});

/** What people did about sending an edition, oldest first. */
export const auditAnswer = z.object({
  entries: z.array(z.object({ action: z.enum(AUDITED_ACTIONS), campaign: z.string(), by: z.string(), at: time })),
});

export const recipientAnswer = z.object({
  campaign: z.string(),
  /** Null when nobody can tell any more who it was. */
  subscriberId: z.string().nullable(),
  /** Null when they were erased or forgotten since. */
  address: z.string().nullable(),
  outcome: z.enum(OUTCOMES),
  /** Why somebody was skipped or failed. */
  because: z.string().nullable(),
  /** What SES told of their mail. */
  reported: z.array(z.enum(REPORTS)),
  /** As SES calls their mails; none where no event came. */
  messageIds: z.array(z.string()),
});

export const recipientsAnswer = z.object({
  recipients: z.array(recipientAnswer),
  /** Where to go on; null at the end. */
  next: z.string().nullable(),
});

/** One person, in every sending of the edition that they were meant by. */
export const personOutcomeAnswer = z.object({
  subscriberId: z.string(),
  outcomes: z.array(recipientAnswer),
  /** Why they were not meant by any; null when they were, and for who is not in the publication. */
  because: z.string().nullable(),
});

export const outcomePlanAnswer = z.object({ campaign: z.string(), parts: z.number() });

/** A sending after the first that was begun, or had been already. */
export const followUpAnswer = z.object({
  edition: z.string(),
  campaign: z.string(),
  status: reportAnswer.shape.status,
  /** How many of the given addresses are not in the publication, and get nothing; null without a list. */
  strangers: z.number().nullable(),
});

export type ControlAnswer = z.infer<typeof controlAnswer>;
export type AuditAnswer = z.infer<typeof auditAnswer>;
export type RecipientAnswer = z.infer<typeof recipientAnswer>;
export type RecipientsAnswer = z.infer<typeof recipientsAnswer>;
export type PersonOutcomeAnswer = z.infer<typeof personOutcomeAnswer>;
export type OutcomePlanAnswer = z.infer<typeof outcomePlanAnswer>;
export type FollowUpAnswer = z.infer<typeof followUpAnswer>;
