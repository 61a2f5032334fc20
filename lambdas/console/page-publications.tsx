import type { Publication } from '../domain/publication.ts';
import type { Words } from './words.ts';

export function PublicationsPage({ words, publications }: { words: Words; publications: Publication[] }) {
  return (
    <>
      <h1>{words.publications}</h1>
      {publications.length === 0 && <p>{words.noPublications}</p>}
      <ul class="rows">
        {publications.map(({ id, title, description, language }) => (
          <li>
            <div>
              <a class="title" href={`/console/publications/${id}`} lang={language}>
                {title}
              </a>
              <span class="meta" lang={language}>
                {description}
              </span>
            </div>
          </li>
        ))}
      </ul>
    </>
  );
}
