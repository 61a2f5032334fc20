/**
 * Sitemaps (sitemaps.org 0.9, with Google's news extension): which pages of ours there are, and when they changed.
 *
 * Each publication has files of its own, written when it is rebuilt, and the site's only name them: no two rebuilds write
 * the same list. All are at the root, as a sitemap speaks for its own folder and those below.
 */
import type { Edition } from '../domain/edition.ts';
import type { Publication } from '../domain/publication.ts';
import { cleanLine, escapeMarkup } from './clean-text.ts';
import { baseOf, publicAddresses } from './public-addresses.ts';
import { cameOutAt } from './shown-articles.ts';

/** What a sitemap may hold, and a news sitemap. */
const MOST_ADDRESSES = 50_000;
const MOST_NEWS = 1_000;

interface Entry {
  address: string;
  changedAt?: Date;
}

export interface SitemapContent {
  publication: Publication;
  /** The newest change among its articles; absent while there are none. */
  changedAt?: Date;
  /** Newest first, none of them a draft. */
  editions: Edition[];
  siteUrl: string;
}

/** Everything public of a publication; of more editions than fit, the newest. */
export function publicationSitemap({ publication, changedAt, editions, siteUrl }: SitemapContent): string {
  const addresses = publicAddresses(siteUrl, publication.id);
  const standing: Entry[] = [
    { address: addresses.publication, changedAt },
    { address: addresses.feeds },
    { address: addresses.signUp },
    ...(publication.archive === 'unlisted'
      ? []
      : [{ address: addresses.archive, ...(editions[0] ? { changedAt: cameOutAt(editions[0]) } : {}) }]),
  ];
  const pages = editions.map((edition) => ({
    address: addresses.edition(edition.number),
    changedAt: cameOutAt(edition),
  }));
  return urlSet([...standing, ...pages].slice(0, MOST_ADDRESSES));
}

/** The pages that belong to no publication. */
export function siteSitemap(siteUrl: string): string {
  const base = baseOf(siteUrl);
  return urlSet([{ address: `${base}/` }, { address: `${base}/feeds/` }]);
}

/**
 * What we publish as news on pages of our own: editions. The articles are pages of other sites, which name them
 * themselves. Which ones are of the last two days is for the reader to see: no clock comes in here.
 */
export function newsSitemap({ publication, editions, siteUrl }: Omit<SitemapContent, 'changedAt'>): string {
  const { edition: addressOf } = publicAddresses(siteUrl, publication.id);
  const name = escapeMarkup(cleanLine(publication.title));
  const entries = editions.slice(0, MOST_NEWS).map(
    (edition) => `  <url>
    <loc>${escapeMarkup(addressOf(edition.number))}</loc>
    <news:news>
      <news:publication>
        <news:name>${name}</news:name>
        <news:language>${publication.language}</news:language>
      </news:publication>
      <news:publication_date>${second(cameOutAt(edition))}</news:publication_date>
      <news:title>${escapeMarkup(cleanLine(edition.subject))}</news:title>
    </news:news>
  </url>
`,
  );
  return `${XML}<urlset xmlns="${SITEMAP}" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
${entries.join('')}</urlset>
`;
}

/** The file that names the others; it says nothing of their changes, or every rebuild would have to write it. */
export function sitemapIndex(addresses: string[]): string {
  const files = addresses.map((address) => `  <sitemap><loc>${escapeMarkup(address)}</loc></sitemap>\n`);
  return `${XML}<sitemapindex xmlns="${SITEMAP}">\n${files.join('')}</sitemapindex>\n`;
}

const XML = '<?xml version="1.0" encoding="UTF-8"?>\n';
const SITEMAP = 'http://www.sitemaps.org/schemas/sitemap/0.9';

function urlSet(entries: Entry[]): string {
  return `${XML}<urlset xmlns="${SITEMAP}">\n${entries.map(element).join('')}</urlset>\n`;
}

function element({ address, changedAt }: Entry): string {
  const lastmod = changedAt ? `<lastmod>${second(changedAt)}</lastmod>` : '';
  return `  <url><loc>${escapeMarkup(address)}</loc>${lastmod}</url>\n`;
}

const second = (moment: Date) => moment.toISOString().replace(/\.\d{3}Z$/, 'Z');
