/** What the archive pages of editions say beside what mails say. */
import type { Language } from '../../lambdas/domain/publication.ts';

export interface ArchiveWords {
  /** The list of all editions. */
  archive: string;
  /** For those who do not see the path above the title. */
  path: string;
  /** The same for the links to the editions before and after. */
  neighbours: string;
  previous: string;
  next: string;
}

export const ARCHIVE_WORDS: Record<Language, ArchiveWords> = {
  de: {
    archive: 'Frühere Ausgaben',
    path: 'Sie sind hier',
    neighbours: 'Benachbarte Ausgaben',
    previous: 'Vorherige Ausgabe',
    next: 'Nächste Ausgabe',
  },
  en: {
    archive: 'Former editions',
    path: 'You are here',
    neighbours: 'Editions before and after',
    previous: 'Previous edition',
    next: 'Next edition',
  },
};
