import type { Article } from '../domain/article.ts';
import type { Publication } from '../domain/publication.ts';
import { EventFields, type TypedEvent } from './event-fields.tsx';
import { Problem } from './form-parts.tsx';
import type { Words } from './words.ts';

interface EventPageProps {
  words: Words;
  publication: Publication;
  article: Article;
  event: TypedEvent;
  problem?: string;
}

/** An event as an editor puts it right. */
export function EventPage({ words, publication, article, event, problem }: EventPageProps) {
  const { deciding } = words;
  const home = `/console/publications/${publication.id}`;
  return (
    <>
      <h1>{deciding.title}</h1>
      <p>
        <strong lang={article.language ?? publication.language}>{article.title}</strong>
      </p>
      {article.teaser && <p lang={article.language ?? publication.language}>{article.teaser}</p>}
      <p class="soft">{deciding.lead(publication.timeZone)}</p>
      <Problem text={problem} />
      <form method="post" action={`${home}/articles/${article.id}/event`}>
        <EventFields {...{ words, event }} />
        <div class="actions">
          <button type="submit" name="isEvent" value="adjusted">
            {deciding.save}
          </button>
          <button type="submit" name="isEvent" value="no" class="quiet">
            {deciding.decline}
          </button>
          <a class="button quiet" href={`${home}#article-${article.id}`}>
            {deciding.back}
          </a>
        </div>
      </form>
    </>
  );
}
