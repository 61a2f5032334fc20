import { parseAtomFeed, parseRssFeed } from 'feedsmith';
import { beforeEach, describe, expect, it } from 'vitest';
import { editionsInMemory } from '../../lambdas/digest/editions-in-memory.ts';
import type { Article } from '../../lambdas/domain/article.ts';
import type { Edition } from '../../lambdas/domain/edition.ts';
import type { Publication, Source } from '../../lambdas/domain/publication.ts';
import { objectsInMemory } from '../../lambdas/platform/objects.ts';
import { publicationsInMemory, sourcesInMemory } from '../../lambdas/publications/index.ts';
import { authorFeeds } from '../../lambdas/syndicate/author-feeds.ts';
import { buildFeeds } from '../../lambdas/syndicate/build-feeds.ts';
import { feedContent } from '../../lambdas/syndicate/feed-content.ts';
import { withoutUnwritable } from '../../lambdas/syndicate/feed-pages.ts';
import { anEdition, aSource } from './every-feed.ts';
import { anArticle, aPublication, articlesOf, SITE_URL } from './samples.ts';

let site: ReturnType<typeof objectsInMemory>;
beforeEach(() => {
  site = objectsInMemory();
});

interface World {
  publication?: Publication;
  articles?: Article[];
  sources?: Source[];
  editions?: Edition[];
}

const build = ({ publication = aPublication(), articles = [], sources = [], editions = [] }: World) =>
  buildFeeds(
    { publicationId: 'ruhr' },
    {
      publications: publicationsInMemory(publication),
      articles: articlesOf(...articles),
      sources: sourcesInMemory(...sources),
      editions: editionsInMemory(...editions),
      site,
      siteUrl: SITE_URL,
    },
  );
const read = (key: string) => Buffer.from(site.stored.get(`feeds/ruhr/${key}`)?.body ?? []).toString();
const titlesIn = (key: string) => parseRssFeed(read(key)).items?.map(({ title }) => title) ?? [];
const by = (author: string, id: string, changes: Partial<Article> = {}) =>
  anArticle({ id: `01j8zq4k5m000000000${id}`, title: `Von ${author}, ${id}`, authors: [author], ...changes });

describe('an author', () => {
  it('has feeds at an address of letters anyone can type, with the articles that are shown and no others', async () => {
    await build({ articles: [by('Jürgen Groß', '1'), by('Zoë Łukasz', '2')] });
    expect(titlesIn('authors/juergen-gross/rss.xml')).toEqual(['Von Jürgen Groß, 1']);
    expect(titlesIn('authors/zoe-lukasz/rss.xml')).toEqual(['Von Zoë Łukasz, 2']);
    expect(parseRssFeed(read('authors/juergen-gross/rss.xml')).title).toBe('Bildung & Region: Jürgen Groß');
  });

  it('keeps the address when another of the same letters comes', () => {
    const first = authorFeeds([by('Jose Maria', '1')], {});
    expect(first.map(({ slug }) => slug)).toEqual(['jose-maria']);
    const known = Object.fromEntries(first.map(({ slug, name }) => [slug, name]));
    const both = authorFeeds([by('José María', '2'), by('Jose Maria', '1')], known);
    expect(both.map(({ name, slug }) => [name, slug])).toEqual([
      ['José María', expect.stringMatching(/^jose-maria-[0-9a-f]{4}$/)],
      ['Jose Maria', 'jose-maria'],
    ]);
    const alone = authorFeeds([by('李', '3')], {});
    expect(alone[0]?.slug).toMatch(/^[0-9a-f]{4}$/);
  });

  it('of whom nothing is shown any more keeps the feed as it was, until an article of it is taken back', async () => {
    const old = by('Ada', '1');
    const publication = aPublication({ topics: [], feeds: { content: 'full', items: 10 } });
    await build({ publication, articles: [old] });
    const others = Array.from({ length: 10 }, (_, index) =>
      by('Grace', `${index}`, { id: `01j8zq4k6m000000000${index}`, publishedAt: new Date('2026-09-02T09:00:00Z') }),
    );
    await build({ publication, articles: [...others, old] });
    expect(titlesIn('authors/ada/rss.xml')).toEqual(['Von Ada, 1']);
    const withdrawnAt = new Date('2026-09-03T08:00:01Z');
    await build({ publication, articles: [...others, { ...old, withdrawnAt }] });
    expect(read('authors/ada/rss.xml')).toContain('<title>Bildung &#x26; Region: Ada</title>');
    expect(titlesIn('authors/ada/rss.xml')).toEqual([]);
    expect(parseAtomFeed(read('authors/ada/atom.xml')).updated).toBe(withdrawnAt.toISOString());
  });

  it('is one of a hundred at most: who wrote most recently counts', () => {
    const articles = Array.from({ length: 130 }, (_, index) =>
      anArticle({ id: `a${index}`, authors: [`Author ${index}`] }),
    );
    const authors = authorFeeds(articles, { gone: 'Gone' });
    expect(authors.map(({ name }) => name)).toEqual(Array.from({ length: 100 }, (_, index) => `Author ${index}`));
  });
});

