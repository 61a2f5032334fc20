import type { Publication } from '../domain/publication.ts';
import { COPY_SCRIPT } from '../platform/copy-script.ts';
import { htmlPage } from '../platform/pages.tsx';
import { feedAddresses } from './addresses.ts';
import { CopiedNote, FeedAddress } from './feed-address.tsx';
import { FORMATS, feedAlternates } from './feed-formats.ts';
import { FEEDS_STYLE } from './page-look.ts';
import { baseOf, publicPaths } from './public-addresses.ts';
import { siteLanguage } from './site-page.tsx';
import { WORDS } from './words.ts';

/** The list of feeds: every publication's main one, and where its others are. */
export function feedsIndexPage(publications: Publication[], siteUrl: string): string {
  const language = siteLanguage(publications);
  const words = WORDS[language];
  return htmlPage({
    language,
    title: words.feeds,
    site: { title: words.publications, url: '/', accent: '' },
    description: words.feedsOfSite(new URL(siteUrl).host),
    canonical: `${baseOf(siteUrl)}/feeds/`,
    alternates: publications.flatMap((publication) => feedAlternates(siteUrl, publication)),
    style: FEEDS_STYLE,
    script: COPY_SCRIPT,
    children: (
      <>
        <h1>{words.feeds}</h1>
        <p>{words.whatIsAFeed}</p>
        <CopiedNote />
        {publications.length === 0 && <p>{words.noPublications}</p>}
        {publications.map((publication) => (
          <PublicationFeeds publication={publication} siteUrl={siteUrl} />
        ))}
        <h2>{words.list}</h2>
        <p>
          {words.listHint}{' '}
          <a href="/feeds/feeds.opml" download="feeds.opml">
            {words.listLink}
          </a>
        </p>
      </>
    ),
  });
}

function PublicationFeeds({ publication, siteUrl }: { publication: Publication; siteUrl: string }) {
  const { id, title, description, language } = publication;
  const words = WORDS[language];
  const [rss] = FORMATS;
  return (
    <section lang={language}>
      <h2 dir="auto">{title}</h2>
      <p dir="auto">{description}</p>
      <FeedAddress
        language={language}
        id={`feed-${id}`}
        format={rss.name}
        title={title}
        address={feedAddresses(siteUrl, id).rss}
        type={rss.type}
      />
      <p>
        <a href={publicPaths(id).feeds}>{words.feedsOf(title)}</a>
      </p>
    </section>
  );
}
