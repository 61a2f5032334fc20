import type { Language, Publication } from '../domain/publication.ts';
import { htmlPage } from '../platform/pages.tsx';
import { siteLanguage } from './site-page.tsx';
import { WORDS } from './words.ts';

/** What is shown for every address that leads nowhere, in each language that the site speaks. */
export function notFoundPage(publications: Publication[]): string {
  const first = siteLanguage(publications);
  const languages = [...new Set([first, ...publications.map(({ language }) => language)])];
  const words = WORDS[first];
  return htmlPage({
    language: first,
    title: words.notFound,
    site: { title: words.publications, url: '/', accent: '' },
    isPersonal: true,
    children: (
      <>
        {languages.map((language, index) => (
          <Explanation language={language} isFirst={index === 0} />
        ))}
      </>
    ),
  });
}

function Explanation({ language, isFirst }: { language: Language; isFirst: boolean }) {
  const words = WORDS[language];
  return (
    <section lang={language}>
      {isFirst ? <h1>{words.notFound}</h1> : <h2>{words.notFound}</h2>}
      <p>{words.notFoundText}</p>
      <p>
        <a href="/feeds/">{words.toFeeds}</a>
        {' · '}
        <a href="/">{words.toPublications}</a>
      </p>
    </section>
  );
}
