import { absoluteAddress } from '../items/web-address.ts';
import type { PageElement } from './page-nodes.ts';

const PICTURE = /\.(?:jpe?g|png|gif|webp|avif|svg)(?:$|\?)/i;
/** Lists of articles, and things to do with one. */
const ELSEWHERE =
  /\/(?:tag|tags|category|categories|kategorie|kategorien|author|authors|autor|rubrik|schlagwort|topic|topics|search|suche|login|wp-login\.php|wp-admin|share|sharer|cart|warenkorb)(?:\/|$|\?)/i;

/** Where a link leads, if an article could be there: not to the page itself, a picture, or a mail program. */
export function itemAddress(link: PageElement, { base, url }: { base: string; url: string }): string | undefined {
  const href = link.attribs.href?.trim();
  if (!href || href.startsWith('#') || link.attribs.rel?.split(/\s+/).includes('tag')) return undefined;
  const address = absoluteAddress(href, base);
  if (!address || PICTURE.test(address)) return undefined;
  return isSamePage(address, url) || isSamePage(address, base) ? undefined : address;
}

/** The page again, its next pages, or a place in it. */
function isSamePage(address: string, url: string): boolean {
  const [one, other] = [URL.parse(address), URL.parse(url)];
  if (!one || !other || one.host !== other.host) return false;
  const isSamePath = one.pathname.replace(/\/$/, '') === other.pathname.replace(/\/$/, '');
  if (!isSamePath) return false;
  return one.search === other.search || /^\?(?:page|paged|seite|start|offset)=\d+$/.test(one.search);
}

/** Leads to a list or to a deed rather than to an article. */
export function isElsewhere(address: string): boolean {
  const { pathname, search } = new URL(address);
  return ELSEWHERE.test(`${pathname}${search}`);
}

/** The address without its fragment: `/news/1#comments` is the page `/news/1`. */
export function withoutFragment(address: string): string {
  const at = address.indexOf('#');
  return at < 0 ? address : address.slice(0, at);
}

/** How much of the address's last words stand in a title, 0–1; undefined when the address has no words. */
export function slugShare(address: string, title: string): number | undefined {
  const segments = decoded(new URL(address).pathname).split('/').filter(Boolean);
  const slug = plainWords((segments.at(-1) ?? '').replace(/\.\w{2,5}$/, ''));
  const words = slug.split(' ').filter((word) => word.length > 2 && !/^\d+$/.test(word));
  if (words.length === 0) return undefined;
  const inTitle = new Set(plainWords(title).split(' '));
  return words.filter((word) => inTitle.has(word)).length / words.length;
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function plainWords(text: string): string {
  return text
    .slice(0, 300)
    .toLowerCase()
    .replace(/ä/g, 'ae')
    .replace(/ö/g, 'oe')
    .replace(/ü/g, 'ue')
    .replace(/ß/g, 'ss')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
