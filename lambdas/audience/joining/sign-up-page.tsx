import type { Publication } from '../../domain/publication.ts';
import type { WebAnswer } from '../../platform/http.ts';
import type { AddressProblem } from '../addresses.ts';
import { readerPage, signUpPath } from '../pages/reader-page.tsx';
import { TopicChoices } from '../pages/topic-choices.tsx';
import { consentWording } from './consent-wording.ts';

/** A field no person sees; robots fill in everything. */
export const TRAP_FIELD = 'homepage';

export type SignUpProblem = AddressProblem | 'shown-again';

interface FormContent {
  publication: Publication;
  siteUrl: string;
  /** Signed time of showing. */
  ticket: string;
  /** What was typed, when the form is shown again. */
  typed?: { address: string; topics: string[] };
  problem?: SignUpProblem;
}

/** The form to subscribe. It works without scripts, and says word for word what its sender agrees to. */
export function signUpFormPage({ publication, siteUrl, ticket, typed, problem }: FormContent): WebAnswer {
  const { id, title, description, language, topics } = publication;
  const words = WORDS[language];
  const wording = consentWording(publication);
  const explained = problem && words.problems[problem];
  const isAboutAddress = problem !== undefined && problem !== 'shown-again';
  return readerPage(
    {
      language,
      publication,
      title: words.title,
      alternates: [...feedsOf(id, title, siteUrl), ...calendarOf(id, title, siteUrl)],
      children: (
        <>
          <h1>{words.heading(title)}</h1>
          <p>{description}</p>
          {explained && !isAboutAddress && (
            <p class="notice" role="alert">
              {explained}
            </p>
          )}
          <form method="post" action={signUpPath(publication)}>
            <p>
              <label for="address">{words.address}</label>
              <input
                id="address"
                name="address"
                type="email"
                autocomplete="email"
                required
                maxlength={254}
                value={typed?.address}
                aria-invalid={isAboutAddress ? 'true' : undefined}
                aria-describedby={isAboutAddress ? 'address-problem' : undefined}
              />
              {isAboutAddress && (
                <span class="problem" id="address-problem" role="alert">
                  {explained}
                </span>
              )}
            </p>
            <TopicChoices topics={topics} chosen={typed?.topics ?? []} legend={words.topics} hint={words.topicsHint} />
            <div class="trap" aria-hidden="true">
              <label for={TRAP_FIELD}>{words.trap}</label>
              <input id={TRAP_FIELD} name={TRAP_FIELD} type="text" tabindex={-1} autocomplete="off" />
            </div>
            <input type="hidden" name="shown" value={ticket} />
            <input type="hidden" name="wording" value={wording.hash} />
            <p class="terms">{wording.text}</p>
            <button type="submit">{words.submit}</button>
          </form>
          <h2>{words.feeds}</h2>
          <p>
            {words.feedsText}{' '}
            {feedsOf(id, title, siteUrl).map(({ href, name }, index) => (
              <>
                {index > 0 && ' · '}
                <a href={href}>{name}</a>
              </>
            ))}
          </p>
        </>
      ),
    },
    problem ? 400 : 200,
  );
}

/** The one answer to every sign-up, whoever the address belongs to. */
export function signUpAnswerPage(publication: Publication): WebAnswer {
  const words = WORDS[publication.language];
  return readerPage({
    language: publication.language,
    publication,
    title: words.answerTitle,
    isPersonal: true,
    children: (
      <>
        <h1>{words.answerTitle}</h1>
        <p>{words.answer(publication.title)}</p>
        <p>{words.answerValid}</p>
        <p class="soft">{words.answerNothing}</p>
      </>
    ),
  });
}

