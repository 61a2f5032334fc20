import { createServer, type IncomingMessage } from 'node:http';
import { createServer as createSocketServer } from 'node:net';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { fetchDocument } from '../../../lambdas/ingest/fetching/fetch-document.ts';
import { FetchFailure } from '../../../lambdas/ingest/fetching/fetch-failure.ts';
import { type AllowedPrivateNetworks, guardedNetwork } from '../../../lambdas/ingest/fetching/guarded-network.ts';
import { type Answer, closeServersAfterEach, fetchHere, listening, names, settings, site } from './servers.ts';

closeServersAfterEach();
const text = (body: Uint8Array) => Buffer.from(body).toString('utf8');

describe('a document is asked for', () => {
  it('conditionally, by name, and with a word about who asks', async () => {
    let headers: IncomingMessage['headers'] = {};
    const url = await site((request, response) => {
      headers = request.headers;
      response.writeHead(304).end();
    });
    const validators = { etag: '"abc"', lastModified: 'Mon, 02 Mar 2026 07:30:00 GMT' };
    expect(await fetchHere(`${url}/feed`, validators)).toEqual({ kind: 'unchanged' });
    expect(headers).toMatchObject({
      'if-none-match': '"abc"',
      'if-modified-since': 'Mon, 02 Mar 2026 07:30:00 GMT',
      'user-agent': 'Rundbrief/1.0 (+https://rundbrief.example/bot)',
    });
  });

  it('and comes with its type, its validators and where it really was', async () => {
    const url = await site((request, response) => {
      if (request.url === '/old') return response.writeHead(301, { location: '/new?x=1' }).end();
      response
        .writeHead(200, { etag: 'W/"1"', 'last-modified': 'yesterday', 'content-type': 'text/xml' })
        .end('<rss/>');
    });
    expect(await fetchHere(`${url}/old`, {})).toEqual({
      kind: 'body',
      body: Buffer.from('<rss/>'),
      contentType: 'text/xml',
      finalUrl: `${url}/new?x=1`,
      movedTo: `${url}/new?x=1`,
      etag: 'W/"1"',
      lastModified: 'yesterday',
    });
  });

  it.each([
    { subscribers: undefined, name: 'Rundbrief/1.0 (+https://rundbrief.example/bot)' },
    { subscribers: 0, name: 'Rundbrief/1.0 (+https://rundbrief.example/bot; 0 subscribers)' },
    { subscribers: 1, name: 'Rundbrief/1.0 (+https://rundbrief.example/bot; 1 subscriber)' },
    { subscribers: 4200, name: 'Rundbrief/1.0 (+https://rundbrief.example/bot; 4200 subscribers)' },
  ])('for $subscribers readers as $name', async ({ subscribers, name }) => {
    let asked: string | undefined;
    const url = await site((request, response) => {
      asked = request.headers['user-agent'];
      response.end('x');
    });
    await fetchHere(url, { subscribers });
    expect(asked).toBe(name);
  });

  it.each([
    { statuses: [301], isMoved: true },
    { statuses: [308, 301], isMoved: true },
    { statuses: [301, 302], isMoved: false },
    { statuses: [307, 308], isMoved: false },
    { statuses: [303], isMoved: false },
    { statuses: [], isMoved: false },
  ])('and has moved for good when all redirects say so ($statuses: $isMoved)', async ({ statuses, isMoved }) => {
    const url = await site((request, response) => {
      const step = Number(request.url?.slice(1) || 0);
      const status = statuses[step];
      if (status) response.writeHead(status, { location: `/${step + 1}` }).end();
      else if (request.headers['if-none-match']) response.writeHead(304).end();
      else response.end('arrived');
    });
    const movedTo = isMoved ? `${url}/${statuses.length}` : undefined;
    const body = await fetchHere(url, {});
    expect(body).toMatchObject({ kind: 'body', finalUrl: `${url}/${statuses.length || ''}` });
    expect(body.movedTo).toBe(movedTo);
    const unchanged = await fetchHere(url, { etag: '"1"' });
    expect([unchanged.kind, unchanged.movedTo]).toEqual(['unchanged', movedTo]);
  });

  it('and says how long it stays fresh and which hub announces it', async () => {
    const url = await site((_, response) => {
      const link = ['<https://hub.example/>; rel="hub"', '</feed>; rel=self'];
      response.writeHead(200, { 'cache-control': 'max-age=600', link }).end('<rss/>');
    });
    expect(await fetchHere(url, {})).toMatchObject({
      freshSeconds: 600,
      links: '<https://hub.example/>; rel="hub", </feed>; rel=self',
      hub: 'https://hub.example/',
      hubTopic: `${url}/feed`,
    });
  });

  it('if its website allows it, at every hop', async () => {
    const url = await site((request, response) => {
      if (request.url === '/') response.writeHead(302, { location: '/next' }).end();
      else response.end('arrived');
    });
    const asked: string[] = [];
    const mayAsk = async ({ pathname }: URL) => {
      asked.push(pathname);
    };
    await fetchHere(url, { mayAsk });
    expect(asked).toEqual(['/', '/next']);
    const refusing = () => Promise.reject(new FetchFailure('Not this one'));
    await expect(fetchHere(url, { mayAsk: refusing })).rejects.toThrow('Not this one');
  });

  it.each([
    { encoding: 'gzip', packed: gzipSync('<rss/>') },
    { encoding: 'deflate', packed: deflateSync('<rss/>') },
    { encoding: 'deflate', packed: deflateRawSync('<rss/>') },
    { encoding: 'br', packed: brotliCompressSync('<rss/>') },
    { encoding: 'gzip, br', packed: brotliCompressSync(gzipSync('<rss/>')) },
    { encoding: 'identity', packed: Buffer.from('<rss/>') },
    { encoding: 'gzip', packed: Buffer.from('<rss/>') },
  ])('and is unpacked from $encoding', async ({ encoding, packed }) => {
    const url = await site((_, response) => response.writeHead(200, { 'content-encoding': encoding }).end(packed));
    const found = await fetchHere(url, {});
    expect(found.kind === 'body' && text(found.body)).toBe('<rss/>');
  });

  it('without the validators of one host when another answers', async () => {
    const asked: (string | undefined)[] = [];
    const other = await site((request, response) => {
      asked.push(request.headers['if-none-match']);
      response.end('x');
    });
    const url = await site((request, response) => {
      asked.push(request.headers['if-none-match']);
      response.writeHead(302, { location: other }).end();
    });
    await fetchHere(url, { etag: '"abc"' });
    expect(asked).toEqual(['"abc"', undefined]);
  });
});

