import { type Counted, type People, standingOf } from '../audience/index.ts';
import type { Publication } from '../domain/publication.ts';
import type { Segment } from '../domain/segment.ts';
import type { Subscription } from '../domain/subscription.ts';
import { Problem } from './form-parts.tsx';
import { boundsInWords, choiceInWords, peopleInWords } from './people-in-words.ts';
import { mayManagePeople, type Session } from './session.ts';
import { showDay, showNumber } from './show-time.ts';
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

interface PeoplePageProps {
  words: Words;
  session: Session;
  publication: Publication;
  siteUrl: string;
  counted: Counted<People>;
  segments: Segment[];
  query: ListQuery;
  subscriptions: Subscription[];
  next?: string;
  /** Why a search was not made. */
  problem?: string;
}

const STANDINGS = ['confirmed', 'pending', 'ended', 'suppressed'] as const;

/** Everybody of a publication: how many, who, and the way to each. */
export function PeoplePage(props: PeoplePageProps) {
  const { words, session, publication, siteUrl } = props;
  const { people } = words;
  const home = `/console/publications/${publication.id}`;
  return (
    <>
      <h1>{people.title}</h1>
      <p>{people.lead}</p>
      <Figures {...props} />
      <p class="actions">
        {mayManagePeople(session) && (
          <>
            <a class="button" href={`${home}/subscribers/add`}>
              {people.add}
            </a>
            <a class="button quiet" href={`${home}/subscribers/import`}>
              {people.import}
            </a>
            <a class="button quiet" href={`${home}/subscribers/export`}>
              {people.export}
            </a>
          </>
        )}
        <a class="button quiet" href={`${home}/segments`}>
          {people.segmentsLink}
        </a>
        <a class="button quiet" href={`${siteUrl}/subscribe/${publication.id}/embed`}>
          {people.embed}
        </a>
      </p>
      {!mayManagePeople(session) && <p class="soft">{people.mayNotAdd}</p>}
      <h2>{people.search}</h2>
      <SearchForm {...props} />
      <h2 id="list">{people.list}</h2>
      <FilterForm {...props} />
      <List {...props} />
    </>
  );
}

function Figures({ words, publication, counted }: PeoplePageProps) {
  const { people } = words;
  const units = showNumber(counted.readUnits, words);
  return (
    <>
      <p class="figures">
        {STANDINGS.map((standing) => {
          const bounds = boundsInWords(counted.counts[standing], words);
          return (
            <span class="figure">
              <strong>{peopleInWords(counted.counts[standing], words)}</strong>{' '}
              <small>{people.standingExplained[standing]}</small> {bounds && <small>{bounds}</small>}{' '}
            </span>
          );
        })}
      </p>
      <p class="soft">
        {counted.isExact ? people.counted(units) : people.estimated(units)}{' '}
        {!counted.isExact && (
          <a href={`/console/publications/${publication.id}/subscribers?count=exact`} rel="nofollow">
            {people.countAll}
          </a>
        )}
      </p>
    </>
  );
}

interface SearchProps {
  words: Words;
  publication: Publication;
  problem?: string;
}

/** Posted, so that the address stands in nobody's history or log. */
export function SearchForm({ words, publication, problem }: SearchProps) {
  const { people } = words;
  return (
    <>
      <Problem text={problem} />
      <form method="post" action={`/console/publications/${publication.id}/subscribers/search`} class="actions">
        <label>
          {people.address}
          <input
            type="text"
            inputmode="email"
            name="address"
            required
            maxlength={400}
            autocomplete="off"
            autocapitalize="none"
            spellcheck={false}
          />
        </label>
        <button type="submit">{people.find}</button>
      </form>
    </>
  );
}

function FilterForm({ words, publication, segments, query }: PeoplePageProps) {
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

function List(props: PeoplePageProps) {
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
}: Pick<PeoplePageProps, 'words' | 'publication'> & { subscription: Subscription }) {
  const { people } = words;
  const { subscriberId, address, confirmedAt, requestedAt, endedAt, language, status } = subscription;
  const day = (at: Date) => showDay(at, words, publication.timeZone);
  const when =
    status === 'ended' && endedAt
      ? people.leftAt(day(endedAt))
      : confirmedAt && status === 'confirmed'
        ? people.since(day(confirmedAt))
        : people.askedAt(day(requestedAt));
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
          <span>{when}</span>
        </span>
      </div>
    </li>
  );
}
