import type { Counted } from '../audience/index.ts';
import type { Publication } from '../domain/publication.ts';
import type { Segment } from '../domain/segment.ts';
import { Problem, TopicBoxes } from './form-parts.tsx';
import { boundsInWords, conditionsOf, filterInWords, peopleInWords } from './people-in-words.ts';
import { showNumber } from './show-time.ts';
import type { Words } from './words.ts';

/** A segment as somebody typed it, to be mended. */
export interface TypedSegment {
  title: string;
  topics: string[];
  cadences: string[];
  languages: string[];
  origins: string[];
  joinedFrom: string;
  joinedUntil: string;
  /** One field a line. */
  fields: string;
}

interface SegmentsProps {
  words: Words;
  publication: Publication;
  segments: Segment[];
  counted: Counted<string>;
  typed: TypedSegment;
  did?: 'removed';
  problem?: string;
}

export const segmentsPath = (publicationId: string) => `/console/publications/${publicationId}/segments`;

/** The named parts of a publication's readers, and the form for another one. */
export function SegmentsPage(props: SegmentsProps) {
  const { words, publication, segments, counted, did, problem } = props;
  const { segmenting } = words;
  return (
    <>
      <h1>{segmenting.title}</h1>
      <p>{segmenting.lead}</p>
      {did && (
        <p class="notice" role="status">
          {segmenting.removed}
        </p>
      )}
      {segments.length === 0 && <p>{segmenting.none}</p>}
      {segments.length > 0 && (
        <ul class="rows">
          {segments.map((segment) => (
            <li>
              <div>
                <a class="title" href={`${segmentsPath(publication.id)}/${segment.id}`}>
                  {segment.title}
                </a>
                <span class="meta">
                  <span>{filterInWords(segment.filter, publication, words)}</span>
                </span>
              </div>
              <span class="badge">{peopleInWords(countOf(counted, segment), words)}</span>
            </li>
          ))}
        </ul>
      )}
      {segments.length > 0 && <p class="soft">{costInWords(counted, words)}</p>}
      <h2 id="new">{segmenting.new}</h2>
      <Problem text={problem} />
      <SegmentForm {...props} />
    </>
  );
}

const NOBODY = { people: 0, atLeast: 0, atMost: 0 };
const countOf = ({ counts }: Counted<string>, { id }: Segment) => counts[id] ?? NOBODY;

function costInWords({ isExact, readUnits }: Counted<string>, words: Words): string {
  const units = showNumber(readUnits, words);
  return isExact ? words.people.counted(units) : words.people.estimated(units);
}

function SegmentForm({ words, publication, typed }: SegmentsProps) {
  const { people, person, segmenting } = words;
  const boxes = { cadences: people.cadences, languages: people.languages, origins: person.origins };
  return (
    <form method="post" action={segmentsPath(publication.id)}>
      <label>
        {segmenting.name}
        <input name="title" value={typed.title} required maxlength={100} />
      </label>
      <p>{segmenting.everyCondition}</p>
      <TopicBoxes
        topics={publication.topics}
        chosen={typed.topics}
        legend={segmenting.topics}
        language={publication.language}
      />
      {(['cadences', 'languages', 'origins'] as const).map((name) => (
        <fieldset class="boxes">
          <legend>{segmenting[name]}</legend>
          {Object.entries(boxes[name]).map(([value, title]) => (
            <label class="choice">
              <input type="checkbox" name={name} value={value} checked={typed[name].includes(value)} />
              <span>{title}</span>
            </label>
          ))}
        </fieldset>
      ))}
      <div class="columns">
        <label>
          {segmenting.joinedFrom}
          <input type="date" name="joinedFrom" value={typed.joinedFrom} />
        </label>
        <label>
          {segmenting.joinedUntil}
          <input type="date" name="joinedUntil" value={typed.joinedUntil} />
        </label>
      </div>
      <label>
        {segmenting.fields}
        <textarea name="fields" rows={2} maxlength={5000} aria-describedby="fields-hint">
          {typed.fields}
        </textarea>
      </label>
      <small class="below" id="fields-hint">
        {segmenting.fieldsHint}
      </small>
      <p class="soft">{segmenting.noEngagement}</p>
      <button type="submit">{segmenting.save}</button>
    </form>
  );
}

interface SegmentProps {
  words: Words;
  publication: Publication;
  segment: Segment;
  counted: Counted<string>;
  did?: 'saved' | 'renamed';
  problem?: string;
}

/** One segment: who is in it, by which conditions. */
export function SegmentPage({ words, publication, segment, counted, did, problem }: SegmentProps) {
  const { segmenting } = words;
  const here = `${segmentsPath(publication.id)}/${segment.id}`;
  const count = countOf(counted, segment);
  const bounds = boundsInWords(count, words);
  return (
    <>
      <h1>{segment.title}</h1>
      {did && (
        <p class="notice" role="status">
          {segmenting[did]}
        </p>
      )}
      <h2>{segmenting.count}</h2>
      <p class="figures">
        <span class="figure">
          <strong>{peopleInWords(count, words)}</strong> <small>{segmenting.people}</small>{' '}
          {bounds && <small>{bounds}</small>}
        </span>
      </p>
      <p class="soft">
        {costInWords(counted, words)}{' '}
        {!counted.isExact && (
          <a href={`${here}?count=exact`} rel="nofollow">
            {segmenting.countAll}
          </a>
        )}
      </p>
      <p class="actions">
        <a class="button quiet" href={`/console/publications/${publication.id}/subscribers?segment=${segment.id}#list`}>
          {segmenting.show}
        </a>
      </p>
      <h2>{segmenting.whatItMeans}</h2>
      <dl class="facts">
        {conditionsOf(segment.filter, publication, words).map(({ name, value }) => (
          <>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </>
        ))}
      </dl>
      <p class="soft">{segmenting.fixed}</p>
      <h2>{segmenting.name}</h2>
      <Problem text={problem} />
      <form method="post" action={`${here}/rename`} class="actions">
        <label>
          <span class="unseen">{segmenting.name}</span>
          <input name="title" value={segment.title} required maxlength={100} />
        </label>
        <button type="submit" class="quiet">
          {segmenting.rename}
        </button>
        <a class="button quiet" href={`${here}/remove`}>
          {segmenting.remove}
        </a>
      </form>
    </>
  );
}
