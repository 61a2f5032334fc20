import { describe, expect, it } from 'vitest';
import { parseDocument } from '../../../lambdas/ingest/index.ts';
import { parseFixture, parseItem } from '../fixtures.ts';

describe('a feed is read', () => {
  it('as WordPress writes it: full text, teaser without its credit, the picture that loads late', async () => {
    const { title, language, siteUrl, items } = await parseFixture('wordpress.rss');
    expect({ title, language, siteUrl }).toEqual({
      title: 'Werkbank Süd',
      language: 'de-DE',
      siteUrl: 'https://werkbank.example',
    });
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({
      guid: 'https://werkbank.example/?p=412',
      url: 'https://werkbank.example/2026/03/kurse/?utm_source=feed&utm_medium=rss',
      title: 'Kurse im Frühling: „Löten & Leimen“',
      teaser: 'Ab April wird wieder gelötet. Zwölf Plätze sind frei…',
      authors: ['Jana Öztürk'],
      categories: ['Kurse', 'Handwerk & Technik'],
      image: { url: 'https://werkbank.example/bilder/loeten.jpg', alt: 'Zwei Hände, ein Lötkolben' },
      enclosures: [{ url: 'https://werkbank.example/kurse.pdf', length: 20480, type: 'application/pdf' }],
      publishedAt: new Date('2026-03-02T07:30:00Z'),
    });
    expect(items[0]?.html).toContain('<a href="https://werkbank.example/anmelden">Anmeldung</a>');
    expect(items[0]?.html).toContain('src="https://werkbank.example/bilder/loeten.jpg"');
    expect(items[0]?.html).not.toMatch(/script|onclick|data:|stats\.example/);
  });

  it('in windows-1252 under another name', async () => {
    const { title, items } = await parseFixture('windows-1252.rss');
    expect(title).toBe('Bürgerbüro');
    expect(items[0]).toMatchObject({ title: '„Müll“ – was kostet das? 12 €', teaser: 'Größere Tonnen für Süd…' });
  });

  it('as Atom with xhtml, whose order and characters survive, and with addresses resolved by xml:base', async () => {
    const { title, language, siteUrl, items } = await parseFixture('xhtml.atom');
    expect({ title, language, siteUrl }).toEqual({
      title: 'Notes & asides',
      language: 'en',
      siteUrl: 'https://blog.example/',
    });
    expect(items[0]).toMatchObject({
      guid: 'tag:blog.example,2026:7',
      url: 'https://blog.example/notes/2026/order',
      title: 'If a < b then',
      teaser: 'x bold y it z, see <tag>',
      authors: ['Ada', 'Grace'],
      categories: ['Order'],
      enclosures: [{ url: 'https://blog.example/notes/2026/talk.mp3', type: 'audio/mpeg', length: 1234 }],
      publishedAt: new Date('2026-03-02T09:00:00Z'),
    });
    expect(items[0]?.html).toContain('x <b>bold</b> y <i>it</i> z');
    expect(items[0]?.html).toContain('&lt;tag&gt;');
  });

  it('under a prefix, and one bad date costs only itself', async () => {
    const { items } = await parseFixture('prefixed.atom');
    expect(items.map(({ title, url, publishedAt }) => ({ title, url, publishedAt }))).toEqual([
      { title: 'One', url: 'https://prefix.example/1', publishedAt: undefined },
      { title: 'Two', url: 'https://prefix.example/2', publishedAt: new Date('2026-03-02T10:00:00Z') },
    ]);
  });

  it('as Atom 0.3', async () => {
    const { items } = await parseFixture('old.atom');
    expect(items[0]).toMatchObject({
      title: 'Salt & Pepper',
      url: 'http://old.example/salt',
      teaser: 'A pinch.',
      publishedAt: new Date('2004-05-06T05:08:09Z'),
      updatedAt: new Date('2004-06-06T07:08:09Z'),
    });
  });

  it('as RSS 1.0 under unusual prefixes', async () => {
    const { title, items } = await parseFixture('site.rdf');
    expect(title).toBe('Site');
    expect(items.map(({ title, url, guid }) => [title, url, guid])).toEqual([
      ['First', 'https://site.example/a', 'https://site.example/a'],
      ['Second', 'https://site.example/b', 'https://site.example/b'],
    ]);
    expect(items[0]).toMatchObject({ publishedAt: new Date('2026-03-02T09:00:00Z'), categories: ['Sea'] });
  });

  it('broken in every way at once', async () => {
    const { title, items } = await parseFixture('broken.rss');
    expect(title).toBe('Café & Kuchen');
    expect(items).toHaveLength(2);
    expect(items[0]).toMatchObject({
      title: 'Frühstück für alle & jeden – AT&T; 5 < 6',
      url: 'https://cafe.example/?a=1&b=2',
      guid: 'eins',
      teaser: 'Erst Kaffee, dann Tee',
      publishedAt: new Date('2026-03-03T07:00:00Z'),
    });
    expect(items[1]).toMatchObject({ title: 'Zweiter', url: 'https://cafe.example/zwei' });
  });

  it('with its events, whose times are those of the publication', async () => {
    const { items } = await parseFixture('events.rss');
    expect(items[0]).toMatchObject({
      publishedAt: new Date('2026-02-12T17:00:00Z'),
      event: {
        startsAt: new Date('2026-03-20T18:30:00Z'),
        endsAt: new Date('2026-03-20T21:00:00Z'),
        allDay: false,
        place: 'Alte Halle, Musterstadt',
        online: false,
      },
    });
    expect(items[1]?.event).toEqual({ startsAt: new Date('2026-09-11T22:00:00Z'), allDay: true, online: false });
  });

  it('as JSON Feed', async () => {
    const { title, items } = await parseFixture('feed.json');
    expect(title).toBe('Lab & Notes');
    expect(items[0]).toMatchObject({
      guid: '7',
      title: 'Seven <7>',
      url: 'https://lab.example/7',
      teaser: 'Hello',
      html: '<p>Hello <a href="https://lab.example/more">more</a></p>',
      authors: ['Mary'],
      image: { url: 'https://feed.example/7.png', alt: '' },
      enclosures: [{ url: 'https://lab.example/7.mp3', type: 'audio/mpeg', length: 99 }],
      publishedAt: new Date('2026-03-02T15:00:00Z'),
    });
    expect(items[1]).toMatchObject({
      title: '',
      url: 'https://else.example/8',
      html: '<p>Plain &amp; simple</p><p>Second paragraph</p>',
    });
  });
});

