import type { Publication } from '../domain/publication.ts';
import { htmlPage } from '../platform/pages.tsx';
import { feedAlternates } from './feed-formats.ts';
import { WORDS } from './words.ts';

/** The front page: every publication, each in its own language, with the ways to follow it. */
export function sitePage(publications: Publication[], siteUrl: string): string {
  const isAllGerman = publications.length > 0 && publications.every(({ language }) => language === 'de');
  const pageLanguage = isAllGerman ? 'de' : 'en';
  const words = WORDS[pageLanguage];
  return htmlPage({
    language: pageLanguage,
    title: words.publications,
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

/** What the archive says before there is any edition. */
export function emptyArchivePage({ id, title, language, look, siteUrl, imprint }: Publication): string {
  const words = WORDS[language];
  return htmlPage({
    language,
    title: words.archive,
    site: { title, url: siteUrl, accent: look.accent },
    imprint,
    children: (
      <>
        <h1>{words.archive}</h1>
        <p>{words.noEditions}</p>
        <p class="notice">
          <a href={`/subscribe/${id}`}>{words.subscribe}</a>
        </p>
      </>
    ),
  });
}

function PublicationEntry({ publication: { id, title, description, language } }: { publication: Publication }) {
  const words = WORDS[language];
  return (
    <section lang={language}>
      <h2>{title}</h2>
      <p>{description}</p>
      <ul>
        <li>
          <a href={`/subscribe/${id}`}>{words.subscribe}</a>
        </li>
        <li>
          <a href={`/feeds/${id}/`}>{words.feeds}</a>
        </li>
        <li>
          <a href={`/archive/${id}/`}>{words.archive}</a>
        </li>
      </ul>
    </section>
  );
}
