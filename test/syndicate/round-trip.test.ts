import fc from 'fast-check';
import { parseAtomFeed, parseJsonFeed, parseRssFeed } from 'feedsmith';
import RssParser from 'rss-parser';
import { describe, expect, it } from 'vitest';
import type { Article } from '../../lambdas/domain/article.ts';
import { parseDocument } from '../../lambdas/ingest/index.ts';
import { sanitiseHtml } from '../../lambdas/ingest/items/sanitise-html.ts';
import { escapeMarkup } from '../../lambdas/syndicate/clean-text.ts';
import { type FeedContent, type FeedItem, feedContent } from '../../lambdas/syndicate/feed-content.ts';
import { writeJsonFeed } from '../../lambdas/syndicate/json-feed.ts';
import { writeAtom } from '../../lambdas/syndicate/write-atom.ts';
import { writeRss } from '../../lambdas/syndicate/write-rss.ts';
import { unmistakable } from '../../lambdas/syndicate/xml-text.ts';
import { anyArticles } from './any-article.ts';
import { aPublication, SITE_URL } from './samples.ts';

const RUNS = { numRuns: 60 };
const TIME = 60_000;

const publication = aPublication();
const contentOf = (articles: Article[]): FeedContent =>
  feedContent({ publication, siteUrl: SITE_URL }, articles.map(asIngested)).content;
const asIngested = (article: Article): Article => ({
  ...article,
  html: sanitiseHtml(article.html, article.url ?? SITE_URL),
});

/** In RSS an invisible sign keeps a title from being taken for markup. */
const inRss = unmistakable;
/** RSS knows no fractions of seconds. */
const second = (date: Date) => date.getTime() - (date.getTime() % 1_000);
const time = (date?: string | Date) => date && new Date(date).getTime();
/** Readers trim, each in their own way; and an end of a line may be any of them. */
const gist = (text?: string) => text?.replaceAll(/\s+/g, ' ').trim() ?? '';
/** Our reader drops what nobody sees, and what turns the direction of the text around it. */
const visible = (text: string) => gist(text.replaceAll(/\p{Cf}/gu, ''));
const contentIn = ({ html, url, summary }: FeedItem) => html || (url ? '' : `<p>${escapeMarkup(summary)}</p>`);

const holds = (check: (content: FeedContent) => Promise<void> | void) =>
  fc.assert(
    fc.asyncProperty(anyArticles, async (articles) => check(contentOf(articles))),
    RUNS,
  );

describe('any articles come back out of their feeds with ids, titles, dates, order and content', () => {
  it(
    'by rss-parser from RSS',
    async () => {
      const parser = new RssParser();
      await holds(async (content) => {
        const { items } = await parser.parseString(writeRss(content));
        expect(
          items.map((item) => [
            item.guid,
            gist(item.title),
            time(item.isoDate),
            gist(item['content:encoded']),
            item.link,
          ]),
        ).toEqual(
          content.items.map(({ id, title, published, html, url }) => [
            id,
            gist(inRss(title)),
            second(published),
            gist(html),
            url,
          ]),
        );
      });
    },
    TIME,
  );

  it(
    'by feedsmith from RSS',
    async () => {
      await holds((content) => {
        const { items = [] } = parseRssFeed(writeRss(content));
        expect(
          items.map((item) => [item.guid?.value, gist(item.title), time(item.pubDate), gist(item.content?.encoded)]),
        ).toEqual(
          content.items.map(({ id, title, published, html }) => [
            id,
            gist(inRss(title)),
            second(published),
            gist(html),
          ]),
        );
      });
    },
    TIME,
  );

  it(
    'by feedsmith from Atom',
    async () => {
      await holds((content) => {
        const { entries = [] } = parseAtomFeed(writeAtom(content));
        const textOf = (value: unknown) =>
          gist(typeof value === 'string' ? value : (value as { value?: string })?.value);
        expect(
          entries.map((entry) => [
            entry.id,
            textOf(entry.title),
            time(entry.published),
            time(entry.updated),
            gist(entry.content?.value),
          ]),
        ).toEqual(
          content.items.map((item) => [
            item.id,
            gist(escapeMarkup(item.title)),
            item.published.getTime(),
            item.updated.getTime(),
            gist(contentIn(item)),
          ]),
        );
      });
    },
    TIME,
  );

  it(
    'by feedsmith from JSON Feed',
    async () => {
      await holds((content) => {
        const { items = [] } = parseJsonFeed(JSON.parse(writeJsonFeed(content)));
        expect(items.map((item) => [item.id, item.title, time(item.date_published), item.content_html ?? ''])).toEqual(
          content.items.map(({ id, title, published, html }) => [id, title, published.getTime(), html]),
        );
      });
    },
    TIME,
  );

  it.each([
    ['RSS', 'application/rss+xml', writeRss],
    ['Atom', 'application/atom+xml', writeAtom],
    ['JSON Feed', 'application/feed+json', writeJsonFeed],
  ])(
    'by our own reader from %s',
    async (_format, contentType, write) => {
      await holds(async (content) => {
        const { items } = await parseDocument(Buffer.from(write(content)), { contentType, url: SITE_URL });
        expect(items.map(({ guid, title, publishedAt }) => [guid, visible(title), publishedAt?.getTime()])).toEqual(
          content.items.map(({ id, title, published }) => [id, visible(title), second(published)]),
        );
        // Where there is no text it takes the summary.
        for (const [index, { html, url = SITE_URL }] of content.items.entries()) {
          if (html) expect(visible(items[index]?.html ?? '')).toBe(visible(sanitiseHtml(html, url)));
        }
      });
    },
    TIME,
  );
});
