import { describe, expect, it } from 'vitest';
import { readArticlePage } from '../../../lambdas/ingest/pages/read-article-page.ts';
import { readNewsSitemap } from '../../../lambdas/ingest/pages/read-news-sitemap.ts';
import { readWordPressPosts } from '../../../lambdas/ingest/pages/read-wordpress-posts.ts';

const REST = 'https://ruhr.example/wp-json/wp/v2/posts?_embed=1';
const posts = (given: unknown, url = REST) =>
  readWordPressPosts(Buffer.from(typeof given === 'string' ? given : JSON.stringify(given)), {
    url,
    timeZone: 'Europe/Berlin',
  });

const post = {
  id: 7,
  date: '2026-03-20T10:00:00',
  date_gmt: '2026-03-20T09:00:00',
  modified_gmt: '2026-03-21T09:00:00',
  guid: { rendered: 'https://ruhr.example/?p=7' },
  link: 'https://ruhr.example/bildungsforum/',
  title: { rendered: 'Bildungsforum &#8211; Ruhr' },
  content: {
    rendered: '<p onclick="x()">Ganzer <b>Text</b> <a href="/mehr">mehr</a><script>alert(1)</script></p>',
    protected: false,
  },
  excerpt: { rendered: '<p>Kurzer Text [&hellip;]</p>\n' },
  _embedded: {
    author: [{ name: 'Ada Lovelace' }, { code: 'rest_user_invalid_id' }],
    'wp:featuredmedia': [
      {
        source_url: 'https://ruhr.example/original.jpg',
        alt_text: 'Eine Halle',
        media_details: {
          sizes: {
            thumbnail: { source_url: 'https://ruhr.example/t.jpg', width: 150 },
            large: { source_url: 'https://ruhr.example/gross.jpg', width: 1024 },
          },
        },
      },
    ],
    'wp:term': [[{ name: 'Presse', taxonomy: 'category' }], [{ name: 'Kommunen', taxonomy: 'post_tag' }]],
  },
};

describe('the posts of a WordPress', () => {
  it('come with all that readers see', () => {
    const { items } = posts([post]);
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({
      guid: 'https://ruhr.example/?p=7',
      url: 'https://ruhr.example/bildungsforum/',
      title: 'Bildungsforum – Ruhr',
      teaser: 'Kurzer Text…',
      html: '<p>Ganzer <b>Text</b> <a href="https://ruhr.example/mehr">mehr</a></p>',
      image: { url: 'https://ruhr.example/gross.jpg', alt: 'Eine Halle' },
      authors: ['Ada Lovelace'],
      categories: ['Presse', 'Kommunen'],
      publishedAt: new Date('2026-03-20T09:00:00Z'),
      updatedAt: new Date('2026-03-21T09:00:00Z'),
    });
  });

  it('are read though a plugin has written a warning before them, and one of them is broken', () => {
    expect(posts(`<br /><b>Warning</b>: x in y\n${JSON.stringify([post, 3, null, { title: 5 }])}`).items).toHaveLength(
      1,
    );
  });

  it('have an older page only when this one is full', () => {
    expect(posts([post]).earlierUrl).toBeUndefined();
    expect(posts(Array(10).fill(post)).earlierUrl).toBe(`${REST}&page=2`);
    expect(posts([post, post], 'https://ruhr.example/?rest_route=/wp/v2/posts&per_page=2&page=3').earlierUrl).toContain(
      'page=4',
    );
  });

  it('may be events, with start, end and place', () => {
    const event = {
      id: 1,
      url: '/termin/',
      title: 'Forum',
      start_date: '2026-03-20 10:00:00',
      utc_start_date: '2026-03-20 09:00:00',
      utc_end_date: '2026-03-20 15:00:00',
      all_day: false,
      image: false,
      venue: { venue: 'Mercatorhalle', zip: '47051', city: 'Duisburg' },
      categories: [],
    };
    const days = {
      ...event,
      all_day: true,
      start_date: '2026-04-01 00:00:00',
      end_date: '2026-04-02 23:59:59',
      venue: [],
    };
    expect(posts({ events: [event, days], rest_url: 'x' }).items.map((item) => item.event)).toEqual([
      {
        startsAt: new Date('2026-03-20T09:00:00Z'),
        endsAt: new Date('2026-03-20T15:00:00Z'),
        allDay: false,
        place: 'Mercatorhalle, 47051 Duisburg',
        online: false,
      },
      {
        startsAt: new Date('2026-03-31T22:00:00Z'),
        endsAt: new Date('2026-04-01T22:00:00Z'),
        allDay: true,
        online: false,
      },
    ]);
  });

  it.each([
    { given: '<html>', says: 'The answer is not what the REST API of a WordPress gives: it is no JSON' },
    {
      given: { code: 'rest_forbidden', message: 'Nur f&uuml;r <b>Mitglieder</b>', data: { status: 401 } },
      says: 'The WordPress site does not give us its posts: “Nur für Mitglieder”',
    },
    { given: { namespaces: [] }, says: 'The WordPress site does not give us its posts' },
    { given: [1, 2], says: 'The answer is JSON, but not a list of WordPress posts' },
    { given: '['.repeat(100_000), says: 'The answer is not what the REST API of a WordPress gives: it is no JSON' },
  ])('are refused in plain words: $says', ({ given, says }) => {
    expect(() => posts(given)).toThrow(
      expect.objectContaining({ name: 'RundbriefError', fault: 'invalid', message: says }),
    );
  });
});

