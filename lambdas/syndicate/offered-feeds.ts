/** Every feed of a publication, as the pages for people and the lists for programs offer them. */
import type { Publication } from '../domain/publication.ts';
import { feedAddresses } from './addresses.ts';
import { cleanLine } from './clean-text.ts';
import { FORMATS } from './feed-formats.ts';
import { WORDS } from './words.ts';

/** An author who has a feed; the slug is part of its address. */
export interface FeedAuthor {
  name: string;
  slug: string;
}

export interface OfferedFeed {
  kind: 'all' | 'editions' | 'topic' | 'author';
  /** What it holds, without the publication's name. */
  title: string;
  addresses: { rss: string; atom: string; json: string };
  /** Its events as a calendar, where it has one. */
  calendar?: string;
}

interface Offer {
  publication: Publication;
  authors?: FeedAuthor[];
  /** False until there is a feed of editions. */
  hasEditions?: boolean;
  siteUrl: string;
}

export function offeredFeeds({ publication, authors = [], hasEditions = false, siteUrl }: Offer): OfferedFeed[] {
  const words = WORDS[publication.language];
  const all = feedAddresses(siteUrl, publication.id);
  const folder = all.page;
  return [
    { kind: 'all', title: words.allArticles, addresses: all, calendar: all.ics },
    ...(hasEditions
      ? [{ kind: 'editions' as const, title: words.editionsAsFeed, addresses: feedsIn(`${folder}editions/`) }]
      : []),
    ...publication.topics.map(({ id, title }) => {
      const { ics, ...addresses } = feedAddresses(siteUrl, publication.id, id);
      const calendar = ics === all.ics ? {} : { calendar: ics };
      return { kind: 'topic' as const, title: cleanLine(title), addresses, ...calendar };
    }),
    ...authors.map(({ name, slug }) => ({
      kind: 'author' as const,
      title: cleanLine(name),
      addresses: feedsIn(`${folder}authors/${slug}/`),
    })),
  ];
}

const feedsIn = (folder: string) => ({
  rss: `${folder}rss.xml`,
  atom: `${folder}atom.xml`,
  json: `${folder}feed.json`,
});

/**
 * For the head of a page, so that browsers and readers find the feeds: the main ones in every format, the parts once
 * each, or a reader's choice would be a page long.
 */
export function alternatesOf({ title: name }: Publication, offered: OfferedFeed[]) {
  const publication = cleanLine(name);
  return offered.flatMap(({ kind, title, addresses, calendar }) => {
    const called = kind === 'all' ? publication : `${publication}: ${title}`;
    const formats = kind === 'all' || kind === 'editions' ? FORMATS : FORMATS.slice(0, 1);
    return [
      ...formats.map(({ format, name, type }) => ({ type, title: `${called} (${name})`, href: addresses[format] })),
      ...(calendar ? [{ type: 'text/calendar', title: `${called} (iCalendar)`, href: calendar }] : []),
    ];
  });
}
