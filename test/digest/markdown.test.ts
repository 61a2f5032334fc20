import { load } from 'cheerio';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { markdownHtml, markdownText } from '../../templates/digest/markdown.ts';

const html = (text: string) =>
  markdownHtml(text, { paragraph: '', list: '', link: ' class="link"', typeset: (words) => words });

describe('what editors write', () => {
  it.each([
    ['Hallo **Welt**, *gern*', '<p>Hallo <strong>Welt</strong>, <em>gern</em></p>', 'Hallo Welt, gern'],
    ['Eins\n\nZwei', '<p>Eins</p>\n<p>Zwei</p>', 'Eins\n\nZwei'],
    ['# Titel', '<p><strong>Titel</strong></p>', 'Titel'],
    ['- eins\n- *zwei*', '<ul><li>eins</li><li><em>zwei</em></li></ul>', '- eins\n- zwei'],
    ['1. a\n2. b', '<ol><li>a</li><li>b</li></ol>', '1. a\n2. b'],
    [
      '[hier](https://a.example/?x=1&y=2)',
      '<p><a href="https://a.example/?x=1&amp;y=2" class="link">hier</a></p>',
      'hier [1]',
    ],
    [
      '[a@b.example](mailto:a@b.example)',
      '<p><a href="mailto:a@b.example" class="link">a@b.example</a></p>',
      'a@b.example',
    ],
    ['Zeile  \nneu', '<p>Zeile<br>neu</p>', 'Zeile\nneu'],
    ['A\\*B\\*', '<p>A*B*</p>', 'A*B*'],
  ])('%j reads well in HTML and as plain text', (text, asHtml, asText) => {
    expect([html(text), markdownText(text).text]).toEqual([asHtml, asText]);
  });

  it('numbers what links lead to, each address once', () => {
    const text = '[hier](https://a.example/), [dort](https://b.example/), [*auch* hier](https://a.example/)';
    expect(markdownText(text, 3)).toEqual({
      text: 'hier [3], dort [4], auch hier [3]',
      addresses: [
        { number: 3, url: 'https://a.example/' },
        { number: 4, url: 'https://b.example/' },
      ],
    });
  });

  it.each([
    '<script>alert(1)</script>',
    '[x](javascript:alert(1))',
    '[x](data:text/html,<b>)',
    '![x](https://a.example/pixel.gif)',
    '<a href="https://a.example" onclick="x()">a</a>',
    '</mj-text><mj-include path="/etc/passwd" />',
    '`<b>`',
    '| a | b |\n|---|---|\n| 1 | 2 |',
  ])('%j becomes no markup of the mail', (text) => {
    const page = load(html(text), null, false);
    expect(page('script, img, a, table, mj-include, [onclick]').length).toBe(0);
  });

  it('never fails, and never lets through what is not ours', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        markdownText(text);
        const tags = [...html(text).matchAll(/<\/?([a-z]+)/g)].map(([, tag]) => tag ?? '');
        expect(['p', 'ul', 'ol', 'li', 'strong', 'em', 'a', 'br']).toEqual(expect.arrayContaining([...new Set(tags)]));
      }),
      { numRuns: 500 },
    );
  });
});
