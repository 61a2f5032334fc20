import type { Counted } from '../audience/index.ts';
import type { Edition } from '../domain/edition.ts';
import type { Publication } from '../domain/publication.ts';
import type { Segment } from '../domain/segment.ts';
import { audienceInWords } from './in-words.ts';
import { peopleInWords } from './people-in-words.ts';
import { maySend, type Session } from './session.ts';
import { showTime } from './show-time.ts';
import type { Words } from './words.ts';

interface EditionProps {
  words: Words;
  edition: Edition;
  publication: Publication;
}

/** An edition as its readers will see it, and the way to send it. */
export function EditionPage(props: EditionProps & { session: Session; text: string }) {
  const { words, edition, publication, session, text } = props;
  const previewUrl = `/console/editions/${edition.id}/preview`;
  return (
    <>
      <h1 lang={publication.language}>{edition.subject}</h1>
      <EditionFacts {...props} />
      <div class="actions">
        {edition.status !== 'draft' && (
          <a class="button" href={`/console/editions/${edition.id}/report`}>
            {words.report}
          </a>
        )}
        {edition.status === 'draft' && maySend(session) && (
          <a class="button" href={`/console/editions/${edition.id}/send`}>
            {words.toSend}
          </a>
        )}
        <a class="button quiet" href={previewUrl} target="_blank" rel="noreferrer">
          {words.openAlone}
        </a>
      </div>
      {edition.status === 'draft' && !maySend(session) && <p class="soft">{words.mayNotSend}</p>}
      <h2>{words.previewHtml}</h2>
      <iframe
        class="preview"
        sandbox=""
        src={previewUrl}
        title={`${words.preview}: ${edition.subject}`}
        loading="lazy"
      />
      <h2>{words.previewText}</h2>
      <pre class="preview" lang={publication.language} tabindex={0}>
        {text}
      </pre>
    </>
  );
}

function EditionFacts({ words, edition, publication }: EditionProps) {
  const time = (at: Date) => showTime(at, words, publication.timeZone);
  return (
    <dl class="facts">
      <dt>{words.edition(edition.number)}</dt>
      <dd>
        <span class="badge">{words.editionStatus[edition.status]}</span>
      </dd>
      <dt>{words.preheader}</dt>
      <dd lang={publication.language}>{edition.preheader}</dd>
      <dt>{words.contents}</dt>
      <dd>
        {words.articleCount(edition.items.length)}
        {edition.shortened ? `, ${words.shortenedCount(edition.shortened)}` : ''}
      </dd>
      <dt>{words.window}</dt>
      <dd>{windowInWords(edition, words, time)}</dd>
      <dt>{words.composedAt}</dt>
      <dd>{time(edition.composedAt)}</dd>
    </dl>
  );
}

/** A first edition looks back to the beginning of time. */
function windowInWords({ window, isByHand }: Edition, words: Words, time: (at: Date) => string): string {
  if (isByHand) return words.pickedByHand;
  const hasBeginning = window.from.getTime() > 0;
  return hasBeginning ? `${time(window.from)} – ${time(window.until)}` : words.everythingUntil(time(window.until));
}

interface SendPageProps extends EditionProps {
  segments: Segment[];
  counted: Counted<string>;
}

/** The last step before mail goes out: what, to whom, and exactly which content. */
export function SendPage(props: SendPageProps) {
  const { words, edition, publication, segments } = props;
  return (
    <>
      <h1>{words.sendTitle}</h1>
      <p>{words.sendQuestion(`${publication.title}, ${words.edition(edition.number)}`)}</p>
      <dl class="facts">
        <dt>{words.contents}</dt>
        <dd>
          <span lang={publication.language}>{edition.subject}</span> ({words.articleCount(edition.items.length)})
        </dd>
        <dt>{words.audience}</dt>
        <dd>{audienceInWords(edition, publication, words)}</dd>
        <dt>{words.contentHash}</dt>
        <dd>
          <code>{edition.contentHash}</code>
        </dd>
      </dl>
      <p class="notice">{words.sendWarning}</p>
      <form method="post" action={`/console/editions/${edition.id}/send`} class="actions">
        <input type="hidden" name="contentHash" value={edition.contentHash} />
        <ToWhom {...props} />
        <button type="submit">{segments.length > 0 ? words.segmenting.sendNow : words.sendNow}</button>
        <a class="button quiet" href={`/console/editions/${edition.id}`}>
          {words.cancel}
        </a>
      </form>
    </>
  );
}

/** Nothing to choose as long as there is no segment. */
function ToWhom({ words, segments, counted }: SendPageProps) {
  const { segmenting } = words;
  if (segments.length === 0) return null;
  return (
    <label class="to-whom">
      {segmenting.sendTo}
      <select name="segment" aria-describedby="to-whom-hint">
        <option value="">{segmenting.everybody}</option>
        {segments.map(({ id, title }) => {
          const count = counted.counts[id];
          return <option value={id}>{segmenting.option(title, count ? peopleInWords(count, words) : '0')}</option>;
        })}
      </select>
      <small class="soft" id="to-whom-hint">
        {segmenting.optionHint}
      </small>
    </label>
  );
}
