import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readListingPage } from '../../../lambdas/ingest/pages/read-listing-page.ts';
import { type Sample, samples, truth } from './articles.ts';
import { UNSEEN_THEMES } from './harder-themes.ts';
import { MORE_THEMES } from './more-themes.ts';
import { pageAround } from './surroundings.ts';
import { THEMES } from './themes.ts';

const ALL = Object.entries({ ...THEMES, ...MORE_THEMES, ...UNSEEN_THEMES });

const SITE = 'https://bildungsregion-ruhr.example/aktuelles/';
const read = (html: string | Uint8Array) =>
  readListingPage(typeof html === 'string' ? Buffer.from(html) : html, { url: SITE, timeZone: 'Europe/Berlin' });
const seen = (html: string | Uint8Array) => read(html).items.map(({ title, url, teaser }) => ({ title, url, teaser }));

/** Themes that show no teasers at all. */
const BARE = new Set(['a list of links with dates']);
const expected = (theme: string, items: Sample[]) =>
  truth(BARE.has(theme) ? items.map((item) => ({ ...item, paragraphs: [] })) : items, SITE);

describe('a page that lists articles', () => {
  it('gives the ten articles of the education network, word for word', () => {
    const page = readFileSync(join(import.meta.dirname, '../../fixtures/pages/education-network.html'));
    expect(seen(page)).toEqual(truth(samples(), SITE));
  });

  it.each(ALL)('gives the same ten articles when its theme is: %s', (theme, render) => {
    const items = samples();
    expect(seen(render(items))).toEqual(expected(theme, items));
  });

  it.each(ALL)('even when one has no teaser and one no picture: %s', (theme, render) => {
    const items = samples({ withoutTeaserAt: 3, withoutImageAt: 5 });
    expect(seen(render(items))).toEqual(expected(theme, items));
  });
});

const page = (body: string, head = '') =>
  `<html lang="de"><head><title>Seite</title>${head}</head><body>${body}</body></html>`;
const entry = (title: string, path: string, more = '') =>
  `<article><h2><a href="${path}">${title}</a></h2><p>Ein Text über ${title} mit einigen Wörtern darin.</p>${more}</article>`;

