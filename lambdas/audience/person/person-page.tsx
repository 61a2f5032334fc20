import type { Language, Publication } from '../../domain/publication.ts';
import type { WebAnswer } from '../../platform/http.ts';
import { readerPage, signUpPath } from '../pages/reader-page.tsx';
import type { PersonFile } from './describe-person.ts';
import type { Erasure } from './erase-person.ts';
import { type Held, heldIn } from './held-in-words.ts';
import { PAGE_WORDS } from './page-words.ts';

export interface PersonPage {
  language: Language;
  /** Absent when it is gone. */
  publication?: Publication;
  publications: Publication[];
  token: string;
  file: PersonFile;
  /** They wanted to erase it, without ticking the box. */
  isUnsure?: boolean;
}

/** What is held about somebody in plain words, and what they can do with it. */
export function personPage({ language, publication, publications, token, file, isUnsure }: PersonPage): WebAnswer {
  const words = PAGE_WORDS[language];
  const action = `/my-data?t=${token}`;
  const held = heldIn(file, { language, timeZone: publication?.timeZone ?? 'Europe/Berlin', publications });
  return readerPage(
    {
      language,
      publication,
      title: words.title,
      isPersonal: true,
      style: STYLE,
      children: (
        <>
          <h1>{words.title}</h1>
          <p>{hasMore(file) ? words.intro : words.nearlyNothing}</p>
          <p>
            <a href="#download">{words.downloadTitle}</a>
            {hasMore(file) && (
              <>
                {' · '}
                <a href="#erase">{words.eraseTitle}</a>
              </>
            )}
          </p>
          {held.map((part) => (
            <HeldPart {...part} />
          ))}
          <h2 id="download">{words.downloadTitle}</h2>
          <p>{words.download}</p>
          <form method="post" action={action}>
            <input type="hidden" name="act" value="download" />
            <button type="submit">{words.downloadButton}</button>
          </form>
          {hasMore(file) && <EraseForm language={language} action={action} isUnsure={isUnsure} />}
        </>
      ),
    },
    isUnsure ? 400 : 200,
  );
}

/** False when only what must be kept is left. */
function hasMore({ addresses, subscriptions, requests, mails, returnedMails, other }: PersonFile): boolean {
  return [addresses, subscriptions, requests, mails, returnedMails, other].some(({ length }) => length > 0);
}

function HeldPart({ title, isDetail, lists }: Held) {
  if (!isDetail) {
    return (
      <section>
        <h2>{title}</h2>
        <Lists lists={lists} />
      </section>
    );
  }
  return (
    <details>
      <summary>
        {title} ({lists.length})
      </summary>
      <Lists lists={lists} />
    </details>
  );
}

function Lists({ lists }: Pick<Held, 'lists'>) {
  return (
    <>
      {lists.map((list) => (
        <dl class="held">
          {list.map(([name, value]) => (
            <div>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      ))}
    </>
  );
}

function EraseForm({ language, action, isUnsure }: Pick<PersonPage, 'language' | 'isUnsure'> & { action: string }) {
  const words = PAGE_WORDS[language];
  return (
    <>
      <h2 id="erase">{words.eraseTitle}</h2>
      <p>{words.erase}</p>
      <p>{words.remains}</p>
      <form method="post" action={action}>
        <input type="hidden" name="act" value="erase" />
        <label class="choice">
          <input
            type="checkbox"
            name="sure"
            value="yes"
            aria-invalid={isUnsure ? 'true' : undefined}
            aria-describedby={isUnsure ? 'sure-problem' : undefined}
            autofocus={isUnsure}
          />
          <span>{words.sure}</span>
        </label>
        {isUnsure && (
          <p class="problem" id="sure-problem" role="alert">
            {words.unsure}
          </p>
        )}
        <p class="after">
          <button type="submit" class="quiet">
            {words.eraseButton}
          </button>
        </p>
      </form>
    </>
  );
}

/** What was erased, what remains and why. */
export function erasedPage({
  language,
  publication,
  erasure,
}: Pick<PersonPage, 'language' | 'publication'> & { erasure: Erasure }): WebAnswer {
  const words = PAGE_WORDS[language];
  const { isErased, proofs, proofsEndAt } = erasure;
  // The last day on which it is there, as a calendar says it.
  const lastDay = new Date(proofsEndAt.getTime() - 1);
  const until = new Intl.DateTimeFormat(language === 'de' ? 'de-DE' : 'en-GB', { dateStyle: 'long', timeZone: 'UTC' });
  return readerPage(
    {
      language,
      publication,
      title: isErased ? words.erasedTitle : words.notErasedTitle,
      isPersonal: true,
      children: isErased ? (
        <>
          <h1>{words.erasedTitle}</h1>
          <p>{words.erased}</p>
          <h2>{words.whatRemains}</h2>
          <ul>
            <li>{words.remainsSuppression}</li>
            {proofs > 0 && <li>{words.remainsProof(until.format(lastDay))}</li>}
            <li>{words.remainsManifest}</li>
          </ul>
          {publication && (
            <p class="soft">
              {words.comeBack} <a href={signUpPath(publication)}>{words.signUp}</a>
            </p>
          )}
        </>
      ) : (
        <>
          <h1>{words.notErasedTitle}</h1>
          <p>{words.notErased}</p>
        </>
      ),
    },
    isErased ? 200 : 409,
  );
}

/** One line a fact where there is room. */
const STYLE = `
.held{margin:0 0 1rem;border:1px solid var(--line);border-radius:.4rem}
.held div{display:flex;flex-wrap:wrap;gap:0 1rem;padding:.4rem 1rem}
.held div+div{border-top:1px solid var(--line)}
.held dt{flex:0 1 8rem;color:var(--soft)}
.held dd{flex:1 1 8.5rem;margin:0;overflow-wrap:anywhere}
summary{padding:.6rem 0;font-weight:600;cursor:pointer}
@media(min-width:36rem){.held dt{flex-basis:12rem}}
`;
