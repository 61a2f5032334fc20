import * as z from 'zod';
import { SOURCE_KINDS } from '../domain/publication.ts';

/**
 * What is to be fetched: the source itself, an earlier part of it that closes a gap, or the page of one article: for the
 * full text that its source does not carry, or only to see whether it is still there (`presence`).
 */
export const POLL_PURPOSES = ['source', 'earlier', 'article', 'presence'] as const;

/** On the Polls queue: fetch one document of this source once. */
export const pollMessage = z.object({
  pollId: z.string().min(1),
  publicationId: z.string().min(1),
  sourceId: z.string().min(1),
  kind: z.enum(SOURCE_KINDS).default('feed'),
  purpose: z.enum(POLL_PURPOSES).default('source'),
  /** With the purposes `article` and `presence`. */
  articleId: z.string().optional(),
  /** With the purpose `earlier`: how many parts came before this one. */
  depth: z.int().min(1).optional(),
  url: z.url(),
  /** Confirmed subscribers of the publication, which publishers are told. */
  subscribers: z.int().min(0).optional(),
  etag: z.string().optional(),
  lastModified: z.string().optional(),
  contentHash: z.string().optional(),
  /** False: an unchanged body ends in the fetcher without a word. */
  reportAlways: z.boolean(),
});
export type PollMessage = z.infer<typeof pollMessage>;

/** On the Compositions queue: compose one edition. */
export const compositionMessage = z.object({
  requestId: z.string().min(1),
  publicationId: z.string().min(1),
  digestId: z.string().optional(),
  /** When the schedule wanted it, UTC. */
  dueAt: z.iso.datetime().optional(),
  by: z.enum(['schedule', 'editor']),
  mode: z.enum(['send', 'draft']),
  /** These articles in this order, and no others. */
  articles: z.array(z.string().min(1).max(100)).min(1).max(200).optional(),
  /** The articles of this edition as they are now, with what editors made of them. */
  duplicateOf: z.string().min(1).max(100).optional(),
});
export type CompositionMessage = z.infer<typeof compositionMessage>;

/** On the Compositions queue: these articles were corrected or taken back, and drafts that hold them follow. */
export const correctionMessage = z.object({
  publicationId: z.string().min(1),
  corrected: z.array(z.string().min(1)).min(1).max(1000),
});
export type CorrectionMessage = z.infer<typeof correctionMessage>;
