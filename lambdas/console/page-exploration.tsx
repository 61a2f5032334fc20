import type { PageSelectors, Publication, Source } from '../domain/publication.ts';
import type { Exploration } from '../ingest/index.ts';
import { SelectorFields, TopicBoxes } from './form-parts.tsx';
import { fieldOf, SELECTOR_NAMES } from './selector-fields.ts';
import { showDay } from './show-time.ts';
import type { Words } from './words.ts';

export interface ExplorationProps {
  words: Words;
  publication: Publication;
  /** What was asked. */
  asked: { url: string; kind?: string; selectors?: PageSelectors };
  /** All that the address offers, also what another search for it has found. */
  candidates: Exploration['candidates'];
  found: Exploration;
  /** Under which the first search for this address is known. */
  firstId: string;
  /** The source that has this address already. */
  known?: Source;
}

/** What an address offers, before anything of it is kept. */
export function ExplorationPage(props: ExplorationProps) {
  const { words, found, asked } = props;
  return (
    <>
      <h1>{words.found.title}</h1>
      <p class="soft long">
        {words.found.asked}: {asked.url}
      </p>
      <Candidates {...props} />
      {found.items.length > 0 ? <Articles {...props} /> : <Nothing {...props} />}
      <WrongArticles {...props} />
      {found.items.length > 0 && <SaveForm {...props} />}
    </>
  );
}

function Candidates({ words, publication, candidates, found, firstId }: ExplorationProps) {
  if (candidates.length < 2) return null;
  const isShown = ({ kind, url }: Exploration['candidates'][number]) =>
    found.chosen?.url === url && found.chosen.kind === kind;
  return (
    <form method="post" action={`/console/publications/${publication.id}/explorations`}>
      <input type="hidden" name="first" value={firstId} />
      <fieldset class="choices">
        <legend>{words.found.choose}</legend>
        {candidates.map((candidate) => (
          <label>
            <input
              type="radio"
              name="candidate"
              value={`${candidate.kind} ${candidate.url}`}
              checked={isShown(candidate)}
            />
            <span>
              <strong>{candidate.title || new URL(candidate.url).hostname}</strong>{' '}
              <span class="badge">{words.kinds[candidate.kind]}</span>
              {isShown(candidate) && <span class="soft"> {words.found.shown}</span>}
              <span class="soft long">{candidate.url}</span>
            </span>
          </label>
        ))}
      </fieldset>
      <button type="submit" class="quiet">
        {words.found.show}
      </button>
    </form>
  );
}

function Articles({ words, publication, found }: ExplorationProps) {
  return (
    <>
      <h2>{words.found.articles(found.items.length)}</h2>
      {found.problem && <p class="notice">{words.said(found.problem)}</p>}
      <ol class="rows">
        {found.items.map(({ title, url, teaser, publishedAt, image }) => (
          <li class="preview-row">
            {image && /^https?:/.test(image) && (
              <img src={image} alt="" width="88" height="66" loading="lazy" referrerpolicy="no-referrer" />
            )}
            <div lang={publication.language}>
              {url && /^https?:/.test(url) ? (
                <a class="title" href={url} rel="noreferrer">
                  {title}
                </a>
              ) : (
                <span class="title">{title}</span>
              )}
              <span class="meta" lang={words.language}>
                {publishedAt ? showDay(new Date(publishedAt), words, publication.timeZone) : words.found.noDate}
              </span>
              {teaser && <p class="teaser">{teaser}</p>}
            </div>
          </li>
        ))}
      </ol>
    </>
  );
}

function Nothing({ words, publication, found }: ExplorationProps) {
  return (
    <>
      <h2>{words.found.nothing}</h2>
      {found.problem && (
        <p class="notice trouble" role="status">
          {words.said(found.problem)}
        </p>
      )}
      <ul>
        {words.found.advice.map((line) => (
          <li>{line}</li>
        ))}
      </ul>
      <p>
        <a class="button quiet" href={`/console/publications/${publication.id}/add-source`}>
          {words.found.another}
        </a>
      </p>
    </>
  );
}

function WrongArticles({ words, publication, asked, candidates, found, firstId }: ExplorationProps) {
  const labels = words.found;
  const page = candidates.find(({ kind }) => kind === 'page')?.url ?? asked.url;
  return (
    <details open={found.items.length === 0 || asked.selectors !== undefined}>
      <summary>{found.items.length > 0 ? labels.wrong : labels.where}</summary>
      <p>{labels.wrongLead}</p>
      <form method="post" action={`/console/publications/${publication.id}/explorations`}>
        <input type="hidden" name="kind" value="page" />
        <input type="hidden" name="first" value={firstId} />
        <label>
          {labels.page}
          <input name="url" value={page} required maxlength={2000} inputmode="url" autocapitalize="none" />
        </label>
        <SelectorFields words={words} selectors={asked.selectors} isNeeded />
        <button type="submit" class="quiet">
          {labels.again}
        </button>
      </form>
    </details>
  );
}

function SaveForm({ words, publication, asked, found, candidates, known }: ExplorationProps) {
  const { chosen } = found;
  if (!chosen) return null;
  if (known) {
    return (
      <p class="notice" role="status">
        {words.found.known} <a href={`/console/publications/${publication.id}/sources/${known.id}`}>{known.title}</a>
      </p>
    );
  }
  const title = candidates.find(({ url, kind }) => url === chosen.url && kind === chosen.kind)?.title;
  return (
    <form method="post" action={`/console/publications/${publication.id}/sources`}>
      <h2>{words.found.saveTitle}</h2>
      <p>{words.found.saveLead}</p>
      <input type="hidden" name="url" value={chosen.url} />
      <input type="hidden" name="kind" value={chosen.kind} />
      {SELECTOR_NAMES.map((name) => {
        const selector = chosen.kind === 'page' ? asked.selectors?.[name] : undefined;
        return selector ? <input type="hidden" name={fieldOf(name)} value={selector} /> : null;
      })}
      <label>
        {words.fields.title}
        <input name="title" value={title || new URL(chosen.url).hostname} required maxlength={200} />
      </label>
      <TopicBoxes
        topics={publication.topics}
        chosen={[]}
        legend={words.fields.topics}
        language={publication.language}
      />
      {chosen.kind !== 'calendar' && (
        <label class="choice">
          <input type="checkbox" name="fullText" value="yes" />
          <span>{words.fields.fullText}</span>
        </label>
      )}
      <p class="actions">
        <button type="submit">{words.found.save}</button>
        <a class="button quiet" href={`/console/publications/${publication.id}/add-source`}>
          {words.found.another}
        </a>
      </p>
    </form>
  );
}
