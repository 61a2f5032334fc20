import { load } from 'cheerio';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sanitiseHtml } from '../../../lambdas/ingest/items/sanitise-html.ts';
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
});
