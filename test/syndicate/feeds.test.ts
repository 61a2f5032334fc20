import { XMLValidator } from 'fast-xml-parser';
import { parseAtomFeed, parseJsonFeed, parseRssFeed } from 'feedsmith';
import RssParser from 'rss-parser';
import { describe, expect, it } from 'vitest';
import type { Article } from '../../lambdas/domain/article.ts';
import { escapeMarkup } from '../../lambdas/syndicate/clean-text.ts';
import { feedContent } from '../../lambdas/syndicate/feed-content.ts';
import { writeJsonFeed } from '../../lambdas/syndicate/json-feed.ts';
import { writeAtom } from '../../lambdas/syndicate/write-atom.ts';
import { writeRss } from '../../lambdas/syndicate/write-rss.ts';
import { unmistakable } from '../../lambdas/syndicate/xml-text.ts';
import { anArticle, aPublication, HOSTILE, IMPOSSIBLE, SITE_URL } from './samples.ts';

const contentOf = (articles: Article[]) =>
  feedContent({ publication: aPublication(), siteUrl: SITE_URL }, articles).content;
const hostile = contentOf(HOSTILE);
const parser = new RssParser();

describe('the feeds of hostile articles', () => {
  it.each([
    ['RSS', writeRss(hostile)],
    ['Atom', writeAtom(hostile)],
  ])('%s is well-formed and holds nothing XML forbids', (_format, xml) => {
    expect(XMLValidator.validate(xml)).toBe(true);
    expect(xml.isWellFormed()).toBe(true);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must be absent
    expect(xml).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffd-\uffff]/);
  });

  it.each([
    ['RSS', writeRss(hostile)],
    ['Atom', writeAtom(hostile)],
  ])('%s is read back by rss-parser: every item, in order, with its id and its title', async (_format, xml) => {
    const { items, title } = await parser.parseString(xml);
    expect(title).toBe('Bildung & Region');
    const read = items.map((item) => ({ id: item.guid ?? item.id, title: item.title }));
    // rss-parser trims.
    expect(read).toEqual(hostile.items.map(({ id, title }) => ({ id, title: readAs(title, _format) })));
  });

  it('RSS is read back by feedsmith with text, dates and creators', () => {
    const { items = [] } = parseRssFeed(writeRss(hostile));
    expect(items).toHaveLength(hostile.items.length);
    for (const [index, item] of items.entries()) {
      const written = hostile.items[index];
      expect(item.guid).toEqual({ value: written?.id, isPermaLink: false });
      expect(item.pubDate && new Date(item.pubDate)).toEqual(truncated(written?.published));
      expect(item.content?.encoded ?? '').toBe(written?.html);
      expect(item.link).toBe(written?.url);
      expect(item.dc?.creators ?? []).toEqual(written?.authors);
    }
  });

  it('Atom is read back by feedsmith with links, categories, enclosures and times that differ', () => {
    const { entries = [], authors } = parseAtomFeed(writeAtom(hostile));
    expect(authors).toEqual([{ name: 'Redaktion Ruhr' }]);
    for (const [index, entry] of entries.entries()) {
      const written = hostile.items[index];
      const links = entry.links ?? [];
      expect(links.find(({ rel }) => rel === 'alternate')?.href).toBe(written?.url);
      expect(
        links.filter(({ rel }) => rel === 'enclosure').map(({ href, type, length }) => ({ url: href, type, length })),
      ).toEqual(written?.enclosures);
      expect(entry.categories?.map(({ term }) => term) ?? []).toEqual(written?.categories);
      const text = written?.url ? '' : `<p>${escapeMarkup(written?.summary ?? '')}</p>`;
      expect(entry.content?.value ?? '').toBe(written?.html || text);
      expect(entry.summary).toBeTruthy();
    }
    const updates = entries.map(({ updated }) => updated);
    expect(new Set(updates).size).toBe(HOSTILE.length);
  });

  it('JSON Feed is 1.1 and every item has an id and content', () => {
    const feed = JSON.parse(writeJsonFeed(hostile));
    expect(feed).toMatchObject({
      version: 'https://jsonfeed.org/version/1.1',
      language: 'de',
      authors: [{ name: 'Redaktion Ruhr' }],
      feed_url: `${SITE_URL}/feeds/ruhr/feed.json`,
    });
    for (const item of feed.items) {
      expect(item.id).toMatch(/^urn:uuid:/);
      expect(item.content_html ?? item.content_text).toBeTruthy();
      expect(item).not.toHaveProperty('author');
    }
    expect(parseJsonFeed(feed).items).toHaveLength(HOSTILE.length);
  });

  it('leave out the one article that cannot be told, by id, and keep the others', () => {
    const { content, leftOut } = feedContent({ publication: aPublication(), siteUrl: SITE_URL }, [
      IMPOSSIBLE,
      anArticle(),
    ]);
    expect(leftOut).toEqual([{ articleId: IMPOSSIBLE.id, reason: 'one of its dates is none' }]);
    expect(content.items.map(({ articleId }) => articleId)).toEqual([anArticle().id]);
  });
});

