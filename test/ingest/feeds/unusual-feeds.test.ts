import { describe, expect, it } from 'vitest';
import { parseDocument } from '../../../lambdas/ingest/feeds/parse-document.ts';
import { parseItem } from '../fixtures.ts';

const parse = (text: string) =>
  parseDocument(Buffer.from(text), { url: 'https://x.example/feed', timeZone: 'Europe/Berlin' });
const entryWith = async (elements: string) =>
  (
    await parse(
      `<feed xmlns="http://www.w3.org/2005/Atom"><author><name>The feed</name></author><entry>${elements}</entry></feed>`,
    )
  ).items[0];

describe('a feed of an unusual kind is read', () => {
  it('CDF, of 1997', async () => {
    const { title, siteUrl, items } =
      await parse(`<CHANNEL BASE="http://base.example/" HREF="http://www.example/"><TITLE>Channel</TITLE>
      <ITEM HREF="/item/1" LASTMOD="2004-04-06T23:05:43-05:00"><TITLE>One</TITLE><ABSTRACT>First</ABSTRACT></ITEM></CHANNEL>`);
    expect({ title, siteUrl }).toEqual({ title: 'Channel', siteUrl: 'http://www.example/' });
    expect(items[0]).toMatchObject({
      title: 'One',
      url: 'http://base.example/item/1',
      teaser: 'First',
      publishedAt: new Date('2004-04-07T04:05:43Z'),
    });
  });

  it.each([
    {
      version: 'RSS 0.90',
      text: '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://my.netscape.com/rdf/simple/0.9/"><channel><title>T</title></channel><item><title>One</title><link>https://x.example/1</link></item></rdf:RDF>',
    },
    {
      version: 'RSS 0.91',
      text: '<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://my.netscape.com/publish/formats/rss-0.91.dtd"><rss version="0.91"><channel><title>T</title><item><title>One</title><link>https://x.example/1</link></item></channel></rss>',
    },
    {
      version: 'RSS without version or channel',
      text: '<rss><item><title>One</title><link>https://x.example/1</link></item></rss>',
    },
    {
      version: 'RSS in capitals',
      text: '<RSS VERSION="2.0"><CHANNEL><TITLE>T</TITLE><ITEM><TITLE>One</TITLE><LINK>https://x.example/1</LINK></ITEM></CHANNEL></RSS>',
    },
    {
      version: 'a channel alone',
      text: '<channel><title>T</title><item><title>One</title><link>https://x.example/1</link></item></channel>',
    },
    {
      version: 'Atom 0.3',
      text: '<feed version="0.3" xmlns="http://purl.org/atom/ns#"><entry><title mode="escaped" type="text/html">One</title><link rel="alternate" type="text/html" href="https://x.example/1"/></entry></feed>',
    },
    {
      version: "RSS with items in Atom's words",
      text: '<rss version="2.0" xmlns:a="http://www.w3.org/2005/Atom"><channel><item><title>One</title><a:link rel="alternate" href="https://x.example/1"/></item></channel></rss>',
    },
    {
      version: 'JSON Feed 1',
      text: '{"version":"https://jsonfeed.org/version/1","title":"T","items":[{"id":"1","title":"One","url":"https://x.example/1"}]}',
    },
  ])('$version', async ({ text }) => {
    expect((await parse(text)).items).toMatchObject([{ title: 'One', url: 'https://x.example/1' }]);
  });

  it('an empty JSON Feed, of a version to come', async () => {
    expect(await parse('{"version":"https://jsonfeed.org/version/2","title":"T","items":[]}')).toMatchObject({
      title: 'T',
      items: [],
    });
  });
});

