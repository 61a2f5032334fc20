import { createContext, Script } from 'node:vm';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { editionsInMemory } from '../../lambdas/digest/editions-in-memory.ts';
import { objectsInMemory } from '../../lambdas/platform/objects.ts';
import { publicationsInMemory, sourcesInMemory } from '../../lambdas/publications/index.ts';
import { buildFeeds } from '../../lambdas/syndicate/build-feeds.ts';
import { edgeCode } from '../../lib/bundles.ts';
import { anArticle, aPublication, articlesOf, SITE_URL } from './samples.ts';

const edge: (event: object) => { uri: string } = new Script(
  `${edgeCode('page-request', { homePublication: '' })}\n;handler`,
).runInContext(createContext({}));
/** The object that the edge asks the bucket for. */
const keyFor = (key: string, accepts: string) => {
  const headers = { 'accept-encoding': { value: accepts } };
  return edge({ request: { method: 'GET', uri: `/${key}`, querystring: {}, headers } }).uri.slice(1);
};

const CODINGS = [
  ['br', brotliDecompressSync],
  ['gzip', gunzipSync],
] as const;

/** CloudFront's list (developer guide, “Serve compressed files”), as far as we write it. */
const isCompressedOnTheWay = (type = '') =>
  ['application/rss+xml', 'application/xml', 'text/html', 'text/plain'].includes(type.split(';')[0] ?? '');

describe('what the builder stores', () => {
  it('is what the edge asks for, whatever a reader accepts, and says the same in every coding', async () => {
    const site = objectsInMemory();
    await buildFeeds(
      { publicationId: 'ruhr' },
      {
        publications: publicationsInMemory(aPublication()),
        articles: articlesOf(anArticle()),
        site,
        siteUrl: SITE_URL,
        sources: sourcesInMemory(),
        editions: editionsInMemory(),
      },
    );
    const plain = [...site.stored.keys()].filter((key) => !/\.(br|gz)$/.test(key) && !key.endsWith('state.json'));
    expect(plain).toContain('feeds/ruhr/atom.xml');
    const asked = new Set(plain);
    for (const key of plain) {
      const body = Buffer.from(site.stored.get(key)?.body ?? []);
      for (const [accepts, read] of CODINGS) {
        const copy = site.stored.get(keyFor(key, accepts));
        asked.add(keyFor(key, accepts));
        expect(copy, `${key} for ${accepts}`).toMatchObject({ contentType: site.stored.get(key)?.contentType });
        if (copy?.contentEncoding) expect(read(copy.body)).toEqual(body);
        expect(isCompressedOnTheWay(copy?.contentType) || copy?.contentEncoding === accepts, key).toBe(true);
      }
    }
    expect([...site.stored.keys()].filter((key) => !asked.has(key))).toEqual(['feeds/ruhr/state.json']);
  });
});
