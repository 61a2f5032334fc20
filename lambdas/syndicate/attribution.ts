import type { Publication, Source } from '../domain/publication.ts';
import { cleanLine, webUrl } from './clean-text.ts';

/** Where an article was published first. */
export interface Attribution {
  title: string;
  /** Of the feed or page it came by. */
  url: string;
}

/**
 * Which sources of a publication are other sites, by id: their articles are syndicated, and say so.
 *
 * What editors write themselves, and what comes from the publication's own website, is its own.
 */
export function attributions({ siteUrl }: Publication, sources: Source[]): ReadonlyMap<string, Attribution> {
  const own = siteOf(siteUrl);
  return new Map(
    sources.flatMap(({ id, kind, url, title }) => {
      const address = publicAddress(url);
      if (kind === 'editor' || !address || siteOf(url) === own) return [];
      return [[id, { title: cleanLine(title) || new URL(address).hostname, url: address }] as const];
    }),
  );
}

const siteOf = (url: string) => URL.parse(url)?.hostname.replace(/^www\./, '');

/** An address may hold a key that only we were given: then the site itself is named. */
function publicAddress(url: string): string | undefined {
  const parsed = URL.parse(url);
  if (!parsed) return undefined;
  const isForAll = !parsed.search && !parsed.username && !parsed.password;
  return webUrl(isForAll ? url : `${parsed.origin}/`);
}
