/** Editions of whatever feeds may bring, as an edition takes it from them. */
import fc from 'fast-check';
import { itemOf } from '../../lambdas/digest/choose-articles.ts';
import type { EventDetails } from '../../lambdas/domain/article.ts';
import { anArticle } from './samples.ts';

/** What breaks out of text, attributes, comments, styles, MJML, Liquid and our own marks, where it can. */
const POISON = [
  ...['<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', "' onmouseover='alert(1)", '</td></tr></table>'],
  ...['</mj-text><mj-include path="/etc/passwd" />', '<mj-raw>', '<!--', '-->', '<![CDATA[', ']]>', '<!--[if mso]>'],
  ...['</style>', '</title>', '{{ look.style }}', '{% endonly %}', '{%- raw -%}', '&lt;b&gt;', '&amp;quot;', '&#x3c;'],
  ...[
    '<!--block-0-1-->',
    'slot-unsubscribe',
    'javascript:alert(1)',
    'url(x)',
    '\u202e',
    '\u0000',
    '\u2028',
    '\ud800',
    '🦊',
  ],
  // What transports stumble over.
  ...['Größe = „Übermaß“', 'e\u0301', 'From hier', '.', '. \n.', '=3D', 'ü'.repeat(90), 'Zeile \t\nZeile', '\u00a0'],
];
export const words = fc
  .array(
    fc.oneof(fc.constantFrom(...POISON), fc.string({ maxLength: 12 }), fc.string({ unit: 'grapheme', maxLength: 6 })),
    {
      maxLength: 5,
    },
  )
  .map((parts) => parts.join(' '));
/** What editors write in one line: control characters are refused where they hand it in. */
const line = words.map((text) => text.replace(/[\p{Cc}\u2028\u2029]/gu, ''));
const address = fc.oneof(
  words,
  words.map((path) => `https://feed.example/${path}`),
  words.map((query) => `https://feed.example/?q=${encodeURIComponent(query.toWellFormed())}'`),
);
const event = fc.record<EventDetails>({
  startsAt: fc.date({ min: new Date('2026-01-01'), max: new Date('2027-12-31'), noInvalidDate: true }),
  allDay: fc.boolean(),
  place: words,
  online: fc.boolean(),
});
const article = fc
  .record({
    ...{ title: words, teaser: words, url: address, imageUrl: address, alt: words, event: fc.option(event) },
    topics: fc.subarray(['kita', 'schule', 'weiterbildung']),
  })
  .map(({ imageUrl, alt, event: when, ...given }) =>
    itemOf(anArticle({ ...given, image: { url: imageUrl, alt }, ...(when && { event: when }) })),
  );
/** Of one to four of them, the first below a heading. */
export const edition = fc
  .record({
    items: fc.array(article, { minLength: 1, maxLength: 4 }),
    subject: line,
    preheader: line,
    section: line,
    intro: words,
  })
  .map(({ items: [first, ...others], section, ...given }) => ({
    ...given,
    items: [...(first ? [{ ...first, section: 's' }] : []), ...others],
    sections: [{ id: 's', title: section.trim() || 'x' }],
  }));
