import { standingOf } from '../audience/index.ts';
import type { Publication } from '../domain/publication.ts';
import type { Segment } from '../domain/segment.ts';
import type { Subscription } from '../domain/subscription.ts';
import { choiceInWords } from './people-in-words.ts';
import { showDay } from './show-time.ts';
import type { Words } from './words.ts';

/** What the list was filtered by, as it stands in the page's address. */
export interface ListQuery {
  status?: 'confirmed' | 'pending' | 'ended' | 'suppressed';
  topic?: string;
  cadence?: Subscription['cadence'];
  language?: Subscription['language'];
  segment?: string;
  after?: string;
}

export interface ListProps {
  words: Words;
  publication: Publication;
  segments: Segment[];
  query: ListQuery;
  subscriptions: Subscription[];
  next?: string;
}

export function FilterForm({ words, publication, segments, query }: ListProps) {
  const { people } = words;
  const options = <Name extends string>(titles: Record<Name, string>) => Object.entries<string>(titles);
  return (
    <form method="get" action={`/console/publications/${publication.id}/subscribers#list`} class="filters">
      <Choice
        {...{ words, name: 'status', title: people.status, chosen: query.status }}
        of={options(people.standing)}
      />
      {publication.topics.length > 0 && (
        <Choice
          {...{ words, name: 'topic', title: people.topic, chosen: query.topic, language: publication.language }}
          of={publication.topics.map(({ id, title }) => [id, title])}
        />
      )}
      <Choice
        {...{ words, name: 'cadence', title: people.cadence, chosen: query.cadence }}
        of={options(people.cadences)}
      />
      <Choice
        {...{ words, name: 'language', title: people.language, chosen: query.language }}
        of={options(people.languages)}
      />
      {segments.length > 0 && (
        <Choice
          {...{ words, name: 'segment', title: people.segment, chosen: query.segment }}
          of={segments.map(({ id, title }) => [id, title])}
        />
      )}
      <button type="submit" class="quiet">
        {people.filter}
      </button>
    </form>
  );
}

interface ChoiceProps {
  words: Words;
  name: keyof ListQuery;
  title: string;
  chosen?: string;
  of: [string, string][];
  /** Of what there is to choose, when it is not the page's. */
  language?: string;
}

function Choice({ words, name, title, chosen, of, language }: ChoiceProps) {
  return (
    <label>
      {title}
      <select name={name}>
        <option value="">{words.people.all}</option>
        {of.map(([value, label]) => (
          <option value={value} selected={value === chosen} lang={language}>
            {label}
          </option>
        ))}
      </select>
    </label>
  );
}

/** A page of the list, and the way on. */
export function PeopleRows(props: ListProps) {
  const { words, publication, query, subscriptions, next } = props;
  const { people } = words;
  const isFiltered = Object.values({ ...query, after: undefined }).some(Boolean);
  const here = `/console/publications/${publication.id}/subscribers`;
  const none = next ? people.nobodyHere : isFiltered ? people.nobodyLikeThat : people.nobody;
  return (
    <>
      {subscriptions.length > 0 ? (
        <ul class="rows">
          {subscriptions.map((subscription) => (
            <Row {...{ words, publication, subscription }} />
          ))}
        </ul>
      ) : (
        <p>{none}</p>
      )}
      {(next || query.after || isFiltered) && (
        <p class="actions">
          {next && (
            <a class="button" href={`${here}?${searchOf({ ...query, after: next })}#list`}>
              {people.more}
            </a>
          )}
          {query.after && (
            <a class="button quiet" href={`${here}?${searchOf({ ...query, after: undefined })}#list`}>
              {people.again}
            </a>
          )}
          {isFiltered && (
            <a class="button quiet" href={`${here}#list`}>
              {people.clear}
            </a>
          )}
        </p>
      )}
    </>
  );
}

function searchOf(query: ListQuery): URLSearchParams {
  return new URLSearchParams(Object.entries(query).filter(([, value]) => value));
}

function Row({
  words,
  publication,
  subscription,
}: Pick<ListProps, 'words' | 'publication'> & { subscription: Subscription }) {
  const { people } = words;
  const { subscriberId, address, language } = subscription;
  return (
    <li>
      <div>
        <a class="title" href={`/console/publications/${publication.id}/subscribers/${subscriberId}`}>
          {address}
        </a>
        <span class="meta">
          <span class="badge">{people.standing[standingOf(subscription)]}</span>
          <span>{choiceInWords(subscription, publication, words)}</span>
          <span>{people.languages[language]}</span>
          <span>{whenInWords(subscription, words, publication.timeZone)}</span>
        </span>
      </div>
    </li>
  );
}

function whenInWords(subscription: Subscription, words: Words, timeZone: string): string {
  const { status, confirmedAt, endedAt, requestedAt } = subscription;
  const day = (at: Date) => showDay(at, words, timeZone);
  if (status === 'ended' && endedAt) return words.people.leftAt(day(endedAt));
  if (status === 'confirmed' && confirmedAt) return words.people.since(day(confirmedAt));
  return words.people.askedAt(day(requestedAt));
}
