import type { Counted } from '../audience/index.ts';
import type { Publication } from '../domain/publication.ts';
import type { Segment } from '../domain/segment.ts';
import { Problem } from './form-parts.tsx';
import { costInWords, countOf, segmentsPath } from './page-segments.tsx';
import { boundsInWords, conditionsOf, peopleInWords } from './people-in-words.ts';
import type { Words } from './words.ts';

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
