import * as z from 'zod';
import { editionChange } from './edition-change.ts';

const text = z.string().min(1).max(200);
const some = <Value extends z.ZodType>(value: Value) => z.array(value).min(1).max(50).optional();
const moment = z.iso.datetime().optional();

/** A segment as it was when somebody confirmed the sending: changed or deleted later, it means the same here. */
const segment = z.strictObject({
  id: z.string().regex(/^[\w-]{1,100}$/),
  title: text,
  filter: z.strictObject({
    topics: some(text),
    cadences: some(z.enum(['instant', 'daily', 'weekly', 'monthly'])),
    languages: some(z.enum(['de', 'en'])),
    joinedFrom: moment,
    joinedUntil: moment,
    origins: some(text),
    fields: z.record(text, z.array(text).min(1).max(50)).optional(),
  }),
});

/** On the Ready queue: this edition may go out, with exactly this content. */
export const readyMessage = z.object({
  editionId: z.string().min(1),
  contentHash: z.string().regex(/^[0-9a-f]{64}$/),
  /** Only for these; absent: for everybody. */
  segment: segment.optional(),
});
export type ReadyMessage = z.infer<typeof readyMessage>;

/** On the Compositions queue, for only its consumer renders: an editor changes the draft whose content has this hash. */
export const editMessage = z.object({
  requestId: z.string().min(1),
  editionId: z.string().min(1),
  contentHash: z.string().regex(/^[0-9a-f]{64}$/),
  change: editionChange,
  by: z.string().min(1),
});
export type EditMessage = z.infer<typeof editMessage>;

/** On the Compositions queue: a template that was handed in is to be looked at. */
export const templateMessage = z.object({
  kind: z.literal('template'),
  requestId: z.string().min(1),
  publicationId: z.string().min(1),
});
export type TemplateMessage = z.infer<typeof templateMessage>;

/** On the Checks queue: look at this edition, and at what is behind its links. */
export const checkMessage = z.object({ requestId: z.string().min(1), editionId: z.string().min(1) });
export type CheckMessage = z.infer<typeof checkMessage>;
