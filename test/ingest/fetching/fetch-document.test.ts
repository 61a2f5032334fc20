import type { lookup } from 'node:dns';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createSocketServer, type Server as SocketServer } from 'node:net';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { fetchDocument } from '../../../lambdas/ingest/fetching/fetch-document.ts';
import { type AllowedPrivateNetworks, guardedNetwork } from '../../../lambdas/ingest/fetching/guarded-network.ts';

const open: (Server | SocketServer)[] = [];
afterEach(() => {
  for (const server of open.splice(0)) {
    server.close();
    if ('closeAllConnections' in server) server.closeAllConnections();
  }
});

async function listening(server: Server | SocketServer): Promise<string> {
  open.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

type Answer = (request: IncomingMessage, response: ServerResponse) => void;
const site = (answer: Answer) => listening(createServer(answer));
const settings = { allowedPrivateNetworks: 'loopback' as const, contactUrl: 'https://rundbrief.example/bot' };
const fetchHere = fetchDocument(settings);
const text = (body: Uint8Array) => Buffer.from(body).toString('utf8');

/** A name server that gives these answers for every name. */
const names = (...addresses: string[]) =>
  ((_name: string, options: { all?: boolean }, done: (...answer: unknown[]) => void) => {
    const answers = addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
    if (options.all) done(null, answers);
    else done(null, answers[0]?.address, answers[0]?.family);
  }) as unknown as typeof lookup;

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