const sitemap = (xml: string) =>
  readNewsSitemap(Buffer.from(xml), { url: 'https://ruhr.example/news.xml', timeZone: 'Europe/Berlin' });
const NEWS =
  'xmlns:n="http://www.google.com/schemas/sitemap-news/0.9" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"';

describe('a news sitemap', () => {
  it('gives titles, dates and pictures, whatever its prefix', () => {
    const { title, items } =
      sitemap(`<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" ${NEWS}>
      <url><loc>https://ruhr.example/a?x=1&amp;y=2</loc><n:news><n:publication><n:name>Ruhr</n:name><n:language>de</n:language></n:publication><n:publication_date>2026-03-20T10:00:00+01:00</n:publication_date><n:title><![CDATA[Eins & zwei]]></n:title><n:keywords>Presse, Kommunen</n:keywords></n:news><image:image><image:loc>/a.jpg</image:loc></image:image></url>
      <url><loc>https://ruhr.example/ohne-titel</loc></url></urlset>`);
    expect(title).toBe('Ruhr');
    expect(items).toMatchObject([
      {
        url: 'https://ruhr.example/a?x=1&y=2',
        title: 'Eins & zwei',
        publishedAt: new Date('2026-03-20T09:00:00Z'),
        image: { url: 'https://ruhr.example/a.jpg' },
        categories: ['Presse', 'Kommunen'],
        language: 'de',
      },
    ]);
  });

  it.each([
    {
      xml: '<sitemapindex xmlns="x"><sitemap><loc>/a</loc></sitemap></sitemapindex>',
      says: 'This is a list of sitemaps: please give the address of the one for news',
    },
    {
      xml: '<urlset><url><loc>https://ruhr.example/mein-titel</loc><lastmod>2026-01-01</lastmod></url></urlset>',
      says: 'This sitemap only lists addresses, without titles: it is no sitemap for news',
    },
    { xml: '<rss/>', says: 'The document is no sitemap' },
    {
      xml: `<urlset ${NEWS}>${'<url>'.repeat(100_000)}`,
      says: 'The page cannot be read: its elements are nested too deeply',
    },
  ])('is refused in plain words: $says', ({ xml, says }) => {
    expect(() => sitemap(xml)).toThrow(
      expect.objectContaining({ name: 'RundbriefError', fault: 'invalid', message: says }),
    );
  });
});

const articlePage = (html: string) =>
  readArticlePage(Buffer.from(html), { url: 'https://ruhr.example/bildungsforum/', timeZone: 'Europe/Berlin' });
const TEXT =
  'Das 15-jährige Jubiläum der Aachener Erklärung nehmen wir zum Anlass, die Bedeutung regionaler Partnerschaften für gelingende Bildung zu thematisieren. ';
