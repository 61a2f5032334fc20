import type { Language, Publication } from '../../domain/publication.ts';
import type { WebAnswer } from '../../platform/http.ts';
import { readerPage, signUpPath } from '../pages/reader-page.tsx';

interface PageContent {
  language: Language;
  /** Absent when it is gone; the links of its mails still answer. */
  publication?: Publication;
}

interface LeavingContent extends PageContent {
  token: string;
  /** Whether there is more that this person could leave. */
  hasOthers: boolean;
}

export function askPage({ language, publication, token, hasOthers }: LeavingContent): WebAnswer {
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
        <LeavingButtons language={language} token={token} one={words.button} all={hasOthers ? words.all : undefined} />
        <p class="soft after">{words.otherwise}</p>
      </>
    ),
  });
}

interface LeavingButtonsProps {
  language: Language;
  token: string;
  /** What the button for this newsletter says, and that for all; absent ones are not there. */
  one?: string;
  all?: string;
  /** On a page that is mainly about something else. */
  isQuiet?: boolean;
}

/** One press is enough: there is a way back on the next page. */
export function LeavingButtons({ language, token, one, all, isQuiet = false }: LeavingButtonsProps) {
  return (
    <form method="post" action={`/unsubscribe?t=${token}`}>
      {one && (
        <p>
          <button type="submit" class={isQuiet ? 'quiet' : undefined}>
            {one}
          </button>
        </p>
      )}
      {all && (
        <>
          <p class="soft">{WORDS[language].others}</p>
          <p>
            <button type="submit" name="scope" value="all" class="quiet">
              {all}
            </button>
          </p>
        </>
      )}
    </form>
  );
}

interface EndedContent extends LeavingContent {
  /** Tokens to take it back; none unless it was ended just now. */
  undo: string[];
  hasLeftAll?: boolean;
}

export function endedPage(content: EndedContent): WebAnswer {
  const { language, publication, token, undo, hasLeftAll = false, hasOthers } = content;
  const words = WORDS[language];
  return readerPage({
    language,
    publication,
    title: words.doneTitle,
    isPersonal: true,
    children: (
      <>
        <h1>{words.doneTitle}</h1>
        <p role="status">{hasLeftAll ? words.doneAll : words.done(publication?.title)}</p>
        {undo.length > 0 && <UndoButton language={language} token={token} undo={undo} />}
        {undo.length === 0 && publication && (
          <p class="soft">
            {words.mistake} <a href={signUpPath(publication)}>{words.signUp}</a>
          </p>
        )}
        {hasOthers && <LeavingButtons language={language} token={token} all={words.all} />}
      </>
    ),
  });
}

function UndoButton({ language, token, undo }: { language: Language; token: string; undo: string[] }) {
  const words = WORDS[language];
  return (
    <form method="post" action={`/unsubscribe?t=${token}`}>
      <p class="soft">{words.mistake}</p>
      {undo.map((one) => (
        <input type="hidden" name="undo" value={one} />
      ))}
      <p>
        <button type="submit" class="quiet">
          {words.undo}
        </button>
      </p>
    </form>
  );
}

export function resumedPage({ language, publication, preferences }: PageContent & { preferences: string }): WebAnswer {
  const words = WORDS[language];
  return readerPage({
    language,
    publication,
    title: words.resumedTitle,
    isPersonal: true,
    children: (
      <>
        <h1>{words.resumedTitle}</h1>
        <p role="status">{words.resumed}</p>
        <p>
          <a href={preferences}>{words.preferences}</a>
        </p>
      </>
    ),
  });
}

export function notResumedPage({ language, publication }: PageContent, status: 400 | 409 | 410): WebAnswer {
  const words = WORDS[language];
  return readerPage(
    {
      language,
      publication,
      title: words.notResumedTitle,
      isPersonal: true,
      children: (
        <>
          <h1>{words.notResumedTitle}</h1>
          <p>{words.notResumed}</p>
          {publication && (
            <p>
              <a href={signUpPath(publication)}>{words.signUp}</a>
            </p>
          )}
        </>
      ),
    },
    status,
  );
}

const WORDS = {
  de: {
    askTitle: 'Vom Newsletter abmelden',
    ask: (title?: string) =>
      title
        ? `Möchten Sie den Newsletter „${title}“ nicht mehr bekommen?`
        : 'Möchten Sie diesen Newsletter nicht mehr bekommen?',
    button: 'Abmelden',
    others: 'Sie bekommen von uns noch andere Newsletter.',
    all: 'Von allen Newslettern abmelden',
    otherwise: 'Wenn Sie dabeibleiben möchten, schließen Sie diese Seite einfach.',
    doneTitle: 'Sie sind abgemeldet',
    done: (title?: string) =>
      title ? `Sie bekommen den Newsletter „${title}“ nicht mehr.` : 'Sie bekommen diesen Newsletter nicht mehr.',
    doneAll: 'Sie bekommen keinen unserer Newsletter mehr.',
    mistake: 'Das war ein Versehen?',
    undo: 'Abmeldung rückgängig machen',
    signUp: 'Neu anmelden',
    resumedTitle: 'Sie sind wieder dabei',
    resumed: 'Die Abmeldung ist rückgängig gemacht. Es bleibt alles, wie es war.',
    preferences: 'Themen und Häufigkeit ändern oder eine Pause machen',
    notResumedTitle: 'Das lässt sich nicht mehr rückgängig machen',
    notResumed:
      'Rückgängig machen geht nur in der ersten Stunde nach dem Abmelden. Wenn Sie den Newsletter wieder lesen möchten, melden Sie sich einfach neu an.',
  },
  en: {
    askTitle: 'Unsubscribe from the newsletter',
    ask: (title?: string) =>
      title
        ? `Would you like to stop getting the newsletter “${title}”?`
        : 'Would you like to stop getting this newsletter?',
    button: 'Unsubscribe',
    others: 'You get other newsletters from us, too.',
    all: 'Unsubscribe from all newsletters',
    otherwise: 'If you would like to stay, simply close this page.',
    doneTitle: 'You are unsubscribed',
    done: (title?: string) =>
      title ? `You will not get the newsletter “${title}” any more.` : 'You will not get this newsletter any more.',
    doneAll: 'You will get none of our newsletters any more.',
    mistake: 'Was it a mistake?',
    undo: 'Undo',
    signUp: 'Sign up again',
    resumedTitle: 'You are subscribed again',
    resumed: 'Unsubscribing has been undone. Everything stays as it was.',
    preferences: 'Change topics and frequency, or take a break',
    notResumedTitle: 'This cannot be undone any more',
    notResumed:
      'It can be undone within the first hour after unsubscribing only. If you would like to read the newsletter again, simply sign up anew.',
  },
};
