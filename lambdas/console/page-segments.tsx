import type { Counted } from '../audience/index.ts';
import type { Publication } from '../domain/publication.ts';
import type { Segment } from '../domain/segment.ts';
import { Problem, TopicBoxes } from './form-parts.tsx';
import { filterInWords, peopleInWords } from './people-in-words.ts';
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
export const countOf = ({ counts }: Counted<string>, { id }: Segment) => counts[id] ?? NOBODY;

export function costInWords({ isExact, readUnits }: Counted<string>, words: Words): string {
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
        <fieldset class="boxes side-by-side">
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
