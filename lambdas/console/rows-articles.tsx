import type { Article } from '../domain/article.ts';
import type { Publication, Source } from '../domain/publication.ts';
import { showDay, showTime } from './show-time.ts';
import type { Words } from './words.ts';

interface ArticleRowsProps {
  words: Words;
  publication: Publication;
  articles: Article[];
  sources: Source[];
}

export function ArticleRows({ words, publication, articles, sources }: ArticleRowsProps) {
  const sourceTitle = (sourceId: string) => sources.find(({ id }) => id === sourceId)?.title;
  const topicTitle = (topicId: string) => publication.topics.find(({ id }) => id === topicId)?.title ?? topicId;
  return (
    <ul class="rows">
      {articles.map((article) => (
        <li>
          <div lang={article.language ?? publication.language}>
            {article.url ? (
              <a class="title" href={article.url} rel="noreferrer">
                {article.title}
              </a>
            ) : (
              <span class="title">{article.title}</span>
            )}
            <span class="meta">
              <span>{showTime(article.publishedAt, words, publication.timeZone)}</span>
              <span>{sourceTitle(article.sourceId)}</span>
              {article.event && (
                <span>
                  {words.event}: {eventInWords(article.event, words, publication.timeZone)}
                </span>
              )}
              {article.topics.map((topic) => (
                <span class="badge">{topicTitle(topic)}</span>
              ))}
              {article.isBaseline && <span class="badge">{words.articleBadges.baseline}</span>}
            </span>
          </div>
        </li>
      ))}
    </ul>
  );
}

function eventInWords(event: NonNullable<Article['event']>, words: Words, timeZone: string): string {
  const when = event.allDay
    ? `${showDay(event.startsAt, words, timeZone)}, ${words.allDay}`
    : showTime(event.startsAt, words, timeZone);
  return [when, event.place, event.online && words.online].filter(Boolean).join(', ');
}
