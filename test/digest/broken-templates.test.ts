import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkTemplate } from '../../lambdas/digest/check-template.ts';
import { OWN_TEMPLATE, SHORT_TEMPLATE } from './sample-templates.ts';
import { RUHR, SITE_URL } from './samples.ts';

const FRAGMENTS = [
  ...[
    '{%',
    '%}',
    '{{',
    '}}',
    '{% if %}',
    '{% endif %}',
    '{% else %}',
    '{% endonly %}',
    '{{ x }}',
    '{% case a %}{% when 1 %}',
  ],
  ...[
    '{% for x in groups %}',
    '{% assign look = 1 %}',
    '{% render item %}',
    '{%- -%}',
    '{{ item.event.when | date: "%Y" }}',
  ],
  ...[
    '<',
    '>',
    '"',
    "'",
    '</',
    '<!--',
    '-->',
    '<![CDATA[',
    '<b',
    '<mj-text',
    '</mjml>',
    '<mjml>',
    '<mj-style>',
    '<br/>',
  ],
  ...['\r\n', '\ue000', '\ue003', '\u0000', '\ud800', '&', '&#0;', '&nope;', 'mj-raw', ' ', '\n\n', '🦊'],
];

/** A good one, cut, doubled and sprinkled with what breaks it. */
const broken = fc
  .record({
    source: fc.constantFrom(SHORT_TEMPLATE, OWN_TEMPLATE),
    cuts: fc.array(fc.tuple(fc.nat(2_000), fc.nat(12), fc.constantFrom('', ...FRAGMENTS)), {
      minLength: 1,
      maxLength: 4,
    }),
  })
  .map(({ source, cuts }) =>
    cuts.reduce((text, [at, length, fragment]) => {
      const begin = at % text.length;
      return text.slice(0, begin) + fragment + text.slice(begin + length);
    }, source),
  );

describe('whatever is handed in as a template', () => {
  it('is answered with sentences, each about a line that it has', async () => {
    await fc.assert(
      fc.asyncProperty(broken, async (source) => {
        const lines = source.split('\n').length;
        for (const { line = 1, column = 1, message } of await checkTemplate(source, {
          publication: RUHR,
          siteUrl: SITE_URL,
        })) {
          expect(message).toMatch(/\S/);
          expect(line).toBeGreaterThanOrEqual(1);
          expect(line).toBeLessThanOrEqual(lines);
          expect(column).toBeGreaterThanOrEqual(1);
        }
      }),
      { numRuns: 200 },
    );
  }, 60_000);

  it.each([
    ['tags of Liquid', '{% if language %}{% endif %}'],
    ['tags within tags of Liquid', '{% if a %}'],
    ['elements within elements', '<mj-text><b>'],
    ['ends of nothing', '</b>'],
    ['style sheets', '<style>'],
    ['comments', '<!-- '],
    ['quotation marks', '<a b="'],
    ['angle brackets', '<'],
  ])('is answered soon, however many %s it has', async (_, fragment) => {
    const source = fragment.repeat(Math.floor(150_000 / fragment.length));
    const began = performance.now();
    const faults = await checkTemplate(source, { publication: RUHR, siteUrl: SITE_URL });
    expect(faults.length).toBeGreaterThan(0);
    expect(faults.length).toBeLessThanOrEqual(50);
    expect(performance.now() - began).toBeLessThan(10_000);
  });

  it('is answered when its tags stand in one another as deeply as can be', async () => {
    const nested = '{% if language %}'.repeat(1_400) + SHORT_TEMPLATE + '{% endif %}'.repeat(1_400);
    const faults = await checkTemplate(nested, { publication: RUHR, siteUrl: SITE_URL });
    expect(faults.every(({ message }) => message.length > 0)).toBe(true);
  });
});
