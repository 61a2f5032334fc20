import type { Language, Publication } from '../../domain/publication.ts';
import type { WebAnswer } from '../../platform/http.ts';
import { readerPage, signUpPath } from '../pages/reader-page.tsx';
import { UNSUBSCRIBE_WORDS } from './unsubscribe-words.ts';

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
  const words = UNSUBSCRIBE_WORDS[language];
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
          <p class="soft">{UNSUBSCRIBE_WORDS[language].others}</p>
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
  const words = UNSUBSCRIBE_WORDS[language];
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
  const words = UNSUBSCRIBE_WORDS[language];
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
  const words = UNSUBSCRIBE_WORDS[language];
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
  const words = UNSUBSCRIBE_WORDS[language];
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
