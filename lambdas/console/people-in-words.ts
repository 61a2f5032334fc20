/** Readers, segments and counts as sentences for editors. */
import type { Count } from '../audience/index.ts';
import type { Publication } from '../domain/publication.ts';
import type { SegmentFilter } from '../domain/segment.ts';
import type { Origin, Subscription, SuppressionReason } from '../domain/subscription.ts';
import { showDay, showNumber } from './show-time.ts';
import type { Words } from './words.ts';

/** `1.204`, or `etwa 3.200`; where the sample held nobody, `höchstens 58`. */
export function peopleInWords({ people, atLeast, atMost }: Count, words: Words): string {
  if (atLeast === atMost) return showNumber(people, words);
  return people === 0 ? words.people.atMost(showNumber(atMost, words)) : words.people.about(showNumber(people, words));
}

/** `2.780 bis 3.690`; nothing for what was counted, or is said already. */
export function boundsInWords({ people, atLeast, atMost }: Count, words: Words): string | undefined {
  if (atLeast === atMost || people === 0) return undefined;
  return words.people.between(showNumber(atLeast, words), showNumber(atMost, words));
}

const titleOf = ({ topics }: Publication, id: string) => topics.find((topic) => topic.id === id)?.title ?? id;

/** What somebody gets, and how often. */
export function choiceInWords(
  { topics, cadence, cadences }: Pick<Subscription, 'topics' | 'cadence' | 'cadences'>,
  publication: Publication,
  { people }: Words,
): string {
  const usual = people.cadences[cadence];
  if (topics.length === 0) return people.topicWithPace(people.allTopics, usual);
  const named = topics.map((topic) => ({
    title: titleOf(publication, topic),
    pace: people.cadences[cadences?.[topic] ?? cadence],
  }));
  if (named.every(({ pace }) => pace === usual)) {
    return people.topicWithPace(named.map(({ title }) => title).join(', '), usual);
  }
  return named.map(({ title, pace }) => people.topicWithPace(title, pace)).join(', ');
}

export function originInWords(origin: Origin | undefined, { person, segmenting }: Words): string {
  if (!origin) return person.unknown;
  if (origin.startsWith('import:')) return segmenting.importNamed(origin.slice('import:'.length));
  return person.origins[origin as keyof typeof person.origins];
}

export const reasonInWords = (reason: SuppressionReason, { person }: Words): string => person.reasons[reason];

/** Each condition of a segment, by its name. */
export function conditionsOf(filter: SegmentFilter, publication: Publication, words: Words) {
  const { people, segmenting } = words;
  const any = (values: string[] | undefined) => values?.join(` ${segmenting.or} `);
  const conditions: [string, string | undefined][] = [
    [segmenting.conditions.topics, any(filter.topics?.map((topic) => titleOf(publication, topic)))],
    [segmenting.conditions.cadences, any(filter.cadences?.map((cadence) => people.cadences[cadence]))],
    [segmenting.conditions.languages, any(filter.languages?.map((language) => people.languages[language]))],
    [segmenting.conditions.joined, joinedInWords(filter, publication, words)],
    [segmenting.conditions.origins, any(filter.origins?.map((origin) => kindInWords(origin, words)))],
    ...Object.entries(filter.fields ?? {}).map(([name, values]): [string, string | undefined] => [name, any(values)]),
  ];
  return conditions.flatMap(([name, value]) => (value ? [{ name, value }] : []));
}

const kindInWords = (origin: string, words: Words) =>
  origin === 'import' ? words.person.origins.import : originInWords(origin as Origin, words);

function joinedInWords({ joinedFrom, joinedUntil }: SegmentFilter, { timeZone }: Publication, words: Words) {
  const { segmenting } = words;
  const parts = [
    joinedFrom && segmenting.from(showDay(new Date(joinedFrom), words, timeZone)),
    // The moment is the first that no longer counts; people think of the last day that does.
    joinedUntil && segmenting.until(showDay(new Date(new Date(joinedUntil).getTime() - 1), words, timeZone)),
  ];
  return parts.filter(Boolean).join(', ') || undefined;
}

/** A segment's conditions in one line. */
export function filterInWords(filter: SegmentFilter, publication: Publication, words: Words): string {
  return conditionsOf(filter, publication, words)
    .map(({ name, value }) => `${name}: ${value}`)
    .join(' · ');
}
