import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { editionsInMemory } from '../../lambdas/digest/editions-in-memory.ts';
import type { Article } from '../../lambdas/domain/article.ts';
import { type Objects, objectsInMemory } from '../../lambdas/platform/objects.ts';
import { publicationsInMemory, sourcesInMemory } from '../../lambdas/publications/index.ts';
import { buildFeeds } from '../../lambdas/syndicate/build-feeds.ts';
import { feedAddresses, feedAlternates, leftOutOf } from '../../lambdas/syndicate/index.ts';
import { codedKey } from '../../lambdas/syndicate/publish.ts';
import { anArticle, aPublication, articlesOf, HOSTILE, IMPOSSIBLE, SITE_URL } from './samples.ts';

const RUHR = { publicationId: 'ruhr' };
const KEYS = [
  'archive/ruhr/index.html',
  'feeds/ruhr/atom.xml',
  'feeds/ruhr/authors/redaktion/atom.xml',
  'feeds/ruhr/authors/redaktion/feed.json',
  'feeds/ruhr/authors/redaktion/rss.xml',
  'feeds/ruhr/editions/atom.xml',
  'feeds/ruhr/editions/feed.json',
  'feeds/ruhr/editions/rss.xml',
  'feeds/ruhr/events.ics',
  'feeds/ruhr/feed.json',
  'feeds/ruhr/index.html',
  'feeds/ruhr/rss.xml',
  'feeds/ruhr/topics/kita/atom.xml',
  'feeds/ruhr/topics/kita/events.ics',
  'feeds/ruhr/topics/kita/feed.json',
  'feeds/ruhr/topics/kita/rss.xml',
  'feeds/ruhr/topics/termine/atom.xml',
  'feeds/ruhr/topics/termine/events.ics',
  'feeds/ruhr/topics/termine/feed.json',
  'feeds/ruhr/topics/termine/rss.xml',
  ...['404.html', 'feeds/feeds.opml', 'feeds/index.html', 'feeds/ruhr/feeds.opml', 'index.html', 'robots.txt'],
  ...['news-sitemap.ruhr.xml', 'news-sitemap.xml', 'sitemap-site.xml', 'sitemap.ruhr.xml', 'sitemap.xml'],
  'publications/ruhr/index.html',
].sort();

let site: ReturnType<typeof objectsInMemory>;
beforeEach(() => {
  site = objectsInMemory();
});
const deps = (...held: Article[]) => ({
  publications: publicationsInMemory(aPublication(), aPublication({ id: 'courier', title: 'Courier', language: 'en' })),
  articles: articlesOf(...held),
  site,
  sources: sourcesInMemory(),
  editions: editionsInMemory(),
  siteUrl: SITE_URL,
});
const bodyOf = (key: string) => Buffer.from(site.stored.get(key)?.body ?? []).toString();