const body = (more = '') =>
  `<header><nav><ul><li><a href="/">Start</a></li></ul></nav></header><main><article><h1>Bildungsforum Ruhr</h1>${more}${`<p>${TEXT.repeat(3)}</p>`.repeat(4)}<p><img src="/halle.jpg" alt="Halle"> <a href="/anmeldung">Anmeldung</a> <a href="javascript:x()">x</a></p></article></main><aside><h2>Neueste Beiträge</h2><ul><li><a href="/x">Ein anderer Beitrag</a></li></ul></aside><footer>Impressum</footer>`;
const htmlPage = (head: string, more = '') =>
  `<!doctype html><html lang="de"><head><title>Bildungsforum Ruhr – Bildungsregion</title>${head}</head><body>${body(more)}</body></html>`;

describe('the page of an article', () => {
  it('gives its text, safe and with absolute addresses, without what stands around', () => {
    const found = articlePage(htmlPage(''));
    expect(found?.title).toBe('Bildungsforum Ruhr');
    expect(found?.html.match(/Jubiläum/g)).toHaveLength(12);
    expect(found?.html).toContain('<a href="https://ruhr.example/anmeldung">');
    expect(found?.html).toContain('src="https://ruhr.example/halle.jpg"');
    expect(found?.html).not.toMatch(/javascript|Neueste Beiträge|Impressum|Start/);
    expect(found?.language).toBe('de');
  });

  it('gives what it says of itself by OpenGraph and meta elements', () => {
    const head =
      '<meta property="og:image" content="/teilen.jpg"><meta property="og:image:alt" content="Die Halle"><meta name="description" content="Kurz &amp; gut."><meta property="article:published_time" content="2026-03-20T10:00:00+01:00"><meta name="author" content="Ada Lovelace">';
    expect(articlePage(htmlPage(head))).toMatchObject({
      teaser: 'Kurz & gut.',
      image: { url: 'https://ruhr.example/teilen.jpg', alt: 'Die Halle' },
      authors: ['Ada Lovelace'],
      publishedAt: new Date('2026-03-20T09:00:00Z'),
    });
  });

  it.each([
    {
      mode: 'OfflineEventAttendanceMode',
      location: {
        '@type': 'Place',
        name: 'Mercatorhalle',
        address: { '@type': 'PostalAddress', addressLocality: 'Duisburg' },
      },
      place: 'Mercatorhalle, Duisburg',
      online: false,
    },
    {
      mode: 'OnlineEventAttendanceMode',
      location: { '@type': 'VirtualLocation', url: 'https://treffen.example/1' },
      place: 'https://treffen.example/1',
      online: true,
    },
    { mode: undefined, location: 'Rathaus, Essen', place: 'Rathaus, Essen', online: false },
  ])('gives the event that its JSON-LD describes: $place', ({ mode, location, place, online }) => {
    const event = {
      '@context': 'https://schema.org',
      '@graph': [
        { '@type': 'Organization', name: 'Ruhr' },
        {
          '@type': ['Event'],
          name: 'Bildungsforum',
          url: '/bildungsforum/',
          startDate: '2026-03-20T10:00',
          endDate: '2026-03-20T16:00',
          eventAttendanceMode: mode && `https://schema.org/${mode}`,
          location,
        },
      ],
    };
    const found = articlePage(htmlPage(`<script type="application/ld+json">${JSON.stringify(event)}</script>`));
    expect(found?.event).toEqual({
      startsAt: new Date('2026-03-20T09:00:00Z'),
      endsAt: new Date('2026-03-20T15:00:00Z'),
      allDay: false,
      place,
      online,
    });
  });

  it('is nothing when there is no text of an article in it', () => {
    expect(articlePage('<html><body><nav><a href="/">Start</a></nav><p>Kurz.</p></body></html>')).toBeUndefined();
    expect(articlePage(`<html><body>${'<div>'.repeat(400)}${TEXT.repeat(20)}</body></html>`)).toBeUndefined();
  });

  it('is refused in plain words when it is no page', () => {
    expect(() => articlePage('')).toThrow('The page is empty');
    expect(() => articlePage('<div>'.repeat(100_000))).toThrow(
      'The page cannot be read: its elements are nested too deeply',
    );
  });
});
