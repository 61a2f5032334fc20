import { parseFeed } from 'feedsmith';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../../bin/cli/waiting.ts';
import { synthesizeLocalStage } from '../../bin/synthesize.ts';
import { openFeedReader, withoutNewsboat } from './feed-reader.ts';
import { openHub, type TestHub } from './hub.ts';
import { beginJourney, type Journey } from './local-run.ts';
import { openPublisher, type Publisher } from './publisher.ts';
import { applyPublication, poll } from './steps.ts';

const FEED = '/feeds/schule';
const PATIENCE = { timeoutMs: 40_000, firstPauseMs: 50 };
const item = (id: string, title: string) => ({ id, title, text: `Text zu ${title}` });

/** Waits until an address says something. */
async function saying(address: string, text: string): Promise<string> {
  const found = await until(async () => {
    const answer = await fetch(address);
    const body = await answer.text();
    return answer.ok && body.includes(text) ? body : undefined;
  }, PATIENCE);
  if (!found) throw new Error(`${address} never said “${text}”`);
  return found;
}

describe('following a publication by its feeds', () => {
  let journey: Journey;
  let publisher: Publisher;
  beforeAll(async () => {
    publisher = await openPublisher([item('a', 'Förderung für alle'), item('b', 'Zweiter Beitrag')]);
    journey = await beginJourney();
    await applyPublication(journey, publisher.feedUrl);
    await poll(journey);
    await saying(`${journey.url}${FEED}/rss.xml`, 'Förderung für alle');
  });
  afterAll(async () => {
    await journey.end();
    publisher.close();
  });

  it.each([
    { path: '/rss.xml', type: 'application/rss+xml; charset=utf-8', isWeak: true },
    { path: '/atom.xml', type: 'application/atom+xml; charset=utf-8', isWeak: false },
    { path: '/feed.json', type: 'application/feed+json; charset=utf-8', isWeak: false },
    { path: '/events.ics', type: 'text/calendar; charset=utf-8', isWeak: false },
    { path: '/topics/foerderung/atom.xml', type: 'application/atom+xml; charset=utf-8', isWeak: false },
    { path: '/topics/foerderung/feed.json', type: 'application/feed+json; charset=utf-8', isWeak: false },
  ])(
    '$path comes compressed, with all that readers and caches need, and is 304 the next time',
    async ({ path, type, isWeak }) => {
      const address = `${journey.url}${FEED}${path}`;
      const br = { 'accept-encoding': 'gzip, br' };
      await saying(address, '');
      const answer = await fetch(address, { headers: br });
      expect(answer.status).toBe(200);
      expect(Object.fromEntries(answer.headers)).toMatchObject({
        'content-type': type,
        'content-encoding': 'br',
        'cache-control': 'public, max-age=300, stale-while-revalidate=600',
        vary: 'Accept-Encoding',
        'access-control-allow-origin': '*',
        'access-control-expose-headers': 'ETag, Link',
        link: `<${address}>; rel="self"`,
      });
      const etag = answer.headers.get('etag') ?? '';
      expect(etag.startsWith('W/')).toBe(isWeak);
      expect(await (await fetch(address, { headers: { 'accept-encoding': 'identity' } })).text()).toBe(
        await answer.text(),
      );
      const again = await fetch(address, { headers: { ...br, 'if-none-match': `"x", ${etag}` } });
      expect([again.status, again.headers.get('etag'), await again.text()]).toEqual([304, etag, '']);
      const head = await fetch(address, { headers: br, method: 'HEAD' });
      expect([head.status, head.headers.get('etag'), head.headers.get('link')]).toEqual([
        200,
        etag,
        `<${address}>; rel="self"`,
      ]);
    },
  );

  it('leads from old addresses to the feed, and shows the list where the publication is not named', async () => {
    const moved = (path: string) => fetch(`${journey.url}${path}`, { redirect: 'manual' });
    const old = await moved('/schule/feed/atom/?utm=1');
    expect([old.status, old.headers.get('location')]).toEqual([301, '/feeds/schule/atom.xml?utm=1']);
    const unnamed = await moved('/feed/');
    expect([unnamed.status, unnamed.headers.get('location')]).toEqual([302, '/feeds/']);
  });

  it.each(['/feeds/unbekannt/rss.xml', '/feeds/schule/topics/unbekannt/atom.xml', '/feeds/schule/state.json'])(
    'answers 404 for people at %s, which leads to the list of feeds',
    async (path) => {
      const answer = await fetch(`${journey.url}${path}`);
      expect([answer.status, answer.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8']);
      expect(await answer.text()).toContain('/feeds/');
    },
  );

  it('leaves the reasons of the API’s refusals alone', async () => {
    const answer = await fetch(`${journey.url}/api/v1/publications/unbekannt`);
    expect(answer.headers.get('content-type')).not.toContain('text/html');
  });

  const missing = withoutNewsboat();
  if (missing) console.log(`Skipped: newsboat reads the feeds, because ${missing}`);
  it.skipIf(missing).each([
    { file: 'rss.xml', fresh: 'Eben erschienen' },
    { file: 'atom.xml', fresh: 'Soeben erschienen' },
  ])('shows newsboat what is in $file, then what is new, and sends nothing twice', async ({ file, fresh }) => {
    const path = `${FEED}/${file}`;
    const reader = await openFeedReader(journey.url, path);
    try {
      await reader.refresh();
      expect(reader.titles()).toEqual(expect.arrayContaining(['Förderung für alle', 'Zweiter Beitrag']));
      expect(reader.titles()).not.toContain(fresh);
      const known = reader.titles().length;
      expect(reader.asked()).toEqual([{ path, status: 200, coding: 'gzip' }]);

      // It remembers the tag of a feed that it knew before, so from the second time on.
      await reader.refresh();
      reader.asked();
      await reader.refresh();
      expect(reader.asked()).toEqual([{ path, status: 304, coding: 'none' }]);

      publisher.publish(item(file, fresh));
      await poll(journey);
      await saying(`${journey.url}${path}`, fresh);
      await reader.refresh();
      expect(reader.titles()).toContain(fresh);
      expect(reader.asked()).toEqual([{ path, status: 200, coding: 'gzip' }]);

      await reader.refresh();
      expect(reader.asked()).toEqual([{ path, status: 304, coding: 'none' }]);
      expect(reader.titles()).toHaveLength(known + 1);
    } finally {
      reader.close();
    }
  });
});

describe('a stage with a hub and a home publication', () => {
  let assembly: Awaited<ReturnType<typeof synthesizeLocalStage>>;
  let journey: Journey;
  let publisher: Publisher;
  let hub: TestHub;
  beforeAll(async () => {
    hub = await openHub();
    hub.isBroken = true;
    publisher = await openPublisher([item('a', 'Alt')]);
    assembly = await synthesizeLocalStage({ webSubHub: hub.address, homePublication: 'schule' });
    journey = await beginJourney(assembly.folder);
    await applyPublication(journey, publisher.feedUrl);
    await poll(journey);
  });
  afterAll(async () => {
    await journey.end();
    publisher.close();
    hub.close();
    assembly.remove();
  });

  it('publishes though the hub refuses to hear of it', async () => {
    expect(await until(async () => hub.refused() || undefined, PATIENCE)).toBeGreaterThan(0);
    await saying(`${journey.url}${FEED}/rss.xml`, 'Alt');
  });

  it.each(['/rss.xml', '/atom.xml', '/feed.json'])('names the hub in %s and in its headers', async (path) => {
    const address = `${journey.url}${FEED}${path}`;
    const answer = await fetch(address);
    expect(answer.headers.get('link')).toBe(`<${address}>; rel="self", <${hub.address}>; rel="hub"`);
    const { feed } = parseFeed(await answer.text());
    expect(JSON.stringify(feed)).toContain(hub.address);
  });

  it('tells the hub of a new article, which finds it there and hands it to whoever subscribed', async () => {
    hub.isBroken = false;
    const topic = `${journey.url}${FEED}/atom.xml`;
    const inbox = await hub.subscribe(topic);
    publisher.publish(item('neu', 'Eben erschienen'));
    await poll(journey);
    const delivered = await until(async () => inbox.find(({ text }) => text.includes('Eben erschienen')), PATIENCE);
    expect(delivered).toMatchObject({ topic, type: 'application/atom+xml; charset=utf-8' });
    for (const told of hub.told())
      expect(told).toMatch(new RegExp(`^${journey.url}/feeds/schule/.*(rss|atom|feed)[.](xml|json)$`));
  });

  it('leads from old addresses at the root to its feeds', async () => {
    const answer = await fetch(`${journey.url}/feed/?utm=1`);
    expect([answer.status, answer.url]).toEqual([200, `${journey.url}${FEED}/rss.xml?utm=1`]);
  });
});
