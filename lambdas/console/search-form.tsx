import type { Publication } from '../domain/publication.ts';
import { Problem } from './form-parts.tsx';
import type { Words } from './words.ts';

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
