import { load } from 'cheerio';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sanitiseHtml } from '../../../lambdas/ingest/items/sanitise-html.ts';
import { sanitisePlainHtml } from '../../../lambdas/ingest/items/sanitise-plain-html.ts';
import { XSS_VECTORS } from './xss-vectors.ts';

const BASE = 'https://x.example/blog/';
const ELEMENTS = new Set(
  `a abbr b blockquote br caption cite code dd del details dfn dl dt em figcaption figure h2 h3 h4 h5 h6 hr i img ins kbd li
  mark ol p pre q s samp small strong sub summary sup table tbody td tfoot th thead time tr u ul var`.split(/\s+/),
);
const ATTRIBUTES = new Set('lang dir href title src alt width height start colspan rowspan scope datetime'.split(' '));

/** As a browser would read it, not as it is written: what does not parse into anything else cannot do anything else. */
function expectSafe(html: string): void {
  const $ = load(html, null, false);
  $('*').each((_, element) => {
    if (!('attribs' in element)) return;
    expect(ELEMENTS, html).toContain(element.tagName);
    for (const [name, value] of Object.entries(element.attribs)) {
      expect(ATTRIBUTES, html).toContain(name);
      if (name === 'href') expect(value, html).toMatch(/^(https?:\/\/|mailto:[^?]+@)/);
      if (name === 'src') expect(value, html).toMatch(/^https?:\/\//);
    }
  });
  expect(html).not.toMatch(/<!--|<!\[|<\?/);
}

describe('HTML of others', () => {
  it('counts at least 80 attacks', () => expect(new Set(XSS_VECTORS).size).toBeGreaterThanOrEqual(80));

  it.each(XSS_VECTORS)('comes out harmless: %j', (vector) => {
    expectSafe(sanitiseHtml(vector, BASE));
    // Within an article, in an attribute, in a list, and cut off.
    expectSafe(sanitiseHtml(`<p>Before</p><ul><li>${vector}</li></ul><p>After</p>`, BASE));
    expectSafe(sanitiseHtml(`<table><tr><td>${vector}`, BASE));
    expectSafe(sanitiseHtml(`<a title="${vector}" href="${vector}">x</a>`, BASE));
    expectSafe(sanitiseHtml(vector.slice(0, Math.floor(vector.length / 2)), BASE));
  });

  it.each(XSS_VECTORS)('stays harmless when what came out is read and cleaned again: %j', (vector) => {
    const once = sanitiseHtml(vector, BASE);
    expectSafe(sanitiseHtml(load(once, null, false).html(), BASE));
  });

  it.each([
    [
      '<p>Schreiben Sie <a href="mailto:info@x.example?bcc=all@x.example">uns</a>',
      '<p>Schreiben Sie <a href="mailto:info@x.example">uns</a></p>',
    ],
    ['<a href="../a?b=1&c=2">x</a>', '<a href="https://x.example/a?b=1&amp;c=2">x</a>'],
    ['<h1 style="color:red" class="a">Titel</h1>', '<h2>Titel</h2>'],
    [
      '<img src="a.png" alt="Bild" onload="x()" srcset="b.png 2x">',
      '<img alt="Bild" src="https://x.example/blog/a.png" />',
    ],
    ['<p>5 &lt; 6 &amp; „so“</p>', '<p>5 &lt; 6 &amp; „so“</p>'],
    ['<div><span>Text</span></div>', 'Text'],
    ['<p>a<script>alert(1)</script>b<style>p{}</style>c</p>', '<p>abc</p>'],
    ['<table><tr><td colspan="2">x</td></tr></table>', '<table><tr><td colspan="2">x</td></tr></table>'],
  ])('keeps what is meant: %s', (html, safe) => expect(sanitiseHtml(html, BASE)).toBe(safe));

  it('is harmless whatever its pieces are', () => {
    const pieces = fc.constantFrom(
      ...XSS_VECTORS,
      '<',
      '>',
      '"',
      "'",
      '`',
      '=',
      '/',
      '&',
      '<!--',
      '-->',
      '<p>',
      '</p>',
      '<svg>',
      '<math>',
      '<style>',
      '</style>',
      '<table>',
      '<select>',
      ' ',
      'a',
      '\u0000',
      '&lt;',
      '&#60;',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => expectSafe(sanitiseHtml(parts.join(''), BASE))),
      { numRuns: 1000 },
    );
  });

  // A comment at the end changes nothing but that the short way is not taken.
  const thoroughly = (html: string) => sanitiseHtml(`${html}<!-- -->`, BASE);

  it('comes out the same by the short way and the long one', () => {
    const text = fc.constantFrom(
      'Wort ',
      '&amp;',
      '&uuml;',
      '&#8211;',
      '&#x20ac;',
      '&nbsp;',
      ' & ',
      '&quot;',
      '„so“',
      '5 > 4',
      '\n',
      '&lt;b&gt;',
      '&copy;',
      '&hellip;',
      '&#150;',
      '&notit;',
    );
    const attributes = fc.constantFrom(
      '',
      ' class="a"',
      ' title="x &amp; y"',
      ' title=\'x "y"\'',
      ' lang="de"',
      ' href="/a?b=1&amp;c=2"',
      ' href="javascript:x"',
      ' src="a.png" alt=""',
      ' src="a.png" width="1"',
      ' style="a:b"',
      ' onclick="x()"',
      ' colspan="2"',
      ' TITLE="y"',
      ' dir',
      ' href="mailto:a@x.example"',
      ' title=""',
      ' id=a',
    );
    const names =
      'p a b em strong i ul ol li blockquote table tr td th tbody h1 h2 h3 div span pre code figure figcaption dl dt dd details summary q small br hr img script svg style section font'.split(
        ' ',
      );
    const { tree } = fc.letrec<{ tree: string }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 6, depthSize: 'small' },
        text,
        fc
          .tuple(fc.constantFrom(...names), attributes, fc.array(tie('tree'), { maxLength: 4 }))
          .map(([name, attribute, inner]) =>
            /^(br|hr|img)$/.test(name) ? `<${name}${attribute}>` : `<${name}${attribute}>${inner.join('')}</${name}>`,
          ),
        fc
          .tuple(fc.constantFrom('ul', 'ol'), fc.array(tie('tree'), { maxLength: 3 }))
          .map(([name, items]) => `<${name}>${items.map((item) => `<li>${item}</li>`).join('')}</${name}>`),
        fc
          .array(tie('tree'), { maxLength: 3 })
          .map((cells) => `<table><tbody><tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr></tbody></table>`),
      ),
    }));
    fc.assert(
      fc.property(fc.array(tree, { maxLength: 6 }), (parts) => {
        const html = parts.join('');
        expect(sanitiseHtml(html, BASE)).toBe(thoroughly(html));
        expectSafe(sanitiseHtml(html, BASE));
      }),
      { numRuns: 3000 },
    );
  });

  it.each(XSS_VECTORS)('comes out the same by either way: %j', (vector) => {
    for (const html of [vector, `<p>${vector}</p>`]) {
      const short = sanitisePlainHtml(html, BASE);
      if (short !== undefined) expect(short).toBe(thoroughly(html));
    }
  });
});
