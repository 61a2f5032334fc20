import { parseFeed } from 'feedsmith';
import { RundbriefError } from '../../domain/errors.ts';
import { plainTitle } from '../items/normalise-item.ts';
import type { FoundDocument, FoundItem, FoundText, ReadingContext } from '../items/parsed-document.ts';
import { absoluteAddress } from '../items/web-address.ts';

/**
 * The second parser, for what the first refuses even after cleaning; it reads the document as it came.
 *
 * @param refusal - why the first parser did not read it
 * @throws RundbriefError `invalid` when this one refuses too
 */
export function readWithFeedsmith(text: string, { url }: ReadingContext, refusal: unknown): FoundDocument {
  try {
    const parsed = parseFeed(text);
    switch (parsed.format) {
      case 'atom':
        return {
          title: plainTitle(asHtml(parsed.feed.title)),
          siteUrl: alternate(parsed.feed.links, url),
          items: (parsed.feed.entries ?? []).map((entry) => ({
            ...empty(url),
            guid: entry.id,
            links: (entry.links ?? [])
              .filter(({ rel }) => !rel || rel === 'alternate')
              .map(({ href }) => ({ value: href, base: url })),
            title: asHtml(entry.title),
            summary: asHtml(entry.summary),
            content: asHtml(entry.content),
            published: [entry.published],
            updated: [entry.updated],
          })),
        };
      case 'rss':
      case 'rdf':
        return {
          title: plainTitle(asHtml(parsed.feed.title)),
          siteUrl: absoluteAddress(parsed.feed.link, url),
          items: (parsed.feed.items ?? []).map((item) => ({
            ...empty(url),
            guid: 'guid' in item ? item.guid?.value : undefined,
            links: [{ value: item.link, base: url }],
            title: asHtml(item.title),
            summary: asHtml(item.description),
            content: asHtml(item.content?.encoded),
            published: 'pubDate' in item ? [item.pubDate] : [],
            updated: item.dc?.dates ?? [],
          })),
        };
      default:
        throw refusal;
    }
  } catch (cause) {
    throw new RundbriefError('invalid', 'The feed is broken in a way that none of our parsers can read', { cause });
  }
}

function empty(base: string): FoundItem {
  return { links: [], published: [], updated: [], authors: [], categories: [], images: [], enclosures: [], base };
}

function alternate(links: { href?: string; rel?: string }[] = [], base: string): string | undefined {
  return absoluteAddress(links.find(({ rel }) => !rel || rel === 'alternate')?.href, base);
}

function asHtml(value: string | { value?: string } | undefined): FoundText | undefined {
  const text = typeof value === 'string' ? value : value?.value;
  return text?.trim() ? { value: text, isHtml: true } : undefined;
}
