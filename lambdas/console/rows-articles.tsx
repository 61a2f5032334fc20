import type { Article } from '../domain/article.ts';
import type { Edition } from '../domain/edition.ts';
import type { Publication, Source } from '../domain/publication.ts';
import { eventInWords, isUpdatedSinceMailed, latestWith } from './in-words.ts';
import { showTime } from './show-time.ts';
import type { Words } from './words.ts';

interface ArticleRowsProps {
  words: Words;
  publication: Publication;
  articles: Article[];
  sources: Source[];
  /** The last ones: what went out with them cannot be put right any more. */
  editions: Edition[];
}

interface RowProps extends Omit<ArticleRowsProps, 'articles'> {
  article: Article;
}

export function ArticleRows({ articles, ...props }: ArticleRowsProps) {
  return (
    <ul class="rows">
      {articles.map((article) => (
        <ArticleRow {...{ article, ...props }} />
      ))}
    </ul>
  );
}

function ArticleRow(props: RowProps) {
  const { words, publication, article, sources } = props;
  const language = article.language ?? publication.language;
  return (
    <li id={`article-${article.id}`}>
      <div>
        {article.url ? (
          <a class="title" href={article.url} rel="noreferrer" lang={language}>
            {article.title}
          </a>
        ) : (
          <span class="title" lang={language}>
            {article.title}
          </span>
        )}
        <span class="meta">
          <span>{showTime(article.publishedAt, words, publication.timeZone)}</span>
          <span>{sources.find(({ id }) => id === article.sourceId)?.title}</span>
          {article.event && (
            <span>
              {words.event}: {eventInWords(article.event, words, publication.timeZone)}
            </span>
          )}
          <Badges {...props} />
        </span>
        <Suggestion {...props} />
      </div>
      {!article.withdrawnAt && (
        <a
          class="minor"
          href={`${pathOf(article)}/withdraw`}
          aria-label={`${words.deciding.takeBack} ${article.title}`}
        >
          {words.deciding.takeBack}
        </a>
      )}
    </li>
  );
}

function Badges({ words, publication, article, editions }: RowProps) {
  const { articleBadges } = words;
  const mailed = latestWith(article, editions);
  return (
    <>
      {article.topics.map((topic) => (
        <span class="badge" lang={publication.language}>
          {publication.topics.find(({ id }) => id === topic)?.title ?? topic}
        </span>
      ))}
      {article.isBaseline && <span class="badge">{articleBadges.baseline}</span>}
      {article.withdrawnAt && <span class="badge">{articleBadges.withdrawn}</span>}
      {mailed && (
        <a class="badge" href={`/console/editions/${mailed.id}`}>
          {articleBadges.mailedIn(mailed.number)}
        </a>
      )}
      {isUpdatedSinceMailed(article, editions) && <span class="badge">{articleBadges.updated}</span>}
    </>
  );
}

/** What the text suggests is a question until an editor has answered it. */
function Suggestion({ words, publication, article }: RowProps) {
  if (!article.eventSuggestion || article.event || article.withdrawnAt) return null;
  const { deciding } = words;
  const here = `${pathOf(article)}/event`;
  const named = (label: string) => `${label}: ${article.title}`;
  return (
    <form method="post" action={here} class="question">
      <span class="asked">
        <strong>{deciding.question}</strong> {eventInWords(article.eventSuggestion, words, publication.timeZone)}
      </span>
      <button type="submit" name="isEvent" value="yes" class="quiet" aria-label={named(deciding.confirm)}>
        {deciding.confirm}
      </button>
      <a class="button quiet" href={here} aria-label={named(deciding.adjust)}>
        {deciding.adjust}
      </a>
      <button type="submit" name="isEvent" value="no" class="quiet" aria-label={named(deciding.decline)}>
        {deciding.decline}
      </button>
    </form>
  );
}

const pathOf = ({ publicationId, id }: Article) => `/console/publications/${publicationId}/articles/${id}`;