/** In RSS nobody is to take a title for markup. In Atom a title is markup, escaped, and rss-parser hands it over so. */
function readAs(title: string, format: string): string {
  return format === 'RSS' ? unmistakable(title) : escapeMarkup(title);
}

const truncated = (date?: Date) => date && new Date(Math.floor(date.getTime() / 1000) * 1000);

describe('a feed item', () => {
  const itemOf = (changes: Partial<Article>) => contentOf([anArticle(changes)]).items[0];

  it.each<[claim: string, changes: Partial<Article>, expected: object]>([
    [
      'never claims to be from the future',
      { publishedAt: new Date('2031-01-01') },
      { published: new Date('2026-09-03T08:00:00Z') },
    ],
    ['is called by its text when it has no title', { title: ' ', teaser: 'Anfang' }, { title: 'Anfang' }],
    ['has a name even without any text', { title: '', teaser: '' }, { title: 'Ohne Titel', summary: 'Ohne Titel' }],
    ['has no link when its address is none of the web', { url: 'javascript:alert(1)' }, { title: anArticle().title }],
    [
      'writes its address as RFC 3986 wants it',
      { url: 'https://müller.example/straße/[1]' },
      { url: 'https://xn--mller-kva.example/stra%C3%9Fe/%5B1%5D' },
    ],
    [
      'resolves addresses in its text against its own',
      { url: 'https://a.example/x/y/', html: '<img src="z.png"> <a href="?p=1&amp;q=2">' },
      { html: '<img src="https://a.example/x/y/z.png"> <a href="https://a.example/x/y/?p=1&amp;q=2">' },
    ],
    [
      'names our topics before the publisher’s categories',
      { topics: ['termine'], categories: ['Termine', 'Neu'] },
      { categories: ['Termine', 'Neu'] },
    ],
    [
      'tells an author’s name and nobody’s address',
      { authors: ['Ruth <r@x.example>', 'r@x.example (Rahel)', 'r@x.example'] },
      { authors: ['Ruth', 'Rahel'] },
    ],
    ['says its language where it is another', { language: 'en' }, { language: 'en' }],
  ])('%s', (_claim, changes, expected) => {
    expect(itemOf(changes)).toMatchObject(expected);
  });

  it('drops an address of no web', () => {
    expect(itemOf({ url: 'javascript:alert(1)' })).not.toHaveProperty('url');
  });

  it('keeps its id when title, address, guid and dates change', () => {
    const changed = itemOf({ title: 'x', url: 'https://new.example/', guid: 'y', updatedAt: new Date('2027-01-01') });
    expect(changed?.id).toBe(itemOf({})?.id);
    // For ever: another value here would make every article unread in every reader.
    expect(itemOf({})?.id).toBe('urn:uuid:d021e1a3-caa9-5e68-a855-b830d12f2372');
  });

  it('keeps its own time among those of its batch when a newer one comes and an older one goes', () => {
    const batch = ['a', 'b', 'c', 'd', 'e'].map((letter) => anArticle({ id: `01j8zq4k5m${letter.repeat(10)}` }));
    const times = (articles: Article[]) => new Map(contentOf(articles).items.map(({ id, updated }) => [id, updated]));
    const before = times(batch);
    const after = times([anArticle({ id: '01j9zq4k5mffffffffff' }), ...batch.slice(1)]);
    const kept = batch.slice(1).map((article) => contentOf([article]).items[0]?.id ?? '');
    for (const id of kept) expect(after.get(id)).toEqual(before.get(id));
    expect(new Set(before.values()).size).toBe(5);
  });
});

