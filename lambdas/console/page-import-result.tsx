import type { Child } from 'hono/jsx';
import { type Import, type ImportOutcome, OUTCOMES } from '../audience/index.ts';
import type { Publication } from '../domain/publication.ts';
import { columnField } from './import-decision.ts';
import { DecisionForm, type MappingProps } from './page-import-mapping.tsx';
import { CancelImport, ImportSteps, importHome } from './page-import-parts.tsx';
import { showNumber } from './show-time.ts';
import type { Words } from './words.ts';

interface ResultProps {
  words: Words;
  publication: Publication;
  current: Import;
}

/** The third step after a trial: what would happen, and the button that makes it happen. */
export function ImportTriedPage(props: MappingProps) {
  const { words, publication, current } = props;
  const { importing } = words;
  const home = `${importHome(publication.id)}/imports/${current.id}`;
  const hasWork = current.counters.added > 0;
  return (
    <>
      <h1>{importing.triedTitle}</h1>
      <ImportSteps words={words} current={2} />
      <p class="notice" role="status">
        {importing.triedLead} {!hasWork && importing.nobodyToAdd}
      </p>
      <Outcomes {...props}>{hasWork && <ImportTriedForm {...props} />}</Outcomes>
      <details open={!hasWork}>
        <summary>{importing.changeColumns}</summary>
        <DecisionForm {...props} />
      </details>
      <CancelImport {...{ words, home, hint: importing.cancelHint }} />
    </>
  );
}

/** What was tried, word for word. */
function ImportTriedForm({ words, publication, current, decision }: MappingProps) {
  return (
    <form method="post" action={`${importHome(publication.id)}/imports/${current.id}/decide`} class="actions">
      {decision.mapping.map((meaning, at) => (
        <input type="hidden" name={columnField(at)} value={meaning ?? ''} />
      ))}
      <input type="hidden" name="provenance" value={decision.provenance} />
      <button type="submit" name="do" value="import">
        {words.importing.importNow}
      </button>
    </form>
  );
}

/** The third step: what has become of each line. */
export function ImportDonePage(props: ResultProps) {
  const { words, publication, current } = props;
  const { importing } = words;
  return (
    <>
      <h1>{importing.doneTitle}</h1>
      <ImportSteps words={words} current={2} />
      {current.counters.added === 0 && (
        <p class="notice" role="status">
          {importing.nobodyAdded}
        </p>
      )}
      <Outcomes {...props} />
      <Onward {...{ words, publication, isOver: true }} />
    </>
  );
}

/** One that came to its end before its time. */
export function ImportEndedPage(props: ResultProps) {
  const { words, publication, current } = props;
  const { importing } = words;
  const { problem, rows, dryRun } = current;
  const hasRun = rows.done > 0 && dryRun === false;
  return (
    <>
      <h1>{problem ? importing.failedTitle : importing.title}</h1>
      <p class="soft">{current.fileName}</p>
      <p class={problem ? 'notice trouble' : 'notice'} role="status">
        {problem?.line !== undefined && <strong>{importing.inLine(showNumber(problem.line, words))} </strong>}
        {problem && importing.problems[problem.kind]}
        {!problem && !hasRun && importing.cancelled}
        {!problem && hasRun && importing.cancelledAfter(showNumber(rows.done, words), showNumber(rows.total, words))}{' '}
        {!hasRun && importing.nothingChanged}
      </p>
      {hasRun && <Outcomes {...props} />}
      <Onward {...{ words, publication, isOver: false }} />
    </>
  );
}

/** To what was imported, or to another try. */
function Onward({ words, publication, isOver }: Omit<ResultProps, 'current'> & { isOver: boolean }) {
  const home = importHome(publication.id);
  return (
    <p class="actions">
      <a class={isOver ? 'button quiet' : 'button'} href={`${home}/import`}>
        {words.importing.another}
      </a>
      <a class={isOver ? 'button' : 'button quiet'} href={home}>
        {words.importing.toSubscribers}
      </a>
    </p>
  );
}

/** An equation again: every line became something. */
function Outcomes({ words, publication, current, children }: ResultProps & { children?: Child }) {
  const { importing } = words;
  const { counters, rows, unknownTopics } = current;
  const happened = OUTCOMES.filter((outcome) => outcome === 'added' || counters[outcome] > 0);
  return (
    <>
      <p class="equation">
        <Term value={rows.done} label={importing.lines(rows.done)} words={words} />
        {happened.map((outcome, at) => (
          <Term
            {...{ words, value: counters[outcome], label: importing.outcomes[outcome], sign: at === 0 ? '=' : '+' }}
          />
        ))}
      </p>
      {children}
      <Explained {...{ words, outcomes: happened.filter((outcome) => counters[outcome] > 0) }} />
      {unknownTopics.length > 0 && (
        <p class="notice">
          {importing.unknownTopics} {unknownTopics.join(', ')}
        </p>
      )}
      <Report {...{ words, publication, current }} />
    </>
  );
}

function Explained({ words, outcomes }: { words: Words; outcomes: ImportOutcome[] }) {
  return (
    <dl class="facts">
      {outcomes.map((outcome) => (
        <>
          <dt>{words.importing.outcomes[outcome]}</dt>
          <dd>{words.importing.explained[outcome]}</dd>
        </>
      ))}
    </dl>
  );
}

function Report({ words, publication, current }: ResultProps) {
  const { importing } = words;
  const parts = Array.from({ length: current.reportParts }, (_, index) => index + 1);
  if (parts.length === 0) return null;
  const address = `${importHome(publication.id)}/imports/${current.id}/report.csv`;
  return (
    <>
      <ul>
        {parts.map((part) => (
          <li>
            <a href={`${address}?part=${part}`}>
              {parts.length === 1
                ? importing.report
                : importing.reportPart(showNumber(part, words), showNumber(parts.length, words))}
            </a>
          </li>
        ))}
      </ul>
      <p class="soft">{importing.reportHint}</p>
    </>
  );
}

interface TermProps {
  words: Words;
  value: number;
  label: string;
  /** Stays with its number when the line breaks. */
  sign?: '=' | '+';
}

function Term({ words, value, label, sign }: TermProps) {
  return (
    <span class="term">
      {sign && <i>{sign}</i>}{' '}
      <span>
        <strong>{showNumber(value, words)}</strong> <small>{label}</small>
      </span>{' '}
    </span>
  );
}
