import { type CheerioAPI, load } from 'cheerio';
import { RundbriefError } from '../../domain/errors.ts';
import { decodeText, MAX_DOCUMENT_BYTES } from '../feeds/decode-text.ts';
import { absoluteAddress } from '../items/web-address.ts';
import { assertReadable } from './measure-markup.ts';
import type { PageElement } from './page-nodes.ts';

export interface PageOrigin {
  contentType?: string;
  /** The address after redirects. */
  url: string;
  /** IANA name for times without a zone. */
  timeZone: string;
}

/** A web page as a browser would see its tree. */
export interface Page {
  $: CheerioAPI;
  url: string;
  /** What its relative addresses are relative to. */
  base: string;
  timeZone: string;
  title: string;
  /** By the names it gives itself; without `www.`. */
  hosts: ReadonlySet<string>;
  body: PageElement;
  language?: string;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: nobody sees them, and they hide words from us
const UNSEEN = /[\u0000-\u0008\u000b\u000e-\u001f]/g;

/** @throws RundbriefError `invalid` in plain words when the bytes are no page that can be read */
export function loadPage(bytes: Uint8Array, { contentType, url, timeZone }: PageOrigin): Page {
  if (bytes.length > MAX_DOCUMENT_BYTES) throw new RundbriefError('invalid', 'The page is larger than 10 MB');
  const html = decodePage(bytes, contentType).replace(UNSEEN, '').toWellFormed();
  if (html.trim() === '') throw new RundbriefError('invalid', 'The page is empty');
  if (!/<[a-z!]/i.test(html)) throw new RundbriefError('invalid', 'The document is no web page: it has no HTML in it');
  assertReadable(html);
  // Pictures that load late stand in `noscript` too.
  const $ = load(html, { scriptingEnabled: false });
  const base = absoluteAddress($('base[href]').first().attr('href'), url) ?? url;
  const body = $('body').get(0);
  if (!body) throw new RundbriefError('invalid', 'The page has nothing in it');
  const own = [url, base, $('link[rel="canonical"]').attr('href'), $('meta[property="og:url"]').attr('content')];
  return {
    $,
    url,
    base,
    timeZone,
    title: titleOf($),
    hosts: new Set(own.flatMap((address) => hostOf(absoluteAddress(address, base)) ?? [])),
    body,
    language: $('html').attr('lang') ?? $('html').attr('xml:lang'),
  };
}

/** Pages declare their encoding in a `meta` element, where no feed does; valid UTF-8 still comes first. */
function decodePage(bytes: Uint8Array, contentType = ''): string {
  if (/charset/i.test(contentType)) return decodeText(bytes, contentType);
  const head = Buffer.from(bytes.subarray(0, 2_048)).toString('latin1');
  const declared = /<meta[^>]{0,200}?charset\s{0,5}=\s{0,5}["']?([\w:.-]{1,40})/i.exec(head)?.[1];
  return decodeText(bytes, declared ? `text/html; charset=${declared}` : contentType);
}

/** The name of the site rather than of one page, where the page gives it. */
function titleOf($: CheerioAPI): string {
  const title = $('head title').first().text() || $('meta[property="og:title"]').attr('content');
  return (title ?? '').replace(/\s+/g, ' ').trim().slice(0, 300);
}

export function hostOf(address: string | undefined): string | undefined {
  return address && URL.parse(address)?.host.replace(/^www\./, '');
}

/** The page's own host, or one below it. */
export function isOwnHost(address: string, hosts: ReadonlySet<string>): boolean {
  const host = hostOf(address);
  if (!host) return false;
  if (hosts.has(host)) return true;
  for (const own of hosts) if (host.endsWith(`.${own}`) || own.endsWith(`.${host}`)) return true;
  return false;
}