describe('an item says its text', () => {
  it.each([
    { how: 'in base64, by mode', entry: '<title mode="base64" type="text/html">R3LDvMOfZSA8Yj5hbGxlPC9iPg==</title>' },
    {
      how: 'in base64, by type',
      entry: '<title type="application/octet-stream">\n R3LDvMOfZSA8Yj5hbGxlPC9iPg==\n</title>',
    },
    { how: 'escaped', entry: '<title type="html">Grüße &lt;b&gt;alle&lt;/b&gt;</title>' },
    {
      how: 'as markup',
      entry: '<title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">Grüße <b>alle</b></div></title>',
    },
    { how: 'by Dublin Core', entry: '<dc:title xmlns:dc="http://purl.org/dc/elements/1.1/">Grüße alle</dc:title>' },
    {
      how: 'within its media',
      entry:
        '<m:group xmlns:m="http://search.yahoo.com/mrss/"><m:content url="/v.mp4"><m:title>Grüße alle</m:title></m:content></m:group>',
    },
    { how: 'in UTF-8 encoded twice', entry: '<title>GrÃ¼ÃŸe alle</title>' },
  ])('$how', async ({ entry }) => expect((await entryWith(entry))?.title).toBe('Grüße alle'));

  it('but a picture in base64 is no text', async () => {
    const item = await entryWith(
      '<title>x</title><content type="image/png">iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=</content>',
    );
    expect(item).toMatchObject({ teaser: '', html: '' });
  });

  it.each([
    ['â€žMÃ¼ÃŸigâ€œ â€“ 12 â‚¬', '„Müßig“ – 12 €'],
    ['L\u00e2\u0080\u0099\u00c3\u00a9t\u00c3\u00a9 \u00c3\u00a0 Paris', 'L’été à Paris'],
    ['ÐŸÑ€Ð¸Ð²ÐµÑ‚', 'Привет'],
    // What is meant as it stands.
    ['„ÜBERGRÖSSE“ – Größe', '„ÜBERGRÖSSE“ – Größe'],
    ['PUBLICITÉ\u00a0: «\u00a0CAFÉ\u00a0»', 'PUBLICITÉ : « CAFÉ »'],
    ['SÃO PAULO – Ñandú', 'SÃO PAULO – Ñandú'],
    ['Å“ und Ä»', 'Å“ und Ä»'],
    ['Was heißt Ã¼?', 'Was heißt Ã¼?'],
  ])('encoded twice or not: %j', async (title, text) =>
    expect((await parseItem(`<title>${title}</title>`))?.title).toBe(text),
  );
});

describe('a document that was cut', () => {
  const whole = '<item><title>One</title><link>https://x.example/1</link></item>';

  it.each([
    '<item><title>Tw',
    '<item><title>Two</title><description>Half a sen',
    '<item><title>Two</title><link>https://x.example/2</link>',
    '<item',
    '<item><title><![CDATA[Tw',
  ])('keeps its whole items, and leaves the rest for the next poll: %j', async (rest) => {
    const { items } = await parse(`<rss version="2.0"><channel><title>T</title>${whole}${rest}`);
    expect(items.map(({ title }) => title)).toEqual(['One']);
  });

  it('is another thing than items that nobody closed', async () => {
    const { items } = await parse('<rss><channel><item><title>One</title><item><title>Two</title></channel></rss>');
    expect(items.map(({ title }) => title)).toEqual(['One', 'Two']);
  });
});

describe('authors', () => {
  it.each([
    ['<author>jana@x.example (Jana Öztürk)</author>', ['Jana Öztürk']],
    ['<author>Jana Öztürk (jana@x.example)</author>', ['Jana Öztürk']],
    ['<author>Jana Öztürk &lt;jana@x.example&gt;</author>', ['Jana Öztürk']],
    ['<author>jana@x.example</author>', []],
    ['<author>mailto:jana@x.example (Jana)</author>', ['Jana']],
    ['<author>Jana Öztürk (Redaktion)</author>', ['Jana Öztürk (Redaktion)']],
    ['<author><name>Jana</name><email>jana@x.example</email></author>', ['Jana']],
    ['<dc:creator xmlns:dc="http://purl.org/dc/elements/1.1/">Jana</dc:creator><author>Jana</author>', ['Jana']],
    ['<a:author xmlns:a="http://www.w3.org/2005/Atom"><a:name>Jana</a:name></a:author>', ['Jana']],
    ['<itunes:author xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd">Jana</itunes:author>', ['Jana']],
  ])('of an RSS item: %j', async (author, names) =>
    expect((await parseItem(`<title>x</title>${author}`))?.authors).toEqual(names),
  );

  it.each([
    ['<author><name>Ada</name></author><author><name>Grace</name></author>', ['Ada', 'Grace']],
    ['<author><email>ada@x.example</email></author>', ['The feed']],
    ['<source><author><name>The source</name></author></source>', ['The source']],
    ['', ['The feed']],
  ])('of an Atom entry: %j', async (author, names) =>
    expect((await entryWith(`<title>x</title>${author}`))?.authors).toEqual(names),
  );
});

