import { type SubscriberRecord, standingOf } from '../audience/index.ts';
import type { Publication } from '../domain/publication.ts';
import type { Subscription, Suppression } from '../domain/subscription.ts';
import { Problem } from './form-parts.tsx';
import { choiceInWords, originInWords, reasonInWords } from './people-in-words.ts';
import { ProofEntries } from './proof-entries.tsx';
import { mayManagePeople, type Session } from './session.ts';
import { showTime } from './show-time.ts';
import type { Words } from './words.ts';

/** What has just been done, for the sentence above the page. */
export type DoneToPerson = 'added' | 'saved' | 'ended' | 'suppressed' | 'erased';

interface PersonProps {
  words: Words;
  session: Session;
  publication: Publication;
  record: SubscriberRecord;
  did?: DoneToPerson;
  problem?: string;
}

interface LivePersonProps extends PersonProps {
  subscription: Subscription;
}

export const peoplePath = (publicationId: string) => `/console/publications/${publicationId}/subscribers`;
export const personPath = (publicationId: string, subscriberId: string) =>
  `${peoplePath(publicationId)}/${subscriberId}`;

/** Everything about one person: what they get, what we know, how they said yes, and what can be done. */
export function PersonPage(props: PersonProps) {
  const { words, record, did, problem } = props;
  const { subscription } = record;
  return (
    <>
      <h1 class={subscription && 'address'}>{subscription?.address ?? words.person.erasedTitle}</h1>
      {did && (
        <p class="notice" role="status">
          {doneInWords(did, words)}
        </p>
      )}
      <Problem text={problem} />
      <Suppressed {...props} suppression={record.suppression} />
      {subscription ? (
        <>
          <Facts {...props} subscription={subscription} />
          <Actions {...props} subscription={subscription} />
          <Fields {...props} subscription={subscription} />
        </>
      ) : (
        <p>{words.person.erased}</p>
      )}
      <Proof {...props} />
    </>
  );
}

function doneInWords(did: DoneToPerson, { people, person }: Words): string {
  const done = {
    added: people.added,
    saved: person.saved,
    ended: person.ended,
    suppressed: person.suppressedNow,
    erased: person.erasedNow,
  };
  return done[did];
}

function Suppressed({ words, publication, suppression }: PersonProps & { suppression?: Suppression }) {
  if (!suppression) return null;
  const { person } = words;
  const since = showTime(suppression.since, words, publication.timeZone);
  return (
    <p class="notice trouble">
      <strong>{person.suppressedTitle}.</strong> {person.suppressed(reasonInWords(suppression.reason, words), since)}
    </p>
  );
}

function Facts({ words, publication, subscription }: LivePersonProps) {
  const { people, person } = words;
  const time = (at: Date | undefined) => at && showTime(at, words, publication.timeZone);
  const { endedBecause, endedAt } = subscription;
  const why = endedBecause && (person.endedBecause[endedBecause] ?? endedBecause);
  const facts: [string, string | undefined][] = [
    [person.topics, choiceInWords(subscription, publication, words)],
    [person.language, people.languages[subscription.language]],
    [person.timeZone, subscription.timeZone],
    [person.pausedUntil, time(subscription.pausedUntil)],
    [person.origin, originInWords(subscription.origin, words)],
    [person.requestedAt, time(subscription.requestedAt)],
    [person.confirmedAt, time(subscription.confirmedAt)],
    [person.endedAt, endedAt && [time(endedAt), why].filter(Boolean).join(', ')],
  ];
  return (
    <>
      <dl class="facts">
        <dt>{person.status}</dt>
        <dd>
          <span class="badge">{people.standing[standingOf(subscription)]}</span>
        </dd>
        {facts
          .filter(([, value]) => value)
          .map(([name, value]) => (
            <>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </>
          ))}
      </dl>
      {subscription.isWatched && <p class="soft">{person.watched}</p>}
    </>
  );
}

function Actions({ words, session, subscription, record }: LivePersonProps) {
  const { person } = words;
  const here = personPath(subscription.publicationId, subscription.subscriberId);
  if (!mayManagePeople(session)) return <p class="soft">{words.people.mayNotAdd}</p>;
  return (
    <p class="actions">
      {subscription.status !== 'ended' && (
        <a class="button quiet" href={`${here}/end`}>
          {person.end}
        </a>
      )}
      {!record.suppression && (
        <a class="button quiet" href={`${here}/suppress`}>
          {person.suppress}
        </a>
      )}
      <a class="button quiet" href={`${here}/erase`}>
        {person.erase}
      </a>
    </p>
  );
}

/** Nobody notes anything about somebody who has left. */
function Fields({ words, subscription }: LivePersonProps) {
  const { person } = words;
  const fields = Object.entries(subscription.fields ?? {});
  if (subscription.status === 'ended') return null;
  return (
    <>
      <h2>{person.fields}</h2>
      <p class="soft">{person.fieldsLead}</p>
      <form method="post" action={`${personPath(subscription.publicationId, subscription.subscriberId)}/fields`}>
        {fields.map(([name, value]) => (
          <label>
            {name}
            <input type="hidden" name="name" value={name} />
            <input name="value" value={value} maxlength={200} />
          </label>
        ))}
        {fields.length > 0 && <small class="below">{person.fieldsHint}</small>}
        <fieldset>
          <legend>{person.newField}</legend>
          <div class="columns">
            <label>
              {person.fieldName}
              <input name="name" maxlength={60} />
            </label>
            <label>
              {person.fieldValue}
              <input name="value" maxlength={200} />
            </label>
          </div>
        </fieldset>
        <button type="submit" class="quiet">
          {person.saveFields}
        </button>
      </form>
    </>
  );
}

function Proof({ words, publication, record }: PersonProps) {
  const { person } = words;
  const here = personPath(publication.id, record.subscriberId);
  return (
    <>
      <h2>{person.proof}</h2>
      <p class="soft">{person.proofLead}</p>
      {record.proofs.length > 0 && (
        <p class="actions">
          <a class="button quiet" href={`${here}/proof.json`} download>
            {person.download}
          </a>
          <a class="button quiet" href={`${here}/proof`}>
            {person.print}
          </a>
        </p>
      )}
      <ProofEntries {...{ words, publication, proofs: record.proofs }} />
    </>
  );
}
