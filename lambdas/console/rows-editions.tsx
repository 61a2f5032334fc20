import type { CompositionRun } from '../digest/index.ts';
import type { Edition } from '../domain/edition.ts';
import type { Publication } from '../domain/publication.ts';
import { outcomeInWords } from './in-words.ts';
import { showTime } from './show-time.ts';
import type { Words } from './words.ts';

interface RowsProps {
  words: Words;
  publication: Publication;
}

export function EditionRows({ words, publication, editions }: RowsProps & { editions: Edition[] }) {
  return (
    <ul class="rows">
      {editions.map((edition) => (
        <li>
          <div>
            <a class="title" href={`/console/editions/${edition.id}`} lang={publication.language}>
              {edition.subject}
            </a>
            <span class="meta">
              <span>{words.edition(edition.number)}</span>
              <span>{showTime(edition.composedAt, words, publication.timeZone)}</span>
              <span>{words.articleCount(edition.items.length)}</span>
            </span>
          </div>
          <span class="badge">{words.editionStatus[edition.status]}</span>
        </li>
      ))}
    </ul>
  );
}

export function RunRows({ words, publication, runs }: RowsProps & { runs: CompositionRun[] }) {
  return (
    <ul class="rows">
      {runs.map((run) => (
        <li>
          <div>
            {run.outcome.kind === 'composed' ? (
              <a href={`/console/editions/${run.outcome.editionId}`}>
                {outcomeInWords(run, words, publication.timeZone)}
              </a>
            ) : (
              <span class={run.outcome.kind === 'failed' ? 'trouble-text' : ''}>
                {outcomeInWords(run, words, publication.timeZone)}
              </span>
            )}
            {run.outcome.kind === 'composed' && run.outcome.heldBecause && (
              <p class="trouble-text">{run.outcome.heldBecause}</p>
            )}
          </div>
          <span class="meta">{showTime(run.at, words, publication.timeZone)}</span>
        </li>
      ))}
    </ul>
  );
}
