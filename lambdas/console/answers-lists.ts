/** What the JSON API says of lists of people that come in and go out, as `answers.ts` does of the rest. */
import * as z from 'zod';

const time = z.string().nullable();
const counters = z.object({
  added: z.number(),
  merged: z.number(),
  known: z.number(),
  left: z.number(),
  suppressed: z.number(),
  erased: z.number(),
  'unsubscribed-there': z.number(),
  invalid: z.number(),
});
const mapping = z.array(z.string().nullable());

export const subscriberImportAnswer = z.object({
  id: z.string(),
  publicationId: z.string(),
  state: z.enum(['uploading', 'reading', 'ready', 'running', 'done', 'failed', 'cancelled']),
  fileName: z.string(),
  bytes: z.number(),
  /** What has been uploaded: by the hash a client sees whether it is still the same file. */
  parts: z.array(z.object({ part: z.number(), bytes: z.number(), hash: z.string() })),
  format: z.string().nullable(),
  encoding: z.string().nullable(),
  delimiter: z.string().nullable(),
  columns: z.array(z.string()).nullable(),
  hasHeader: z.boolean().nullable(),
  /** One entry for each column; null for one that is left out. */
  proposed: mapping.nullable(),
  decided: mapping.nullable(),
  provenance: z.string().nullable(),
  dryRun: z.boolean().nullable(),
  rows: z.object({ total: z.number(), done: z.number() }),
  counters,
  unknownTopics: z.array(z.string()),
  /** Pieces of `report.csv`. */
  reportParts: z.number(),
  problem: z.object({ kind: z.string(), line: z.number().nullable(), message: z.string() }).nullable(),
  by: z.string(),
  beganAt: z.string(),
  readyAt: time,
  decidedAt: time,
  cancelledAt: time,
  endedAt: time,
  triedAt: time,
});
export type SubscriberImportAnswer = z.infer<typeof subscriberImportAnswer>;

/** One import, with the first lines of its file while that is there. */
export const shownImportAnswer = subscriberImportAnswer.extend({
  preview: z.array(z.object({ line: z.number(), cells: z.array(z.string()) })),
});
export type ShownImportAnswer = z.infer<typeof shownImportAnswer>;

export const exportPlanAnswer = z.object({
  people: z.number(),
  /** Files, each of at most 20,000 people; ask for them one after another. */
  parts: z.number(),
  /** To be given with each of them, so that they all have the same columns. */
  fields: z.array(z.string()),
});
