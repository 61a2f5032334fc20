import type { Publication, Source } from '../domain/publication.ts';
import { isPolled } from '../publications/index.ts';
import { Problem } from './form-parts.tsx';
import { lastPolledAt, lastResultInWords, pollInWords, rulesInWords } from './in-words.ts';
import { SettingsForm } from './page-source-settings.tsx';
import { showDay, showTime } from './show-time.ts';
import type { Words } from './words.ts';

export interface SourcePageProps {
  words: Words;
  publication: Publication;
  source: Source;
  /** A poll that was asked for and has not ended. */
  polling?: { isLate: boolean };
  /** What the editor has just done. */
  did?: 'saved' | 'added';
  problem?: string;
}

/** One source: how it does, and what can be done about it. */
export function SourcePage(props: SourcePageProps) {
  const { words, source, did, problem } = props;
  return (
    <>
      <h1>{source.title}</h1>
      {did && (
        <p class="notice" role="status">
          {words.source[did]}
        </p>
      )}
      <Problem text={problem} />
      <PollNotice {...props} />
      <Facts {...props} />
      <Verbs {...props} />
      <h2>{words.source.settings}</h2>
      <SettingsForm {...props} />
    </>
  );
}

function PollNotice({ words, source, polling }: SourcePageProps) {
  if (polling) {
    return (
      <p class="notice" role="status">
        {polling.isLate ? words.takesLong : words.polling}
      </p>
    );
  }
  const { gap, hubRefusal } = source.fetchState;
  const { text, isTrouble } = pollInWords(source, words);
  return (
    <>
      {isTrouble && <p class="notice trouble">{text}</p>}
      {gap && (
        <p class="notice trouble">
          {words.source.gap}: {words.said(gap)}
        </p>
      )}
      {hubRefusal && <p class="notice">{words.said(hubRefusal)}</p>}
    </>
  );
}

function Facts({ words, publication, source }: SourcePageProps) {
  const { source: labels } = words;
  const { fetchState, nextRunAt } = source;
  const time = (at: Date | undefined) => (at ? showTime(at, words, publication.timeZone) : labels.never);
  return (
    <dl class="facts">
      <dt>{labels.status}</dt>
      <dd>
        <span class="badge">{words.sourceStatus[source.status]}</span>{' '}
        <span class="badge">{words.kinds[source.kind]}</span>
      </dd>
      <dt>{words.fields.address}</dt>
      <dd>
        <a href={source.url} rel="noreferrer">
          {source.url}
        </a>
      </dd>
      <dt>{labels.result}</dt>
      <dd>{lastResultInWords(source, words)}</dd>
      {isPolled(source.kind) && (
        <>
          <dt>{labels.lastAsked}</dt>
          <dd>{time(lastPolledAt(source))}</dd>
        </>
      )}
      <dt>{labels.succeeded}</dt>
      <dd>{time(fetchState.lastSucceededAt)}</dd>
      <dt>{labels.lastNew}</dt>
      <dd>{time(fetchState.lastNewAt)}</dd>
      {isPolled(source.kind) && (
        <>
          <dt>{labels.next}</dt>
          <dd>{nextRunAt ? time(nextRunAt) : labels.notPlanned}</dd>
          <dt>{labels.interval}</dt>
          <dd>{labels.everyMinutes(source.intervalMinutes)}</dd>
        </>
      )}
      <MoveAndHub {...{ words, publication, source }} />
      <dt>{labels.toRules}</dt>
      <dd>{rulesInWords(source, words)}</dd>
    </dl>
  );
}

function MoveAndHub({ words, publication, source }: Pick<SourcePageProps, 'words' | 'publication' | 'source'>) {
  const { movedTo, movedSince, hub, hubAskedAt, hubRefusal } = source.fetchState;
  const { source: labels } = words;
  return (
    <>
      {movedTo && (
        <>
          <dt>{labels.moved}</dt>
          <dd>
            {movedTo}
            <br />
            <span class="soft">{labels.movedTo(showDay(movedSince ?? new Date(0), words, publication.timeZone))}</span>
          </dd>
        </>
      )}
      {hub && !hubRefusal && (
        <>
          <dt>{labels.hub}</dt>
          <dd>{(hubAskedAt ? labels.hubTells : labels.hubSilent)(new URL(hub).host)}</dd>
        </>
      )}
    </>
  );
}

function Verbs({ words, publication, source }: SourcePageProps) {
  const here = `/console/publications/${publication.id}/sources/${source.id}`;
  const { source: labels } = words;
  const isActive = source.status === 'active';
  return (
    <div class="actions">
      {isActive && isPolled(source.kind) && <Post action={`${here}/poll`} label={words.pollNow} />}
      {!isActive && <Post action={`${here}/resume`} label={words.resume} />}
      <a class="button quiet" href={`${here}/rules`}>
        {labels.toRules}
      </a>
      {source.kind === 'push' && (
        <a class="button quiet" href={`${here}/keys`}>
          {labels.toKeys}
        </a>
      )}
      {source.status !== 'stopped' && <Post action={`${here}/stop`} label={labels.stop} isQuiet />}
      <a class="button quiet" href={`${here}/remove`}>
        {labels.remove}
      </a>
    </div>
  );
}

function Post({ action, label, isQuiet = false }: { action: string; label: string; isQuiet?: boolean }) {
  return (
    <form method="post" action={action}>
      <button type="submit" class={isQuiet ? 'quiet' : undefined}>
        {label}
      </button>
    </form>
  );
}