describe('a listing page also gives', () => {
  it('pictures that load late, and never their placeholders', () => {
    const images = [
      '<img src="data:image/gif;base64,R0lGOD" data-src="/a.jpg" alt="Ein Bild">',
      '<img src="/placeholder.png" data-lazy-src="/b.jpg">',
      '<img src="data:image/png;base64,xx" data-srcset="/c-300.jpg 300w, /c-1200.jpg 1200w,/c-600.jpg 600w">',
      '<picture><source srcset="/d.webp 1x, /d2.webp 2x"><img src="data:image/gif;base64,x"></picture>',
      '<div style="background-image: url(\'/e.jpg\')"></div>',
      '<noscript><img src="/f.jpg"></noscript>',
      '<img class="avatar" src="/me.jpg"><img src="/pixel.gif" width="1" height="1"><img src="/g.jpg">',
      '<img src="javascript:alert(1)">',
    ];
    const html = page(
      `<main>${images.map((image, index) => entry(`Artikel ${index} im Ruhrgebiet`, `/artikel-${index}/`, image)).join('')}</main>`,
    );
    expect(read(html).items.map(({ image }) => image?.url.replace('https://bildungsregion-ruhr.example', ''))).toEqual([
      '/a.jpg',
      '/b.jpg',
      '/c-1200.jpg',
      '/d2.webp',
      '/e.jpg',
      '/f.jpg',
      '/g.jpg',
      undefined,
    ]);
    expect(read(html).items[0]?.image?.alt).toBe('Ein Bild');
  });

  it.each([
    { what: '<time datetime="2023-03-20T09:00:00+01:00">heute</time>', at: '2023-03-20T08:00:00.000Z' },
    { what: '<span class="date">20. März 2023</span>', at: '2023-03-19T23:00:00.000Z' },
    { what: '<div class="post-meta">Posted on March 20, 2023 by admin</div>', at: '2023-03-19T23:00:00.000Z' },
    {
      what: '<span class="datum"><span>20</span><span>Mär</span><span>2023</span></span>',
      at: '2023-03-19T23:00:00.000Z',
    },
    { what: '<meta itemprop="datePublished" content="2023-03-20T09:00:00Z">', at: '2023-03-20T09:00:00.000Z' },
    { what: '<p>Montag, 20.03.2023</p>', at: '2023-03-19T23:00:00.000Z' },
    { what: '<span>Essen, 20.03.2023</span>', at: '2023-03-19T23:00:00.000Z' },
    { what: '<time>vor 3 Tagen</time>', at: undefined },
  ])('the date in $what, and keeps it out of the teaser', ({ what, at }) => {
    const items = ['Erster', 'Zweiter', 'Dritter', 'Vierter'].map((title) =>
      entry(`${title} Artikel`, `/${title}/`, what),
    );
    const [first] = read(page(`<main>${items.join('')}</main>`)).items;
    expect(first?.publishedAt?.toISOString()).toBe(at);
    expect(first?.teaser).toBe('Ein Text über Erster Artikel mit einigen Wörtern darin.');
  });

  it('no date for a date that only one text speaks of', () => {
    const items = read(readFileSync(join(import.meta.dirname, '../../fixtures/pages/education-network.html'))).items;
    expect(items.filter(({ publishedAt }) => publishedAt)).toEqual([]);
  });

  it('a single article, and two', () => {
    expect(seen(page(`<main>${entry('Der einzige Artikel', '/einzig/')}</main>`))).toMatchObject([
      { title: 'Der einzige Artikel' },
    ]);
    expect(
      seen(page(`<main>${entry('Der eine Artikel', '/einer/')}${entry('Der andere Artikel', '/anderer/')}</main>`)),
    ).toHaveLength(2);
  });

  it('what JSON-LD and microdata know of the articles that are seen', () => {
    const said = {
      '@type': 'Event',
      name: 'x',
      url: '/a/',
      startDate: '2026-05-04T10:00:00+02:00',
      location: {
        '@type': 'Place',
        name: 'Mercatorhalle',
        address: { addressLocality: 'Duisburg', postalCode: '47051' },
      },
      eventAttendanceMode: 'https://schema.org/OfflineEventAttendanceMode',
    };
    const micro =
      '<div itemscope itemtype="https://schema.org/NewsArticle"><h2 itemprop="headline"><a href="/b/">Zweiter Artikel</a></h2><meta itemprop="datePublished" content="2026-03-01T08:00:00Z"><span itemprop="author" itemscope><b itemprop="name">Ada</b></span><p>Ein zweiter Text mit Wörtern, der lang genug ist.</p></div>';
    const html = page(
      `<main>${entry('Erster Artikel', '/a/')}${micro}${entry('Dritter Artikel', '/c/')}</main>`,
      `<script type="application/ld+json">${JSON.stringify(said)}</script>`,
    );
    const items = new Map(read(html).items.map((item) => [item.title, item]));
    expect(items.get('Erster Artikel')?.event).toEqual({
      startsAt: new Date('2026-05-04T08:00:00Z'),
      allDay: false,
      place: 'Mercatorhalle, 47051 Duisburg',
      online: false,
    });
    expect(items.get('Zweiter Artikel')).toMatchObject({
      publishedAt: new Date('2026-03-01T08:00:00Z'),
      authors: ['Ada'],
    });
  });
});

