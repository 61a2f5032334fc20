import fc from 'fast-check';
import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { withNeighbours } from '../../lambdas/digest/archive-neighbours.tsx';
import { archivePage } from '../../lambdas/digest/archive-page.tsx';
import type { Edition, EditionItem } from '../../lambdas/domain/edition.ts';
import type { Publication } from '../../lambdas/domain/publication.ts';
import { sampleDigest } from '../../templates/digest/sample.ts';
import { anEdition, RUHR, SITE_URL } from './samples.ts';

const EVENT = {
  startsAt: new Date('2026-11-26T15:00:00Z'),
  endsAt: new Date('2026-11-26T17:00:00Z'),
  allDay: false,
  place: 'Halle 5 & Foyer, Essen',
  online: false,
};
const item = (articleId: string, changes: Partial<EditionItem> = {}): EditionItem => ({
  articleId,
  title: `Titel ${articleId}`,
  teaser: `Anreißer ${articleId}`,
  url: `https://bildungsnetz.example/${articleId}`,
  topics: [],
  publishedAt: new Date('2026-11-20T08:00:00Z'),
  ...changes,
});

const htmlOf = (edition: Partial<Edition> = {}, publication: Partial<Publication> = {}) =>
  archivePage({
    publication: { ...RUHR, ...publication },
    edition: anEdition(12, { sections: undefined, ...edition }),
    language: RUHR.language,
    siteUrl: SITE_URL,
  });
const pageOf = (...given: Parameters<typeof htmlOf>) => parseHTML(htmlOf(...given)).document;
const dataOf = (page: ReturnType<typeof pageOf>) =>
  JSON.parse(page.querySelector('script[type="application/ld+json"]')?.textContent ?? '{}') as {
    '@graph': [
      Record<string, unknown> & { hasPart: Record<string, unknown>[] },
      { itemListElement: { item: string }[] },
    ];
  };
const metaOf = (page: ReturnType<typeof pageOf>, name: string) =>
  page.querySelector(`meta[property="${name}"],meta[name="${name}"]`)?.getAttribute('content');

