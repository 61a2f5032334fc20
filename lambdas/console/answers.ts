/**
 * What the JSON API says: one schema an answer, kept by the API's types and read by its clients.
 *
 * Times are ISO 8601 in UTC; what is not known is `null`, never left out, so that a client need not guess.
 */
import * as z from 'zod';
import { SOURCE_KINDS } from '../domain/publication.ts';
import { trackingAnswer } from './answers-tracking.ts';

const time = z.string();

export const publicationAnswer = z.object({
  id: z.string(),
  title: z.string(),
  language: z.enum(['de', 'en']),
  timeZone: z.string(),
  siteUrl: z.string(),
  topics: z.array(z.object({ id: z.string(), title: z.string() })),
});

const either = z.object({ words: z.array(z.string()), categories: z.array(z.string()) });
const rulesAnswer = z.object({
  include: either,
  exclude: either,
  topics: z.array(either.extend({ topic: z.string() })),
  removePrefixes: z.array(z.string()),
  defaultTopic: z.string().optional(),
});
const selectorsAnswer = z.object({
  item: z.string(),
  title: z.string().optional(),
  link: z.string().optional(),
  teaser: z.string().optional(),
  date: z.string().optional(),
  image: z.string().optional(),
});

export const sourceAnswer = z.object({
  id: z.string(),
  publicationId: z.string(),
  kind: z.enum(SOURCE_KINDS),
  title: z.string(),
  url: z.string(),
  status: z.enum(['active', 'held', 'stopped']),
  topics: z.array(z.string()),
  intervalMinutes: z.number(),
  nextRunAt: time.nullable(),
  lastAskedAt: time.nullable(),
  lastSucceededAt: time.nullable(),
  /** Polls that failed in a row. */
  failures: z.number(),
  lastResult: z.string().nullable(),
  lastError: z.string().nullable(),
  lastPollId: z.string().nullable(),
  rules: rulesAnswer,
  fullText: z.boolean(),
  selectors: selectorsAnswer.nullable(),
  /** Articles may have been missed between two polls. */
  gap: z.string().nullable(),
  /** A WebSub hub announces what is new. */
  hub: z.boolean(),
  /** Where permanent redirects lead; adopted after a week. */
  movedTo: z.string().nullable(),
});

/** What an address offers, best first, and the first articles of one of them. */
export const explorationAnswer = z.object({
  candidates: z.array(z.object({ kind: z.enum(SOURCE_KINDS), url: z.string(), title: z.string() })),
  chosen: z.object({ kind: z.enum(SOURCE_KINDS), url: z.string() }).nullable(),
  items: z.array(
    z.object({
      title: z.string(),
      url: z.string().nullable(),
      teaser: z.string(),
      publishedAt: time.nullable(),
      image: z.string().nullable(),
    }),
  ),
  problem: z.string().nullable(),
});

/** What rules make, or would have made, of an article that is there. */
export const trialAnswer = z.object({
  id: z.string(),
  title: z.string(),
  kept: z.boolean(),
  because: z.string().nullable(),
  titleAfter: z.string(),
  topicsBefore: z.array(z.string()),
  topicsAfter: z.array(z.string()),
});

/** What a push source's clients are given, and where they send to. */
export const keysAnswer = z.object({
  source: z.string(),
  apiKey: z.string(),
  webhookSecret: z.string(),
  articlesUrl: z.string(),
  webhookUrl: z.string(),
});

/** What became of each outline of an OPML file. */
export const importAnswer = z.object({
  added: z.number(),
  known: z.number(),
  refused: z.number(),
  results: z.array(
    z.object({
      title: z.string(),
      url: z.string(),
      outcome: z.enum(['added', 'known', 'refused']),
      why: z.string().nullable(),
      sourceId: z.string().nullable(),
    }),
  ),
});

/** Articles were taken; they are read once the source shows this poll as its last. */
export const acceptedAnswer = z.object({ accepted: z.number(), pollId: z.string(), source: z.string() });

const eventAnswer = z.object({
  startsAt: time,
  endsAt: time.nullable(),
  allDay: z.boolean(),
  place: z.string().nullable(),
  online: z.boolean(),
});

export const articleAnswer = z.object({
  id: z.string(),
  sourceId: z.string(),
  /** Null when the source was removed since. */
  sourceTitle: z.string().nullable(),
  title: z.string(),
  url: z.string().nullable(),
  teaser: z.string(),
  topics: z.array(z.string()),
  language: z.string().nullable(),
  publishedAt: time,
  ingestedAt: time,
  /** In the archive and the feeds, but not news: a source's first poll brought it. */
  isBaseline: z.boolean(),
  event: eventAnswer.nullable(),
  /** Found in the text: an editor confirms it or not. */
  eventSuggestion: eventAnswer.nullable(),
  correctedAt: time.nullable(),
  withdrawnAt: time.nullable(),
  /** Ids of the editions it went out in, the newest first. */
  mailedIn: z.array(z.string()),
});

