import type { SubscriberRecord } from '../audience/index.ts';
import type { Cadence, Language, Publication } from '../domain/publication.ts';
import { Problem, TopicBoxes } from './form-parts.tsx';
import { reasonInWords } from './people-in-words.ts';
import { SearchForm } from './search-form.tsx';
import { showDay } from './show-time.ts';
import type { Words } from './words.ts';

/** What somebody typed, to be mended. */
export interface TypedPerson {
  address: string;
  proof: string;
  topics: string[];
  cadence: Cadence;
  language: Language;
}

interface AddPersonProps {
  words: Words;
  publication: Publication;
  typed: TypedPerson;
  problem?: string;
}

/** One person whose consent can be proven otherwise. */
export function AddPersonPage({ words, publication, typed, problem }: AddPersonProps) {
  const { people } = words;
  const here = `/console/publications/${publication.id}/subscribers`;
  return (
    <>
      <h1>{people.addTitle}</h1>
      <p>{people.addLead}</p>
      <Problem text={problem} />
      <form method="post" action={`${here}/add`}>
        <label>
          {people.address}
          <input
            type="text"
            inputmode="email"
            name="address"
            value={typed.address}
            required
            maxlength={400}
            autocomplete="off"
            autocapitalize="none"
            spellcheck={false}
          />
        </label>
        <label>
          {people.proof}
          <textarea name="proof" rows={3} required maxlength={2000} aria-describedby="proof-hint">
            {typed.proof}
          </textarea>
        </label>
        <small class="below" id="proof-hint">
          {people.proofHint}
        </small>
        <TopicBoxes
          topics={publication.topics}
          chosen={typed.topics}
          legend={people.topic}
          language={publication.language}
        />
        <div class="columns">
          <label>
            {people.cadence}
            <select name="cadence">
              {Object.entries(people.cadences).map(([value, title]) => (
                <option value={value} selected={value === typed.cadence}>
                  {title}
                </option>
              ))}
            </select>
          </label>
          <label>
            {people.language}
            <select name="language">
              {Object.entries(people.languages).map(([value, title]) => (
                <option value={value} selected={value === typed.language}>
                  {title}
                </option>
              ))}
            </select>
          </label>
        </div>
        <p class="actions">
          <button type="submit">{people.addYes}</button>
          <a class="button quiet" href={here}>
            {people.back}
          </a>
        </p>
      </form>
    </>
  );
}

interface NotHereProps {
  words: Words;
  publication: Publication;
  /** What is known of the address besides: perhaps a suppression. */
  record: SubscriberRecord;
}

/** Who was searched for and is not here. The page does not repeat the address. */
export function NotHerePage({ words, publication, record }: NotHereProps) {
  const { people } = words;
  const { suppression } = record;
  const day = suppression && showDay(suppression.since, words, publication.timeZone);
  return (
    <>
      <h1>{people.notHereTitle}</h1>
      <p>{people.notHere}</p>
      {suppression && day && (
        <p class="notice trouble">
          {suppression.reason === 'erased'
            ? people.wasErased(day)
            : people.isSuppressed(reasonInWords(suppression.reason, words), day)}
        </p>
      )}
      <h2>{people.searchAgain}</h2>
      <SearchForm {...{ words, publication }} />
      <p class="actions">
        <a class="button quiet" href={`/console/publications/${publication.id}/subscribers`}>
          {people.back}
        </a>
      </p>
    </>
  );
}
