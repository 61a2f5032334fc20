import { describe, expect, it } from 'vitest';
import { objectsInMemory } from '../../lambdas/platform/objects.ts';
import { answerNotFound } from '../../lambdas/syndicate/answer-not-found.ts';

const html = { contentType: 'text/html; charset=utf-8' };

describe('an address without an object', () => {
  it.each(['feeds/unknown/rss.xml', 'feeds/unknown/atom.xml.br', 'state.json', '404.html.gz'])(
    'is answered with the site’s own page: %s',
    async (key) => {
      const site = objectsInMemory();
      await site.put('404.html', '<h1>Nicht gefunden</h1>', html);
      expect(await answerNotFound(key, { site })).toEqual({
        status: 404,
        headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'public, max-age=10' },
        body: '<h1>Nicht gefunden</h1>',
      });
    },
  );

  it('is answered even before that page is written', async () => {
    const { status, headers, body } = await answerNotFound('nothing', { site: objectsInMemory() });
    expect([status, headers?.['cache-control']]).toEqual([404, 'public, max-age=10']);
    expect(body).toContain('/feeds/');
  });

  it('that would be a feed’s compressed copy is answered with the feed, while there is no copy', async () => {
    const site = objectsInMemory();
    await site.put('feeds/ruhr/atom.xml', '<feed>Größe</feed>', { contentType: 'application/atom+xml; charset=utf-8' });
    expect(await answerNotFound('feeds/ruhr/atom.xml.br', { site })).toEqual({
      headers: { 'content-type': 'application/atom+xml; charset=utf-8', 'cache-control': 'public, max-age=10' },
      body: '<feed>Größe</feed>',
    });
  });
});