describe('what fails, fails in plain words', () => {
  const redirects =
    (count: number): Answer =>
    (request, response) => {
      const step = Number(request.url?.slice(1) || 0);
      if (step < count) response.writeHead(302, { location: `/${step + 1}` }).end();
      else response.end('arrived');
    };

  it('five redirects are followed, six are not', async () => {
    expect(await fetchHere(await site(redirects(5)), {})).toMatchObject({ kind: 'body' });
    await expect(fetchHere(await site(redirects(6)), {})).rejects.toMatchObject({
      message: 'It redirects more than 5 times',
    });
  });

  it.each<{ what: string; answer: Answer; says: string }>([
    {
      what: 'a redirect to itself',
      answer: (_, r) => r.writeHead(302, { location: '/' }).end(),
      says: 'It redirects more than 5 times',
    },
    {
      what: 'a redirect to nowhere',
      answer: (_, r) => r.writeHead(302).end(),
      says: 'It redirects without saying where to',
    },
    {
      what: 'a redirect to a file',
      answer: (_, r) => r.writeHead(302, { location: 'file:///etc/passwd' }).end(),
      says: 'It leads to an address that is neither http nor https',
    },
    {
      what: 'a redirect with a password',
      answer: (_, r) => r.writeHead(302, { location: 'http://a:b@127.0.0.1/' }).end(),
      says: 'The address holds a user name or a password, which we do not send',
    },
    {
      what: 'a redirect to link-local',
      answer: (_, r) => r.writeHead(302, { location: 'http://169.254.169.254/latest' }).end(),
      says: 'It redirects to a private address, which we do not follow',
    },
    {
      what: 'a redirect to the home network',
      answer: (_, r) => r.writeHead(302, { location: 'http://192.168.0.1/' }).end(),
      says: 'It redirects to a private address, which we do not follow',
    },
    { what: 'nothing there', answer: (_, r) => r.writeHead(404).end(), says: 'There is nothing at this address (404)' },
    {
      what: 'no permission',
      answer: (_, r) => r.writeHead(403).end(),
      says: 'The server does not let us read this (403)',
    },
    {
      what: 'a server error',
      answer: (_, r) => r.writeHead(502).end(),
      says: 'The server has a fault of its own (502)',
    },
    {
      what: 'a 304 that was not asked for',
      answer: (_, r) => r.writeHead(304).end(),
      says: 'The server gave an answer that we cannot use (304)',
    },
    { what: 'a broken connection', answer: (_, r) => void r.destroy(), says: 'The server broke the connection off' },
    {
      what: 'a body that stops',
      answer: (_, r) =>
        void r.writeHead(200, { 'content-length': 99 }).write('x', () => setTimeout(() => r.destroy(), 20)),
      says: 'The server broke the connection off',
    },
    {
      what: 'a header flood',
      answer: (_, r) => r.writeHead(200, { x: 'y'.repeat(15_000), z: 'y'.repeat(15_000) }).end(),
      says: 'The server sends more header lines than we read',
    },
    {
      what: 'an unknown encoding',
      answer: (_, r) => r.writeHead(200, { 'content-encoding': 'zstd' }).end('x'),
      says: 'The document is compressed in a way we do not know',
    },
    {
      what: 'broken compression',
      answer: (_, r) => r.writeHead(200, { 'content-encoding': 'br' }).end('no brotli'),
      says: 'The document is compressed and cannot be opened',
    },
    {
      what: 'a gzip bomb',
      answer: (_, r) => r.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(60_000_000))),
      says: 'The document is larger than 10 MB',
    },
    {
      what: 'a brotli bomb',
      answer: (_, r) =>
        r.writeHead(200, { 'content-encoding': 'br' }).end(brotliCompressSync(Buffer.alloc(60_000_000))),
      says: 'The document is larger than 10 MB',
    },
    { what: '50 MB', answer: (_, r) => r.end(Buffer.alloc(50_000_000)), says: 'The document is larger than 10 MB' },
  ])('$what', async ({ answer, says }) => {
    await expect(fetchHere(await site(answer), {})).rejects.toMatchObject({ name: 'RundbriefError', message: says });
  });

  it('an endless body ends at the limit', async () => {
    const chunk = Buffer.alloc(100_000, 'a');
    const url = await site((_, response) => {
      const more = () => {
        while (!response.destroyed && response.write(chunk));
      };
      response.on('drain', more);
      more();
    });
    await expect(fetchHere(url, {})).rejects.toMatchObject({ message: 'The document is larger than 10 MB' });
  });

  it.each<{ what: string; answer: Answer }>([
    { what: 'an answer that never comes', answer: () => undefined },
    { what: 'a slow drip', answer: (_, response) => void setInterval(() => response.write('.'), 30).unref() },
  ])('$what ends at the total time', async ({ answer }) => {
    const url = await site(answer);
    const startedAt = performance.now();
    const asking = fetchDocument({ ...settings, totalMilliseconds: 300 })(url, {});
    await expect(asking).rejects.toMatchObject({ message: 'The server did not answer within 20 seconds' });
    expect(performance.now() - startedAt).toBeLessThan(2000);
  });

  it('no server, and something that is no web server', async () => {
    const closed = createServer();
    const url = await listening(closed);
    await new Promise((resolve) => closed.close(resolve));
    await expect(fetchHere(url, {})).rejects.toMatchObject({ message: 'The server refuses connections' });
    const other = await listening(createSocketServer((socket) => socket.end('220 mail.example ESMTP\r\n')));
    await expect(fetchHere(other, {})).rejects.toMatchObject({
      message: 'The server does not answer as a web server does',
    });
  });

  it('gone for good, and come back later', async () => {
    await expect(fetchHere(await site((_, r) => r.writeHead(410).end()), {})).rejects.toMatchObject({
      permanent: 'gone',
    });
    for (const [retryAfter, seconds] of [
      ['120', 120],
      ['Mon, 02 Mar 2026 08:10:00 GMT', 600],
      ['99999999', 86_400],
      ['soon', undefined],
    ] as const) {
      const url = await site((_, response) => response.writeHead(429, { 'retry-after': retryAfter }).end());
      const asking = fetchDocument({ ...settings, now: () => new Date('2026-03-02T08:00:00Z') })(url, {});
      await expect(asking).rejects.toMatchObject({ retryAfterSeconds: seconds });
    }
  });
});

