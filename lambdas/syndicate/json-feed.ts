import type { FeedContent, FeedItem } from './feed-content.ts';

/** JSON Feed 1.1 (jsonfeed.org/version/1.1): the package `feed` writes 1.0, with one author and no attachments. */
export function writeJsonFeed(content: FeedContent): string {
  const { icon, addresses } = content;
  const feed = {
    version: 'https://jsonfeed.org/version/1.1',
    title: content.title,
    home_page_url: content.siteUrl,
    feed_url: addresses.json,
    description: content.description,
    language: content.language,
    icon,
    favicon: icon,
    authors: [{ name: content.author }],
    hubs: addresses.hub ? [{ type: 'WebSub', url: addresses.hub }] : undefined,
    _rights: content.copyright ? { text: content.copyright } : undefined,
    items: content.items.map(jsonItem),
  };
  return `${JSON.stringify(feed, null, 2)}\n`;
}

/** What the format has no word for begins with `_`, as it asks extensions to. */
function jsonItem({ authors, categories, image, enclosures, language, source, event, ...item }: FeedItem) {
  return {
    id: item.id,
    url: item.url,
    external_url: source && item.url,
    title: item.title,
    ...(item.html ? { content_html: item.html } : { content_text: item.summary }),
    summary: item.summary,
    image: image?.url,
    date_published: item.published.toISOString(),
    date_modified: item.updated.toISOString(),
    authors: authors.length ? authors.map((name) => ({ name })) : undefined,
    tags: categories.length ? categories : undefined,
    language,
    attachments: enclosures.length
      ? enclosures.map(({ url, type, length }) => ({ url, mime_type: type, size_in_bytes: length || undefined }))
      : undefined,
    _source: source,
    _event: event,
  };
}
