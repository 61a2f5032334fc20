import type { Counted, People } from '../audience/index.ts';
import { boundsInWords, peopleInWords } from './people-in-words.ts';
import { FilterForm, type ListProps, PeopleRows } from './rows-people.tsx';
import { SearchForm } from './search-form.tsx';
import { mayManagePeople, type Session } from './session.ts';
import { showNumber } from './show-time.ts';

interface PeoplePageProps extends ListProps {
  session: Session;
  siteUrl: string;
  counted: Counted<People>;
  /** Somebody of whom nothing is left to show. */
  did?: 'erased';
  /** Why a search was not made. */
  problem?: string;
}

const STANDINGS = ['confirmed', 'pending', 'ended', 'suppressed'] as const;

/** Everybody of a publication: how many, who, and the way to each. */
export function PeoplePage(props: PeoplePageProps) {
  const { words, session, publication, siteUrl, did } = props;
  const { people } = words;
  const home = `/console/publications/${publication.id}`;
  return (
    <>
      <h1>{people.title}</h1>
      {did && (
        <p class="notice" role="status">
          {words.person.erasedNow}
        </p>
      )}
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
      <PeopleRows {...props} />
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
