import { RundbriefError } from '../../domain/errors.ts';
import type { WebAnswer, WebRequest } from '../../platform/http.ts';
import { AddressError } from '../addresses.ts';
import { formTicket, LEAST_SECONDS, shownAt } from '../links/form-ticket.ts';
import type { LinkKeys } from '../links/link-keys.ts';
import { type FindPublication, signUpPath, visitOf } from '../pages/reader-page.tsx';
import { ZONE_FIELD } from '../pages/time-zones.ts';
import { isTrackingAllowed } from '../pages/tracking-choice.tsx';
import { BOT_CHECK_FIELD, type BotCheck } from './bot-check.ts';
import { embedPage } from './embed-page.tsx';
import { admitSignUp, type SignUpDeps, signUp } from './sign-up.ts';
import { chosenCadence, chosenZone, findOffer, type OfferDeps, type SignUpOffer } from './sign-up-offer.ts';
import { signUpAnswerPage, signUpFormPage, TRAP_FIELD } from './sign-up-page.tsx';
import type { SignUpProblem } from './sign-up-words.ts';

export interface SignUpPageDeps extends Omit<SignUpDeps, 'addressKey'>, FindPublication, OfferDeps {
  addressKey: () => Promise<string>;
  linkKeys: () => Promise<LinkKeys>;
  siteUrl: string;
  wait: (milliseconds: number) => Promise<void>;
  /** Absent where none is asked. */
  botCheck?: BotCheck;
}

/** GET shows the form, or how to have it on another website; POST takes it, from wherever it was. */
export async function answerSignUp(request: WebRequest, deps: SignUpPageDeps): Promise<WebAnswer> {
  const publication = await deps.publications.find(request.params.publication ?? '');
  if (!publication) throw new RundbriefError('not-found', 'There is no such publication');
  const offer = await findOffer(publication, deps);
  if (request.method === 'POST') return takeForm(offer, request, deps);
  if (request.path.endsWith('/embed')) return embedPage(offer, deps);
  return formPage(offer, deps);
}

interface TypedForm {
  address: string;
  topics: string[];
  cadence: string | null;
  timeZone: string | null;
  isTracked: boolean;
}

async function formPage(offer: SignUpOffer, deps: SignUpPageDeps, typed?: TypedForm, problem?: SignUpProblem) {
  const { siteUrl, botCheck } = deps;
  const ticket = formTicket(offer.publication.id, await deps.linkKeys(), deps.now());
  return signUpFormPage({ offer, siteUrl, ticket, typed, problem, botCheck });
}

async function takeForm(offer: SignUpOffer, request: WebRequest, deps: SignUpPageDeps): Promise<WebAnswer> {
  const form = await request.form();
  const typed = {
    ...{ address: form.get('address') ?? '', topics: form.getAll('topic'), cadence: form.get('cadence') },
    timeZone: form.get(ZONE_FIELD),
    isTracked: isTrackingAllowed(form, offer.tracking),
  };
  const showAgain = (problem: SignUpProblem) => formPage(offer, deps, typed, problem);
  // A robot is told what everybody is told.
  if (form.get(TRAP_FIELD)) return signUpAnswerPage(offer.publication);
  const shown = await shownWhen(form, offer, deps);
  // The proof names the wording: it must be the one that was on the page.
  if (!shown || form.get('wording') !== offer.wording.hash) return showAgain('shown-again');
  const { network: clientAddress, userAgent } = visitOf(request);
  try {
    const address = await admitSignUp(offer.publication, { typed: typed.address, clientAddress }, deps);
    if (!(await isPerson(form, clientAddress, deps))) return showAgain(isEmbedded(form) ? 'check-here' : 'not-checked');
    await waitUntilReadable(shown, deps);
    const cadence = chosenCadence(typed.cadence, offer);
    const timeZone = chosenZone(typed.timeZone, offer);
    const { topics, isTracked } = typed;
    const sent = { address, topics, cadence, timeZone, isTracked, ...placeOf(form, request, offer, deps) };
    await signUp(offer, { ...sent, clientAddress, userAgent }, { ...deps, addressKey: await deps.addressKey() });
  } catch (error) {
    if (error instanceof AddressError) return showAgain(error.problem);
    throw error;
  }
  return signUpAnswerPage(offer.publication);
}

/** A form on another website is copied once and for all: it cannot tell when it was shown. */
const isEmbedded = (form: URLSearchParams) => form.get('form') === 'embedded';

/** @returns undefined for a form of ours that was never shown, or too long ago */
async function shownWhen(form: URLSearchParams, { publication }: SignUpOffer, deps: SignUpPageDeps) {
  if (isEmbedded(form)) return deps.now();
  return shownAt(form.get('shown') ?? '', publication.id, await deps.linkKeys(), deps.now());
}

async function isPerson(form: URLSearchParams, clientAddress: string, { botCheck }: SignUpPageDeps): Promise<boolean> {
  return !botCheck || botCheck.isPassed(form.get(BOT_CHECK_FIELD) ?? '', clientAddress);
}

async function waitUntilReadable(shown: Date, { now, wait }: SignUpPageDeps): Promise<void> {
  const missing = LEAST_SECONDS * 1000 - (now().getTime() - shown.getTime());
  if (missing > 0) await wait(Math.min(missing, LEAST_SECONDS * 1000));
}

/** Where the form was: on our page, or on the one that the browser names. */
function placeOf(form: URLSearchParams, { headers }: WebRequest, offer: SignUpOffer, { siteUrl }: SignUpPageDeps) {
  if (!isEmbedded(form)) return { origin: 'form', page: `${siteUrl}${signUpPath(offer.publication)}` } as const;
  return { origin: 'embedded', page: pageOf(headers.referer ?? '') } as const;
}

const MOST_PAGE = 300;

/** Without what a visitor may have left in it: query, fragment, an address. Most browsers say no more than the website. */
function pageOf(referer: string): string | undefined {
  const url = URL.parse(referer);
  if (!url || !/^https?:$/.test(url.protocol)) return undefined;
  return `${url.origin}${/@|%40/.test(url.pathname) ? '/' : url.pathname}`.slice(0, MOST_PAGE);
}
