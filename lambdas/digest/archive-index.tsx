import { datesIn } from '../../templates/digest/dates.ts';
import { typeset } from '../../templates/digest/typeset.ts';
import { DIGEST_WORDS } from '../../templates/digest/words.ts';
import type { Edition } from '../domain/edition.ts';
import type { Language } from '../domain/publication.ts';
import { htmlPage } from '../platform/pages.tsx';
import { feedLinks } from './feed-links.ts';

interface ArchiveIndexInput {
  publicationId: string;
  /** Who publishes, as it stands in the mails. */
  name: string;
  language: Language;
  /** Newest first; drafts are nobody's business. */
  editions: Edition[];
}

const HEADING = { de: 'Frühere Ausgaben', en: 'Former editions' } as const;

/** The public list of a publication's editions. */
export function archiveIndex({ publicationId, name, language, editions }: ArchiveIndexInput): string {
  const words = DIGEST_WORDS[language];
  // Days, not hours: in every zone of our readers it is nearly always the same one.
  const dates = datesIn(language, 'UTC');
  return htmlPage({
    language,
    title: HEADING[language],
    site: { title: name, url: `/publications/${publicationId}/`, accent: '' },
    alternates: feedLinks({ publicationId, title: name, language, siteUrl: '' }),
    children: (
      <>
        <h1>{HEADING[language]}</h1>
        <ul>
          {editions
            .filter(({ status }) => status !== 'draft')
            .map(({ number, subject, composedAt }) => (
              <li>
                <a href={`/archive/${publicationId}/${number}`}>{typeset(subject, language)}</a>
                <br />
                <span class="soft">
                  {words.edition(number)} · {dates.day(composedAt)}
                </span>
              </li>
            ))}
        </ul>
        <p class="notice">
          <a href={`/subscribe/${publicationId}`}>{words.subscribe}</a>
        </p>
      </>
    ),
  });
}
