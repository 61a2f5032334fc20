import { request } from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LocalRun, startLocal } from '../../lib/local/index.ts';
import { httpApi, site, tinyAssembly } from './tiny-assembly.ts';

const tiny = tinyAssembly({
  resources: {
    ...site(),
    ...httpApi('Echo', [
      'GET /api/notes/{id}',
      'ANY /api/all/{proxy+}',
      'GET /api/notes/fixed',
      'HEAD /api/notes/{id}',
      'POST /api/notes',
    ]),
  },
  functions: {
    Echo: {
      code: `export const handler = async (event) => {
        if (event.rawPath.endsWith('/picture')) return { statusCode: 200, headers: { 'Content-Type': 'image/png' }, isBase64Encoded: true, body: 'iVBORw==' };
        if (event.rawPath.endsWith('/boom')) throw new Error('boom');
        if (event.rawPath.endsWith('/huge')) return 'x'.repeat(6_400_000);
        return { statusCode: 200, headers: { 'content-type': 'application/json' }, cookies: ['a=1; HttpOnly', 'b=2'], body: JSON.stringify(event) };
      };`,
    },
  },
  outputs: {
    Url: { Value: { 'Fn::Join': ['', ['https://', { 'Fn::GetAtt': ['Distribution', 'DomainName'] }]] } },
    Api: { Value: { 'Fn::GetAtt': ['Api', 'ApiEndpoint'] } },
  },
});
const FEED = `<rss>${'Neuigkeiten aus dem Ruhrgebiet. '.repeat(100)}</rss>`;
let run: LocalRun;
const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  fetch(`${run.url}${path}`, { headers, method });

/** Without the client's own decompression. */
const rawGet = (path: string, headers: Record<string, string>) =>
  new Promise<{ headers: NodeJS.Dict<string | string[]>; body: Buffer }>((resolve, reject) => {
    request(`${run.url}${path}`, { headers }, (response) => {
      const chunks: Buffer[] = [];
      response
        .on('data', (chunk: Buffer) => chunks.push(chunk))
        .on('end', () => resolve({ headers: response.headers, body: Buffer.concat(chunks) }));
    })
      .on('error', reject)
      .end();
  });

beforeAll(async () => {
  run = await startLocal({ assembly: tiny.assembly, port: 0, dataDir: tiny.dataDir, log: () => {} });
  const s3 = new S3Client({ endpoint: run.url, region: 'eu-central-1', credentials: run.operator });
  const put = (Key: string, Body: string, ContentType: string) =>
    s3.send(new PutObjectCommand({ Bucket: 'pages', Key, Body, ContentType, CacheControl: 'max-age=60' }));
  await put('feeds/ruhr/rss.xml', FEED, 'application/rss+xml; charset=utf-8');
  await put('feeds/ruhr/atom.xml', FEED, 'application/atom+xml');
  await put('archive/index.html', '<h1>Grüße</h1>', 'text/html');
  await put('hidden/secret.txt', 'no', 'text/plain');
});
afterAll(async () => {
  await run?.stop();
  tiny.remove();
});

describe('an object behind CloudFront', () => {
  it('comes with its type, its cache header and the policy’s headers', async () => {
    const answer = await get('/feeds/ruhr/rss.xml', { origin: 'https://reader.example' });
    expect([answer.status, await answer.text()]).toEqual([200, FEED]);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'application/rss+xml; charset=utf-8',
      'cache-control': 'max-age=60',
      'x-content-type-options': 'nosniff',
      'access-control-allow-origin': '*',
    });
  });

  it('is 304 for its ETag, also for that of its compressed copy', async () => {
    const etag = (await rawGet('/feeds/ruhr/rss.xml', {})).headers.etag as string;
    const weak = (await rawGet('/feeds/ruhr/rss.xml', { 'accept-encoding': 'gzip' })).headers.etag as string;
    expect(weak).toBe(`W/${etag}`);
    for (const tag of [etag, weak]) {
      const again = await get('/feeds/ruhr/rss.xml', { 'if-none-match': tag });
      // Asked with compression, as fetch does: then the compressed copy's tag is the answer's.
      expect([again.status, await again.text(), again.headers.get('etag')]).toEqual([304, '', weak]);
    }
    expect((await get('/feeds/ruhr/rss.xml', { 'if-none-match': '"other"' })).status).toBe(200);
  });

  it('is compressed as the viewer likes, if its type is on CloudFront’s list', async () => {
    const brotli = await rawGet('/feeds/ruhr/rss.xml', { 'accept-encoding': 'gzip, br' });
    expect([brotli.headers['content-encoding'], brotliDecompressSync(brotli.body).toString()]).toEqual(['br', FEED]);
    const gzip = await rawGet('/feeds/ruhr/rss.xml', { 'accept-encoding': 'gzip' });
    expect(gunzipSync(gzip.body).toString()).toBe(FEED);
    expect(
      (await rawGet('/feeds/ruhr/atom.xml', { 'accept-encoding': 'gzip, br' })).headers['content-encoding'],
    ).toBeUndefined();
  });

  it('answers HEAD and ranges', async () => {
    const head = await get('/feeds/ruhr/rss.xml', { 'accept-encoding': 'identity' }, 'HEAD');
    expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([
      200,
      String(FEED.length),
      '',
    ]);
    const part = await get('/feeds/ruhr/rss.xml', { range: 'bytes=0-4' });
    expect([part.status, await part.text(), part.headers.get('content-range')]).toEqual([
      206,
      '<rss>',
      `bytes 0-4/${FEED.length}`,
    ]);
  });

  it('is reached through the function that rewrites the address', async () => {
    expect(await (await get('/archive/')).text()).toBe('<h1>Grüße</h1>');
  });

  it.each([
    { what: 'a key that is not there', path: '/nothing', method: 'GET', status: 404 },
    { what: 'a key the bucket’s policy hides', path: '/hidden/secret.txt', method: 'GET', status: 403 },
    { what: 'a method the behaviour does not allow', path: '/feeds/ruhr/rss.xml', method: 'POST', status: 403 },
    { what: 'a path with a dot segment encoded', path: '/%2e%2e/%2e%2e/etc/passwd', method: 'GET', status: 404 },
  ])('answers $status for $what', async ({ path, method, status }) => {
    expect((await get(path, {}, method)).status).toBe(status);
  });
});