describe('in the cloud only public addresses are asked', () => {
  const fetchAs = (allowedPrivateNetworks: AllowedPrivateNetworks, ...addresses: string[]) =>
    fetchDocument({ ...settings, network: guardedNetwork(allowedPrivateNetworks, names(...addresses)) });

  it.each([
    ...[
      'http://127.0.0.1/',
      'http://127.0.0.1:9001/2018-06-01/runtime/invocation/next',
      'http://2130706433/',
      'http://0x7f.1/',
      'http://0177.0.0.1/',
    ],
    ...[
      'http://[::1]/',
      'http://[::ffff:127.0.0.1]/',
      'http://[::ffff:7f00:1]/',
      'http://[64:ff9b::7f00:1]/',
      'http://0.0.0.0/',
      'http://[::]/',
    ],
    ...[
      'http://10.0.0.1/',
      'http://172.16.0.1/',
      'http://192.168.1.1/',
      'http://169.254.169.254/',
      'http://169.254.170.2/',
      'http://100.64.0.1/',
    ],
    ...[
      'http://[fc00::1]/',
      'http://[fe80::1]/',
      'http://192.0.2.1/',
      'http://198.18.0.1/',
      'http://240.0.0.1/',
      'http://255.255.255.255/',
      'http://224.0.0.1/',
    ],
  ])('not the literal %s', async (url) => {
    await expect(fetchAs('none')(url, {})).rejects.toMatchObject({
      message: 'The address leads to a private address, which we do not ask',
    });
  });

  it.each([{ names: ['127.0.0.1'] }, { names: ['::ffff:10.0.0.1'] }, { names: ['93.184.216.34', '169.254.169.254'] }])(
    'not a name with the addresses $names',
    async ({ names: addresses }) => {
      await expect(fetchAs('none', ...addresses)('http://inside.example/', {})).rejects.toMatchObject({
        message: 'The address leads to a private address, which we do not ask',
      });
    },
  );

  it('not what a name has become between check and connection', async () => {
    // The look-up says loopback is allowed here; the guard of the socket does not.
    const url = new URL(await site((_, response) => response.end('secret')));
    const lying = guardedNetwork('none', names('93.184.216.34'));
    const reached = fetchDocument({ ...settings, network: { ...lying, assertAllowed: () => undefined } });
    await expect(reached(url.href, {})).rejects.toMatchObject({
      message: 'The address leads to a private address, which we do not ask',
    });
  });

  it.each(['http://93.184.216.34:22/', 'http://some.example:8080/', 'http://[2606:4700::1111]:6379/'])(
    'not another port: %s',
    async (url) => {
      await expect(fetchAs('none', '93.184.216.34')(url, {})).rejects.toMatchObject({
        message: 'The address leads to a port other than 80 and 443, which we do not ask',
      });
    },
  );

  it('and a laptop adds its loopback, by any port and any name, and nothing else', async () => {
    const { port } = new URL(await site((_, response) => response.end('mine')));
    expect(await fetchAs('loopback')(`http://127.0.0.1:${port}/`, {})).toMatchObject({ kind: 'body' });
    expect(await fetchAs('loopback', '127.0.0.1')(`http://my-site.test:${port}/`, {})).toMatchObject({ kind: 'body' });
    await expect(fetchAs('loopback', '10.0.0.1')(`http://my-site.test:${port}/`, {})).rejects.toThrow(
      'private address',
    );
    await expect(fetchAs('loopback', '93.184.216.34')(`http://some.example:${port}/`, {})).rejects.toThrow(
      'port other than',
    );
  });
});
