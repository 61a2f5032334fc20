import { RundbriefError } from '../../domain/errors.ts';
import type { Publication } from '../../domain/publication.ts';
import type { WebAnswer, WebRequest } from '../../platform/http.ts';
import { AddressError } from '../addresses.ts';
import { formTicket, LEAST_SECONDS, shownAt } from '../links/form-ticket.ts';
import type { LinkKeys } from '../links/link-keys.ts';
import { type FindPublication, visitOf } from '../pages/reader-page.tsx';
import { consentWording } from './consent-wording.ts';
import { type SignUpDeps, signUp } from './sign-up.ts';
import { type SignUpProblem, signUpAnswerPage, signUpFormPage, TRAP_FIELD } from './sign-up-page.tsx';

export interface SignUpPageDeps extends Omit<SignUpDeps, 'addressKey'>, FindPublication {
  addressKey: () => Promise<string>;
  linkKeys: () => Promise<LinkKeys>;
  siteUrl: string;
  wait: (milliseconds: number) => Promise<void>;
}

/** GET shows the form, POST takes it. */
export async function answerSignUp(request: WebRequest, deps: SignUpPageDeps): Promise<WebAnswer> {
  const publication = await deps.publications.find(request.params.publication ?? '');
  if (!publication) throw new RundbriefError('not-found', 'There is no such publication');
  const keys = await deps.linkKeys();
  if (request.method === 'POST') return takeForm(publication, request, keys, deps);
  return signUpFormPage({ publication, siteUrl: deps.siteUrl, ticket: formTicket(publication.id, keys, deps.now()) });
}

async function takeForm(publication: Publication, request: WebRequest, keys: LinkKeys, deps: SignUpPageDeps) {
  const form = await request.form();
  const typed = { address: form.get('address') ?? '', topics: form.getAll('topic') };
  const showAgain = (problem: SignUpProblem) =>
    signUpFormPage({
      publication,
      siteUrl: deps.siteUrl,
      ticket: formTicket(publication.id, keys, deps.now()),
      typed,
      problem,
    });
  // A robot is told what everybody is told.
  if (form.get(TRAP_FIELD)) return signUpAnswerPage(publication);
  const shown = shownAt(form.get('shown') ?? '', publication.id, keys, deps.now());
  // The proof names the wording: it must be the one that was on the page.
  if (!shown || form.get('wording') !== consentWording(publication).hash) return showAgain('shown-again');
  await waitUntilReadable(shown, deps);
  try {
    const { network: clientAddress, userAgent } = visitOf(request);
    await signUp(publication, { ...typed, clientAddress, userAgent }, { ...deps, addressKey: await deps.addressKey() });
  } catch (error) {
    if (error instanceof AddressError) return showAgain(error.problem);
    throw error;
  }
  return signUpAnswerPage(publication);
}

async function waitUntilReadable(shown: Date, { now, wait }: SignUpPageDeps): Promise<void> {
  const missing = LEAST_SECONDS * 1000 - (now().getTime() - shown.getTime());
  if (missing > 0) await wait(Math.min(missing, LEAST_SECONDS * 1000));
}