describe('an article from elsewhere', () => {
  const SOURCES = [
    aSource(),
    aSource({ id: 'agency', url: 'https://agency.example/feed.xml', title: 'Agentur & Söhne' }),
    aSource({ id: 'keyed', url: 'https://intern.example/feed?key=secret', title: 'Intern' }),
    aSource({ id: 'desk', kind: 'editor', url: 'https://other.example/', title: 'Redaktion' }),
  ];
  const articles = ['aktuelles', 'agency', 'keyed', 'desk'].map((sourceId, index) =>
    by(sourceId, `${index}`, { sourceId }),
  );

  it('names its source in every format, and one of our own does not', async () => {
    await build({ articles, sources: SOURCES });
    const rss = parseRssFeed(read('rss.xml')).items ?? [];
    expect(Object.fromEntries(rss.map(({ title, source }) => [title, source]))).toMatchObject({
      'Von aktuelles, 0': undefined,
      'Von agency, 1': { title: 'Agentur & Söhne', url: 'https://agency.example/feed.xml' },
      'Von desk, 3': undefined,
    });
    const agency = parseAtomFeed(read('atom.xml')).entries?.find(
      ({ id }) => id === rss.find(({ title }) => title === 'Von agency, 1')?.guid?.value,
    );
    expect(agency?.source).toMatchObject({ id: 'https://agency.example/feed.xml' });
    expect(agency?.links).toContainEqual({ rel: 'via', href: 'https://agency.example/feed.xml' });
    const [json] = JSON.parse(read('feed.json')).items.filter(
      ({ title }: { title: string }) => title === 'Von agency, 1',
    );
    expect(json).toMatchObject({
      external_url: json.url,
      _source: { title: 'Agentur & Söhne', url: 'https://agency.example/feed.xml' },
    });
  });

  it('never tells the key by which we read its source', async () => {
    await build({ articles, sources: SOURCES });
    const texts = [...site.stored.values()].map(({ body }) => Buffer.from(body).toString());
    expect(texts.filter((text) => text.includes('secret'))).toEqual([]);
    expect(read('rss.xml')).toContain('<source url="https://intern.example/">Intern</source>');
  });
});

describe('the feed of editions', () => {
  it('has each edition that went out, with its page and what was in it, and no draft', async () => {
    await build({ editions: [anEdition(), anEdition({ number: 2 }), anEdition({ number: 3, status: 'draft' })] });
    const { items = [], title } = parseRssFeed(read('editions/rss.xml'));
    expect(title).toBe('Bildung & Region: Ausgaben des Newsletters');
    expect(items.map(({ link }) => link)).toEqual([`${SITE_URL}/archive/ruhr/2`, `${SITE_URL}/archive/ruhr/1`]);
    expect(items[0]?.content?.encoded).toContain('<a href="https://ruhr.example.org/artikel/1/?a=1&amp;b=2">');
    expect(items[0]?.pubDate).toBe('Tue, 08 Sep 2026 06:00:02 GMT');
  });

  it('tells an edition as its readers got it: editors’ words, headings, events with time and place', async () => {
    const [article] = anEdition().items;
    const event = { startsAt: new Date('2026-11-26T15:00:00Z'), allDay: false, online: true, place: 'Halle 5' };
    const items = article ? [article, { ...article, section: 's', event }] : [];
    const words = { intro: 'Guten Tag, **das** ist [neu](https://a.example/).', outro: '- Bis bald' };
    await build({ editions: [anEdition({ ...words, sections: [{ id: 's', title: 'Aus & um Essen' }], items })] });
    const [item] = parseRssFeed(read('editions/rss.xml')).items ?? [];
    const html = item?.content?.encoded?.replaceAll('\u00a0', ' ');
    expect(html).toContain('<p>Guten Tag, <strong>das</strong> ist <a href="https://a.example/">neu</a>.</p>\n<h3>');
    expect(html).toContain('\n<h2>Aus &amp; um Essen</h2>\n<h3>');
    expect(html).toContain('<p>Donnerstag, 26. November 2026, 16:00 Uhr · Halle 5 · Online</p><p>Fünf neue');
    expect(html?.endsWith('<ul><li>Bis bald</li></ul>')).toBe(true);
    expect(item?.description).toBe('Fünf neue Häuser');
  });

  it('sums up an edition without a preheader by the words of its editors', async () => {
    await build({
      editions: [anEdition({ preheader: '', intro: '## Hallo\n\n- **das** ist [neu](https://a.example/)' })],
    });
    expect(parseRssFeed(read('editions/rss.xml')).items?.[0]?.description).toBe('Hallo das ist neu');
  });
});