describe('building the feeds of a publication', () => {
  it('puts every feed, and the pages around them, at their public paths', async () => {
    const { written } = await buildFeeds(RUHR, deps(anArticle()));
    expect(written.sort()).toEqual(KEYS);
    expect([...site.stored.keys()].filter((key) => !/[.](br|gz)$|state[.]json$/.test(key)).sort()).toEqual(KEYS);
  });

  it.each([
    ['feeds/ruhr/rss.xml', 'application/rss+xml; charset=utf-8'],
    ['feeds/ruhr/topics/kita/atom.xml', 'application/atom+xml; charset=utf-8'],
    ['feeds/ruhr/feed.json', 'application/feed+json; charset=utf-8'],
    ['feeds/ruhr/events.ics', 'text/calendar; charset=utf-8'],
    ['index.html', 'text/html; charset=utf-8'],
  ])('serves %s as %s, fresh for five minutes', async (key, contentType) => {
    await buildFeeds(RUHR, deps(anArticle()));
    expect(site.stored.get(key)).toMatchObject({
      contentType,
      cacheControl: 'public, max-age=300, stale-while-revalidate=600',
    });
  });

  it('writes nothing when nothing has changed, even days later and with the hostile', async () => {
    const first = await buildFeeds(RUHR, deps(...HOSTILE, IMPOSSIBLE));
    const puts = site.puts;
    const { written, built } = await buildFeeds(RUHR, deps(...HOSTILE, IMPOSSIBLE));
    expect({ written, built, puts: site.puts }).toEqual({ written: [], built: first.built, puts });
  });

  it('writes only the feeds that hold the article which changed', async () => {
    const other = anArticle({ id: '01j8zq4k5m0000000000', topics: ['termine'] });
    await buildFeeds(RUHR, deps(anArticle(), other));
    const { written } = await buildFeeds(RUHR, deps(anArticle({ title: 'Berichtigt' }), other));
    expect(written.sort()).toEqual([
      'feeds/ruhr/atom.xml',
      'feeds/ruhr/authors/redaktion/atom.xml',
      'feeds/ruhr/authors/redaktion/feed.json',
      'feeds/ruhr/authors/redaktion/rss.xml',
      'feeds/ruhr/feed.json',
      'feeds/ruhr/rss.xml',
      'feeds/ruhr/topics/kita/atom.xml',
      'feeds/ruhr/topics/kita/feed.json',
      'feeds/ruhr/topics/kita/rss.xml',
      'publications/ruhr/index.html',
    ]);
  });

  it('writes everything again when asked to do so afresh, so that what somebody touched is mended', async () => {
    await buildFeeds(RUHR, deps(anArticle()));
    site.stored.delete('feeds/ruhr/rss.xml');
    expect((await buildFeeds(RUHR, deps(anArticle()))).written).toEqual([]);
    await buildFeeds({ ...RUHR, afresh: true }, deps(anArticle()));
    expect(site.stored.has('feeds/ruhr/rss.xml')).toBe(true);
  });

  it('takes away the feeds of a topic that is gone, with their compressed copies', async () => {
    await buildFeeds(RUHR, deps(anArticle()));
    const [kita] = aPublication().topics;
    const publications = publicationsInMemory(aPublication({ topics: kita ? [kita] : [] }));
    const { gone } = await buildFeeds(RUHR, { ...deps(anArticle()), publications });
    expect(gone.sort()).toEqual(KEYS.filter((key) => key.includes('/termine/')));
    expect([...site.stored.keys()].filter((key) => key.includes('/termine/'))).toEqual([]);
  });

  it('keeps compressed copies of what CloudFront does not compress', async () => {
    await buildFeeds(RUHR, deps(anArticle()));
    for (const key of ['feeds/ruhr/atom.xml', 'feeds/ruhr/topics/kita/feed.json', 'feeds/ruhr/events.ics']) {
      const [brotli, gzip] = [site.stored.get(`${key}.br`), site.stored.get(`${key}.gz`)];
      expect(brotliDecompressSync(brotli?.body ?? Buffer.alloc(0)).toString()).toBe(bodyOf(key));
      expect(gunzipSync(gzip?.body ?? Buffer.alloc(0)).toString()).toBe(bodyOf(key));
      const { contentType } = site.stored.get(key) ?? {};
      expect([brotli, gzip]).toMatchObject([
        { contentType, contentEncoding: 'br' },
        { contentType, contentEncoding: 'gzip' },
      ]);
      expect(codedKey(`${key}.br`)).toBe(key);
    }
    expect(site.stored.has('feeds/ruhr/rss.xml.br')).toBe(false);
    expect([codedKey('feeds/ruhr/rss.xml.br'), codedKey('feeds/ruhr/atom.xml')]).toEqual([undefined, undefined]);
  });

  it('after a crash writes again what was half done, even if it had gone back to what it was', async () => {
    await buildFeeds(RUHR, deps(anArticle()));
    const before = bodyOf('feeds/ruhr/rss.xml');
    const dying = { ...site, put: failAfter(3, site) };
    await expect(buildFeeds(RUHR, { ...deps(anArticle({ title: 'Neu' })), site: dying })).rejects.toThrow('crash');
    await buildFeeds(RUHR, deps(anArticle()));
    expect(bodyOf('feeds/ruhr/rss.xml')).toBe(before);
    for (const key of KEYS) expect(bodyOf(key)).not.toContain('Neu<');
  });

  it('names the article it had to leave out and publishes the others', async () => {
    const { leftOut } = await buildFeeds(RUHR, deps(IMPOSSIBLE, anArticle()));
    expect(leftOut).toContainEqual({ articleId: IMPOSSIBLE.id, reason: 'one of its dates is none' });
    expect(bodyOf('feeds/ruhr/rss.xml')).toContain('Größere Räume');
    expect(await leftOutOf('ruhr', site)).toEqual(leftOut);
  });

  it('has the same feeds whatever way the articles came', async () => {
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(HOSTILE, { minLength: HOSTILE.length }), async (shuffled) => {
        const other = objectsInMemory();
        await buildFeeds(RUHR, { ...deps(...shuffled), site: other, articles: sortedById(shuffled) });
        await buildFeeds(RUHR, { ...deps(), articles: sortedById(HOSTILE) });
        for (const key of KEYS) expect(other.stored.get(key)?.body).toEqual(site.stored.get(key)?.body);
      }),
      { numRuns: 5 },
    );
  });

  it('of a publication that is none is refused', async () => {
    await expect(buildFeeds({ publicationId: 'nowhere' }, deps())).rejects.toMatchObject({ fault: 'not-found' });
    expect(site.stored.size).toBe(0);
  });
});

