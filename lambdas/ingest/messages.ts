import * as z from 'zod';
import { POLL_PURPOSES, pageSelectors, polledKind } from '../publications/index.ts';

/** On the Documents queue: what a poll found. The document itself lies in the intake bucket. */
export const documentMessage = z.object({
  pollId: z.string().min(1),
  publicationId: z.string().min(1),
  sourceId: z.string().min(1),
  /** `push`: nobody asked, the document was sent to us by a hub, a client or an editor. */
  purpose: z.enum([...POLL_PURPOSES, 'push']).default('source'),
  articleId: z.string().optional(),
  depth: z.int().min(1).optional(),
  result: z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('body'),
      /** In the intake bucket. */
      key: z.string().min(1),
      contentType: z.string().optional(),
      /** SHA-256 of the bytes, hex. */
      contentHash: z.string().min(1),
      /** Where redirects ended. */
      finalUrl: z.url(),
      etag: z.string().optional(),
      lastModified: z.string().optional(),
      /** Where only permanent redirects led. */
      movedTo: z.url().optional(),
      /** For how long the server says nothing new is to be expected. */
      freshSeconds: z.number().positive().optional(),
      /** From the Link header; one named in the document counts too. */
      hub: z.url().optional(),
      hubTopic: z.url().optional(),
    }),
    z.object({
      kind: z.literal('unchanged'),
      /** New ones for the same bytes; absent when the old ones stand. */
      etag: z.string().optional(),
      lastModified: z.string().optional(),
      movedTo: z.url().optional(),
    }),
    z.object({
      kind: z.literal('failed'),
      /** In plain words for an editor. */
      reason: z.string().min(1),
      permanent: z.literal('gone').optional(),
      retryAfterSeconds: z.number().positive().optional(),
      /** Who answered: after redirects another host than the one that was asked. */
      host: z.string().optional(),
      /** There is no such page: not a fault that passes. */
      isAbsent: z.boolean().optional(),
    }),
  ]),
});
export type DocumentMessage = z.infer<typeof documentMessage>;
export type PollResult = DocumentMessage['result'];

/** On the Hubs queue: ask this source's WebSub hub to tell us of news. */
export const hubMessage = z.object({ publicationId: z.string().min(1), sourceId: z.string().min(1) });
export type HubMessage = z.infer<typeof hubMessage>;

/** On the Explorations queue: find out what an address offers. Nothing is stored but the answer, for a week. */
export const explorationMessage = z.object({
  explorationId: z.string().min(1),
  publicationId: z.string().min(1),
  url: z.url(),
  /** IANA name for times without a zone. */
  timeZone: z.string().min(1),
  /** Read it this way; otherwise the best way is found out. */
  kind: polledKind.optional(),
  selectors: pageSelectors.optional(),
});
export type ExplorationMessage = z.infer<typeof explorationMessage>;

/** What an address offers, best first, and the first ten articles of one of them. In the intake bucket: {@link explorationKey}. */
export const exploration = z.object({
  asked: explorationMessage.pick({ url: true, kind: true, selectors: true }),
  candidates: z.array(z.object({ kind: polledKind, url: z.url(), title: z.string() })),
  /** Whose articles these are; null when there are none. */
  chosen: z.object({ kind: polledKind, url: z.url() }).nullable(),
  items: z.array(
    z.object({
      title: z.string(),
      url: z.string().nullable(),
      teaser: z.string(),
      publishedAt: z.iso.datetime().nullable(),
      image: z.string().nullable(),
    }),
  ),
  /** Why there are no articles, in plain words for an editor. */
  problem: z.string().nullable(),
});
export type Exploration = z.infer<typeof exploration>;
export const explorationKey = (publicationId: string, explorationId: string) =>
  `explorations/${publicationId}/${explorationId}.json`;

/** On the Feeds queue: build this publication's feeds again. */
export const feedsMessage = z.object({
  publicationId: z.string().min(1),
  /** Write every feed again, also those that should be there as they are: somebody may have touched them. */
  afresh: z.boolean().optional(),
});
export type FeedsMessage = z.infer<typeof feedsMessage>;
