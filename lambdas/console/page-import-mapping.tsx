import { COLUMN_MEANINGS, type ColumnMeaning, type Import, type ImportPreview } from '../audience/index.ts';
import type { Publication } from '../domain/publication.ts';
import { Problem } from './form-parts.tsx';
import { columnField, fieldNameOf, LEAST_PROVENANCE, MOST_PROVENANCE, type TypedDecision } from './import-decision.ts';
import { CancelImport, ImportSteps, importHome } from './page-import-parts.tsx';
import { showNumber } from './show-time.ts';
import type { Words } from './words.ts';

const SHOWN_VALUES = 3;
/** So many columns that we would leave out are shown among the others. */
const FEW = 3;

export interface MappingProps {
  words: Words;
  publication: Publication;
  current: Import;
  preview: ImportPreview;
  decision: TypedDecision;
  problem?: string;
}

/** The second step: what we read, what it means, and who vouches for these people. */
export function ImportMappingPage(props: MappingProps) {
  const { words, publication, current, problem } = props;
  const home = `${importHome(publication.id)}/imports/${current.id}`;
  return (
    <>
      <h1>{words.importing.title}</h1>
      <ImportSteps words={words} current={1} />
      <Problem text={problem} />
      <Recognised {...props} />
      <DecisionForm {...props} />
      <CancelImport {...{ words, home, hint: words.importing.cancelHint }} />
    </>
  );
}

function Recognised({ words, current }: MappingProps) {
  const { importing } = words;
  const { fileName, format = 'other', encoding = 'utf-8', delimiter = ',', rows, hasHeader } = current;
  return (
    <>
      <h2>{importing.recognised}</h2>
      <dl class="facts">
        <dt>{importing.fileName}</dt>
        <dd>{fileName}</dd>
        <dt>{importing.rows}</dt>
        <dd>{showNumber(rows.total, words)}</dd>
        <dt>{importing.format}</dt>
        <dd>{importing.formats[format]}</dd>
        <dt>{importing.encoding}</dt>
        <dd>{importing.encodings[encoding]}</dd>
        <dt>{importing.delimiter}</dt>
        <dd>{importing.delimiters[delimiter]}</dd>
      </dl>
      {hasHeader === false && <p class="notice">{importing.noHeader}</p>}
    </>
  );
}

/** Tried and imported by the same form, so that what was tried is what is imported. */
export function DecisionForm(props: MappingProps) {
  const { words, publication, current, decision } = props;
  const { importing } = words;
  return (
    <form method="post" action={`${importHome(publication.id)}/imports/${current.id}/decide`}>
      <h2>{importing.columnsTitle}</h2>
      <p>
        {importing.columnsLead} {current.encoding === 'windows-1252' && importing.wrongLetters}
      </p>
      <Columns {...props} />
      <h2>{importing.provenanceTitle}</h2>
      <p>{importing.provenanceLead}</p>
      <label>
        {importing.provenance}
        <textarea
          name="provenance"
          rows={4}
          required
          minlength={LEAST_PROVENANCE}
          maxlength={MOST_PROVENANCE}
          aria-describedby="provenance-examples"
        >
          {decision.provenance}
        </textarea>
      </label>
      <div id="provenance-examples" class="below">
        {importing.examples}:
        <ul>
          {importing.provenanceExamples.map((example) => (
            <li>{example}</li>
          ))}
        </ul>
      </div>
      <p class="actions">
        <button type="submit" name="do" value="try">
          {importing.try}
        </button>
        <button type="submit" name="do" value="import" class="quiet">
          {importing.importNow}
        </button>
      </p>
      <p class="soft">{importing.tryHint}</p>
    </form>
  );
}

function Columns(props: MappingProps) {
  const { words, current, decision } = props;
  const columns = (current.columns ?? []).map((name, at) => ({ name, at, meaning: decision.mapping[at] ?? null }));
  const leftOut = columns.filter(({ meaning }) => meaning === null);
  const isShort = leftOut.length <= FEW;
  const shown = isShort ? columns : columns.filter(({ meaning }) => meaning !== null);
  return (
    <>
      <ul class="rows">
        {shown.map((column) => (
          <Column {...props} {...column} />
        ))}
      </ul>
      {!isShort && (
        <details>
          <summary>{words.importing.leftOutColumns(leftOut.length)}</summary>
          <ul class="rows">
            {leftOut.map((column) => (
              <Column {...props} {...column} />
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

function Column(props: MappingProps & { name: string; at: number; meaning: ColumnMeaning | null }) {
  const { words, current, preview, name, at, meaning } = props;
  const { importing } = words;
  const title = current.hasHeader === false ? importing.column(name) : name || importing.column(String(at + 1));
  const values = preview.map(({ cells }) => cells[at]?.trim() ?? '').filter(Boolean);
  const own: ColumnMeaning = meaning?.startsWith('field:') ? meaning : `field:${fieldNameOf(name, at)}`;
  return (
    <li class="column">
      <div>
        <span class="title">{title}</span>
        {values.slice(0, SHOWN_VALUES).map((value) => (
          <span class="value">{value}</span>
        ))}
        {values.length === 0 && <span class="value soft">{importing.empty}</span>}
      </div>
      <select name={columnField(at)} aria-label={importing.meaningOf(title)}>
        <option value="">{importing.leaveOut}</option>
        {COLUMN_MEANINGS.map((one) => (
          <option value={one} selected={one === meaning}>
            {importing.meanings[one]}
          </option>
        ))}
        <option value={own} selected={own === meaning}>
          {importing.ownField(own.slice('field:'.length))}
        </option>
      </select>
    </li>
  );
}
