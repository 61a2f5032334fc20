import { XMLParser } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import { anEdition, pagesOf, siteOf } from './public-content.ts';
import { anArticle, SITE_URL } from './samples.ts';

describe('sitemaps', () => {
  const parser = new XMLParser({ ignoreAttributes: false, isArray: (name) => ['url', 'sitemap'].includes(name) });

  it('name every public page of a publication, with the change of its content', () => {
    const xml = pagesOf({ articles: [anArticle()], editions: [anEdition(2), anEdition(1)] }).get('sitemap.ruhr.xml');
    const { url } = parser.parse(xml ?? '').urlset;
    expect(url.map(({ loc, lastmod }: { loc: string; lastmod?: string }) => [loc, lastmod])).toEqual([
      [`${SITE_URL}/publications/ruhr/`, '2026-09-02T08:00:00Z'],
      [`${SITE_URL}/feeds/ruhr/`, undefined],
      [`${SITE_URL}/subscribe/ruhr`, undefined],
      [`${SITE_URL}/archive/ruhr/`, '2026-09-10T09:00:00Z'],
      [`${SITE_URL}/archive/ruhr/2`, '2026-09-10T09:00:00Z'],
      [`${SITE_URL}/archive/ruhr/1`, '2026-09-10T09:00:00Z'],
    ]);
  });

  it('believe no publisher who changed an article later than anything changed', () => {
    const articles = [anArticle({ updatedAt: new Date('2031-01-01T00:00:00Z') })];
    const xml = pagesOf({ articles, asOf: new Date('2026-09-03T08:00:00Z') }).get('sitemap.ruhr.xml');
    expect(xml).toContain('<lastmod>2026-09-03T08:00:00Z</lastmod>');
    expect(xml).not.toContain('2031');
  });

  it('hold at most 50,000 addresses, and 1,000 for news', () => {
    const editions = Array.from({ length: 50_100 }, (_, index) => anEdition(50_100 - index));
    const pages = pagesOf({ editions });
    expect(pages.get('sitemap.ruhr.xml')?.match(/<loc>/g)).toHaveLength(50_000);
    expect(pages.get('news-sitemap.ruhr.xml')?.match(/<loc>/g)).toHaveLength(1_000);
    expect(pages.get('news-sitemap.ruhr.xml')).toContain('/archive/ruhr/50100<');
  });

  it('of news name the editions, which are our own pages', () => {
    const xml = pagesOf({ editions: [anEdition(2)] }).get('news-sitemap.ruhr.xml') ?? '';
    expect(parser.parse(xml).urlset.url).toEqual([
      {
        loc: `${SITE_URL}/archive/ruhr/2`,
        'news:news': {
          'news:publication': { 'news:name': 'Bildung & Region', 'news:language': 'de' },
          'news:publication_date': '2026-09-10T09:00:00Z',
          'news:title': 'Ausgabe & <2>',
        },
      },
    ]);
  });

  it('are found from robots.txt, which keeps robots from what is personal', () => {
    const pages = siteOf();
    const robots = pages.get('robots.txt') ?? '';
    for (const path of ['/console', '/api/', '/confirm', '/preferences', '/unsubscribe'])
      expect(robots).toContain(`Disallow: ${path}\n`);
    expect(robots.match(/^Sitemap: .*/gm)).toEqual([
      `Sitemap: ${SITE_URL}/sitemap.xml`,
      `Sitemap: ${SITE_URL}/news-sitemap.xml`,
    ]);
    expect(parser.parse(pages.get('sitemap.xml') ?? '').sitemapindex.sitemap).toEqual([
      { loc: `${SITE_URL}/sitemap-site.xml` },
      { loc: `${SITE_URL}/sitemap.courier.xml` },
      { loc: `${SITE_URL}/sitemap.ruhr.xml` },
    ]);
    expect(pages.get('news-sitemap.xml')).toContain(`<loc>${SITE_URL}/news-sitemap.ruhr.xml</loc>`);
    expect(pages.get('sitemap-site.xml')).toContain(`<loc>${SITE_URL}/</loc>`);
  });
});