describe('a function behind the HTTP API', () => {
  it('gets payload 2.0 with what the behaviour lets through', async () => {
    const answer = await get('/api/notes/a%20b?x=1&x=2&y=%C3%BC', {
      cookie: 'sid=1; theme=dark',
      authorization: 'Bearer t',
    });
    const event = await answer.json();
    expect(event).toMatchObject({
      version: '2.0',
      routeKey: 'GET /api/notes/{id}',
      rawQueryString: 'x=1&x=2&y=%C3%BC',
      cookies: ['sid=1', 'theme=dark'],
      queryStringParameters: { x: '1,2', y: 'ü' },
      pathParameters: { id: 'a b' },
      headers: {
        authorization: 'Bearer t',
        'x-viewer-address': '127.0.0.1',
        'x-origin-key': expect.stringMatching(/^\w{48}$/),
        host: expect.stringContaining('.execute-api.'),
      },
      requestContext: { http: { method: 'GET', path: '/api/notes/a%20b' } },
      isBase64Encoded: false,
    });
    expect(answer.headers.getSetCookie()).toEqual(['a=1; HttpOnly', 'b=2']);
  });

  it.each([
    { path: '/api/notes/fixed', method: 'GET', route: 'GET /api/notes/fixed' },
    { path: '/api/all/a/b', method: 'PUT', route: 'ANY /api/all/{proxy+}' },
  ])('is chosen by the most specific route: $method $path', async ({ path, method, route }) => {
    expect(await (await get(path, {}, method)).json()).toMatchObject({ routeKey: route });
  });

  it('gets a form in base64 and JSON as text, as from API Gateway', async () => {
    const post = async (type: string, body: string) =>
      (await (
        await fetch(`${run.url}/api/notes`, { method: 'POST', headers: { 'content-type': type }, body })
      ).json()) as object;
    expect(await post('application/x-www-form-urlencoded', 'a=1')).toMatchObject({
      isBase64Encoded: true,
      body: 'YT0x',
    });
    expect(await post('application/json', '{"a":1}')).toMatchObject({ isBase64Encoded: false, body: '{"a":1}' });
  });

  it('is not called with more than Lambda takes', async () => {
    const post = (bytes: number) =>
      fetch(`${run.url}/api/notes`, {
        method: 'POST',
        headers: { 'content-type': 'text/plain' },
        body: 'x'.repeat(bytes),
      });
    expect((await post(6_400_000)).status).toBe(413);
    expect((await post(100_000)).status).toBe(200);
  });

  it('may answer bytes, and a HEAD without any', async () => {
    expect(Buffer.from(await (await get('/api/all/picture')).arrayBuffer()).toString('hex')).toBe('89504e47');
    const head = await get('/api/notes/1', {}, 'HEAD');
    expect([head.status, await head.text()]).toEqual([200, '']);
  });

  it.each([
    { what: 'throws', path: '/api/all/boom', method: 'GET', status: 500, message: 'Internal Server Error' },
    {
      what: 'answers more than Lambda hands on',
      path: '/api/all/huge',
      method: 'GET',
      status: 500,
      message: 'Internal Server Error',
    },
    { what: 'has no such route', path: '/api/none', method: 'GET', status: 404, message: 'Not Found' },
    { what: 'has no such method', path: '/api/notes', method: 'DELETE', status: 404, message: 'Not Found' },
  ])('answers $status when it $what', async ({ path, method, status, message }) => {
    const answer = await get(path, {}, method);
    expect([answer.status, await answer.json()]).toEqual([status, { message }]);
  });
});

describe('addresses', () => {
  it('speak http where they resolve to this machine', () => {
    expect(run.outputs.Url).toBe(run.url);
    expect(run.outputs.Api).toMatch(/^http:\/\/[0-9a-f]+\.execute-api\.localhost:\d+$/);
  });

  it('answer nothing to a host name that somebody else pointed here', async () => {
    const status = await new Promise((resolve) =>
      request(run.url, { headers: { host: 'evil.example' } }, (response) => resolve(response.statusCode)).end(),
    );
    expect(status).toBe(421);
  });
});
