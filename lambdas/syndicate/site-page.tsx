import type { Language, Publication } from '../domain/publication.ts';
import { htmlPage } from '../platform/pages.tsx';
import { feedAlternates } from './feed-formats.ts';
import { baseOf, publicPaths } from './public-addresses.ts';
import { WORDS } from './words.ts';

/** German where everything is; English is what visitors of several languages share. */
export function siteLanguage(publications: Publication[]): Language {
  return publications.length > 0 && publications.every(({ language }) => language === 'de') ? 'de' : 'en';
}

/** The front page: every publication, each in its own language, with the ways to follow it. */
export function sitePage(publications: Publication[], siteUrl: string): string {
  const language = siteLanguage(publications);
  const words = WORDS[language];
  const description = words.publicationsOf(new URL(siteUrl).host);
  const url = `${baseOf(siteUrl)}/`;
  return htmlPage({
    language,
    title: words.publications,
    description,
    canonical: url,
    properties: [
      ['og:type', 'website'],
      ['og:title', words.publications],
      ['og:description', description],
      ['og:url', url],
      ['twitter:card', 'summary'],
    ],
    alternates: publications.flatMap((publication) => feedAlternates(siteUrl, publication)),
    children: (
      <>
        <h1>{words.publications}</h1>
        {publications.length === 0 && <p>{words.noPublications}</p>}
        {publications.map((publication) => (
          <PublicationEntry publication={publication} />
        ))}
      </>
    ),
  });
}

function PublicationEntry({
  publication: { id, title, description, language, archive },
}: {
  publication: Publication;
}) {
  const words = WORDS[language];
  const paths = publicPaths(id);
  return (
    <section lang={language}>
      <h2 dir="auto">
        <a href={paths.publication}>{title}</a>
      </h2>
      <p dir="auto">{description}</p>
      <ul>
        <li>
          <a href={paths.publication}>{words.readArticles}</a>
        </li>
        <li>
          <a href={paths.signUp}>{words.subscribe}</a>
        </li>
        <li>
          <a href={paths.feeds}>{words.feeds}</a>
        </li>
        {archive !== 'unlisted' && (
          <li>
            <a href={paths.archive}>{words.archive}</a>
          </li>
        )}
      </ul>
    </section>
  );
}
