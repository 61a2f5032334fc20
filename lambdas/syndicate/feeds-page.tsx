import type { Publication } from '../domain/publication.ts';
import { htmlPage } from '../platform/pages.tsx';
import { type FeedAddresses, feedAddresses } from './addresses.ts';
import { FORMATS, feedAlternates } from './feed-formats.ts';
import { WORDS } from './words.ts';

/** For people who come upon a feed: what it is, and every feed of the publication. */
export function feedsPage(publication: Publication, siteUrl: string): string {
  const { id, title, language, imprint, look, topics } = publication;
  const words = WORDS[language];
  const addresses = feedAddresses(siteUrl, id);
  return htmlPage({
    language,
    title: words.feedsTitle,
    site: { title, url: publication.siteUrl, accent: look.accent },
    alternates: feedAlternates(siteUrl, publication),
    imprint,
    children: (
      <>
        <h1>{words.feedsTitle}</h1>
        <p>{words.whatIsAFeed}</p>
        <h2>{words.allArticles}</h2>
        <FeedList addresses={addresses} />
        {topics.map((topic) => (
          <>
            <h2>{words.topic(topic.title)}</h2>
            <FeedList addresses={feedAddresses(siteUrl, id, topic.id)} />
          </>
        ))}
        <h2>{words.events}</h2>
        <p>{words.eventsHint}</p>
        <ul>
          <li>
            {words.calendar}: <a href={addresses.ics}>{addresses.ics}</a>
          </li>
        </ul>
        <h2>{words.byMail}</h2>
        <p>
          <a class="button" href={`/subscribe/${id}`}>
            {words.subscribe}
          </a>
        </p>
      </>
    ),
  });
}

function FeedList({ addresses }: { addresses: FeedAddresses }) {
  return (
    <ul>
      {FORMATS.map(({ format, name }) => (
        <li>
          {name}: <a href={addresses[format]}>{addresses[format]}</a>
        </li>
      ))}
    </ul>
  );
}
