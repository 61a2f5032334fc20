import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readListingPage } from '../../../lambdas/ingest/pages/read-listing-page.ts';
import { type Sample, samples, truth } from './articles.ts';
import { UNSEEN_THEMES } from './harder-themes.ts';
import { MORE_THEMES } from './more-themes.ts';
import { THEMES } from './themes.ts';

const ALL = Object.entries({ ...THEMES, ...MORE_THEMES, ...UNSEEN_THEMES });

const SITE = 'https://bildungsregion-ruhr.example/aktuelles/';
const read = (html: string | Uint8Array) =>
  readListingPage(typeof html === 'string' ? Buffer.from(html) : html, { url: SITE, timeZone: 'Europe/Berlin' });
const seen = (html: string | Uint8Array) => read(html).items.map(({ title, url, teaser }) => ({ title, url, teaser }));

/** Themes that show no teasers at all. */
const BARE = new Set(['a list of links with dates']);
const expected = (theme: string, items: Sample[]) =>
  truth(BARE.has(theme) ? items.map((item) => ({ ...item, paragraphs: [] })) : items, SITE);

describe('a page that lists articles', () => {
  it('gives the ten articles of the education network, word for word', () => {
    const page = readFileSync(join(import.meta.dirname, '../../fixtures/pages/education-network.html'));
    expect(seen(page)).toEqual(truth(samples(), SITE));
  });

  it.each(ALL)('gives the same ten articles when its theme is: %s', (theme, render) => {
    const items = samples();
    expect(seen(render(items))).toEqual(expected(theme, items));
  });

  it.each(ALL)('even when one has no teaser and one no picture: %s', (theme, render) => {
    const items = samples({ withoutTeaserAt: 3, withoutImageAt: 5 });
    expect(seen(render(items))).toEqual(expected(theme, items));
  });
});
