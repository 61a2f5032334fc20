import { parseHTML } from 'linkedom';
import { beforeEach, describe, expect, it } from 'vitest';
import { editionsInMemory } from '../../lambdas/digest/editions-in-memory.ts';
import { archivePath, type Edition } from '../../lambdas/domain/edition.ts';
import type { Publication } from '../../lambdas/domain/publication.ts';
import { objectsInMemory } from '../../lambdas/platform/objects.ts';
import { publicationsInMemory, sourcesInMemory } from '../../lambdas/publications/index.ts';
import { buildFeeds } from '../../lambdas/syndicate/build-feeds.ts';
import { anEdition } from './public-content.ts';
import { aPublication, articlesOf, SITE_URL } from './samples.ts';

const LIST = 'archive/ruhr/index.html';
let site: ReturnType<typeof objectsInMemory>;
beforeEach(() => {
  site = objectsInMemory();
});

const settled = (number: number, changes: Partial<Edition> = {}) =>
  anEdition(number, { subject: `Nummer ${number}`, ...changes });

async function build(editions: Edition[], changes: Partial<Publication> = {}, afresh = false) {
  const deps = {
    publications: publicationsInMemory(aPublication(changes)),
    articles: articlesOf(),
    site,
    sources: sourcesInMemory(),
    editions: editionsInMemory(...editions),
    siteUrl: SITE_URL,
  };
  return (await buildFeeds({ publicationId: 'ruhr', afresh }, deps)).written;
}
const bodyOf = (key: string) => Buffer.from(site.stored.get(key)?.body ?? []).toString();
const hrefsOf = (key: string) =>
  [...parseHTML(bodyOf(key)).document.querySelectorAll('main a')].map((link) => link.getAttribute('href'));

describe('the list of editions', () => {
  it('says so while there is none, and where to subscribe', async () => {
    await build([settled(1, { status: 'draft' })]);
    expect(bodyOf(LIST)).toContain('Es ist noch keine Ausgabe erschienen');
    expect(hrefsOf(LIST)).toEqual(['/subscribe/ruhr']);
  });

  it('leads to each edition that is out, the newest first', async () => {
    await build([settled(1), settled(2, { status: 'draft' }), settled(3)]);
    expect(hrefsOf(LIST)).toEqual(['/archive/ruhr/3', '/archive/ruhr/1', '/subscribe/ruhr']);
    expect(bodyOf(LIST).replaceAll('\u00a0', ' ')).toContain('Ausgabe 3 · 10. September 2026');
  });

  it('has a heading for each year, as the publication’s zone counts it, and a way to each', async () => {
    const eve = new Date('2026-12-31T23:30:00Z');
    await build([settled(1), settled(2, { frozenAt: eve })]);
    const page = parseHTML(bodyOf(LIST)).document;
    expect([...page.querySelectorAll('h2')].map(({ textContent }) => textContent)).toEqual(['2027', '2026']);
    const ways = [...page.querySelectorAll('nav a')].map((link) => link.getAttribute('href'));
    expect(ways).toEqual(['#y2027', '#y2026']);
    for (const way of ways) expect(page.querySelector(way ?? '')).toBeTruthy();
  });

  it('is read and written only when an edition or the look is another one', async () => {
    await build([settled(1)]);
    expect(await build([settled(1)])).toEqual([]);
    expect(await build([settled(2), settled(1)])).toContain(LIST);
    expect(await build([settled(2), settled(1)], { look: { accent: '#7a1f2b' } })).toContain(LIST);
    expect(bodyOf(LIST)).toContain('#7a1f2b');
    expect(await build([settled(2), settled(1)], { look: { accent: '#7a1f2b' } }, true)).toContain(LIST);
  });

  it('of a long archive goes on from its oldest', async () => {
    await build(Array.from({ length: 600 }, (_, index) => settled(index + 1)));
    const hrefs = hrefsOf(LIST);
    expect(hrefs.filter((href) => href?.startsWith('/archive/'))).toHaveLength(521);
    expect(hrefs.at(-2)).toBe('/archive/ruhr/81');
  });
});

describe('an unlisted archive', () => {
  const UNLISTED = { archive: 'unlisted' } as const;
  const KEYED = settled(2, { archiveKey: 'f00d' });
  const named = () => [...site.stored].filter(([, { body }]) => Buffer.from(body).includes('/archive/ruhr/'));

  it('is named by no list, no feed and no sitemap', async () => {
    await build([KEYED, settled(1)], UNLISTED);
    expect(named().map(([key]) => key)).toEqual([]);
    expect([...site.stored.keys()].filter((key) => key.startsWith('feeds/ruhr/editions'))).toEqual([]);
    expect(bodyOf(LIST)).toContain('nicht öffentlich');
    expect(bodyOf(LIST)).toContain('<meta name="robots" content="noindex"/>');
    expect(bodyOf('feeds/ruhr/feeds.opml')).not.toContain('editions');
  });

  it('keeps an edition that came out unlisted to itself when the others are public', async () => {
    await build([KEYED, settled(1)]);
    expect(hrefsOf(LIST)).toEqual(['/archive/ruhr/1', '/subscribe/ruhr']);
    for (const [, { body }] of named()) expect(Buffer.from(body).toString()).not.toMatch(/f00d|ruhr\/2\b/);
  });

  it('takes feed and list back when it was public, and keeps its pages out of search engines where mails lead to', async () => {
    const page = '<!doctype html><html><head><meta charset="utf-8"/></head></html>';
    const key = archivePath(settled(1));
    await site.put(key, page, { contentType: 'text/html; charset=utf-8' });
    await build([settled(1)]);
    expect(site.stored.has('feeds/ruhr/editions/atom.xml')).toBe(true);
    await build(
      Array.from({ length: 60 }, (_, index) => settled(60 - index)),
      UNLISTED,
    );
    expect(site.stored.has('feeds/ruhr/editions/atom.xml')).toBe(false);
    expect(site.stored.has('feeds/ruhr/editions/atom.xml.br')).toBe(false);
    expect(hrefsOf(LIST)).toEqual(['/subscribe/ruhr']);
    expect(bodyOf(key)).toContain('<meta name="robots" content="noindex"/>');
    expect(site.stored.has(archivePath(settled(2)))).toBe(false);
    expect(site.stored.get(key)).toMatchObject({ contentType: 'text/html; charset=utf-8' });
    await build([settled(1)]);
    expect(bodyOf(key)).toBe(page);
    expect(hrefsOf(LIST)).toEqual(['/archive/ruhr/1', '/subscribe/ruhr']);
  });
});
