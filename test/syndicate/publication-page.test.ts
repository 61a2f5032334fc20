import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { ADA, anEdition, COURIER, documentOf, EVENT, htmlOf, pagesOf, structuredData } from './public-content.ts';
import { anArticle, aPublication, SITE_URL } from './samples.ts';

describe('the page of a publication', () => {
  it('shows what has come out: title, day, topic, teaser, picture and where it stands', () => {
    const image = { url: 'https://cdn.example/a.jpg', alt: 'Ein Haus' };
    const page = documentOf({ articles: [anArticle({ image })] });
    const article = page.querySelector('article');
    expect(article?.querySelector('h3 a')?.getAttribute('href')).toBe(anArticle().url);
    expect(article?.querySelector('time')?.getAttribute('datetime')).toBe('2026-09-01T08:00:00.000Z');
    expect(article?.textContent).toContain('1.\u00a0September 2026 · Kita & Schule');
    expect(article?.textContent).toContain('Fünf neue Häuser öffnen im Herbst.');
    expect(article?.querySelector('img')?.getAttribute('alt')).toBe('Ein Haus');
    expect(page.documentElement.getAttribute('lang')).toBe('de');
  });

  it('shows the latest fifty', () => {
    const articles = Array.from({ length: 60 }, (_, index) => anArticle({ id: `01j8zq4k5m${index}` }));
    expect(documentOf({ articles }).querySelectorAll('article')).toHaveLength(50);
  });

  it('marks events, and says when and where in the publication’s zone', () => {
    const article = anArticle({ event: EVENT });
    const page = documentOf({ articles: [article], events: [article] });
    expect(page.querySelector('article .tag')?.textContent).toBe('Veranstaltung');
    for (const part of ['article .when', '.short']) {
      const text = page.querySelector(part)?.textContent?.replaceAll('\u00a0', ' ');
      expect(text).toContain('Donnerstag, 26. November 2026, 16:00–18:00 Uhr');
      expect(text).toContain('Halle 5 & Foyer, Essen');
    }
  });

  it('lists editions but no drafts, and without editions leads to the archive', () => {
    const page = htmlOf({ editions: [anEdition(3, { status: 'draft' }), anEdition(2)] });
    expect(page).toContain('<a href="/archive/ruhr/2">Ausgabe &amp; &lt;2&gt;</a>');
    expect(page).not.toContain('/archive/ruhr/3');
    expect(htmlOf({})).toContain('<a href="/archive/ruhr/">');
  });

  it('leads to the sign-up, the feeds and the website', () => {
    const links = [...documentOf({}).querySelectorAll('a')].map((link) => link.getAttribute('href'));
    expect(links).toEqual(expect.arrayContaining(['/subscribe/ruhr', '/feeds/ruhr/', aPublication().siteUrl]));
  });

  it('says in its head what it is, where it is and which feeds there are', () => {
    const image = { url: 'https://cdn.example/a.jpg', alt: 'Ein Haus' };
    const { head } = documentOf({ articles: [anArticle({ image })], authors: [ADA] });
    const content = (name: string) =>
      head.querySelector(`meta[property="${name}"],meta[name="${name}"]`)?.getAttribute('content');
    expect(head.querySelector('link[rel=canonical]')?.getAttribute('href')).toBe(`${SITE_URL}/publications/ruhr/`);
    expect(content('description')).toBe(aPublication().description);
    expect(content('og:title')).toBe('Bildung & Region');
    expect(content('og:url')).toBe(`${SITE_URL}/publications/ruhr/`);
    expect(content('og:image')).toBe('https://cdn.example/a.jpg');
    expect(content('og:locale')).toBe('de_DE');
    expect(content('twitter:card')).toBe('summary_large_image');
    const feeds = [...head.querySelectorAll('link[rel=alternate]')].map((link) => link.getAttribute('href'));
    for (const path of ['rss.xml', 'atom.xml', 'feed.json', 'events.ics', 'editions/atom.xml'])
      expect(feeds).toContain(`${SITE_URL}/feeds/ruhr/${path}`);
    expect(feeds).toContain(`${SITE_URL}/feeds/ruhr/topics/kita/rss.xml`);
    expect(feeds).toContain(`${SITE_URL}/feeds/ruhr/authors/ada-loewe/rss.xml`);
  });

  it('speaks English for an English publication, and names the language of an article in another', () => {
    const page = parseHTML(
      pagesOf({ publication: COURIER, articles: [anArticle({ publicationId: 'courier' })] }).get(
        'publications/courier/index.html',
      ) ?? '',
    ).document;
    expect(page.documentElement.getAttribute('lang')).toBe('en');
    expect(page.querySelector('h2')?.textContent).toBe('Articles');
    expect(page.querySelector('.items li')?.getAttribute('lang')).toBe('de');
    expect(page.querySelector('time')?.parentElement?.getAttribute('lang')).toBe('en');
  });

  it('names the source of an article that another site published', () => {
    const attributions = new Map([['aktuelles', { title: 'Die <Andere>', url: 'https://andere.example/feed' }]]);
    const given = { articles: [anArticle()], attributions };
    expect(documentOf(given).querySelector('.about')?.textContent).toContain(' · Quelle: Die <Andere>');
    expect(structuredData(given).items[0]).toMatchObject({ publisher: { name: 'Die <Andere>' } });
    expect(htmlOf({ articles: [anArticle()] })).not.toContain('Quelle');
  });

  it('says that nothing has come out yet', () => {
    expect(htmlOf({})).toContain('Noch ist hier kein Beitrag erschienen.');
  });
});