describe('what a publication says of its feeds', () => {
  const settings = {
    content: 'teaser',
    items: 10,
    copyright: '© Ruhr',
    icon: 'https://ruhr.example.org/i.png',
  } as const;

  it('makes them teasers, so many, with its copyright and its icon', async () => {
    const articles = Array.from({ length: 12 }, (_, index) => by('Ada', String.fromCharCode(97 + index)));
    await build({ publication: aPublication({ feeds: settings }), articles });
    const rss = parseRssFeed(read('rss.xml'));
    expect(rss.items).toHaveLength(10);
    expect(rss.items?.[0]).not.toHaveProperty('content');
    expect(rss.items?.[0]?.description).toBe('Fünf neue Häuser öffnen im Herbst.');
    expect(rss).toMatchObject({ copyright: '© Ruhr', image: { url: settings.icon } });
    expect(parseAtomFeed(read('atom.xml'))).toMatchObject({
      rights: { value: '© Ruhr' },
      icon: settings.icon,
      logo: settings.icon,
    });
    expect(JSON.parse(read('feed.json'))).toMatchObject({ icon: settings.icon, _rights: { text: '© Ruhr' } });
    expect(JSON.parse(read('feed.json')).items[0].content_text).toBe('Fünf neue Häuser öffnen im Herbst.');
  });
});

describe('a feed', () => {
  it('counts a correction as a change, and what was taken back as one of its own', async () => {
    const corrected = by('Ada', '1', { correctedAt: new Date('2026-09-03T07:00:00Z') });
    await build({ articles: [corrected] });
    const { entries = [], updated = '' } = parseAtomFeed(read('atom.xml'));
    expect(entries[0]?.updated?.slice(0, 19)).toBe('2026-09-03T07:00:00');
    expect(entries[0]?.published).toBe('2026-09-01T08:00:00.000Z');
    expect(updated).toBe(entries[0]?.updated);
    await build({ articles: [corrected, by('Ada', '2', { withdrawnAt: new Date('2026-09-03T08:00:02Z') })] });
    expect(parseAtomFeed(read('atom.xml'))).toMatchObject({ updated: '2026-09-03T08:00:02.000Z', entries: [{}] });
    expect(read('atom.xml')).not.toContain('Von Ada, 2');
  });

  it('has every enclosure with its type and length, guessed from the name where nobody says it', async () => {
    const enclosures = [{ url: 'https://cdn.example/f.mp3', length: 7 }, { url: 'https://cdn.example/k.pdf' }];
    await build({ articles: [by('Ada', '1', { enclosures })] });
    expect(parseRssFeed(read('rss.xml')).items?.[0]?.enclosures?.[0]).toMatchObject({ type: 'audio/mpeg', length: 7 });
    expect(read('rss.xml')).toContain('<media:content url="https://cdn.example/k.pdf" type="application/pdf"/>');
    expect(JSON.parse(read('feed.json')).items[0].attachments).toEqual([
      { url: 'https://cdn.example/f.mp3', mime_type: 'audio/mpeg', size_in_bytes: 7 },
      { url: 'https://cdn.example/k.pdf', mime_type: 'application/pdf' },
    ]);
  });

  it('goes without the one item that a writer refuses', () => {
    const articles = [by('Ada', '1'), by('Grace', '2'), by('Joan', '3')];
    const { content } = feedContent({ publication: aPublication(), siteUrl: SITE_URL }, articles);
    const { body, leftOut } = withoutUnwritable(content, ({ items }) => {
      if (items.some(({ authors }) => authors.includes('Grace'))) throw new Error('not her');
      return items.map(({ title }) => title).join();
    });
    expect(body).toBe('Von Ada, 1,Von Joan, 3');
    expect(leftOut).toEqual([{ articleId: articles[1]?.id, reason: 'not her' }]);
  });

  it('gives summaries instead of texts beyond what readers take in one go', () => {
    const html = `<p>${'x'.repeat(4_000_000)}</p>`;
    const { content } = feedContent({ publication: aPublication(), siteUrl: SITE_URL }, [
      by('Ada', '1', { html }),
      by('Ada', '2', { html }),
    ]);
    expect(content.items.map((item) => item.html.length > 0)).toEqual([true, false]);
  });
});
