import type { Publication, Source } from '../domain/publication.ts';
import { isPolled } from '../publications/index.ts';
import { lastPolledAt, pollInWords } from './in-words.ts';
import { showTime } from './show-time.ts';
import type { Words } from './words.ts';

interface SourceRowsProps {
  words: Words;
  publication: Publication;
  sources: Source[];
  asked: { pollingSourceId?: string; isLate: boolean };
}

export function SourceRows({ words, publication, sources, asked }: SourceRowsProps) {
  const time = (at: Date) => showTime(at, words, publication.timeZone);
  const polled = (source: Source) => {
    const at = lastPolledAt(source);
    return at && <span>{words.lastAsked(time(at))}</span>;
  };
  return (
    <ul class="rows">
      {sources.map((source) => (
        <li id={`source-${source.id}`}>
          <div>
            <a class="title" href={`/console/publications/${publication.id}/sources/${source.id}`}>
              {source.title}
            </a>
            <PollResult {...{ words, source, asked }} />
            <span class="meta">
              {source.status !== 'active' && <span class="badge">{words.sourceStatus[source.status]}</span>}
              <span class="badge">{words.kinds[source.kind]}</span>
              {isPolled(source.kind) && polled(source)}
              {source.nextRunAt && <span>{words.nextPoll(time(source.nextRunAt))}</span>}
              {isPolled(source.kind) && <span>{source.url}</span>}
            </span>
          </div>
          <SourceButton {...{ words, publication, source }} />
        </li>
      ))}
    </ul>
  );
}

function PollResult({ words, source, asked }: Pick<SourceRowsProps, 'words' | 'asked'> & { source: Source }) {
  if (source.id === asked.pollingSourceId) {
    return <span role="status">{asked.isLate ? words.takesLong : words.polling}</span>;
  }
  const { text, isTrouble } = pollInWords(source, words);
  const { gap } = source.fetchState;
  return (
    <>
      <span class={isTrouble ? 'trouble-text' : ''}>{text}</span>
      {gap && (
        <span class="trouble-text block">
          {words.source.gap}: {words.said(gap)}
        </span>
      )}
    </>
  );
}

/** One that is active can be polled; one that is not must be resumed first, which polls it too. */
function SourceButton({
  words,
  publication,
  source,
}: Pick<SourceRowsProps, 'words' | 'publication'> & { source: Source }) {
  if (source.status === 'active' && !isPolled(source.kind)) return null;
  const [verb, label] = source.status === 'active' ? ['poll', words.pollNow] : ['resume', words.resume];
  return (
    <form method="post" action={`/console/publications/${publication.id}/sources/${source.id}/${verb}?from=list`}>
      <button type="submit" class="quiet" aria-label={`${label}: ${source.title}`}>
        {label}
      </button>
    </form>
  );
}