function feedsOf(id: string, title: string, siteUrl: string) {
  return [
    { name: 'RSS', type: 'application/rss+xml', file: 'rss.xml' },
    { name: 'Atom', type: 'application/atom+xml', file: 'atom.xml' },
    { name: 'JSON Feed', type: 'application/feed+json', file: 'feed.json' },
  ].map(({ name, type, file }) => ({
    name,
    type,
    title: `${title} (${name})`,
    href: `${siteUrl}/feeds/${id}/${file}`,
  }));
}

function calendarOf(id: string, title: string, siteUrl: string) {
  return [{ type: 'text/calendar', title: `${title} (iCalendar)`, href: `${siteUrl}/feeds/${id}/events.ics` }];
}

const WORDS = {
  de: {
    title: 'Newsletter abonnieren',
    heading: (title: string) => `Newsletter „${title}“ abonnieren`,
    address: 'E-Mail-Adresse',
    topics: 'Themen',
    topicsHint: 'Ohne Auswahl bekommen Sie alle Themen.',
    trap: 'Bitte leer lassen',
    submit: 'Anmelden',
    feeds: 'Lieber ohne E-Mail?',
    feedsText: 'Alle Beiträge gibt es auch als Feed:',
    answerTitle: 'Bitte schauen Sie in Ihr Postfach',
    answer: (title: string) =>
      `Wenn diese Adresse den Newsletter „${title}“ noch nicht bekommt, ist gleich eine E-Mail mit einem Link zum Bestätigen da.`,
    answerValid: 'Erst wenn Sie dort auf „Anmeldung bestätigen“ drücken, sind Sie dabei. Der Link gilt 72 Stunden.',
    answerNothing:
      'Keine E-Mail bekommen? Sehen Sie bitte auch im Spam-Ordner nach. Wir schicken höchstens eine solche E-Mail am Tag.',
    problems: {
      empty: 'Bitte geben Sie Ihre E-Mail-Adresse an.',
      'no-mailbox': 'Eine E-Mail-Adresse sieht so aus: name@example.org',
      'too-long': 'Diese E-Mail-Adresse ist zu lang.',
      'not-ascii':
        'Vor dem @ steht ein Zeichen, das Mailserver nicht annehmen, zum Beispiel ein Umlaut. Hinter dem @ dürfen Umlaute stehen.',
      'bad-name': 'An diese Adresse können wir nicht schreiben. Bitte prüfen Sie den Teil vor dem @.',
      'bad-domain': 'An diese Adresse können wir nicht schreiben. Bitte prüfen Sie den Teil hinter dem @.',
      'shown-again': 'Das Formular war nicht mehr aktuell. Bitte lesen Sie es noch einmal und senden Sie es erneut ab.',
    } satisfies Record<SignUpProblem, string>,
  },
  en: {
    title: 'Subscribe to the newsletter',
    heading: (title: string) => `Subscribe to “${title}”`,
    address: 'Email address',
    topics: 'Topics',
    topicsHint: 'Choose none to get all of them.',
    trap: 'Please leave this empty',
    submit: 'Subscribe',
    feeds: 'Rather without email?',
    feedsText: 'All articles are available as a feed, too:',
    answerTitle: 'Please look into your mailbox',
    answer: (title: string) =>
      `If this address does not get the newsletter “${title}” yet, an email with a link to confirm is on its way.`,
    answerValid: 'You are subscribed once you press “Confirm subscription” there. The link is valid for 72 hours.',
    answerNothing: 'No email? Please look into the spam folder, too. We send at most one such email a day.',
    problems: {
      empty: 'Please give your email address.',
      'no-mailbox': 'An email address looks like this: name@example.org',
      'too-long': 'This email address is too long.',
      'not-ascii':
        'Before the @ there is a character that mail servers do not take, such as an umlaut. After the @ it may have some.',
      'bad-name': 'We cannot write to this address. Please check the part before the @.',
      'bad-domain': 'We cannot write to this address. Please check the part after the @.',
      'shown-again': 'The form was out of date. Please read it once more and send it again.',
    } satisfies Record<SignUpProblem, string>,
  },
};
