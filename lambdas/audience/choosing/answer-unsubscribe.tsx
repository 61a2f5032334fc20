import type { Language, Publication } from '../../domain/publication.ts';
import type { WebAnswer, WebRequest } from '../../platform/http.ts';
import { readLink } from '../links/links.ts';
import type { LinkPageDeps } from '../pages/link-page-deps.ts';
import { preferredLanguage, readerPage, signUpPath, tokenOf } from '../pages/reader-page.tsx';
import { endSubscription } from './end-subscription.ts';

/**
 * GET shows one button; POST ends the subscription, whoever posts and whatever the body is: mailbox providers do it for
 * their users by RFC 8058, without cookies, and want 200 and no redirect. A well-formed link is never refused, also when
 * there is nothing left to end.
 */
export async function answerUnsubscribe(
  request: WebRequest,
  deps: Pick<LinkPageDeps, 'publications' | 'subscriptions' | 'proofs' | 'linkKeys' | 'now'>,
): Promise<WebAnswer> {
  const token = tokenOf(request);
  const who = readLink(token, 'unsubscribe', await deps.linkKeys(), deps.now());
  const subscription =
    request.method === 'POST'
      ? await endSubscription(who, deps)
      : await deps.subscriptions.find(who.publicationId, who.subscriberId);
  // Asked for after the ending, so that a publication that is gone does not keep anybody on its list.
  const publication = await deps.publications.find(who.publicationId);
  const language =
    subscription?.language ?? publication?.language ?? preferredLanguage(request.headers['accept-language'] ?? '');
  const isOver = !subscription || subscription.status === 'ended';
  return isOver ? endedPage(language, publication) : askPage(language, publication, token);
}

function askPage(language: Language, publication: Publication | undefined, token: string): WebAnswer {
  const words = WORDS[language];
  return readerPage({
    language,
    publication,
    title: words.askTitle,
    isPersonal: true,
    children: (
      <>
        <h1>{words.askTitle}</h1>
        <p>{words.ask(publication?.title)}</p>
        <form method="post" action={`/unsubscribe?t=${token}`}>
          <button type="submit">{words.button}</button>
        </form>
        <p class="soft after">{words.otherwise}</p>
      </>
    ),
  });
}

function endedPage(language: Language, publication: Publication | undefined): WebAnswer {
  const words = WORDS[language];
  return readerPage({
    language,
    publication,
    title: words.doneTitle,
    isPersonal: true,
    children: (
      <>
        <h1>{words.doneTitle}</h1>
        <p>{words.done(publication?.title)}</p>
        {publication && (
          <p class="soft">
            {words.mistake} <a href={signUpPath(publication)}>{words.signUp}</a>
          </p>
        )}
      </>
    ),
  });
}

const WORDS = {
  de: {
    askTitle: 'Vom Newsletter abmelden',
    ask: (title?: string) =>
      title
        ? `Möchten Sie den Newsletter „${title}“ nicht mehr bekommen?`
        : 'Möchten Sie diesen Newsletter nicht mehr bekommen?',
    button: 'Abmelden',
    otherwise: 'Wenn Sie dabeibleiben möchten, schließen Sie diese Seite einfach.',
    doneTitle: 'Sie sind abgemeldet',
    done: (title?: string) =>
      title ? `Sie bekommen den Newsletter „${title}“ nicht mehr.` : 'Sie bekommen diesen Newsletter nicht mehr.',
    mistake: 'Das war ein Versehen?',
    signUp: 'Neu anmelden',
  },
  en: {
    askTitle: 'Unsubscribe from the newsletter',
    ask: (title?: string) =>
      title
        ? `Would you like to stop getting the newsletter “${title}”?`
        : 'Would you like to stop getting this newsletter?',
    button: 'Unsubscribe',
    otherwise: 'If you would like to stay, simply close this page.',
    doneTitle: 'You are unsubscribed',
    done: (title?: string) =>
      title ? `You will not get the newsletter “${title}” any more.` : 'You will not get this newsletter any more.',
    mistake: 'Was it a mistake?',
    signUp: 'Sign up again',
  },
};
