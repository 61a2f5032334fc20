import type { Publication } from '../domain/publication.ts';
import { Problem } from './form-parts.tsx';
import type { Words } from './words.ts';

interface AddSourceProps {
  words: Words;
  publication: Publication;
  /** What was typed and could not be taken, and why. */
  typed?: string;
  problem?: string;
}

/** The one field that begins a source. */
export function AddSourcePage({ words, publication, typed, problem }: AddSourceProps) {
  const home = `/console/publications/${publication.id}`;
  const { adding } = words;
  return (
    <>
      <h1>{adding.title}</h1>
      <p>{adding.lead}</p>
      <Problem text={problem} />
      <form method="post" action={`${home}/explorations`} class="actions wide">
        <label>
          {adding.address}
          <input
            name="url"
            value={typed}
            required
            maxlength={2000}
            inputmode="url"
            autocapitalize="none"
            autocomplete="off"
            spellcheck={false}
            placeholder="www.example.org"
            aria-invalid={problem ? 'true' : undefined}
          />
        </label>
        <button type="submit">{adding.look}</button>
      </form>
      <details>
        <summary>{adding.sendTitle}</summary>
        <p>{adding.sendLead}</p>
        <form method="post" action={`${home}/sources`} class="actions wide">
          <input type="hidden" name="kind" value="push" />
          <label>
            {adding.name}
            <input name="title" required maxlength={200} autocomplete="off" />
          </label>
          <button type="submit" class="quiet">
            {adding.addPush}
          </button>
        </form>
      </details>
    </>
  );
}

interface ExploringProps {
  words: Words;
  publication: Publication;
  isLate: boolean;
}

/** While an address is being looked at. */
export function ExploringPage({ words, publication, isLate }: ExploringProps) {
  return (
    <>
      <h1>{words.found.title}</h1>
      <p class="notice" role="status">
        {isLate ? words.found.late : words.found.looking}
      </p>
      {isLate && (
        <p>
          <a class="button quiet" href={`/console/publications/${publication.id}/add-source`}>
            {words.found.another}
          </a>
        </p>
      )}
    </>
  );
}
