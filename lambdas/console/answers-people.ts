/** What the JSON API says of readers and segments, as `answers.ts` does of the rest. */
import * as z from 'zod';
import { subscriptionAnswer } from './answers.ts';

const time = z.string();

const suppressionAnswer = z.object({ reason: z.string(), since: time });

/** Somebody in one publication. */
export const subscriberAnswer = z.object({
  subscriberId: z.string(),
  /** Null when they never asked for this publication, or were forgotten or erased since. */
  subscription: subscriptionAnswer.nullable(),
  /** Of the address, in every publication. */
  suppression: suppressionAnswer.nullable(),
});

export const proofAnswer = z.object({
  subscriberId: z.string(),
  publicationId: z.string(),
  /** Oldest first. */
  entries: z.array(
    z.object({
      kind: z.string(),
      at: time,
      wording: z
        .object({
          version: z.string(),
          sha256: z.string(),
          /** Word for word; null for a wording that was a mail's, or that we cannot tell any more. */
          text: z.string().nullable(),
        })
        .nullable(),
      network: z.string().nullable(),
      userAgent: z.string().nullable(),
      page: z.string().nullable(),
      statement: z.string().nullable(),
      by: z.string().nullable(),
    }),
  ),
});

/** The number, and between which two it is in 19 of 20 cases; all three the same when everybody was counted. */
export const countAnswer = z.object({ people: z.number(), atLeast: z.number(), atMost: z.number() });

const howCounted = { exact: z.boolean(), readUnits: z.number() };

export const peopleCountAnswer = z.object({
  confirmed: countAnswer,
  pending: countAnswer,
  ended: countAnswer,
  suppressed: countAnswer,
  ...howCounted,
});

export const segmentAnswer = z.object({
  id: z.string(),
  title: z.string(),
  filter: z.object({
    topics: z.array(z.string()).optional(),
    cadences: z.array(z.string()).optional(),
    languages: z.array(z.string()).optional(),
    joinedFrom: time.optional(),
    joinedUntil: time.optional(),
    origins: z.array(z.string()).optional(),
    fields: z.record(z.string(), z.array(z.string())).optional(),
  }),
});

export const segmentCountAnswer = countAnswer.extend(howCounted);

export type SubscriberAnswer = z.infer<typeof subscriberAnswer>;
export type ProofAnswer = z.infer<typeof proofAnswer>;
export type CountAnswer = z.infer<typeof countAnswer>;
export type PeopleCountAnswer = z.infer<typeof peopleCountAnswer>;
export type SegmentAnswer = z.infer<typeof segmentAnswer>;
export type SegmentCountAnswer = z.infer<typeof segmentCountAnswer>;
