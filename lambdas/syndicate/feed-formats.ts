import { feedAddresses } from './addresses.ts';

/** What a feed is called and served as. */
export const FORMATS = [
  { format: 'rss', name: 'RSS', type: 'application/rss+xml' },
  { format: 'atom', name: 'Atom', type: 'application/atom+xml' },
  { format: 'json', name: 'JSON Feed', type: 'application/feed+json' },
] as const;

export const contentTypes = {
  rss: 'application/rss+xml; charset=utf-8',
  atom: 'application/atom+xml; charset=utf-8',
  json: 'application/feed+json; charset=utf-8',
  ics: 'text/calendar; charset=utf-8',
} as const;

/** For the head of every page about a publication, so that browsers and readers find its feeds; titles tell them apart. */
export function feedAlternates(siteUrl: string, { id, title }: { id: string; title: string }) {
  const addresses = feedAddresses(siteUrl, id);
  return FORMATS.map(({ format, name, type }) => ({ type, title: `${title} (${name})`, href: addresses[format] }));
}