describe('an item', () => {
  it.each([
    { of: 'escaped markup', title: 'A &lt;b&gt;bold&lt;/b&gt; word', text: 'A bold word' },
    { of: 'markup escaped twice', title: 'The &amp;lt;b&amp;gt; tag', text: 'The <b> tag' },
    { of: 'an unknown element', title: 'List&lt;String&gt; in Java', text: 'List<String> in Java' },
    { of: 'a heart', title: 'I &lt;3 you', text: 'I <3 you' },
    { of: 'line breaks', title: '\n  Two\n\tlines ', text: 'Two lines' },
    { of: 'direction overrides', title: 'safe\u202Egpj.exe', text: 'safegpj.exe' },
  ])('has a title of plain text from $of', async ({ title, text }) => {
    expect((await parseItem(`<title>${title}</title><link>https://x.example/1</link>`))?.title).toBe(text);
  });

  it.each([
    { from: 'its link', item: '<link> https://x.example/a </link>', url: 'https://x.example/a' },
    { from: 'a relative link', item: '<link>/a?b=1</link>', url: 'https://x.example/a?b=1' },
    { from: 'its guid', item: '<guid>https://x.example/g</guid>', url: 'https://x.example/g' },
    { from: 'its enclosure', item: '<enclosure url="https://x.example/e.mp3"/>', url: 'https://x.example/e.mp3' },
    {
      from: 'an Atom link',
      item: '<a:link xmlns:a="http://www.w3.org/2005/Atom" href="/l"/>',
      url: 'https://x.example/l',
    },
    { from: 'no permalink', item: '<guid isPermaLink="false">https://x.example/g</guid>', url: undefined },
    { from: 'a script', item: '<link>javascript:alert(1)</link>', url: undefined },
  ])('takes its address from $from', async ({ item, url }) => {
    expect((await parseItem(`<title>x</title>${item}`))?.url).toBe(url);
  });

  it('is left out when nothing in it can be read', async () => {
    expect(await parseItem('<pubDate>Mon, 02 Mar 2026 07:30:00 GMT</pubDate>')).toBeUndefined();
  });

  it('has a teaser of at most 500 characters that ends between words', async () => {
    const item = await parseItem(`<title>x</title><description>${'Wörter &amp;amp; mehr '.repeat(100)}</description>`);
    expect(item?.teaser.length).toBeLessThanOrEqual(500);
    expect(item?.teaser).toMatch(/(Wörter|&|mehr)…$/);
  });
});

describe('what is no feed is refused in plain words', () => {
  it.each([
    {
      what: 'a web page',
      text: '<!doctype html><html><body>Sorry</body></html>',
      says: 'The page is not a feed: it looks like a web page (HTML)',
    },
    {
      what: 'a page without a beginning',
      text: '<head><title>Moved</title></head><body></body>',
      says: 'The page is not a feed: it looks like a web page (HTML)',
    },
    { what: 'nothing', text: '', says: 'The document is empty' },
    { what: 'blanks', text: ' \n\t', says: 'The document is empty' },
    { what: 'a sentence', text: 'It works!', says: 'The page is not a feed: it is neither RSS, Atom nor JSON Feed' },
    {
      what: 'other XML',
      text: '<?xml version="1.0"?><urlset/>',
      says: 'The page is not a feed: it is XML or something like it, but neither RSS nor Atom',
    },
    {
      what: 'RDF of friends',
      text: '<rdf:RDF><foaf:Person/></rdf:RDF>',
      says: 'The page is not a feed: it is XML or something like it, but neither RSS nor Atom',
    },
    { what: 'other JSON', text: '{"error":"not found"}', says: 'The page is not a feed: it is JSON, but no JSON Feed' },
    {
      what: 'broken JSON',
      text: '{"version": "https://jsonfeed.org/version/1", ',
      says: 'The page is not a feed: it is JSON, but no JSON Feed',
    },
  ])('$what', async ({ text, says }) => {
    const parsing = parseDocument(Buffer.from(text), { url: 'https://x.example/' });
    await expect(parsing).rejects.toMatchObject({ fault: 'invalid', message: says });
  });

  it('but an empty feed is a feed', async () => {
    for (const text of ['<rss version="2.0"><channel/></rss>', '<feed xmlns="http://www.w3.org/2005/Atom"/>']) {
      expect((await parseDocument(Buffer.from(text), { url: 'https://x.example/' })).items).toEqual([]);
    }
  });
});
