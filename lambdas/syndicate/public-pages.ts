/**
 * Everything around the feeds that people, search engines and reading programs ask for.
 *
 * A publication's pages are made from its own content, the site's from the list of publications: each file is one
 * rebuild's to write. No clock comes in, and addresses hold ids: the same content gives the same bytes, and a
 * publication that is renamed stays where it is.
 */
import type { Article } from '../domain/article.ts';
import type { Edition } from '../domain/edition.ts';
import type { Publication } from '../domain/publication.ts';
import type { Attribution } from './attribution.ts';
import { feedsIndexPage } from './feeds-index-page.tsx';
import { feedsPage } from './feeds-page.tsx';
import { notFoundPage } from './not-found-page.tsx';
import { type FeedAuthor, offeredFeeds } from './offered-feeds.ts';
import { writeOpml } from './opml.ts';
import { baseOf, publicAddresses } from './public-addresses.ts';
import { publicationPage } from './publication-page.tsx';
import type { Page } from './publish.ts';
import { robotsTxt } from './robots.ts';
import { isPublic } from './shown.ts';
import { type ShownArticle, shownArticles } from './shown-articles.ts';
import { siteLanguage, sitePage } from './site-page.tsx';
import { newsSitemap, publicationSitemap, sitemapIndex, siteSitemap } from './sitemaps.ts';
import { WORDS } from './words.ts';

interface PublicationContent {
  publication: Publication;
  /** Newest first; the latest fifty are shown. */
  articles: Article[];
  /** Those that belong into a calendar, the next one first. */
  events: Article[];
  /** Newest first. Drafts are nobody's business. */
  editions: Edition[];
  /** Those who have feeds of their own. */
  authors: FeedAuthor[];
  /** Whose articles those of a source are, by its id. */
  attributions?: ReadonlyMap<string, Attribution>;
  /** The last change there was: whatever publishers say, nothing changed later. */
  asOf?: Date;
  siteUrl: string;
}

/** The pages and lists of one publication. */
export function publicPages(given: PublicationContent): Page[] {
  const { publication, authors, siteUrl } = given;
  const { id } = publication;
  const shown = shownArticles(given.articles, given);
  const published = given.editions.filter((edition) => isPublic(edition, publication));
  const feeds = offeredFeeds({ publication, authors, siteUrl });
  const content = { publication, editions: published, feeds, siteUrl };
  const sitemap = publicationSitemap({ ...content, changedAt: newestChange(shown) });
  return [
    html(
      `publications/${id}/index.html`,
      publicationPage({ ...content, articles: shown, events: shownArticles(given.events, given) }),
    ),
    html(`feeds/${id}/index.html`, feedsPage(publication, siteUrl, feeds)),
    opml(`feeds/${id}/feeds.opml`, writeOpml(publication.title, [content], siteUrl)),
    xml(`sitemap.${id}.xml`, sitemap),
    xml(`news-sitemap.${id}.xml`, newsSitemap(content)),
  ];
}

interface SiteContent {
  /** By id. */
  publications: Publication[];
  siteUrl: string;
}

/** The pages and lists of the whole site. */
export function sitePages({ publications, siteUrl }: SiteContent): Page[] {
  const base = baseOf(siteUrl);
  const addresses = publications.map(({ id }) => publicAddresses(siteUrl, id));
  const offered = publications.map((publication) => ({
    publication,
    feeds: offeredFeeds({ publication, siteUrl }),
  }));
  const title = WORDS[siteLanguage(publications)].feedsOfSite(new URL(siteUrl).host);
  return [
    html('index.html', sitePage(publications, siteUrl)),
    html('feeds/index.html', feedsIndexPage(publications, siteUrl)),
    opml('feeds/feeds.opml', writeOpml(title, offered, siteUrl)),
    xml('sitemap-site.xml', siteSitemap(siteUrl)),
    xml('sitemap.xml', sitemapIndex([`${base}/sitemap-site.xml`, ...addresses.map(({ sitemap }) => sitemap)])),
    xml('news-sitemap.xml', sitemapIndex(addresses.map(({ newsSitemap: address }) => address))),
    { key: 'robots.txt', body: robotsTxt(siteUrl), contentType: 'text/plain; charset=utf-8' },
    html('404.html', notFoundPage(publications)),
  ];
}

const html = (key: string, body: string): Page => ({ key, body, contentType: 'text/html; charset=utf-8' });
const xml = (key: string, body: string): Page => ({ key, body, contentType: 'application/xml; charset=utf-8' });
const opml = (key: string, body: string): Page => ({ key, body, contentType: 'text/x-opml; charset=utf-8' });

function newestChange(shown: ShownArticle[]): Date | undefined {
  const moments = shown.map(({ updated }) => updated.getTime());
  return moments.length ? new Date(Math.max(...moments)) : undefined;
}
