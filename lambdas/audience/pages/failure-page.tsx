import type { Language, Publication } from '../../domain/publication.ts';
import type { WebAnswer, WebRequest } from '../../platform/http.ts';
import { errorPage } from '../../platform/pages.tsx';
import { claimOf, type LinkPurpose } from '../links/links.ts';
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
    const { title, text } = status === 410 ? expired(language, request) : words[status];
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
            {publication && leadsToSignUp(status, request) && (
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

/** What has expired says what to do about it, each in its own way. */
function expired(language: Language, request: WebRequest): { title: string; text: string } {
  const { title, texts } = EXPIRED[language];
  return { title, text: texts[claimOf(tokenOf(request))?.purpose ?? 'confirm'] };
}

/** Whoever has a subscription, and only wanted to change something, must not sign up again. */
function leadsToSignUp(status: number, request: WebRequest): boolean {
  if (status === 429) return false;
  const purpose = claimOf(tokenOf(request))?.purpose;
  return status !== 410 || (purpose !== 'address' && purpose !== 'data' && purpose !== 'preferences');
}

/** The publication a failed request was about; only its language and look are taken from it. */
async function publicationOf(request: WebRequest, { publications }: FindPublication): Promise<Publication | undefined> {
  const id = request.params.publication ?? claimOf(tokenOf(request))?.publicationId;
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

const EXPIRED: Record<Language, { title: string; texts: Record<LinkPurpose, string> }> = {
  de: {
    title: 'Dieser Link ist abgelaufen',
    texts: {
      confirm: 'Der Link zum Bestätigen gilt 72 Stunden. Bitte melden Sie sich einfach noch einmal an.',
      preferences:
        'Der Link zu Ihren Einstellungen gilt ein Jahr. Bitte nehmen Sie den Link aus einer neueren Ausgabe; jede bringt einen frischen mit.',
      unsubscribe: 'Bitte nehmen Sie den Link aus einer neueren E-Mail.',
      undo: 'Rückgängig machen geht nur in der ersten Stunde. Wenn Sie den Newsletter wieder lesen möchten, melden Sie sich einfach neu an.',
      address:
        'Der Link zum Bestätigen einer neuen Adresse gilt 72 Stunden. Es hat sich nichts geändert: Der Newsletter geht weiter an die bisherige Adresse. Bitte öffnen Sie dort den Link zu Ihren Einstellungen am Ende einer Ausgabe und geben Sie die neue Adresse noch einmal an.',
      data: 'Der Link zu Ihren Daten gilt 24 Stunden. Bitte öffnen Sie den Link zu Ihren Einstellungen am Ende einer Ausgabe und lassen Sie sich unter „Ihre Daten“ einen neuen schicken.',
    },
  },
  en: {
    title: 'This link has expired',
    texts: {
      confirm: 'The link to confirm is valid for 72 hours. Please simply sign up again.',
      preferences:
        'The link to your preferences is valid for a year. Please take the link from a newer edition; each brings a fresh one.',
      unsubscribe: 'Please take the link from a newer email.',
      undo: 'It can be undone within the first hour only. If you would like to read the newsletter again, simply sign up anew.',
      address:
        'The link to confirm a new address is valid for 72 hours. Nothing has changed: the newsletter still goes to the former address. Please open the link to your preferences there, at the end of an edition, and give the new address once more.',
      data: 'The link to your data is valid for 24 hours. Please open the link to your preferences at the end of an edition, and have a new one sent to you under “Your data”.',
    },
  },
};

const FAILURES = {
  de: {
    400: {
      title: 'Dieser Link ist nicht vollständig',
      text: 'Bitte öffnen Sie ihn noch einmal direkt aus der E-Mail. Manche Programme brechen lange Links um; dann hilft es, beide Teile in die Adresszeile zu kopieren. Ist die E-Mail sehr alt, nehmen Sie bitte den Link aus einer neueren.',
    },
    404: {
      title: 'Dazu haben wir nichts gespeichert',
      text: 'Zu diesem Link gibt es keine Anmeldung mehr. Sie bekommen von uns keine E-Mails.',
    },
    409: {
      title: 'Dieses Abo ist beendet',
      text: 'Sie bekommen keine Ausgaben mehr. Wenn Sie den Newsletter wieder lesen möchten, melden Sie sich einfach neu an.',
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
      text: 'Please open it again straight from the email. Some programs break long links; copying both parts into the address bar helps. If the email is very old, please take the link from a newer one.',
    },
    404: {
      title: 'There is nothing stored for this',
      text: 'There is no sign-up for this link any more. You will get no emails from us.',
    },
    409: {
      title: 'This subscription has ended',
      text: 'You will get no more editions. If you would like to read the newsletter again, simply sign up anew.',
    },
    429: {
      title: 'Too many sign-ups from your network',
      text: 'Very many sign-ups came from your network just now. Please try again in an hour.',
    },
    signUp: 'Sign up',
  },
} as const;
