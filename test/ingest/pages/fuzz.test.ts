import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RundbriefError } from '../../../lambdas/domain/errors.ts';
import type { ParsedItem } from '../../../lambdas/ingest/items/parsed-document.ts';
import { readArticlePage } from '../../../lambdas/ingest/pages/read-article-page.ts';
import { readListingPage } from '../../../lambdas/ingest/pages/read-listing-page.ts';
import { readNewsSitemap } from '../../../lambdas/ingest/pages/read-news-sitemap.ts';
import { readWordPressPosts } from '../../../lambdas/ingest/pages/read-wordpress-posts.ts';
import { samples } from './articles.ts';
import { THEMES } from './themes.ts';

const ORIGIN = { url: 'https://ruhr.example/aktuelles/', timeZone: 'Europe/Berlin' };
const PIECES = [
  '<a href="javascript:alert(1)">',
  '<a href="data:text/html,x">Weiterlesen</a>',
  '</div>',
  '</a></p>',
  '<table><tr>',
  '<script>',
  '<!--',
  '"\'>',
  '<h2 onclick=x>Titel</h2>',
  '<img src=x onerror=alert(1)>',
  '\u0000\u202e',
  '<svg><a href="javascript:x">',
  '&lt;script&gt;',
  '<base href="ftp://x/">',
  '<script type="application/ld+json">{"@type":"Event","name":["x",{}],"url":{"a":1},"location":[null,[[]]],"startDate":7}</script>',
];
const pages = Object.values(THEMES).map((render) => render(samples()));

/** A real page, cut, stirred and sown with what should not be there. */
const stirred = fc
  .tuple(
    fc.constantFrom(...pages),
    fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat({ max: 60 }), fc.constantFrom(...PIECES)), {
      maxLength: 12,
    }),
  )
  .map(([page, wounds]) =>
    wounds.reduce((html, [where, gone, piece]) => {
      const at = Math.floor(where * html.length);
      return html.slice(0, at) + piece + html.slice(at + gone);
    }, page),
  );

/** Throws nothing but ours. */
function attempt<Result>(read: () => Result): Result | undefined {
  try {
    return read();
  } catch (error) {
    expect(error).toBeInstanceOf(RundbriefError);
    expect((error as RundbriefError).fault).toBe('invalid');
    expect((error as RundbriefError).cause).toBeUndefined();
    return undefined;
  }
}

function expectSafe({
  url,
  image,
  html,
  title,
  teaser,
}: Pick<ParsedItem, 'url' | 'image' | 'html' | 'title' | 'teaser'>): void {
  for (const address of [url, image?.url]) if (address) expect(address).toMatch(/^https?:\/\//);
  expect(html).not.toMatch(/<(?:script|svg|iframe|form)|<[^>]*\s(?:on\w+\s*=|(?:href|src)="(?!https?:))/i);
  expect(title.length).toBeLessThanOrEqual(500);
  expect(teaser.length).toBeLessThanOrEqual(500);
}

describe('whatever the page', () => {
  it('a list is read safely, or refused in words', () => {
    fc.assert(
      fc.property(stirred, (html) => {
        for (const item of attempt(() => readListingPage(Buffer.from(html), ORIGIN))?.items ?? []) expectSafe(item);
      }),
      { numRuns: 150 },
    );
  });

  it('an article is read safely, or refused in words', () => {
    fc.assert(
      fc.property(stirred, (html) => {
        const found = attempt(() => readArticlePage(Buffer.from(html), ORIGIN));
        if (found) expectSafe({ ...found, url: undefined });
      }),
      { numRuns: 60 },
    );
  });

  it('bytes of any kind are no reason for a defect', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array({ maxLength: 400 }),
          fc.json().map((json) => Buffer.from(json)),
        ),
        (bytes) => {
          attempt(() => readListingPage(bytes, ORIGIN));
          attempt(() => readArticlePage(bytes, ORIGIN));
          attempt(() => readNewsSitemap(bytes, ORIGIN));
        },
      ),
    );
  });

  it('nor is JSON of any kind', () => {
    const post = fc.record(
      {
        id: fc.anything(),
        link: fc.anything(),
        title: fc.anything(),
        excerpt: fc.anything(),
        _embedded: fc.anything(),
        date_gmt: fc.anything(),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.array(post), fc.record({ events: fc.array(fc.anything()) })), (answer) => {
        try {
          readWordPressPosts(Buffer.from(JSON.stringify(answer) ?? ''), ORIGIN);
        } catch (error) {
          // JSON.stringify has defects of its own with values of any kind.
          if (error instanceof RundbriefError) expect(error.fault).toBe('invalid');
          else expect(String(error)).toMatch(/BigInt|toJSON|primitive/);
        }
      }),
      { numRuns: 300 },
    );
  });
});