describe('an event by the event module', () => {
  const rdf = (elements: string) =>
    `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:ev="http://purl.org/rss/1.0/modules/event/"><channel rdf:about="https://x.example/"><title>T</title></channel><item rdf:about="https://x.example/1"><title>x</title>${elements}</item></rdf:RDF>`;
  const rss2 = (elements: string) =>
    `<rss version="2.0" xmlns:e="http://purl.org/rss/1.0/modules/event/"><channel><item><title>x</title>${elements.replaceAll('ev:', 'e:')}</item></channel></rss>`;

  it.each([
    [
      '<ev:startdate>2026-03-20T19:30:00+01:00</ev:startdate><ev:location>Alte Halle</ev:location>',
      { startsAt: new Date('2026-03-20T18:30:00Z'), allDay: false, place: 'Alte Halle', online: false },
    ],
    [
      '<ev:startdate>2026-03-20</ev:startdate><ev:enddate>2026-03-21</ev:enddate>',
      {
        startsAt: new Date('2026-03-19T23:00:00Z'),
        endsAt: new Date('2026-03-20T23:00:00Z'),
        allDay: true,
        online: false,
      },
    ],
    [
      '<ev:startdate>2026-03-20T19:30</ev:startdate><ev:location>https://zoom.example/j/1</ev:location>',
      { startsAt: new Date('2026-03-20T18:30:00Z'), allDay: false, place: 'https://zoom.example/j/1', online: true },
    ],
    [
      '<ev:startdate>2026-03-20T19:30</ev:startdate><ev:type>Webinar</ev:type>',
      { startsAt: new Date('2026-03-20T18:30:00Z'), allDay: false, online: true },
    ],
    [
      '<ev:startdate>2026-03-20T19:30</ev:startdate><ev:type>Präsenzveranstaltung</ev:type>',
      { startsAt: new Date('2026-03-20T18:30:00Z'), allDay: false, online: false },
    ],
    ['<ev:startdate>bald</ev:startdate><ev:location>Alte Halle</ev:location>', undefined],
    ['<ev:location>Alte Halle</ev:location>', undefined],
  ])('in RSS 1.0 and 2.0: %j', async (elements, event) => {
    for (const text of [rdf(elements), rss2(elements)]) expect((await parse(text)).items[0]?.event).toEqual(event);
  });

  it('is suggested only where nothing says so', async () => {
    const announced =
      '<description>&lt;p&gt;20. März 2026, 18 Uhr&lt;/p&gt;&lt;p&gt;Rathaus&lt;/p&gt;</description><pubDate>Mon, 02 Mar 2026 07:30:00 GMT</pubDate>';
    const [suggested] = (await parse(rss2(announced))).items;
    expect(suggested?.event).toBeUndefined();
    expect(suggested?.eventSuggestion).toEqual({
      startsAt: new Date('2026-03-20T17:00:00Z'),
      allDay: false,
      place: 'Rathaus',
      online: false,
    });
    const [said] = (await parse(rss2(`${announced}<ev:startdate>2026-03-21</ev:startdate>`))).items;
    expect(said?.eventSuggestion).toBeUndefined();
  });
});
