import type { Publication } from '../domain/publication.ts';
import { COPY_SCRIPT } from '../platform/copy-script.ts';
import { htmlPage } from '../platform/pages.tsx';
import { cleanLine } from './clean-text.ts';
import { CalendarAddress, CopiedNote, FeedFormats } from './feed-address.tsx';
import { alternatesOf, type OfferedFeed } from './offered-feeds.ts';
import { FEEDS_STYLE } from './page-look.ts';
import { publicAddresses, publicPaths } from './public-addresses.ts';
import { WORDS } from './words.ts';

/** For people who come upon a feed: what it is, and every feed of the publication to copy or subscribe to. */
export function feedsPage(publication: Publication, siteUrl: string, feeds: OfferedFeed[]): string {
  const { id, title, language, imprint, look } = publication;
  const words = WORDS[language];
  const paths = publicPaths(id);
  const of = (kind: OfferedFeed['kind']) => feeds.filter((feed) => feed.kind === kind);
  return htmlPage({
    language,
    title: words.feeds,
    site: { title, url: paths.publication, accent: look.accent },
    description: words.feedsOf(cleanLine(title)),
    canonical: publicAddresses(siteUrl, id).feeds,
    alternates: alternatesOf(publication, feeds),
    imprint,
    style: FEEDS_STYLE,
    script: COPY_SCRIPT,
    children: (
      <>
        <h1>{words.feedsOf(title)}</h1>
        <p>{words.whatIsAFeed}</p>
        <CopiedNote />
        {[...of('all'), ...of('editions')].map((feed) => (
          <>
            <h2>{feed.title}</h2>
            <FeedFormats language={language} id={feed.kind} feed={feed} />
          </>
        ))}
        {of('all').map((feed) => (
          <>
            <h2>{words.events}</h2>
            <p>{words.calendarHint}</p>
            <CalendarAddress language={language} id="all" feed={feed} />
          </>
        ))}
        <Parts publication={publication} heading={words.byTopic} feeds={of('topic')} />
        <Parts publication={publication} heading={words.byAuthor} feeds={of('author')} />
        <h2>{words.list}</h2>
        <p>
          {words.listHint}{' '}
          <a href={paths.opml} download={`${id}.opml`}>
            {words.listLink}
          </a>
        </p>
        <h2>{words.byMail}</h2>
        <p>
          <a class="button" href={paths.signUp}>
            {words.subscribe}
          </a>
        </p>
      </>
    ),
  });
}

/** Feeds of a kind, closed until somebody wants one: a publication may have fifty topics. */
function Parts({ publication, heading, feeds }: { publication: Publication; heading: string; feeds: OfferedFeed[] }) {
  const { language } = publication;
  if (feeds.length === 0) return null;
  return (
    <>
      <h2>{heading}</h2>
      <div>
        {feeds.map((feed, index) => (
          <details>
            <summary dir="auto">{feed.title}</summary>
            <FeedFormats language={language} id={`${feed.kind}-${index}`} feed={feed} />
            <CalendarAddress language={language} id={`${feed.kind}-${index}`} feed={feed} />
          </details>
        ))}
      </div>
    </>
  );
}
