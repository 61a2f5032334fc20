import { parseJsonFeed } from 'feedsmith';
import { z } from 'zod';
import { plainTitle } from '../items/normalise-item.ts';
import type { FoundDocument, FoundItem, FoundText } from '../items/parsed-document.ts';
import { absoluteAddress } from '../items/web-address.ts';
import { hubOf } from './read-housekeeping.ts';

/** JSON Feed 1 and 1.1, which rss-parser does not know. @throws what feedsmith throws for anything else */
export function readJsonFeed(text: string, url: string): FoundDocument {
  const feed = feedIn(text);
  const feedAuthors = names(feed.authors);
  return {
    title: plainTitle(asText(feed.title)),
    language: feed.language,
    siteUrl: absoluteAddress(feed.home_page_url, url),
    ...hubOf(
      (feed.hubs ?? []).map((hub) => absoluteAddress(hub.url, url)).find(Boolean),
      absoluteAddress(feed.feed_url, url),
    ),
    earlierUrl: absoluteAddress(feed.next_url, url),
    items: (feed.items ?? []).map((item) => ({
      guid: item.id,
      links: [item.url, item.external_url, /^https?:/.test(item.id ?? '') ? item.id : undefined].map((value) => ({
        value,
        base: url,
      })),
      title: asText(item.title),
      summary: asText(item.summary),
      content: item.content_html ? { value: item.content_html, isHtml: true } : asText(item.content_text),
      published: [item.date_published],
      updated: [item.date_modified],
      authors: item.authors?.length ? names(item.authors) : feedAuthors,
      categories: item.tags ?? [],
      language: item.language,
      images: [item.image, item.banner_image].map((image) => ({ url: image })),
      enclosures: (item.attachments ?? []).map((attachment) => ({
        url: attachment.url,
        type: attachment.mime_type,
        length: attachment.size_in_bytes?.toString(),
      })),
      base: url,
    })) satisfies FoundItem[],
  };
}

/** One that is empty is refused by feedsmith; it is a feed that has nothing to say today. */
function feedIn(text: string): ReturnType<typeof parsed> {
  try {
    return parsed(text);
  } catch (error) {
    const empty = emptyFeed.safeParse(JSON.parse(text));
    if (!empty.success) throw error;
    return { title: empty.data.title ?? '', items: [] };
  }
}

const parsed = (text: string) => parseJsonFeed(text);

const emptyFeed = z.object({
  version: z.string().regex(/^https?:\/\/(www\.)?jsonfeed\.org\/version\//),
  title: z.string().optional(),
  items: z.array(z.unknown()).max(0),
});

function asText(value: string | undefined): FoundText | undefined {
  return value?.trim() ? { value, isHtml: false } : undefined;
}

function names(authors: { name?: string }[] = []): string[] {
  return authors.flatMap(({ name }) => name ?? []);
}
