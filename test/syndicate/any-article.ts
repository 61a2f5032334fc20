import fc from 'fast-check';
import type { Article } from '../../lambdas/domain/article.ts';
import { anArticle } from './samples.ts';

/** What breaks feeds, beside any letters there are. */
const TRICKS = [
  ']]>',
  '<![CDATA[',
  '&amp;',
  '&copy;',
  '&#60;',
  '<b>',
  '</b>',
  '</title>',
  '<!--',
  '\u0000',
  '\u000b',
  '\ud800',
  '\udfff',
  '\ufffe',
  '\u2028',
  '\u202e',
  '👩🏽‍🏫',
  'ﷺ',
  '  ',
  '\r\n',
  '$&',
  '%s',
  '„ß“',
];

const text = fc
  .array(fc.oneof({ weight: 3, arbitrary: fc.string({ unit: 'binary', maxLength: 12 }) }, fc.constantFrom(...TRICKS)), {
    maxLength: 8,
  })
  .map((parts) => parts.join(''));

const moment = fc.date({
  min: new Date('2020-01-01T00:00:00Z'),
  max: new Date('2026-09-03T08:00:00Z'),
  noInvalidDate: true,
});

const address = fc.oneof(
  fc.webUrl({ withQueryParameters: true, withFragments: true }),
  fc.constantFrom(
    'javascript:alert(1)',
    'x',
    '',
    '//host/x',
    'https://müller.example/ä?q=[|]',
    'https://a.example/]]>',
  ),
);

const anyArticle: fc.Arbitrary<Partial<Article>> = fc.record(
  {
    title: text,
    teaser: text,
    html: text.map((inner) => (inner.trim() ? `<p>${inner}</p>` : '')),
    url: fc.option(address, { nil: undefined }),
    guid: fc.option(text, { nil: undefined }),
    authors: fc.array(text, { maxLength: 2 }),
    categories: fc.array(text, { maxLength: 3 }),
    topics: fc.subarray(['kita', 'termine', 'gone']),
    language: fc.option(fc.constantFrom('de', 'en', 'x y', '<>'), { nil: undefined }),
    image: fc.option(fc.record({ url: address, alt: text }), { nil: undefined }),
    enclosures: fc.array(
      fc.record({
        url: address,
        type: fc.constantFrom('audio/mpeg', '', 'x"y'),
        length: fc.integer({ min: -1, max: 9e9 }),
      }),
      { maxLength: 2 },
    ),
    publishedAt: moment,
    updatedAt: moment,
    ingestedAt: moment,
    correctedAt: fc.option(moment, { nil: undefined }),
  },
  { requiredKeys: [] },
);

/** Any articles at all, each with an id of its own. */
export const anyArticles = fc
  .array(anyArticle, { maxLength: 6 })
  .map((articles) =>
    articles.map((article, index) => anArticle({ ...article, id: `01j8zq4k5m${String(index).padStart(10, '0')}` })),
  );
