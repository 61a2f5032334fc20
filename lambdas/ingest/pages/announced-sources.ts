/** What a page says about its feeds and calendars: `link` elements, the Link header, and links that readers can click. */
import type { SourceKind } from '../../domain/publication.ts';
import { absoluteAddress } from '../items/web-address.ts';
import { isOwnHost, type Page } from './load-page.ts';

export interface Announced {
  kind: Extract<SourceKind, 'feed' | 'wordpress' | 'calendar'>;
  url: string;
  /** As the page names it; may be empty. */
  title: string;
}

const FEED_TYPE =
  /^application\/(?:rss|atom|rdf|feed)\+(?:xml|json)|^application\/json$|^(?:text|application)\/(?:rss|atom|xml|rdf)$|^text\/x-(?:opml|rss)/i;
const NO_FEED = /\/wp-json\/|oembed|rest_route=|\/manifest|\/xmlrpc\.php|opensearch/i;
const COMMENTS = /kommentar|comment/i;
const FEED_LINK =
  /(?:\/(?:feed|rss|atom)\/?|\/(?:rss|atom|feed|index|news)\.(?:xml|rss|rdf|atom)|\.rss|\.atom|\/feed\.json|[?&](?:format=feed|feed=(?:rss2?|atom)|type=(?:100|9818))(?:&.*)?)$/i;
const CALENDAR_LINK = /\.ics(?:$|\?)|[?&](?:ical=1|outlook-ical=1|format=ical)(?:&|$)/i;
const REST = 'https://api.w.org/';
const MAX_LINKS = 5_000;
const MOST = 12;

/** Best first: those for this part of the site, then the site's, then what is a guess; comments come last. */
export function announcedBy(page: Page, linkHeader = ''): Announced[] {
  const found = new Map<string, Announced>();
  for (const one of [...fromHead(page), ...fromHeader(linkHeader, page), ...fromLinks(page)]) {
    if (!found.has(one.url)) found.set(one.url, one);
  }
  const rank = (one: Announced) => rankOf(one, page.url);
  return [...found.values()].sort((a, b) => rank(a) - rank(b)).slice(0, MOST);
}

function rankOf({ kind, url, title }: Announced, pageUrl: string): number {
  if (COMMENTS.test(title) || COMMENTS.test(new URL(url).pathname)) return 9;
  if (kind === 'calendar') return 6;
  if (kind === 'wordpress') return 5;
  const path = new URL(pageUrl).pathname.replace(/\/?$/, '/');
  return path !== '/' && new URL(url).pathname.startsWith(path) ? 0 : 1;
}

function fromHead({ $, base }: Page): Announced[] {
  const found: Announced[] = [];
  $('link[rel][href]')
    .slice(0, 500)
    .each((_, link) => {
      const { rel = '', type = '', href, title = '' } = link.attribs;
      found.push(...announced({ rel, type, href, title }, base));
    });
  return found;
}

/** RFC 8288: `<https://…>; rel="alternate"; type="application/rss+xml"`. */
function fromHeader(header: string, { url }: Page): Announced[] {
  return header
    .split(/,(?=\s*<)/)
    .slice(0, 50)
    .flatMap((value) => {
      const [, href, rest = ''] = /^\s*<([^>]{0,2000})>(.*)$/.exec(value) ?? [];
      const parameter = (name: string) =>
        new RegExp(`;\\s*${name}\\s*=\\s*(?:"([^"]*)"|([^;\\s]*))`, 'i').exec(rest)?.slice(1).find(Boolean) ?? '';
      return announced({ rel: parameter('rel'), type: parameter('type'), href, title: parameter('title') }, url);
    });
}

interface LinkWords {
  rel: string;
  type: string;
  href: string | undefined;
  title: string;
}

function announced({ rel, type, href, title }: LinkWords, base: string): Announced[] {
  const url = absoluteAddress(href?.replace(/^feed:(?:\/\/)?/i, '').replace(/^webcal:/i, 'https:'), base);
  if (!url) return [];
  const rels = rel.toLowerCase().split(/\s+/);
  if (rels.includes(REST)) return [{ kind: 'wordpress', url: postsOf(url), title: '' }];
  if (!rels.includes('alternate') && !rels.includes('feed')) return [];
  const bare = type.toLowerCase().split(';')[0]?.trim() ?? '';
  if (bare === 'text/calendar') return [{ kind: 'calendar', url, title }];
  const isFeed = bare === '' ? rels.includes('feed') : FEED_TYPE.test(bare);
  return isFeed && !NO_FEED.test(url) ? [{ kind: 'feed', url, title: title.trim().slice(0, 200) }] : [];
}

/** Where the REST API of a WordPress lists its posts. */
export function postsOf(root: string): string {
  const url = new URL(root);
  const route = url.searchParams.get('rest_route');
  if (route !== null) url.searchParams.set('rest_route', `${route.replace(/\/$/, '')}/wp/v2/posts`);
  else url.pathname = `${url.pathname.replace(/\/$/, '')}/wp/v2/posts`;
  url.searchParams.set('_embed', '1');
  return url.href;
}

/** Links in the page that look like a feed's or a calendar's. */
function fromLinks({ $, base, hosts }: Page): Announced[] {
  const found: Announced[] = [];
  $('a[href]')
    .slice(0, MAX_LINKS)
    .each((_, link) => {
      const href = link.attribs.href ?? '';
      if (!/feed|rss|atom|ical|\.ics|webcal|\.xml/i.test(href.slice(0, 2_000))) return;
      const url = absoluteAddress(href.replace(/^feed:(?:\/\/)?/i, '').replace(/^webcal:/i, 'https:'), base);
      if (!url || !isOwnHost(url, hosts)) return;
      const title = $(link).text().replace(/\s+/g, ' ').trim().slice(0, 100);
      if (/^webcal:/i.test(href) || CALENDAR_LINK.test(url)) found.push({ kind: 'calendar', url, title });
      else if (FEED_LINK.test(url) && !NO_FEED.test(url)) found.push({ kind: 'feed', url, title });
    });
  return found;
}

const WELL_KNOWN = ['/feed/', '/rss.xml', '/atom.xml', '/feed.xml', '/index.xml', '/feed.json'];

/** Where feeds often are though no page says so. */
export function guessedFeeds(pageUrl: string): string[] {
  const { origin, pathname } = new URL(pageUrl);
  const folder = pathname.replace(/[^/]*$/, '');
  const here = folder === '/' ? [] : [`${origin}${folder}feed/`];
  return [...here, ...WELL_KNOWN.map((path) => `${origin}${path}`)];
}

/** The news sitemaps that a robots.txt names. */
export function newsSitemapsIn(robots: string): string[] {
  const named = [...robots.slice(0, 100_000).matchAll(/^[ \t]{0,10}sitemap[ \t]{0,10}:[ \t]{0,10}(\S{1,2000})/gim)];
  return named
    .flatMap(([, url]) => absoluteAddress(url, undefined) ?? [])
    .filter((url) => /news|nachrichten|aktuell/i.test(new URL(url).pathname))
    .slice(0, 3);
}
