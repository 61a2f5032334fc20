import type { Import } from '../audience/index.ts';
import type { Publication } from '../domain/publication.ts';
import { CancelImport, ImportSteps, importHome } from './page-import-parts.tsx';
import { showNumber } from './show-time.ts';
import type { Words } from './words.ts';

interface ProgressProps {
  words: Words;
  publication: Publication;
  current: Import;
  /** Nothing is promised any more. */
  isLate: boolean;
}

/** While the file is read, tried or imported: the page loads itself again. */
export function ImportProgressPage({ words, publication, current, isLate }: ProgressProps) {
  const { importing } = words;
  const { state, rows, dryRun, cancelledAt } = current;
  const isRunning = state === 'running';
  return (
    <>
      <h1>{importing.title}</h1>
      <ImportSteps words={words} current={isRunning ? 2 : 1} />
      <p class="soft">{current.fileName}</p>
      <p class="notice" role="status">
        {isLate ? importing.late : whatHappens(current, words)}
      </p>
      {isRunning ? (
        <p class="progress">
          <progress value={rows.done} max={Math.max(rows.total, 1)} aria-label={importing.title} />{' '}
          <span>{importing.progress(showNumber(rows.done, words), showNumber(rows.total, words))}</span>
        </p>
      ) : (
        <progress aria-label={importing.title} />
      )}
      {!cancelledAt && (
        <CancelImport
          words={words}
          home={`${importHome(publication.id)}/imports/${current.id}`}
          hint={isRunning && !dryRun ? importing.cancelRunningHint : importing.cancelHint}
        />
      )}
    </>
  );
}

function whatHappens({ state, dryRun, cancelledAt }: Import, { importing }: Words): string {
  if (cancelledAt) return importing.cancelling;
  if (state === 'reading') return importing.reading;
  return dryRun ? importing.trying : importing.running;
}
