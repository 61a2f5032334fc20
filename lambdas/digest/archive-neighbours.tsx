/**
 * The links from an edition's page to those before and after. They are put in when the page is published, as what was
 * approved is older than the edition that follows; no article can hold the place, for what it holds is escaped.
 */
import { ARCHIVE_WORDS } from '../../templates/digest/archive-words.ts';
import { typeset } from '../../templates/digest/typeset.ts';
import { DIGEST_WORDS } from '../../templates/digest/words.ts';
import { archivePath, type Edition } from '../domain/edition.ts';
import type { Language } from '../domain/publication.ts';

/** Where they go. */
export const NEIGHBOURS = '<!--neighbours-->';

type Neighbour = Pick<Edition, 'publicationId' | 'number' | 'subject'>;

export interface Neighbours {
  previous?: Neighbour;
  next?: Neighbour;
}

export function withNeighbours(page: string, language: Language, { previous, next }: Neighbours): string {
  const words = ARCHIVE_WORDS[language];
  const nav = (previous || next) && (
    <nav class="neighbours" aria-label={words.neighbours}>
      {previous && <Link rel="prev" says={words.previous} edition={previous} language={language} />}
      {next && <Link rel="next" says={words.next} edition={next} language={language} />}
    </nav>
  );
  return page.replace(NEIGHBOURS, () => (nav ? String(nav) : ''));
}

function Link({
  rel,
  says,
  edition,
  language,
}: {
  rel: 'prev' | 'next';
  says: string;
  edition: Neighbour;
  language: Language;
}) {
  return (
    <a rel={rel} class={rel} href={`/${archivePath(edition)}`} dir="auto">
      <span>
        {says} · {DIGEST_WORDS[language].edition(edition.number)}
      </span>
      {typeset(edition.subject, language)}
    </a>
  );
}
