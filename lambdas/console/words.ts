/** What the console says, in the languages it speaks. */

import type { Campaign } from '../domain/campaign.ts';
import type { Edition } from '../domain/edition.ts';
import type { Digest, Language, Source, Weekday } from '../domain/publication.ts';
import type { SignInProblem } from './sign-in-error.ts';
import type { ControlWords } from './words-control.ts';
import type { ArticleWords } from './words-en-articles.ts';
import type { ImportWords } from './words-en-imports.ts';
import type { PeopleWords } from './words-en-people.ts';
import type { SourceWords } from './words-en-sources.ts';
import type { SendingWords } from './words-sendings.ts';
import type { TrackingWords } from './words-tracking.ts';

export interface Words extends SourceWords, ArticleWords, ImportWords, PeopleWords, TrackingWords {
  language: Language;
  appName: string;
  skip: string;
  publications: string;
  noPublications: string;
  signIn: string;
  signOut: string;
  signedOutTitle: string;
  signedOut: string;
  noRoleTitle: string;
  noRole: string;
  mayNotSend: string;
  website: string;
  signUpPage: string;

  editions: string;
  noEditions: string;
  compose: string;
  composeFrom: string;
  everythingNew: string;
  composing: string;
  takesLong: string;
  digest: Record<Digest['cadence'], (when: { time: string; weekday: string; day: number }) => string>;
  digestByCron: (fields: string) => string;
  weekdays: Record<Weekday, string>;
  nextRun: (when: string) => string;
  digestMode: Record<Digest['mode'], string>;
  edition: (number: number) => string;
  editionStatus: Record<Edition['status'], string>;
  articleCount: (count: number) => string;
  /** Of an edition, so that no mailbox clips it. */
  shortenedCount: (count: number) => string;

  runs: string;
  noRuns: string;
  composed: (edition: string, articles: number) => string;
  skipped: (reason: string) => string;
  composeFailed: (reason: string) => string;
  /** What another room has noted, in this language as far as it is known. */
  said: (text: string) => string;

  sources: string;
  noSources: string;
  pollNow: string;
  polling: string;
  resume: string;
  lastAsked: (when: string) => string;
  nextPoll: (when: string) => string;
  neverAsked: string;
  pollFailed: (times: number) => string;
  sourceStatus: Record<Source['status'], string>;

  articles: string;
  noArticles: string;
  event: string;
  online: string;
  allDay: string;

  preheader: string;
  composedAt: string;
  window: string;
  /** Stands where a window would. */
  pickedByHand: string;
  everythingUntil: (when: string) => string;
  contents: string;
  contentHash: string;
  preview: string;
  previewHtml: string;
  previewText: string;
  openAlone: string;
  toSend: string;
  report: string;

  sendTitle: string;
  sendQuestion: (edition: string) => string;
  audience: string;
  audienceAll: (publication: string) => string;
  audienceTopics: (publication: string, topics: string) => string;
  sendWarning: string;
  editionChanged: string;
  sendNow: string;
  cancel: string;

  campaignStatus: Record<Campaign['status'], string>;
  campaignStarting: string;
  pausedBecause: string;
  /** A pause that ends by itself, at this moment at the latest. */
  goesOnBy(time: string): string;
  parts: Record<'audience' | 'accepted' | 'skipped' | 'failed' | 'held' | 'unknown' | 'pending', string>;
  explained: Record<'accepted' | 'skipped' | 'failed' | 'held' | 'unknown' | 'pending', string>;
  afterwards: string;
  deliveries: string;
  bounces: string;
  complaints: string;
  refreshes: string;
  control: ControlWords;
  sendings: SendingWords;
  equationHolds: string;

  problems: Record<number, string>;
  unexpected: string;
  notFound: string;
  startAgain: string;
  signInProblems: Record<SignInProblem, string>;
}
