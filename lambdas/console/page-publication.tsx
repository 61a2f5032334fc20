import type { CompositionRun } from '../digest/index.ts';
import type { Article } from '../domain/article.ts';
import type { Edition } from '../domain/edition.ts';
import type { Digest, Publication, Source } from '../domain/publication.ts';
import type { FeedAddresses } from '../syndicate/index.ts';
import { digestInWords, outcomeInWords } from './in-words.ts';
import { ArticleRows } from './rows-articles.tsx';
import { EditionRows, RunRows } from './rows-editions.tsx';
import { SourceRows } from './rows-sources.tsx';
import type { Words } from './words.ts';

export interface PublicationPageProps {
  words: Words;
  publication: Publication;
  siteUrl: string;
  feeds: FeedAddresses;
  digests: Digest[];
  editions: Edition[];
  runs: CompositionRun[];
  sources: Source[];
  articles: Article[];
  /** Articles that were taken back. */
  withdrawn: Article[];
  /** Articles that the feeds go without. */
  leftOut: { articleId: string; reason: string }[];
  /** What the editor has just asked for. */
  asked: Asked;
}

export interface Asked {
  /** A composition, and what became of it once it has ended. */
  composition?: { run?: CompositionRun };
  /** The source being polled. */
  pollingSourceId?: string;
  /** True once it takes longer than anyone should wait for a reload. */
  isLate: boolean;
}

export function PublicationPage(props: PublicationPageProps) {
  const { words, publication, siteUrl, feeds, editions, runs, sources, articles, withdrawn, asked } = props;
  const rows = { words, publication, sources, editions };
  const home = `/console/publications/${publication.id}`;
  return (
    <>
      <h1 lang={publication.language}>{publication.title}</h1>
      <p lang={publication.language}>{publication.description}</p>
      <p class="links">
        <a href={`${home}/subscribers`}>{words.people.title}</a>
        <a href={publication.siteUrl}>{words.website}</a>
        <a href={`${siteUrl}/subscribe/${publication.id}`}>{words.signUpPage}</a>
        <a href={feeds.rss}>RSS</a>
        <a href={feeds.atom}>Atom</a>
        <a href={feeds.json}>JSON Feed</a>
        <a href={feeds.ics}>iCalendar</a>
      </p>

      <h2>{words.editions}</h2>
      <CompositionNotice {...props} />
      <ComposeForm {...props} />
      {editions.length ? <EditionRows {...{ words, publication, editions }} /> : <p>{words.noEditions}</p>}

      <h2>{words.runs}</h2>
      {runs.length ? <RunRows {...{ words, publication, runs }} /> : <p class="soft">{words.noRuns}</p>}

      <h2 id="sources">{words.sources}</h2>
      <p class="actions">
        <a class="button" href={`${home}/add-source`}>
          {words.adding.title}
        </a>
        <a class="button quiet" href={`${home}/import`}>
          {words.opml.toImport}
        </a>
        {sources.length > 0 && (
          <a class="button quiet" href={`${home}/sources.opml`}>
            {words.opml.export}
          </a>
        )}
      </p>
      {sources.length ? <SourceRows {...{ words, publication, sources, asked }} /> : <p>{words.noSources}</p>}

      <h2 id="articles">{words.articles}</h2>
      <LeftOut {...props} />
      {isTakingIn(props) && (
        <p class="notice" role="status">
          {asked.isLate ? words.takesLong : words.writing.takingIn}
        </p>
      )}
      <p class="actions">
        <a class="button" href={`${home}/write`}>
          {words.writing.link}
        </a>
      </p>
      {articles.length ? <ArticleRows {...rows} articles={articles} /> : <p>{words.noArticles}</p>}
      {withdrawn.length > 0 && (
        <details>
          <summary>{words.deciding.withdrawn}</summary>
          <ArticleRows {...rows} articles={withdrawn} />
        </details>
      )}
    </>
  );
}

/** What an editor has just written. */
function isTakingIn({ sources, asked }: PublicationPageProps): boolean {
  return sources.some(({ id, kind }) => id === asked.pollingSourceId && kind === 'editor');
}

function CompositionNotice({ words, publication, asked }: PublicationPageProps) {
  if (!asked.composition) return null;
  const { run } = asked.composition;
  if (!run) {
    return (
      <p class="notice" role="status">
        {asked.isLate ? words.takesLong : words.composing}
      </p>
    );
  }
  const isFailure = run.outcome.kind === 'failed';
  return (
    <p class={isFailure ? 'notice trouble' : 'notice'} role="status">
      {outcomeInWords(run, words, publication.timeZone)}
    </p>
  );
}

function ComposeForm({ words, publication, digests }: PublicationPageProps) {
  return (
    <form method="post" action={`/console/publications/${publication.id}/compose`} class="actions">
      <label>
        {words.composeFrom}
        <select name="digest">
          <option value="">{words.everythingNew}</option>
          {digests.map((digest) => (
            <option value={digest.id}>{digestInWords(digest, words, publication.timeZone)}</option>
          ))}
        </select>
      </label>
      <button type="submit">{words.compose}</button>
    </form>
  );
}

/** An article that no feed can hold is not lost in silence. */
function LeftOut({ words, articles, leftOut }: PublicationPageProps) {
  if (leftOut.length === 0) return null;
  const titleOf = (id: string) => articles.find((article) => article.id === id)?.title ?? id;
  return (
    <div class="notice trouble-text">
      <p>{words.leftOutOfFeeds}</p>
      <ul>
        {leftOut.map(({ articleId, reason }) => (
          <li>
            {titleOf(articleId)}: {words.said(reason)}
          </li>
        ))}
      </ul>
    </div>
  );
}