/** A bucket that takes so many objects and then no more. */
function failAfter(puts: number, { put }: Objects): Objects['put'] {
  let left = puts;
  return async (...object) => {
    if (left === 0) throw new Error('crash');
    left -= 1;
    return put.apply(site, object);
  };
}

function sortedById(articles: Article[]) {
  return articlesOf(...articles.toSorted((one, other) => (one.id < other.id ? -1 : 1)));
}

describe('the pages for people', () => {
  it('explain a feed in the publication’s language and link every feed', async () => {
    await buildFeeds(RUHR, deps(anArticle()));
    const page = bodyOf('feeds/ruhr/index.html');
    expect(page).toContain('<html lang="de"');
    expect(page).toContain('Ein Feed ist eine Adresse');
    for (const key of KEYS.filter((name) => /^feeds\/.*(?:xml|json|ics)$/.test(name)))
      expect(page).toContain(`href="${SITE_URL}/${key}"`);
    for (const { type, href } of feedAlternates(SITE_URL, aPublication())) {
      expect(page).toContain(`<link rel="alternate" type="${type}"`);
      expect(page).toContain(href);
    }
    expect(page).toContain('href="/subscribe/ruhr"');
  });

  it('list every publication in its own language with sign-up, feeds and archive', async () => {
    await buildFeeds(RUHR, deps());
    const page = bodyOf('index.html');
    expect(page).toContain(
      '<section lang="de"><h2 dir="auto"><a href="/publications/ruhr/">Bildung &amp; Region</a></h2>',
    );
    expect(page).toContain('<section lang="en"><h2 dir="auto"><a href="/publications/courier/">Courier</a></h2>');
    for (const path of ['/subscribe/courier', '/feeds/courier/', '/archive/courier/'])
      expect(page).toContain(`href="${path}"`);
  });
});

it('feed addresses stay as they are, with or without a slash after the site', () => {
  expect(feedAddresses(`${SITE_URL}/`, 'ruhr')).toEqual(feedAddresses(SITE_URL, 'ruhr'));
  expect(feedAddresses(SITE_URL, 'ruhr')).toEqual({
    rss: `${SITE_URL}/feeds/ruhr/rss.xml`,
    atom: `${SITE_URL}/feeds/ruhr/atom.xml`,
    json: `${SITE_URL}/feeds/ruhr/feed.json`,
    ics: `${SITE_URL}/feeds/ruhr/events.ics`,
    page: `${SITE_URL}/feeds/ruhr/`,
  });
});
