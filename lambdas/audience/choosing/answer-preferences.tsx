import { RundbriefError } from '../../domain/errors.ts';
import type { Digest } from '../../domain/publication.ts';
import type { Subscription } from '../../domain/subscription.ts';
import type { WebAnswer, WebRequest } from '../../platform/http.ts';
import { AddressError } from '../addresses.ts';
import { readLink, signLink, type Who } from '../links/links.ts';
import type { LinkPageDeps } from '../pages/link-page-deps.ts';
import { tokenOf, visitOf } from '../pages/reader-page.tsx';
import { type AskDeps, askForAddress, askForData } from './ask-for-address.ts';
import { changePreferences } from './change-preferences.ts';
import { changeTracking } from './change-tracking.ts';
import { type EndDeps, hasOtherSubscriptions } from './end-subscription.ts';
import { FormError } from './form-problem.ts';
import { hasZones, paceOffer } from './pace-offer.ts';
import { endPause, pauseDays, pauseSubscription } from './pause-subscription.ts';
import type { Done, PreferencesContent } from './preferences-content.ts';
import { type PreferencesForm, readPreferencesForm } from './preferences-form.ts';
import { preferencesPage } from './preferences-page.tsx';

export interface PreferencesDeps extends Omit<LinkPageDeps, 'people'>, EndDeps, AskDeps {
  /** The recipes of a publication: how often it comes. */
  digests: { list(publicationId: string): Promise<Pick<Digest, 'cadence' | 'topics' | 'inReadersZone'>[]> };
}

/** GET shows what a subscriber gets; POST does what one of its buttons says, and says on the same page what was done. */
export async function answerPreferences(request: WebRequest, deps: PreferencesDeps): Promise<WebAnswer> {
  const who = readLink(tokenOf(request), 'preferences', await deps.linkKeys(), deps.now());
  const page = await contentFor(who, tokenOf(request), deps);
  if (request.method !== 'POST') return preferencesPage(page);
  const form = readPreferencesForm(await request.form());
  if (!form) return preferencesPage({ ...page, problem: 'incomplete' });
  try {
    return preferencesPage({ ...page, ...(await act(form, page, request, deps)) });
  } catch (error) {
    if (error instanceof FormError) return preferencesPage({ ...page, problem: error.problem });
    if (!(error instanceof AddressError) || form.action !== 'address') throw error;
    return preferencesPage({ ...page, address: { typed: form.address, problem: error.problem } });
  }
}

async function contentFor(who: Who, token: string, deps: PreferencesDeps): Promise<PreferencesContent> {
  const publication = await deps.publications.find(who.publicationId);
  const subscription = await deps.subscriptions.find(who.publicationId, who.subscriberId);
  if (!publication || !subscription) throw new RundbriefError('not-found', 'We have no such subscription');
  if (subscription.status !== 'confirmed') throw new RundbriefError('conflict', 'This subscription is not confirmed');
  const now = deps.now();
  const digests = await deps.digests.list(publication.id);
  return {
    publication,
    subscription,
    offer: paceOffer(publication, digests),
    hasZones: hasZones(digests),
    days: pauseDays(publication, now),
    now,
    token,
    unsubscribeToken: signLink('unsubscribe', who, await deps.linkKeys(), now),
    hasOthers: await hasOtherSubscriptions(who, deps),
  };
}

type Outcome = { done: Done; subscription?: Subscription };

async function act(
  form: PreferencesForm,
  { publication, subscription, offer }: PreferencesContent,
  request: WebRequest,
  deps: PreferencesDeps,
): Promise<Outcome> {
  switch (form.action) {
    case 'save':
      return { done: 'saved', subscription: await changePreferences(subscription, { publication, offer }, form, deps) };
    case 'pause': {
      const { day } = form;
      return { done: 'paused', subscription: await pauseSubscription(subscription, { publication, day }, deps) };
    }
    case 'go-on':
      return { done: 'goesOn', subscription: await endPause(subscription, deps) };
    case 'address':
      await askForAddress(subscription, publication, { typed: form.address, ...visitOf(request) }, deps);
      return { done: 'addressAsked' };
    case 'tracking': {
      const { agreedTo } = form;
      const changed = await changeTracking(subscription, { publication, agreedTo, visit: visitOf(request) }, deps);
      return { done: changed.trackingAgreedAt ? 'trackingAgreed' : 'trackingEnded', subscription: changed };
    }
    case 'data':
      await askForData(subscription, visitOf(request), deps);
      return { done: 'dataAsked' };
  }
}
