import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseAtomFeed, parseRssFeed } from 'feedsmith';
import { afterEach, describe, expect, it } from 'vitest';
import { outboxInMemory } from '../../lambdas/platform/queue.ts';
import { feedContent } from '../../lambdas/syndicate/feed-content.ts';
import { hubAt, type PingMessage, pingMessage, pingsFor, tellHub } from '../../lambdas/syndicate/hub-pings.ts';
import { writeJsonFeed } from '../../lambdas/syndicate/json-feed.ts';
import { pauseSeconds, pingHub } from '../../lambdas/syndicate/ping-hub.ts';
import { writeAtom } from '../../lambdas/syndicate/write-atom.ts';
import { writeRss } from '../../lambdas/syndicate/write-rss.ts';
import { anArticle, aPublication, SITE_URL } from './samples.ts';

const HUB = 'https://hub.example/?a=1&b=2';

describe('a feed with a hub', () => {
  const content = (hub?: string) =>
    feedContent({ publication: aPublication(), siteUrl: SITE_URL, hub }, [anArticle()]).content;

  it('names it in every format', () => {
    const { atom, links } = parseRssFeed(writeRss(content(HUB))) as { atom?: { links?: object[] }; links?: object[] };
    expect(atom?.links ?? links).toContainEqual(expect.objectContaining({ rel: 'hub', href: HUB }));
    expect(parseAtomFeed(writeAtom(content(HUB))).links).toContainEqual(
      expect.objectContaining({ rel: 'hub', href: HUB }),
    );
    expect(JSON.parse(writeJsonFeed(content(HUB))).hubs).toEqual([{ type: 'WebSub', url: HUB }]);
  });

  it('that the stage does not have names none', () => {
    for (const text of [writeRss(content()), writeAtom(content()), writeJsonFeed(content())]) {
      expect(text).not.toMatch(/hub/i);
    }
  });
});

describe('telling the hub', () => {
  const written = [
    'feeds/ruhr/rss.xml',
    'feeds/ruhr/topics/kita/atom.xml',
    'feeds/ruhr/authors/ruth/feed.json',
    'feeds/ruhr/editions/rss.xml',
    'feeds/ruhr/events.ics',
    'feeds/ruhr/index.html',
    'feeds/ruhr/archive/2026-09/rss.xml',
    'feeds/feeds.opml',
    'index.html',
    'sitemap.xml',
  ];
  const told = async (keys: string[], address = HUB) => {
    const pings = outboxInMemory<PingMessage>();
    await tellHub(keys, { hub: hubAt(address, () => pings), siteUrl: `${SITE_URL}/` });
    return pings.sent;
  };

  it('names the feeds that changed by the address they have in themselves, one at a time', async () => {
    const sent = await told(written);
    expect(sent.map(({ feeds }) => feeds)).toEqual([
      [`${SITE_URL}/feeds/ruhr/rss.xml`],
      [`${SITE_URL}/feeds/ruhr/topics/kita/atom.xml`],
      [`${SITE_URL}/feeds/ruhr/authors/ruth/feed.json`],
      [`${SITE_URL}/feeds/ruhr/editions/rss.xml`],
    ]);
    for (const message of sent) expect(pingMessage.parse(message)).toEqual(message);
  });

  it('names several at once to a hub that is known to take them', () => {
    const feeds = Array.from({ length: 51 }, (_, index) => `${SITE_URL}/feeds/${index}/rss.xml`);
    expect(pingsFor('https://pubsubhubbub.appspot.com/', feeds).map((ping) => ping.feeds.length)).toEqual([50, 1]);
    expect(pingsFor(HUB, feeds)).toHaveLength(51);
  });

  it('is left out when no feed changed, and when there is no hub', async () => {
    expect(await told(['index.html'])).toEqual([]);
    expect(hubAt('none', () => expect.unreachable())).toBeUndefined();
    await tellHub(written, { siteUrl: SITE_URL });
  });

  it('never fails the feeds', async () => {
    const pings = { send: () => Promise.reject(new Error('no')), sendAll: () => Promise.reject(new Error('no')) };
    await expect(tellHub(written, { hub: { address: HUB, pings }, siteUrl: SITE_URL })).resolves.toBeUndefined();
  });

  it('goes out encrypted, or does not leave the machine', () => {
    expect(() => hubAt('http://hub.example/', outboxInMemory)).toThrow('must be https, not http://hub.example/');
    expect(hubAt('http://127.0.0.1:9/', outboxInMemory)?.address).toBe('http://127.0.0.1:9/');
  });
});

describe('a ping', () => {
  const closers: (() => void)[] = [];
  afterEach(() => {
    for (const close of closers.splice(0)) close();
  });
  /** A hub that answers in its own way. @returns its address, and what it was asked */
  const hubThat = async (status: number, headers: Record<string, string> = {}) => {
    const asked: { request: IncomingMessage; body: string }[] = [];
    const server = createServer(async (request, response) => {
      asked.push({ request, body: Buffer.concat(await request.toArray()).toString() });
      response.writeHead(status, headers).end('x'.repeat(100_000));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closers.push(() => {
      server.closeAllConnections();
      server.close();
    });
    return { hub: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hub`, asked };
  };
  const feeds = [`${SITE_URL}/feeds/ruhr/rss.xml`, `${SITE_URL}/feeds/ruhr/atom.xml`];
  const deps = { userAgent: 'Rundbrief (+https://www.example.org/)', fetch };

  it.each([200, 202, 204])('that is taken (%s) says what has changed, as a form', async (status) => {
    const { hub, asked } = await hubThat(status);
    await pingHub({ feeds }, { ...deps, hub });
    expect(asked.map(({ request }) => [request.method, request.url, request.headers['content-type']])).toEqual([
      ['POST', '/hub', 'application/x-www-form-urlencoded'],
    ]);
    expect(asked[0]?.request.headers['user-agent']).toBe(deps.userAgent);
    expect([...new URLSearchParams(asked[0]?.body)]).toEqual([
      ['hub.mode', 'publish'],
      ['hub.url', feeds[0]],
      ['hub.url', feeds[1]],
    ]);
  });

  it.each([301, 400, 429, 500, 503])('that is not taken (%s) is tried again', async (status) => {
    const { hub } = await hubThat(status, { location: 'http://127.0.0.1:1/' });
    await expect(pingHub({ feeds }, { ...deps, hub })).rejects.toMatchObject({
      fault: 'unavailable',
      message: `The hub at ${new URL(hub).host} answered ${status} to a ping`,
    });
  });

  it('to a hub that is not there says so', async () => {
    await expect(pingHub({ feeds }, { ...deps, hub: 'http://127.0.0.1:1/' })).rejects.toMatchObject({
      fault: 'unavailable',
      message: 'The hub at 127.0.0.1:1 does not answer',
    });
  });

  it('waits longer each time, and after the third not at all', () => {
    expect([1, 2, 3].map(pauseSeconds)).toEqual([60, 600, 1]);
  });
});
