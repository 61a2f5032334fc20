/** Every feed of a publication, as the pages for people and the lists for programs offer them. */
import type { Publication } from '../domain/publication.ts';
import { addressesIn } from './addresses.ts';
import { cleanLine } from './clean-text.ts';
import { FORMATS } from './feed-formats.ts';
import { type FeedPart, folderOf } from './feed-parts.ts';
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
  siteUrl: string;
}

export function offeredFeeds({ publication, authors = [], siteUrl }: Offer): OfferedFeed[] {
  const { id, language, topics } = publication;
  const words = WORDS[language];
  const offer = (part: Exclude<FeedPart, { kind: 'archive' }>, title: string): OfferedFeed => {
    const { ics, ...addresses } = addressesIn(siteUrl, folderOf(id, part));
    const hasEvents = part.kind === 'all' || part.kind === 'topic';
    return { kind: part.kind, title: cleanLine(title), addresses, ...(hasEvents ? { calendar: ics } : {}) };
  };
  return [
    offer({ kind: 'all' }, words.allArticles),
    ...(publication.archive === 'unlisted' ? [] : [offer({ kind: 'editions' }, words.editionsAsFeed)]),
    ...topics.map((topic) => offer({ kind: 'topic', topic }, topic.title)),
    ...authors.map(({ slug, name }) => offer({ kind: 'author', slug, name }, name)),
  ];
}

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
