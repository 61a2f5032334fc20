import type { Language, Publication } from '../../domain/publication.ts';
import type { WebAnswer, WebRequest } from '../../platform/http.ts';
import { errorPage } from '../../platform/pages.tsx';
import { claimedPublication } from '../links/links.ts';
import { type FindPublication, preferredLanguage, readerPage, signUpPath, tokenOf } from './reader-page.tsx';

/** What our doors answer when something is wrong: what happened, and what the reader can do, in their language. */
export function failurePage(deps: FindPublication) {
  return async (status: number, _message: string, request: WebRequest): Promise<WebAnswer> => {
    const publication = await publicationOf(request, deps);
    const language = publication?.language ?? preferredLanguage(request.headers['accept-language'] ?? '');
    const words = FAILURES[language];
    const isKnown = status === 400 || status === 404 || status === 409 || status === 410 || status === 429;
    // An address without a publication is a page we do not have, not a link of ours.
    if (!isKnown || (status === 404 && !publication))
      return errorPage(language, status, NO_SUCH[language][status] ?? '');
    const { title, text } = words[status];
    return readerPage(
      {
        language,
        publication,
        title,
        isPersonal: true,
        children: (
          <>
            <h1>{title}</h1>
            <p>{text}</p>
            {publication && status !== 429 && (
              <p>
                <a href={signUpPath(publication)}>{words.signUp}</a>
              </p>
            )}
          </>
        ),
      },
      status,
    );
  };
}

/** The publication a failed request was about; only its language and look are taken from it. */
async function publicationOf(request: WebRequest, { publications }: FindPublication): Promise<Publication | undefined> {
  const id = request.params.publication ?? claimedPublication(tokenOf(request));
  if (!id) return undefined;
  try {
    return await publications.find(id);
  } catch {
    // The failure to be told may be this very one.
    return undefined;
  }
}

const NO_SUCH: Record<Language, Record<number, string>> = {
  de: { 404: 'Diesen Newsletter gibt es hier nicht. Bitte prüfen Sie die Adresse.' },
  en: { 404: 'There is no such newsletter here. Please check the address.' },
};

const FAILURES = {
  de: {
    400: {
      title: 'Dieser Link ist nicht vollständig',
      text: 'Bitte öffnen Sie ihn noch einmal direkt aus der E-Mail. Manche Programme brechen lange Links um; dann hilft es, beide Teile in die Adresszeile zu kopieren.',
    },
    404: {
      title: 'Dazu haben wir nichts gespeichert',
      text: 'Zu diesem Link gibt es keine Anmeldung mehr. Sie bekommen von uns keine E-Mails.',
    },
    409: {
      title: 'Dieses Abo ist beendet',
      text: 'Sie bekommen keine Ausgaben mehr. Wenn Sie den Newsletter wieder lesen möchten, melden Sie sich einfach neu an.',
    },
    410: {
      title: 'Dieser Link ist abgelaufen',
      text: 'Links in E-Mails gelten aus Sicherheitsgründen nur eine Zeit lang, der zum Bestätigen 72 Stunden. Bitte melden Sie sich noch einmal an oder nehmen Sie den Link aus einer neueren E-Mail.',
    },
    429: {
      title: 'Zu viele Anmeldungen aus Ihrem Netz',
      text: 'Aus Ihrem Netz kamen gerade sehr viele Anmeldungen. Bitte versuchen Sie es in einer Stunde noch einmal.',
    },
    signUp: 'Zur Anmeldung',
  },
  en: {
    400: {
      title: 'This link is not complete',
      text: 'Please open it again straight from the email. Some programs break long links; copying both parts into the address bar helps.',
    },
    404: {
      title: 'There is nothing stored for this',
      text: 'There is no sign-up for this link any more. You will get no emails from us.',
    },
    409: {
      title: 'This subscription has ended',
      text: 'You will get no more editions. If you would like to read the newsletter again, simply sign up anew.',
    },
    410: {
      title: 'This link has expired',
      text: 'For safety, links in emails are valid for some time only, the one to confirm for 72 hours. Please sign up again, or take the link from a newer email.',
    },
    429: {
      title: 'Too many sign-ups from your network',
      text: 'Very many sign-ups came from your network just now. Please try again in an hour.',
    },
    signUp: 'Sign up',
  },
} as const;
