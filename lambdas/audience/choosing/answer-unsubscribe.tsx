import * as z from 'zod';
import { RundbriefError } from '../../domain/errors.ts';
import type { Language, Publication } from '../../domain/publication.ts';
import type { Subscription } from '../../domain/subscription.ts';
import type { WebAnswer, WebRequest } from '../../platform/http.ts';
import { log } from '../../platform/log.ts';
import { personalLinks, readLink, signLink, type Who } from '../links/links.ts';
import type { LinkPageDeps } from '../pages/link-page-deps.ts';
import { preferredLanguage, tokenOf, visitOf } from '../pages/reader-page.tsx';
import type { AudienceRecords } from '../records/audience-records.ts';
import {
  type EndDeps,
  endEverySubscription,
  endSubscription,
  findSubscriptionToEnd,
  hasOtherSubscriptions,
} from './end-subscription.ts';
import { resumeSubscription } from './resume-subscription.ts';
import { askPage, endedPage, notResumedPage, resumedPage } from './unsubscribe-pages.tsx';

export type UnsubscribeDeps = Omit<LinkPageDeps, 'people'> & EndDeps & Pick<AudienceRecords, 'leavings'>;

/** What our own page sends besides; what providers send is none of it, and never refused. */
const leavingForm = z.object({
  scope: z.enum(['one', 'all']).catch('one'),
  undo: z.array(z.string().max(200)).max(100).catch([]),
});

/**
 * GET shows the buttons; POST ends the subscription, whoever posts and whatever the body is: mailbox providers do it for
 * their users by RFC 8058, without cookies, and want 200 and no redirect. A well-formed link is never refused, also when
 * there is nothing left to end.
 */
export async function answerUnsubscribe(request: WebRequest, deps: UnsubscribeDeps): Promise<WebAnswer> {
  const who = readLink(tokenOf(request), 'unsubscribe', await deps.linkKeys(), deps.now());
  if (request.method !== 'POST') return show(who, request, deps);
  const fields = await request.form();
  const { scope, undo } = leavingForm.parse({ scope: fields.get('scope') ?? undefined, undo: fields.getAll('undo') });
  return undo.length > 0 ? takeBack(undo, who, request, deps) : end(who, scope, request, deps);
}

async function show(who: Who, request: WebRequest, deps: UnsubscribeDeps): Promise<WebAnswer> {
  const subscription = await findSubscriptionToEnd(who, deps);
  const publication = await deps.publications.find(who.publicationId);
  const language = languageOf(subscription, publication, request);
  const hasOthers = await hasOtherSubscriptions(subscription ?? who, deps);
  const page = { language, publication, token: tokenOf(request), hasOthers };
  return isOver(subscription) ? endedPage({ ...page, undo: [] }) : askPage(page);
}

async function end(who: Who, scope: 'one' | 'all', request: WebRequest, deps: UnsubscribeDeps): Promise<WebAnswer> {
  const { subscription, endedNow } = await (scope === 'all' ? endEverySubscription : endSubscription)(who, deps);
  if (endedNow.some(isConfirmedIn(who))) await countLeaving(who, 1, deps);
  // Asked for after the ending, so that a publication that is gone does not keep anybody on its list.
  const publication = await deps.publications.find(who.publicationId);
  return endedPage({
    language: languageOf(subscription, publication, request),
    publication,
    token: tokenOf(request),
    undo: await undoLinks(endedNow, deps),
    hasLeftAll: scope === 'all',
    hasOthers: scope === 'one' && (await hasOtherSubscriptions(subscription ?? who, deps)),
  });
}

/** Only for what was confirmed: who never was has nothing to come back to. */
async function undoLinks(endedNow: Subscription[], { linkKeys, now }: UnsubscribeDeps): Promise<string[]> {
  const keys = await linkKeys();
  return endedNow.filter(({ confirmedAt }) => confirmedAt).map((one) => signLink('undo', one, keys, now()));
}

async function takeBack(undo: string[], who: Who, request: WebRequest, deps: UnsubscribeDeps): Promise<WebAnswer> {
  const publication = await deps.publications.find(who.publicationId);
  const keys = await deps.linkKeys();
  const resumed: Subscription[] = [];
  const endedBefore: Subscription[] = [];
  try {
    for (const link of undo.map((token) => readLink(token, 'undo', keys, deps.now()))) {
      const before = await deps.subscriptions.find(link.publicationId, link.subscriberId);
      const subscription = await resumeSubscription(link, visitOf(request), deps);
      if (subscription) resumed.push(subscription);
      if (subscription && before?.status === 'ended') endedBefore.push(before);
    }
  } catch (error) {
    if (!(error instanceof RundbriefError)) throw error;
    const language = languageOf(undefined, publication, request);
    return notResumedPage({ language, publication }, error.fault === 'expired' ? 410 : 400);
  }
  const [first] = resumed;
  const language = languageOf(first, publication, request);
  if (!first) return notResumedPage({ language, publication }, 409);
  if (endedBefore.some(isConfirmedIn(who))) await countLeaving(who, -1, deps);
  const { preferences } = personalLinks(keys, deps.siteUrl, deps.now)(first);
  return resumedPage({ language, publication, preferences });
}

/** Who had confirmed, of the publication whose mail they left by; who has moved has another id there. */
const isConfirmedIn =
  ({ publicationId }: Who) =>
  (one: Subscription) =>
    one.publicationId === publicationId && one.confirmedAt !== undefined;

/** Nobody is kept on a list for a number's sake. */
async function countLeaving({ publicationId, edition }: Who, people: 1 | -1, { leavings }: UnsubscribeDeps) {
  if (edition === undefined) return;
  try {
    await leavings.count({ publicationId, edition }, people);
  } catch (error) {
    log.warn('Somebody who left is not counted', { publicationId, edition, error: error as Error });
  }
}

const isOver = (subscription: Subscription | undefined) => !subscription || subscription.status === 'ended';

function languageOf(
  subscription: Subscription | undefined,
  publication: Publication | undefined,
  { headers }: WebRequest,
): Language {
  return subscription?.language ?? publication?.language ?? preferredLanguage(headers['accept-language'] ?? '');
}
