import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RundbriefError } from '../../../lambdas/domain/errors.ts';
import { parseDocument } from '../../../lambdas/ingest/index.ts';
import { rss } from '../fixtures.ts';

const times = (text: string, count: number) => text.repeat(count);
const described = (description: string) => rss(`<title>ok</title><description>${description}</description>`);
const inCdata = (html: string) => described(`<![CDATA[${html}]]>`);

/** Far above what each takes (tens of milliseconds), far below what a quadratic or exponential step would (minutes). */
const LIMIT_MS = 5000;

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

const UNSAFE =
  /<\s*(script|style|iframe|form|svg|math|object|embed|link|meta|base)\b|<[^>]*\son\w+\s*=|<[^>]*(href|src)\s*=\s*["']?\s*(javascript|data|vbscript):/i;

describe('a hostile document ends soon, as articles or as one clear refusal', () => {
  it.each(Object.entries(HOSTILE))('%s', async (_, bytes) => {
    const startedAt = performance.now();
    await readAll(bytes).catch((error) => expect(error).toBeInstanceOf(RundbriefError));
    expect(performance.now() - startedAt).toBeLessThan(LIMIT_MS);
  });

  it('expands no entity of its own', async () => {
    const bomb = '<!DOCTYPE x [<!ENTITY a "lol"><!ENTITY b "&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>';
    const { items } = await readAll(bomb + Buffer.from(described('&b; and &c;')));
    expect(items[0]?.teaser).toBe('&b; and &c;');
  });

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
});
