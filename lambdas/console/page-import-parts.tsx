import type { Import } from '../audience/index.ts';
import type { Publication } from '../domain/publication.ts';
import { showNumber, showTime } from './show-time.ts';
import type { Words } from './words.ts';

export const importHome = (publicationId: string): string => `/console/publications/${publicationId}/subscribers`;

/** Where in the wizard one is. */
export function ImportSteps({ words, current }: { words: Words; current: 0 | 1 | 2 }) {
  return (
    <ol class="steps" aria-label={words.importing.stepsTitle}>
      {words.importing.steps.map((step, at) => (
        <li aria-current={at === current ? 'step' : undefined}>{step}</li>
      ))}
    </ol>
  );
}

interface UploadFormProps {
  words: Words;
  action: string;
  limits: { plainBytes: number; mostBytes: number; pieceBytes: number };
  /** One whose sending was interrupted. */
  resumed?: Pick<Import, 'bytes' | 'parts'> & { home: string };
}

/** Works as it is; where scripts run, one takes it over and sends large files in pieces (upload-form.ts). */
export function UploadForm({ words, action, limits, resumed }: UploadFormProps) {
  const { importing } = words;
  const parts = Object.entries(resumed?.parts ?? {});
  // What is there already was cut by somebody: only the same cut fits it.
  const pieceBytes = parts.length > 0 ? Math.max(...parts.map(([, { bytes }]) => bytes)) : limits.pieceBytes;
  return (
    <>
      <form
        id="upload"
        method="post"
        action={action}
        enctype="multipart/form-data"
        data-piece-bytes={pieceBytes}
        data-most-bytes={limits.mostBytes}
        data-home={resumed?.home}
        data-bytes={resumed?.bytes}
        data-known={parts.map(([n, { hash }]) => `${n}:${hash}`).join(',')}
      >
        <label>
          {importing.file}
          <input type="file" name="file" accept=".csv,.tsv,.txt,text/csv,text/plain" required />
        </label>
        <small class="below plain">
          {resumed ? importing.unfinishedPlain : importing.mostPlain(showBytes(limits.plainBytes, words))}
        </small>
        <small class="below scripted" hidden>
          {importing.mostScripted(showBytes(limits.mostBytes, words))}
        </small>
        <button type="submit">{importing.upload}</button>
      </form>
      <UploadProgress words={words} limits={limits} />
    </>
  );
}

/** All that the script may have to say, for it has no words of its own. */
function UploadProgress({ words, limits }: Pick<UploadFormProps, 'words' | 'limits'>) {
  const { importing } = words;
  return (
    <div id="sending" hidden>
      <div role="status">
        <p class="going" hidden>
          {importing.sending}
        </p>
        <p class="lost notice trouble" hidden>
          {importing.lost}
        </p>
        <p class="signed-out notice trouble" hidden>
          {importing.signedOut}
        </p>
        <p class="other-file notice trouble" hidden>
          {importing.otherFile}
        </p>
        <p class="too-large notice trouble" hidden>
          {importing.tooLarge(showBytes(limits.mostBytes, words))}
        </p>
        <p class="refused notice trouble" hidden>
          {importing.refused}
        </p>
      </div>
      <p class="progress">
        <progress max="100" value="0" aria-label={importing.sending} /> <output>0 %</output>
      </p>
      <div class="actions">
        <button type="button" class="again" hidden>
          {importing.goOn}
        </button>
        <form method="post" class="cancel">
          <button type="submit" class="quiet">
            {importing.cancel}
          </button>
        </form>
      </div>
      <form method="post" class="end" />
    </div>
  );
}

interface EarlierProps {
  words: Words;
  publication: Publication;
  imports: Import[];
}

export function EarlierImports({ words, publication, imports }: EarlierProps) {
  const { importing } = words;
  return (
    <>
      <h2>{importing.earlier}</h2>
      <ul class="rows">
        {imports.map((one) => (
          <li>
            <div>
              <a class="title" href={`${importHome(publication.id)}/imports/${one.id}`}>
                {one.fileName}
              </a>
              <span class="meta">
                <span>{showTime(one.beganAt, words, publication.timeZone)}</span>
                {one.state === 'done' && (
                  <span>
                    {importing.resultShort(showNumber(one.counters.added, words), showNumber(one.rows.total, words))}
                  </span>
                )}
              </span>
            </div>
            <span class="badge">{importing.states[one.state]}</span>
          </li>
        ))}
      </ul>
    </>
  );
}

/** Under a page that waits or asks: the way out. */
export function CancelImport({ words, home, hint }: { words: Words; home: string; hint?: string }) {
  return (
    <form method="post" action={`${home}/cancel`} class="question">
      <button type="submit" class="quiet minor">
        {words.importing.cancel}
      </button>
      {hint && <small class="soft">{hint}</small>}
    </form>
  );
}

const KB = 1_024;
const MB = KB * KB;

/** As people count, and their programs: `4 MB`, `3.2 MB`, `340 kB`. */
export function showBytes(bytes: number, words: Words): string {
  if (bytes < KB) return `${showNumber(bytes, words)} B`;
  if (bytes < MB) return `${showNumber(Math.round(bytes / KB), words)} kB`;
  const megabytes = bytes / MB;
  return `${showNumber(megabytes < 10 ? Math.floor(megabytes * 10) / 10 : Math.floor(megabytes), words)} MB`;
}