describe('an editor’s selectors', () => {
  const html = page(
    '<div class="a"><span class="k">Presse</span><p class="t">Eins</p><i>12.03.2023</i><em>Text eins</em><a href="/eins">x</a><b data-x><img src="/1.jpg"></b></div><div class="a"><p class="t">Zwei</p><em></em><a href="//other.example/zwei">x</a></div>',
  );
  const select = (selectors: Parameters<typeof readListingPage>[1]['selectors']) =>
    readListingPage(Buffer.from(html), { url: SITE, timeZone: 'Europe/Berlin', selectors }).items;

  it('say what is what', () => {
    expect(select({ item: '.a', title: '.t', link: 'a', teaser: 'em', date: 'i', image: 'b' })).toMatchObject([
      {
        title: 'Eins',
        url: 'https://bildungsregion-ruhr.example/eins',
        teaser: 'Text eins',
        publishedAt: new Date('2023-03-11T23:00:00Z'),
        image: { url: 'https://bildungsregion-ruhr.example/1.jpg' },
      },
      { title: 'Zwei', url: 'https://other.example/zwei', teaser: '' },
    ]);
  });

  it('may leave the rest to us', () => {
    const items = readListingPage(
      Buffer.from(page(`<main>${entry('Erster Artikel', '/a/')}${entry('Zweiter Artikel', '/b/')}</main>`)),
      { url: SITE, timeZone: 'UTC', selectors: { item: 'article' } },
    ).items;
    expect(items.map(({ title, url }) => [title, url])).toEqual([
      ['Erster Artikel', 'https://bildungsregion-ruhr.example/a/'],
      ['Zweiter Artikel', 'https://bildungsregion-ruhr.example/b/'],
    ]);
  });

  it.each([
    { selectors: { item: 'div[' }, says: 'The selector “div[” is not valid CSS' },
    { selectors: { item: '.a', title: ':nope(' }, says: 'The selector “:nope(” is not valid CSS' },
    { selectors: { item: '.b' }, says: 'The selector “.b” matches nothing on the page' },
    { selectors: { item: '.a', teaser: 'q' }, says: 'The selector “q” matches nothing within the items' },
    {
      selectors: { item: ':has(:has(:has(*)))' },
      says: 'The selector “:has(:has(:has(*)))” is more complicated than we read',
    },
  ])('that cannot be used are named: $says', ({ selectors, says }) => {
    expect(() => select(selectors)).toThrow(
      expect.objectContaining({ name: 'RundbriefError', fault: 'invalid', message: says }),
    );
  });
});

describe('a page without a list, and a hostile one, ends in plain words', () => {
  const none = 'We found no list of articles on this page';
  it.each([
    { what: 'nothing', html: '', says: 'The page is empty' },
    { what: 'no HTML', html: 'Guten Tag', says: 'The document is no web page: it has no HTML in it' },
    {
      what: 'menus only',
      html: pageAround('<h1>Impressum</h1><p>Bildungsregion Ruhr, Musterstraße 1, 45127 Essen.</p>'),
      says: none,
    },
    {
      what: '100,000 nested elements',
      html: '<div>'.repeat(100_000),
      says: 'The page cannot be read: its elements are nested too deeply',
    },
    {
      what: 'tags that are never closed',
      html: `${'<b>'.repeat(400)}${'<p>x'.repeat(50_000)}`,
      says: 'The page cannot be read: too many tags are never closed',
    },
    {
      what: '50,000 attributes',
      html: `<p ${Array.from({ length: 50_000 }, (_, index) => `a${index}`).join(' ')}>`,
      says: 'The page cannot be read: one of its elements has hundreds of attributes',
    },
    {
      what: '300,000 elements',
      html: '<i></i>'.repeat(150_000),
      says: 'The page cannot be read: it has more than 250,000 elements',
    },
    { what: 'ten million characters of markup', html: `<p>${'<'.repeat(10_000_000)}`, says: none },
    { what: 'a script that never ends', html: `<script>${'<div>'.repeat(1_000_000)}`, says: none },
  ])('$what', ({ html, says }) => {
    expect(() => read(html)).toThrow(expect.objectContaining({ name: 'RundbriefError', message: says }));
  });

  it('a list is still found among 50,000 links and between ten megabytes of text', () => {
    const items = samples();
    const list = THEMES['headings without links']?.(items) ?? '';
    const links = Array.from({ length: 50_000 }, (_, index) => `<a href="/l/${index}">Nummer ${index}</a>`).join(' ');
    expect(seen(list.replace('</main>', `</main><div>${links}</div>`))).toEqual(truth(items, SITE));
    expect(seen(list.replace('</main>', `</main><p>${'Wort '.repeat(1_900_000)}</p>`))).toEqual(truth(items, SITE));
  });

  it('over ten megabytes', () => {
    expect(() => read(new Uint8Array(10 * 1024 * 1024 + 1))).toThrow('The page is larger than 10 MB');
  });
});
