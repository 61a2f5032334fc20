import { datesIn } from '../../templates/digest/dates.ts';
import { typeset } from '../../templates/digest/typeset.ts';
import { archivePath, type Edition } from '../domain/edition.ts';
import type { Publication } from '../domain/publication.ts';
import { htmlPage } from '../platform/pages.tsx';
import { cleanLine, webUrl } from './clean-text.ts';
import { alternatesOf, offeredFeeds } from './offered-feeds.ts';
import { ARCHIVE_LIST_STYLE } from './page-look.ts';
import { publicAddresses, publicPaths } from './public-addresses.ts';
import { cameOutAt } from './shown-articles.ts';
import { WORDS } from './words.ts';

interface ArchiveList {
  publication: Publication;
  /** Newest first; those that anybody may find. */
  editions: Edition[];
  /** True when there are older ones than these. */
  goesOn?: boolean;
  siteUrl: string;
}

/** All editions of a publication by year, or why there are none to see. */
export function archiveListPage({ publication, editions, goesOn = false, siteUrl }: ArchiveList): string {
  const { id, title, language, look, imprint } = publication;
  const words = WORDS[language];
  const isUnlisted = publication.archive === 'unlisted';
  const paths = publicPaths(id);
  const years = byYear(editions, publication.timeZone);
  const oldest = editions.at(-1);
  return htmlPage({
    language,
    title: words.archive,
    site: { title: cleanLine(title), url: paths.publication, accent: look.accent, logo: look.logo },
    ...(isUnlisted ? { isPersonal: true } : { canonical: publicAddresses(siteUrl, id).archive }),
    description: words.archiveOf(cleanLine(title)),
    icon: webUrl(publication.feeds?.icon),
    alternates: alternatesOf(publication, offeredFeeds({ publication, siteUrl })),
    imprint,
    style: ARCHIVE_LIST_STYLE,
    children: (
      <>
        <h1>{words.archive}</h1>
        {isUnlisted && <p>{words.unlisted}</p>}
        {!isUnlisted && editions.length === 0 && <p>{words.noEditions}</p>}
        {years.length > 1 && <Years years={years.map(({ year }) => year)} label={words.years} />}
        {years.map(({ year, editions: its }) => (
          <section>
            <h2 id={`y${year}`}>{year}</h2>
            <ul class="short">
              {its.map((edition) => (
                <Entry edition={edition} publication={publication} />
              ))}
            </ul>
          </section>
        ))}
        {goesOn && oldest && (
          <p>
            <a href={`/${archivePath(oldest)}`}>{words.olderEditions(oldest.number)}</a>
          </p>
        )}
        <p class="notice">
          <a href={paths.signUp}>{words.subscribe}</a>
        </p>
      </>
    ),
  });
}

function Entry({ edition, publication }: { edition: Edition; publication: Publication }) {
  const { language, timeZone } = publication;
  return (
    <li>
      <a href={`/${archivePath(edition)}`} dir="auto">
        {typeset(cleanLine(edition.subject), language)}
      </a>
      <span class="soft">
        {WORDS[language].edition(edition.number)} · {datesIn(language, timeZone).day(cameOutAt(edition))}
      </span>
    </li>
  );
}

function Years({ years, label }: { years: number[]; label: string }) {
  return (
    <nav class="ways" aria-label={label}>
      {years.map((year) => (
        <a href={`#y${year}`}>{year}</a>
      ))}
    </nav>
  );
}

/** As the calendar of the publication's zone has it, newest first. */
function byYear(editions: Edition[], timeZone: string): { year: number; editions: Edition[] }[] {
  const format = new Intl.DateTimeFormat('en', { timeZone, year: 'numeric' });
  const years = new Map<number, Edition[]>();
  for (const edition of editions) {
    const year = Number(format.format(cameOutAt(edition)));
    years.set(year, [...(years.get(year) ?? []), edition]);
  }
  return [...years].sort(([one], [other]) => other - one).map(([year, its]) => ({ year, editions: its }));
}
