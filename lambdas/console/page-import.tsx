import type { Publication } from '../domain/publication.ts';
import type { OutlineResult } from '../publications/index.ts';
import { Problem } from './form-parts.tsx';
import type { Words } from './words.ts';

interface ImportPageProps {
  words: Words;
  publication: Publication;
  results?: OutlineResult[];
  problem?: string;
}

/** Sources from an OPML file, and what became of each. */
export function ImportPage({ words, publication, results, problem }: ImportPageProps) {
  const { opml } = words;
  return (
    <>
      <h1>{opml.title}</h1>
      <p>{opml.lead}</p>
      <Problem text={problem} />
      {results && <Results {...{ words, publication, results }} />}
      <form
        method="post"
        action={`/console/publications/${publication.id}/import`}
        enctype="multipart/form-data"
        class="actions wide"
      >
        <label>
          {opml.file}
          <input type="file" name="opml" accept=".opml,.xml,text/x-opml,text/xml,application/xml" required />
        </label>
        <button type="submit">{opml.import}</button>
      </form>
    </>
  );
}

function Results({ words, publication, results }: ImportPageProps & { results: OutlineResult[] }) {
  const { opml } = words;
  const count = (wanted: OutlineResult['outcome']) => results.filter(({ outcome }) => outcome === wanted).length;
  return (
    <>
      <p class="notice" role="status">
        {opml.result(count('added'), count('known'), count('refused'))}
      </p>
      <ul class="rows">
        {results.map(({ title, url, outcome, why, sourceId }) => (
          <li>
            <div>
              {sourceId ? (
                <a class="title" href={`/console/publications/${publication.id}/sources/${sourceId}`}>
                  {title || url}
                </a>
              ) : (
                <span class="title">{title || url || opml.untitled}</span>
              )}
              {why && <span class="trouble-text">{words.said(why)}</span>}
              {title && <span class="meta">{url}</span>}
            </div>
            <span class="badge">{opml[outcome]}</span>
          </li>
        ))}
      </ul>
    </>
  );
}