describe('the page of an edition', () => {
  it('holds every item whole at its own address, also one of which the mail shows the headline only', () => {
    const page = pageOf({ items: [item('a1'), item('a2', { isShort: true })], shortened: 1 });
    for (const id of ['a1', 'a2']) expect(page.querySelector(`#${id}`)?.textContent).toContain(`Anreißer ${id}`);
  });

  it('has one level of headings below the other', () => {
    const sections = [{ id: 's', title: 'Aus den Städten' }];
    const items = [item('a1'), item('a2', { section: 's' }), item('a3', { section: 's', event: EVENT })];
    const page = pageOf({ sections, items: [...items, item('a4', { event: EVENT }), item('a5')] });
    const headings = [...page.querySelectorAll('h1,h2,h3')].map(
      ({ tagName, textContent }) => `${tagName} ${textContent}`,
    );
    expect(headings.slice(1)).toEqual([
      'H2 Titel a1',
      'H2 Aus den Städten',
      'H3 Titel a2',
      'H3 Titel a3',
      'H2 Titel a5',
      'H2 Termine',
      'H3 Titel a4',
    ]);
  });

  it('says of an event when and where, and leads to its calendar file and a map', () => {
    const page = pageOf({ items: [item('a1', { event: EVENT })] });
    const text = page.querySelector('#a1')?.textContent?.replaceAll('\u00a0', ' ');
    expect(text).toContain('Donnerstag, 26. November 2026, 16:00–18:00 Uhr');
    expect(text).toContain('Halle 5 & Foyer, Essen');
    const links = [...page.querySelectorAll('.does a')].map((link) => [
      link.getAttribute('href'),
      link.getAttribute('aria-label'),
    ]);
    expect(links).toEqual([
      [`${SITE_URL}/feeds/ruhr/events/a1.ics`, 'Termin speichern (.ics): Titel a1'],
      [
        expect.stringMatching(/^https:\/\/www\.openstreetmap\.org\/search\?query=Halle%205%20%26%20Foyer/),
        expect.any(String),
      ],
    ]);
  });

  it('has the publication’s colour, logo and letters', () => {
    const logo = { url: 'https://bildungsnetz.example/logo.png', alt: 'Bildungsnetz', width: 160 };
    const html = htmlOf({}, { look: { accent: '#7a1f2b', logo, typeface: 'serif' } });
    const shown = parseHTML(html).document.querySelector('header img');
    expect(['src', 'alt', 'width'].map((name) => shown?.getAttribute(name))).toEqual([logo.url, logo.alt, '160']);
    expect(html).toContain('--accent:#7a1f2b');
    expect(html).toMatch(/body\{font-family:Georgia/);
  });

  it('shows the way to it, from the publication by its list', () => {
    const links = [...pageOf().querySelectorAll('.path a')].map((link) => link.getAttribute('href'));
    expect(links).toEqual(['/publications/ruhr/', '/archive/ruhr/']);
  });

  it('tells who shares it what it is about', () => {
    const image = { url: 'https://bildungsnetz.example/bild.jpg', alt: 'Ein Bild' };
    const page = pageOf({ subject: 'Neun „Städte“', items: [item('a1'), item('a2', { image })] });
    expect(metaOf(page, 'og:type')).toBe('article');
    expect(metaOf(page, 'og:title')).toBe('Neun „Städte“');
    expect(metaOf(page, 'og:url')).toBe(`${SITE_URL}/archive/ruhr/12`);
    expect(metaOf(page, 'og:image')).toBe(image.url);
    expect(metaOf(page, 'article:published_time')).toBe(anEdition(12).composedAt.toISOString());
    expect(metaOf(page, 'og:locale')).toBe('de_DE');
  });

  it('tells search engines its parts, and where it stands', () => {
    const [page, path] = dataOf(pageOf({ items: [item('a1'), item('a2', { event: EVENT })] }))['@graph'];
    expect(page).toMatchObject({ '@type': ['CollectionPage', 'PublicationIssue'], issueNumber: 12 });
    expect(page.hasPart).toMatchObject([
      { '@type': 'NewsArticle', headline: 'Titel a1', url: 'https://bildungsnetz.example/a1' },
      {
        '@type': 'Event',
        name: 'Titel a2',
        startDate: '2026-11-26T16:00:00+01:00',
        endDate: '2026-11-26T18:00:00+01:00',
        location: { '@type': 'Place', name: 'Halle 5 & Foyer, Essen' },
      },
    ]);
    expect(path.itemListElement.map((step) => step.item)).toEqual([
      `${SITE_URL}/publications/ruhr/`,
      `${SITE_URL}/archive/ruhr/`,
      `${SITE_URL}/archive/ruhr/12`,
    ]);
  });

  it('stays the same elements and the same data, whatever texts are in it', () => {
    const hostile = fc.constantFrom(
      '</script><script>alert(1)</script>',
      '<!--neighbours--><img src=x onerror=alert(1)>',
      '"><svg onload=alert(1)>',
      "' onmouseover='x",
      '&lt;b&gt; <meta name="robots" content="noindex"/>',
      '\u2028 ]]> $& {{x}} \ud800',
      'שלום עולם',
    );
    const shapeOf = (text: string) => {
      const changes = { title: text, teaser: text, image: { url: 'https://x.example/a.jpg', alt: text } };
      const items = [item('a1', changes), item('a2', { ...changes, event: { ...EVENT, place: text } })];
      const html = htmlOf({ subject: text, preheader: text, intro: '', items }, { title: text, imprint: [text] });
      const document = parseHTML(html).document;
      const parts = dataOf(document)['@graph'][0].hasPart.length;
      return { tags: [...document.querySelectorAll('*')].map(({ tagName }) => tagName).join(), parts };
    };
    const harmless = shapeOf('Wort');
    fc.assert(
      fc.property(fc.oneof(hostile, fc.string({ minLength: 1 })), (text) => {
        fc.pre(text.trim() !== '');
        expect(shapeOf(text)).toEqual(harmless);
      }),
      { numRuns: 60 },
    );
  });

  it('speaks English where its publication does', () => {
    const { publication, edition } = sampleDigest('en');
    const html = archivePage({ publication, edition, language: 'en', siteUrl: SITE_URL });
    expect(html).toContain('<html lang="en"');
    expect(html).toContain('You are here');
  });
});

describe('the page of an unlisted edition', () => {
  const page = pageOf({ archiveKey: 'f00d' }, { archive: 'unlisted' });

  it('is kept out of search engines, and says nothing to them', () => {
    expect(metaOf(page, 'robots')).toBe('noindex');
    expect(page.querySelector('script[type="application/ld+json"]')).toBeNull();
    expect(page.querySelector('link[rel=canonical]')).toBeNull();
  });

  it('leads to no list and no feed of editions, and has no neighbours', () => {
    const html = withNeighbours(htmlOf({ archiveKey: 'f00d' }), 'de', { previous: anEdition(11) });
    expect(html).not.toContain('/archive/ruhr/"');
    expect(html).not.toContain('/editions/');
    expect(html).not.toContain('rel="prev"');
  });
});

describe('the links to the editions before and after', () => {
  it('stand where the page has left room, with number and subject', () => {
    const previous = anEdition(11, { subject: 'Früher & <b>kürzer</b>' });
    const page = parseHTML(withNeighbours(htmlOf(), 'de', { previous, next: anEdition(13) })).document;
    const links = [...page.querySelectorAll('.neighbours a')];
    expect(links.map((link) => [link.getAttribute('rel'), link.getAttribute('href')])).toEqual([
      ['prev', '/archive/ruhr/11'],
      ['next', '/archive/ruhr/13'],
    ]);
    expect(links[0]?.textContent).toContain('Ausgabe 11');
    expect(links[0]?.textContent).toContain('Früher & <b>kürzer</b>');
  });

  it('are nothing at all where there are none', () => {
    const html = withNeighbours(htmlOf(), 'de', {});
    expect(html).not.toContain('neighbours-->');
    expect(parseHTML(html).document.querySelector('.neighbours')).toBeNull();
  });
});
