/** From a server on the network to what an editor reads of the source: the fetcher and the reader of documents together. */
import { createServer } from 'node:http';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { fetchSource } from '../../lambdas/ingest/fetch-source.ts';
import { fetchDocument } from '../../lambdas/ingest/fetching/fetch-document.ts';
import { guardedNetwork } from '../../lambdas/ingest/fetching/guarded-network.ts';
import { robotsOf } from '../../lambdas/ingest/fetching/robots.ts';
import type { DocumentMessage } from '../../lambdas/ingest/index.ts';
import { readDocument } from '../../lambdas/ingest/read-document.ts';
import { objectsInMemory } from '../../lambdas/platform/objects.ts';
import { outboxInMemory } from '../../lambdas/platform/queue.ts';
import { pollOf } from '../../lambdas/publications/index.ts';
import {
  type Answer,
  closeServersAfterEach,
  fetchHere,
  listening,
  names,
  settings,
  site,
  socketSite,
} from './fetching/servers.ts';
import { newsroom, SOURCE } from './newsroom.ts';
import { at } from './samples.ts';

closeServersAfterEach();

/** Polls a source of this address once, as the schedule does. @returns the source afterwards */
async function polled(url: string, { kind = SOURCE.kind, ask = fetchHere } = {}) {
  const room = newsroom({ sources: [{ ...SOURCE, url, kind, nextRunAt: at('2026-03-02T08:00:00Z') }] });
  const documents = outboxInMemory<DocumentMessage>();
  const robots = robotsOf({ fetchDocument: ask, userAgentName: 'Rundbrief' });
  const poll = pollOf(await room.source(), { pollId: 'poll-1', reportAlways: true });
  const intake = objectsInMemory();
  await fetchSource(poll, { fetchDocument: ask, robots, intake, documents });
  for (const message of documents.sent) await readDocument(message, { receives: 1 }, { ...room.deps, intake });
  return { source: await room.source(), articles: await room.all(), room };
}

const packed =
  (encoding: string, body: Buffer): Answer =>
  (_, response) =>
    response.writeHead(200, { 'content-type': 'text/xml', 'content-encoding': encoding }).end(body);
const impatient = fetchDocument({ ...settings, totalMilliseconds: 200 });

describe('a poll of a hostile server ends as a reason on the source', () => {
  it.each<{ what: string; url: () => Promise<string> | string; says: string; ask?: typeof fetchHere }>([
    {
      what: 'a gzip bomb',
      url: () => site(packed('gzip', gzipSync(Buffer.alloc(50_000_000, ' ')))),
      says: 'The document is larger than 10 MB',
    },
    {
      what: 'a brotli bomb that is a feed at first',
      url: () => site(packed('br', brotliCompressSync(`<rss>${'<item/>'.repeat(3_000_000)}`))),
      says: 'The document is larger than 10 MB',
    },
    {
      what: 'an address inside',
      url: () => 'http://169.254.170.2/v2/credentials',
      says: 'The address leads to a private address, which we do not ask',
    },
    {
      what: 'a name for an address inside',
      url: () => 'http://inside.example/feed',
      says: 'The address leads to a private address, which we do not ask',
      ask: fetchDocument({ ...settings, network: guardedNetwork('none', names('10.0.0.7')) }),
    },
    {
      what: 'a redirect inside',
      url: () => site((_, r) => r.writeHead(301, { location: 'http://192.168.0.1/' }).end()),
      says: 'It redirects to a private address, which we do not follow',
    },
    {
      what: 'a server that drips',
      url: () => socketSite((socket) => setInterval(() => socket.destroyed || socket.write('H'), 50).unref()),
      says: 'The server does not answer as a web server does',
      ask: impatient,
    },
    {
      what: 'a server that says nothing',
      url: () => site(() => undefined),
      says: 'The server did not answer within 20 seconds',
      ask: impatient,
    },
  ])('$what', async ({ url, says, ask }) => {
    const { source, articles } = await polled(await url(), { ask });
    expect(source.fetchState.lastError).toBe(says);
    expect(source).toMatchObject({ status: 'active', fetchState: { failures: 1 } });
    // It is tried again, later than usual.
    expect(source.nextRunAt).toEqual(at('2026-03-02T09:00:00Z'));
    expect(articles).toEqual([]);
  });

  it('a document that was cut short is read as far as it goes, and whole the next time', async () => {
    const item = (id: number) => `<item><title>Article ${id}</title><guid>urn:${id}</guid></item>`;
    const feed = `<rss version="2.0"><channel><title>T</title>${Array.from({ length: 400 }, (_, id) => item(id)).join('')}</channel></rss>`;
    const packed = gzipSync(feed);
    const url = await site((_, response) =>
      response
        .writeHead(200, { 'content-type': 'text/xml', 'content-encoding': 'gzip', etag: '"1"' })
        .end(packed.subarray(0, packed.length - 200)),
    );
    const { source, articles } = await polled(url);
    expect(articles.length).toBeGreaterThan(50);
    expect(source.fetchState).toMatchObject({ failures: 0 });
    expect(source.fetchState.etag).toBeUndefined();
  });

  it('a page that robots must not read', async () => {
    const server = createServer((request, response) =>
      response.end(request.url === '/robots.txt' ? 'User-agent: *\nDisallow: /intern' : '<h1>Intern</h1>'),
    );
    const url = await listening(server);
    const { source } = await polled(`${url}/intern/liste`, { kind: 'page' });
    expect(source.fetchState.lastError).toBe('The website’s robots.txt asks us not to read this page');
  });

  it('a host that is busy, by way of its robots.txt too, is left alone', async () => {
    const url = await site((_, response) => response.writeHead(503, { 'retry-after': '7200' }).end());
    const { source, room } = await polled(`${url}/news`, { kind: 'page' });
    expect(source.nextRunAt).toEqual(at('2026-03-02T10:00:00Z'));
    expect(room.hostPauses.held).toEqual(new Map([[new URL(url).host, at('2026-03-02T10:00:00Z')]]));
  });
});