export const editionAnswer = z.object({
  id: z.string(),
  publicationId: z.string(),
  number: z.number(),
  digestId: z.string().nullable(),
  subject: z.string(),
  preheader: z.string(),
  status: z.enum(['draft', 'frozen', 'sent']),
  contentHash: z.string(),
  composedAt: time,
  frozenAt: time.nullable(),
  /** Who said that it may go out as it is; any change voids it. */
  approval: z.object({ by: z.string(), at: time }).nullable(),
  /** When it goes out by itself, once it is approved. */
  sendAt: time.nullable(),
  /** The last change by hand. */
  changedAt: time.nullable(),
  /** Markdown. */
  intro: z.string(),
  outro: z.string(),
  sections: z.array(z.object({ id: z.string(), title: z.string() })),
  articles: z.number(),
  /** Where its page is in the archive, once it goes out; below the site's address. */
  archivePath: z.string(),
  /** How many articles of the window were too many; readers are told. */
  leftOut: z.number(),
  /** How many items stand by their headlines only, because the mail would be clipped otherwise. */
  shortened: z.number(),
  /** Its articles were picked, not chosen by what came in when. */
  isByHand: z.boolean(),
  items: z.array(
    z.object({
      articleId: z.string(),
      title: z.string(),
      url: z.string().nullable(),
      publishedAt: time,
      teaser: z.string(),
      /** The teaser is an editor's. */
      hasOwnTeaser: z.boolean(),
      isShort: z.boolean(),
      isPinned: z.boolean(),
      section: z.string().nullable(),
      /** Ids of other editions it went out in, the newest first. */
      mailedIn: z.array(z.string()),
    }),
  ),
});

/** Ways to begin, for an editor to choose from. */
export const suggestionsAnswer = z.object({
  suggestions: z.array(z.object({ subject: z.string(), preheader: z.string() })),
});

/** What became of a change: with the new hash, or why it was not made. */
export const changeAnswer = z.object({
  requestId: z.string(),
  at: time,
  outcome: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('edited'), contentHash: z.string() }),
    z.object({ kind: z.literal('conflict'), reason: z.string() }),
    z.object({ kind: z.literal('failed'), reason: z.string() }),
  ]),
});

export const runAnswer = z.object({
  requestId: z.string(),
  at: time,
  outcome: z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('composed'),
      editionId: z.string(),
      number: z.number(),
      articles: z.number(),
      /** It was to go out by itself, and waits as a draft instead; in the publication's language. */
      heldBecause: z.string().nullable(),
    }),
    /** `nextAt`: when its digest looks again. */
    z.object({ kind: z.literal('skipped'), reason: z.string(), nextAt: time.nullable() }),
    z.object({ kind: z.literal('failed'), reason: z.string() }),
  ]),
});

const campaignAnswer = z.object({
  edition: z.string(),
  /** Which of the edition's sendings this is about. */
  campaign: z.string(),
  /** To whom a sending after the first went: `missed`, `list` or `segment`. */
  followUp: z.string().nullable(),
  startedAt: time,
  closedAt: time.nullable(),
  status: z.enum(['planning', 'sending', 'paused', 'closed', 'cancelled']),
  pausedBecause: z.string().nullable(),
  /** When it goes on by itself, at the latest; null: when somebody resumes it. */
  pausedUntil: time.nullable(),
  /** The next hour of readers who wait for theirs, when nothing else is left to do. */
  waitsUntil: time.nullable(),
  /** Whom it was sent to, as they were defined then; null: everybody. */
  segment: z.object({ id: z.string(), title: z.string() }).nullable(),
  audience: z.number(),
  accepted: z.number(),
  skipped: z.number(),
  failed: z.number(),
  held: z.number(),
  unknown: z.number(),
  pending: z.number(),
  deliveries: z.number(),
  bounces: z.number(),
  complaints: z.number(),
  /** Null for an edition whose readers were not asked. */
  tracking: trackingAnswer.nullable(),
  /** Whether the books, read anew line by line, agree with the plan and with what they were closed with; null: not asked. */
  recount: z.object({ planned: z.number(), agrees: z.boolean() }).nullable(),
});

/** An edition's first sending, and with it all of them, the first included, in the order in which they began. */
export const reportAnswer = campaignAnswer.extend({
  /** Who left by the link of one of its mails. */
  unsubscribes: z.number(),
  campaigns: z.array(campaignAnswer),
});

export const subscriptionAnswer = z.object({
  subscriberId: z.string(),
  address: z.string(),
  status: z.enum(['pending', 'confirmed', 'ended']),
  topics: z.array(z.string()),
  cadence: z.string(),
  /** Topics that come at a pace of their own. */
  cadences: z.record(z.string(), z.string()),
  /** By whose clock editions come; null for the publication's. */
  timeZone: z.string().nullable(),
  language: z.string(),
  pausedUntil: time.nullable(),
  origin: z.string().nullable(),
  /** What editors have noted. */
  fields: z.record(z.string(), z.string()),
  requestedAt: time,
  confirmedAt: time.nullable(),
  endedAt: time.nullable(),
  endedBecause: z.string().nullable(),
  suppressedBecause: z.string().nullable(),
});

export const failureAnswer = z.object({
  error: z.object({
    fault: z.string(),
    message: z.string(),
    problems: z
      .array(
        z.object({
          line: z.number().optional(),
          column: z.number().optional(),
          path: z.string().optional(),
          message: z.string(),
        }),
      )
      .optional(),
  }),
});

export type PublicationAnswer = z.infer<typeof publicationAnswer>;
export type SourceAnswer = z.infer<typeof sourceAnswer>;
export type ExplorationAnswer = z.infer<typeof explorationAnswer>;
export type TrialAnswer = z.infer<typeof trialAnswer>;
export type KeysAnswer = z.infer<typeof keysAnswer>;
export type ImportAnswer = z.infer<typeof importAnswer>;
export type AcceptedAnswer = z.infer<typeof acceptedAnswer>;
export type ArticleAnswer = z.infer<typeof articleAnswer>;
export type EditionAnswer = z.infer<typeof editionAnswer>;
export type RunAnswer = z.infer<typeof runAnswer>;
export type CampaignAnswer = z.infer<typeof campaignAnswer>;
export type ReportAnswer = z.infer<typeof reportAnswer>;
export type SubscriptionAnswer = z.infer<typeof subscriptionAnswer>;
export type FailureAnswer = z.infer<typeof failureAnswer>;
