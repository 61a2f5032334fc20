/** What strangers' servers may do to us, each ended within its limits and with a reason in plain words. */
import { readFileSync } from 'node:fs';
import { createServer as createTlsServer } from 'node:https';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { brotliCompressSync, createGzip, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { MockAgent } from 'undici';
import { describe, expect, it } from 'vitest';
import { fetchDocument } from '../../../lambdas/ingest/fetching/fetch-document.ts';
import { guardedNetwork } from '../../../lambdas/ingest/fetching/guarded-network.ts';
import {
  type Answer,
  closeServersAfterEach,
  fetchHere,
  listening,
  names,
  settings,
  site,
  socketSite,
} from './servers.ts';

closeServersAfterEach();

const TOO_LARGE = 'The document is larger than 10 MB';
const TOO_SLOW = 'The server did not answer within 20 seconds';
const BROKEN_OFF = 'The server broke the connection off';
const NO_WEB_SERVER = 'The server does not answer as a web server does';
const MANY_HEADERS = 'The server sends more header lines than we read';
const impatient = (milliseconds: number) => fetchDocument({ ...settings, totalMilliseconds: milliseconds });

describe('a bomb is stopped at 10 MB of what comes out', () => {
  const zeros = Buffer.alloc(60_000_000);
  it.each([
    { encoding: 'gzip', bytes: gzipSync(zeros) },
    { encoding: 'deflate', bytes: deflateSync(zeros) },
    { encoding: 'deflate', bytes: deflateRawSync(zeros) },
    { encoding: 'br', bytes: brotliCompressSync(zeros) },
    { encoding: 'gzip, gzip', bytes: gzipSync(gzipSync(zeros)) },
    { encoding: 'br, gzip', bytes: gzipSync(brotliCompressSync(zeros)) },
  ])('$encoding', async ({ encoding, bytes }) => {
    expect(bytes.length).toBeLessThan(100_000);
    const url = await site((_, response) => response.writeHead(200, { 'content-encoding': encoding }).end(bytes));
    await expect(fetchHere(url, {})).rejects.toMatchObject({ message: TOO_LARGE });
  });

  it('and a chain of many encodings is not opened at all', async () => {
    const encodings = Array.from({ length: 50 }, () => 'gzip').join(', ');
    const url = await site((_, response) => response.writeHead(200, { 'content-encoding': encodings }).end('x'));
    await expect(fetchHere(url, {})).rejects.toThrow('compressed in a way we do not know');
  });

  it('also when it is packed while it is sent, and never ends', async () => {
    const url = await site((_, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' });
      // Stored, not packed: the wire itself carries more than we take.
      const pack = createGzip({ level: 0 });
      pack.on('error', () => undefined).pipe(response);
      const more = () => {
        while (!response.destroyed && pack.write(Buffer.alloc(100_000, 'a')));
      };
      pack.on('drain', more);
      more();
    });
    await expect(fetchHere(url, {})).rejects.toMatchObject({ message: TOO_LARGE });
  });
});

describe('who is slow is left after the total time', () => {
  const drip = (socket: Socket, begin: string, drop: string) => {
    socket.write(begin);
    const timer = setInterval(() => (socket.destroyed ? clearInterval(timer) : socket.write(drop)), 20);
  };

  it.each<{ what: string; say: (socket: Socket) => void }>([
    { what: 'nothing at all', say: () => undefined },
    { what: 'a status line, letter by letter', say: (socket) => drip(socket, 'HTTP/1.1 200 ', 'O') },
    { what: 'header after header', say: (socket) => drip(socket, 'HTTP/1.1 200 OK\r\n', 'x: y\r\n') },
    { what: 'a header that does not end', say: (socket) => drip(socket, 'HTTP/1.1 200 OK\r\nx: ', 'y') },
    {
      what: 'a body, byte by byte',
      say: (socket) => drip(socket, 'HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n', '.'),
    },
    {
      what: 'chunk after chunk',
      say: (socket) => drip(socket, 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n', '1\r\n.\r\n'),
    },
    { what: 'provisional answers', say: (socket) => drip(socket, '', 'HTTP/1.1 102 Processing\r\n\r\n') },
  ])('$what', async ({ say }) => {
    await expect(impatient(300)(await socketSite(say), {})).rejects.toMatchObject({
      name: 'RundbriefError',
      message: expect.stringMatching(/^The server (did not answer within 20 seconds|does not answer as a web server)/),
    });
  });

  it('all hops together', async () => {
    const url = await site((request, response) => {
      const step = Number(request.url?.slice(1) || 0);
      setTimeout(() => response.writeHead(302, { location: `/${step + 1}` }).end(), 150);
    });
    await expect(impatient(300)(url, {})).rejects.toMatchObject({ message: TOO_SLOW });
  });
});

/** Header values are bytes: Node wants each as a character. */
const asHeader = (text: string) => Buffer.from(text).toString('latin1');

describe('redirects', () => {
  const to = (location: (step: number) => string): Answer => {
    return (request, response) => {
      const step = Number(/\d+/.exec(request.url ?? '')?.[0] ?? 0);
      response.writeHead(302, { location: location(step) }).end();
    };
  };

  it.each([
    { what: 'ten', location: (step: number) => (step < 10 ? `/${step + 1}` : '/end') },
    { what: 'in a circle', location: (step: number) => (step === 1 ? '/2' : '/1') },
    { what: 'without end', location: (step: number) => `/${step + 1}` },
  ])('$what are not followed to the end', async ({ location }) => {
    await expect(fetchHere(await site(to(location)), {})).rejects.toMatchObject({
      message: 'It redirects more than 5 times',
    });
  });

  it.each([
    'http://167772161/',
    'http://[::ffff:10.0.0.1]/',
    'http://0x0a000001/',
    'http://１０.0.0.1/',
    '//169.254.170.2/v2/credentials',
    'gopher://example.org/',
    'data:text/xml,<rss/>',
    'javascript:alert(1)',
    'http://',
  ])('to %s are not followed', async (location) => {
    const url = await site((_, response) => response.writeHead(301, { location: asHeader(location) }).end());
    await expect(fetchHere(url, {})).rejects.toMatchObject({
      message: expect.stringMatching(
        /^It (redirects to a private address, which we do not follow|leads to an address that is neither http nor https|redirects without saying where to)$/,
      ),
    });
  });

  it('from https to http are not followed, others between websites are', async () => {
    const dispatcher = new MockAgent();
    dispatcher.disableNetConnect();
    const secure = dispatcher.get('https://secure.example');
    secure.intercept({ path: '/down' }).reply(302, '', { headers: { location: 'http://plain.example/' } });
    secure.intercept({ path: '/on' }).reply(302, '', { headers: { location: 'https://other.example/' } });
    dispatcher
      .get('http://plain.example')
      .intercept({ path: '/' })
      .reply(301, '', {
        headers: { location: 'https://other.example/' },
      });
    dispatcher.get('https://other.example').intercept({ path: '/' }).reply(200, 'arrived').times(2);
    const asking = fetchDocument({ ...settings, network: { dispatcher, assertAllowed: () => undefined } });
    await expect(asking('https://secure.example/down', {})).rejects.toMatchObject({
      message: 'It redirects from https to http, which we do not follow',
    });
    for (const url of ['https://secure.example/on', 'http://plain.example/']) {
      expect(await asking(url, {})).toMatchObject({ kind: 'body', finalUrl: 'https://other.example/' });
    }
    await dispatcher.close();
  });
});

describe('a name that changes between check and connection', () => {
  it('is checked anew at every hop', async () => {
    const { port } = new URL(
      await site((_, response) => response.writeHead(302, { location: '/next', connection: 'close' }).end()),
    );
    for (const later of ['169.254.169.254', '10.0.0.1', '::ffff:192.168.0.1']) {
      const network = guardedNetwork('loopback', names(['127.0.0.1'], [later]));
      await expect(fetchDocument({ ...settings, network })(`http://rebind.example:${port}/`, {})).rejects.toMatchObject(
        { message: 'It redirects to a private address, which we do not follow' },
      );
    }
  });

  it('is dialled at the address that was checked, not looked up again', async () => {
    const { port } = new URL(await site((_, response) => response.end('mine')));
    // The second answer would be refused, if anybody asked for one.
    const network = guardedNetwork('loopback', names(['127.0.0.1'], ['10.0.0.1']));
    expect(await fetchDocument({ ...settings, network })(`http://rebind.example:${port}/`, {})).toMatchObject({
      kind: 'body',
    });
  });
});

describe('private addresses, however they are written', () => {
  it.each([
    'http://127.1/',
    'http://0x7f000001/',
    'http://017700000001/',
    'http://0x7f.0.0.0x1/',
    'http://127.0.0.1./',
    'http://①②⑦.⓪.⓪.①/',
    'http://１２７．０．０．１/',
    'http://127。0。0。1/',
    'http://%31%32%37.0.0.1/',
    'http://0/',
    'http://0.0.0.0:80/',
    'http://[::]/',
    'http://[::ffff:0:0]/',
    'http://[0:0:0:0:0:ffff:a9fe:a9fe]/',
    'http://[64:ff9b::a9fe:a9fe]/',
    'http://[64:ff9b:1::1]/',
    'http://[2002:7f00:1::]/',
    'http://[2002:a9fe:a9fe::]/',
    'http://[2001::1]/',
    'http://[fe80::1]/',
    'http://[fec0::1]/',
    'http://[fd00:ec2::254]/',
    'http://169.254.170.2/v2/credentials',
    'http://169.254.100.1/',
    'http://127.0.0.1:9001/2018-06-01/runtime/invocation/next',
  ])('%s', async (url) => {
    const network = guardedNetwork('none', names('93.184.216.34'));
    await expect(fetchDocument({ ...settings, network })(url, {})).rejects.toMatchObject({
      message: 'The address leads to a private address, which we do not ask',
    });
  });

  it.each(['localhost', 'localhost.', 'anything.localhost', 'metadata.google.internal'])(
    'and %s, by what it means',
    async (host) => {
      const network = guardedNetwork('none', names('127.0.0.1', '::1'));
      await expect(fetchDocument({ ...settings, network })(`http://${host}/`, {})).rejects.toThrow('private address');
    },
  );
});

describe('what is no proper answer', () => {
  it.each<{ what: string; lines: string; says: string }>([
    { what: '20,000 header lines', lines: `HTTP/1.1 200 OK\r\n${'a: b\r\n'.repeat(20_000)}\r\n`, says: MANY_HEADERS },
    { what: 'one endless header', lines: `HTTP/1.1 200 OK\r\nx: ${'y'.repeat(200_000)}`, says: MANY_HEADERS },
    {
      what: 'two lengths',
      lines: 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxy',
      says: BROKEN_OFF,
    },
    { what: 'a length that is none', lines: 'HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nx', says: NO_WEB_SERVER },
    {
      what: 'a length and chunks',
      lines: 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      says: BROKEN_OFF,
    },
    {
      what: 'a chunk of a strange size',
      lines: 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nx\r\n',
      says: NO_WEB_SERVER,
    },
    { what: 'a NUL in a header', lines: 'HTTP/1.1 200 OK\r\nx: a\0b\r\n\r\n', says: NO_WEB_SERVER },
    { what: 'a status that is none', lines: 'HTTP/1.1 abc OK\r\n\r\n', says: NO_WEB_SERVER },
  ])('$what', async ({ lines, says }) => {
    const url = await socketSite((socket) => socket.end(lines));
    await expect(fetchHere(url, {})).rejects.toMatchObject({ name: 'RundbriefError', message: says });
  });

  it.each([
    { what: 'more than there is', lines: 'Content-Length: 500\r\n\r\n<rss/>' },
    { what: 'a chunk that does not come', lines: 'Transfer-Encoding: chunked\r\n\r\n6\r\n<rss/>\r\n' },
  ])('a length that promises $what', async ({ lines }) => {
    const url = await socketSite((socket) => socket.end(`HTTP/1.1 200 OK\r\n${lines}`));
    await expect(fetchHere(url, {})).rejects.toMatchObject({ message: BROKEN_OFF });
  });

  it('a length that promises less than there is gives what was promised', async () => {
    const url = await socketSite((socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n<rss/>and more'));
    const found = await fetchHere(url, {}).catch((error: Error) => error.message);
    expect([NO_WEB_SERVER, BROKEN_OFF, '<rss/>']).toContain(
      typeof found === 'string' ? found : found.kind === 'body' && Buffer.from(found.body).toString(),
    );
  });

  it.each([
    { encoding: 'gzip', pack: gzipSync },
    { encoding: 'deflate', pack: deflateSync },
    { encoding: 'br', pack: brotliCompressSync },
  ])(
    'a stream of $encoding that was cut short gives what it holds, and is not taken for the whole',
    async ({ encoding, pack }) => {
      const whole = Array.from({ length: 60_000 }, (_, index) => `<item>${index * 7919}</item>`).join('');
      const packed = pack(whole);
      const headers = { 'content-encoding': encoding, etag: '"1"', 'last-modified': 'yesterday' };
      const url = await site((request, response) =>
        response.writeHead(200, headers).end(request.url === '/cut' ? packed.subarray(0, packed.length / 2) : packed),
      );
      const cut = await fetchHere(`${url}/cut`, {});
      const text = cut.kind === 'body' ? Buffer.from(cut.body).toString() : '';
      expect(text.length).toBeGreaterThan(1_000);
      expect(whole.startsWith(text)).toBe(true);
      expect(cut).toMatchObject({ etag: undefined, lastModified: undefined });
      expect(await fetchHere(url, {})).toMatchObject({ etag: '"1"', lastModified: 'yesterday' });
    },
  );

  it.each(['br', 'gzip', 'deflate'])('bytes that are not %s though they say so', async (encoding) => {
    const garbage = Buffer.concat([Buffer.from([0x1f, 0x8b]), Buffer.alloc(500, 0xff)]);
    const url = await site((_, response) => response.writeHead(200, { 'content-encoding': encoding }).end(garbage));
    await expect(fetchHere(url, {})).rejects.toMatchObject({
      message: 'The document is compressed and cannot be opened',
    });
  });

  it('a certificate that nobody should trust', async () => {
    const pem = (name: string) => readFileSync(join(import.meta.dirname, '../../fixtures/tls', name));
    const options = { key: pem('key.pem'), cert: pem('certificate.pem') };
    const url = await listening(
      createTlsServer(options, (_, response) => response.end('secret')),
      'https',
    );
    await expect(fetchHere(url, {})).rejects.toMatchObject({ message: 'The certificate of the server is not valid' });
  });

  it('https where there is none', async () => {
    const url = await site((_, response) => response.end('plain'));
    await expect(fetchHere(url.replace('http:', 'https:'), {})).rejects.toMatchObject({
      message: 'No secure connection to the server was possible',
    });
  });
});