describe('a feed', () => {
  it('names itself by its own address in each format', () => {
    const content = contentOf([anArticle()]);
    expect(writeRss(content)).toContain(`<atom:link href="${SITE_URL}/feeds/ruhr/rss.xml" rel="self"`);
    expect(parseAtomFeed(writeAtom(content)).links).toContainEqual({
      rel: 'self',
      href: `${SITE_URL}/feeds/ruhr/atom.xml`,
    });
  });

  it('of a topic has the topic’s name, addresses and an id of its own', () => {
    const publication = aPublication();
    const { content } = feedContent({ publication, topic: publication.topics[0], siteUrl: SITE_URL }, [anArticle()]);
    expect(content.title).toBe('Bildung & Region: Kita & Schule');
    expect(content.addresses.rss).toBe(`${SITE_URL}/feeds/ruhr/topics/kita/rss.xml`);
    expect(content.id).not.toBe(contentOf([]).id);
  });

  it('without articles is valid and says when: always the same', () => {
    const empty = contentOf([]);
    expect(XMLValidator.validate(writeRss(empty))).toBe(true);
    expect(parseAtomFeed(writeAtom(empty)).updated).toBe('2026-01-01T00:00:00.000Z');
    expect(parseRssFeed(writeRss(empty)).title).toBe('Bildung & Region');
    expect(JSON.parse(writeJsonFeed(empty)).items).toEqual([]);
  });

  it('keeps a literal entity in its title as text', () => {
    const { content } = feedContent({ publication: aPublication({ title: 'AT&amp;T' }), siteUrl: SITE_URL }, []);
    expect(parseRssFeed(writeRss(content)).title).toBe('AT&\u2060amp;T');
    expect(JSON.parse(writeJsonFeed(content)).title).toBe('AT&amp;T');
    expect(writeRss(content)).toContain('<title>AT&#x26;\u2060amp;T</title>');
  });

  it('says in RSS when and where an event is', () => {
    const event = { startsAt: new Date('2026-10-24T22:00:00Z'), allDay: true, place: 'Halle 5 & Foyer', online: false };
    const rss = writeRss(contentOf([anArticle({ event })]));
    expect(rss).toContain('<ev:startdate>2026-10-25</ev:startdate>');
    expect(rss).toContain('<ev:location>Halle 5 &#x26; Foyer</ev:location>');
  });

  it('has one enclosure an item in RSS and all of them in Atom', () => {
    const enclosures = [
      { url: 'https://cdn.example/a.mp3', type: 'audio/mpeg', length: 7 },
      { url: 'https://cdn.example/b.pdf' },
    ];
    const content = contentOf([anArticle({ enclosures, image: { url: 'https://cdn.example/img', alt: '' } })]);
    expect(parseRssFeed(writeRss(content)).items?.[0]?.enclosures).toEqual([enclosures[0]]);
    expect(writeRss(content)).toContain('<media:content url="https://cdn.example/img" medium="image"/>');
    expect(writeAtom(content).match(/rel="enclosure"/g)).toHaveLength(2);
  });
});
