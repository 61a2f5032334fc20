import { request } from 'node:http';
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { edgeCode } from '../../lib/bundles.ts';
import { type LocalRun, startLocal } from '../../lib/local/index.ts';
import { httpApi, type Properties, type Resources, site, tinyAssembly } from './tiny-assembly.ts';

const HUB = 'https://hub.example/';
const tiny = tinyAssembly({
  resources: {
    ...feedsSite(),
    ...httpApi('Missing', ['GET /not-found/{path+}', 'HEAD /not-found/{path+}', 'GET /api/x']),
  },
  functions: {
    Missing: {
      code: `export const handler = async ({ rawPath }) => ({ statusCode: 404, headers: { 'content-type': 'text/html; charset=utf-8' }, body: '<h1>' + rawPath + '</h1>' });`,
    },
  },
});

/** The tiny site with the stack's own functions at the edge, and an application behind the bucket. */
function feedsSite(): Resources {
  const resources = site();
  const edge = (Name: string, FunctionCode: string) => ({
    Type: 'AWS::CloudFront::Function',
    Properties: {
      Name,
      FunctionCode,
      AutoPublish: true,
      FunctionConfig: { Comment: '', Runtime: 'cloudfront-js-2.0' },
    },
  });
  const on = (EventType: string, id: string) => ({ EventType, FunctionARN: { 'Fn::GetAtt': [id, 'FunctionARN'] } });
  const config = resources.Distribution?.Properties?.DistributionConfig as Properties;
  const [pages, api] = config.Origins as Properties[];
  config.Origins = [pages, api, { ...api, Id: 'missing', OriginPath: '/not-found' }];
  const members = { Quantity: 2, Items: [{ OriginId: 'pages' }, { OriginId: 'missing' }] };
  const group = { Id: 'group', FailoverCriteria: { StatusCodes: { Quantity: 1, Items: [404] } }, Members: members };
  config.OriginGroups = { Quantity: 1, Items: [group] };
  config.DefaultCacheBehavior = {
    ...(config.DefaultCacheBehavior as Properties),
    AllowedMethods: ['GET', 'HEAD', 'OPTIONS'],
    TargetOriginId: 'group',
    FunctionAssociations: [on('viewer-request', 'PageRequest'), on('viewer-response', 'PageResponse')],
  };
  return {
    ...resources,
    PageRequest: edge('page-request', edgeCode('page-request', { homePublication: 'ruhr' })),
    PageResponse: edge('page-response', edgeCode('page-response', { siteDomain: '', webSubHub: HUB })),
  };
}

const TEXT = 'Neuigkeiten aus dem Ruhrgebiet. '.repeat(100);
const CACHE = 'public, max-age=300, stale-while-revalidate=600';
const FEEDS = [
  { path: '/feeds/ruhr/rss.xml', type: 'application/rss+xml; charset=utf-8', stored: false },
  { path: '/feeds/ruhr/atom.xml', type: 'application/atom+xml; charset=utf-8', stored: true },
  { path: '/feeds/ruhr/feed.json', type: 'application/feed+json; charset=utf-8', stored: true },
  { path: '/feeds/ruhr/events.ics', type: 'text/calendar; charset=utf-8', stored: true },
];
const DECODED = { br: brotliDecompressSync, gzip: gunzipSync, none: (body: Buffer) => body };
let run: LocalRun;

interface Answer {
  status: number;
  headers: NodeJS.Dict<string | string[]>;
  body: Buffer;
}
/** Without the client's own wishes and decompression. */
const ask = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  new Promise<Answer>((resolve, reject) => {
    request(`${run.url}${path}`, { headers, method }, (response) => {
      const chunks: Buffer[] = [];
      response
        .on('data', (chunk: Buffer) => chunks.push(chunk))
        .on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) }),
        );
    })
      .on('error', reject)
      .end();
  });

beforeAll(async () => {
  run = await startLocal({ assembly: tiny.assembly, port: 0, dataDir: tiny.dataDir, log: () => {} });
  const s3 = new S3Client({ endpoint: run.url, region: 'eu-central-1', credentials: run.operator });
  const put = (Key: string, Body: string | Buffer, ContentType: string, ContentEncoding?: string) =>
    s3.send(new PutObjectCommand({ Bucket: 'pages', Key, Body, ContentType, ContentEncoding, CacheControl: CACHE }));
  for (const { path, type, stored } of FEEDS) {
    await put(path.slice(1), TEXT, type);
    if (!stored) continue;
    await put(`${path.slice(1)}.br`, brotliCompressSync(TEXT), type, 'br');
    await put(`${path.slice(1)}.gz`, gzipSync(TEXT), type, 'gzip');
  }
});
afterAll(async () => {
  await run?.stop();
  tiny.remove();
});

describe.each(FEEDS)('$path', ({ path, type, stored }) => {
  it.each([
    { accepts: undefined, coding: 'none' },
    { accepts: 'identity', coding: 'none' },
    { accepts: 'gzip', coding: 'gzip' },
    { accepts: 'gzip, deflate, br', coding: 'br' },
    { accepts: 'br;q=0, gzip;q=0.5', coding: 'gzip' },
    { accepts: '*', coding: 'br' },
  ] as const)('comes as $coding for “$accepts”, by GET and HEAD alike', async ({ accepts, coding }) => {
    const headers: Record<string, string> = accepts ? { 'accept-encoding': accepts } : {};
    const answer = await ask(path, headers);
    expect([answer.status, DECODED[coding](answer.body).toString()]).toEqual([200, TEXT]);
    expect(answer.headers).toMatchObject({
      'content-type': type,
      'cache-control': CACHE,
      vary: 'Accept-Encoding',
      'access-control-allow-origin': '*',
      'access-control-expose-headers': 'ETag, Link',
    });
    expect(answer.headers['content-encoding'] ?? 'none').toBe(coding);
    expect(answer.headers.link).toMatch(new RegExp(`^<${run.url}${path}>; rel="self"`));
    const head = await ask(path, headers, 'HEAD');
    const { date: _, ...same } = answer.headers;
    expect([head.status, head.body.length]).toEqual([200, 0]);
    expect(head.headers).toMatchObject(same);
  });

  it('has a tag for each of its forms: strong where it is stored, CloudFront’s weak one where it is compressed there', async () => {
    const tags = await Promise.all(
      ['identity', 'gzip', 'br'].map(async (accepts) => (await ask(path, { 'accept-encoding': accepts })).headers.etag),
    );
    if (stored) expect(new Set(tags).size).toBe(3);
    else expect(tags).toEqual([tags[0], `W/${tags[0]}`, `W/${tags[0]}`]);
    expect(tags.filter((tag) => String(tag).startsWith('W/'))).toHaveLength(stored ? 0 : 2);
  });

  describe.each([{ accepts: 'identity' }, { accepts: 'gzip' }, { accepts: 'br' }])(
    'asked with $accepts',
    ({ accepts }) => {
      const coded = { 'accept-encoding': accepts };
      it.each([
        { what: 'its tag', when: (tag: string) => ({ 'if-none-match': tag }), status: 304 },
        { what: 'its tag, weakly', when: (tag: string) => ({ 'if-none-match': `W/${bare(tag)}` }), status: 304 },
        { what: 'its tag, strongly', when: (tag: string) => ({ 'if-none-match': bare(tag) }), status: 304 },
        {
          what: 'its tag in a list',
          when: (tag: string) => ({ 'if-none-match': `"a", W/"b",${tag} , "c"` }),
          status: 304,
        },
        { what: 'any tag', when: () => ({ 'if-none-match': '*' }), status: 304 },
        { what: 'another tag', when: () => ({ 'if-none-match': '"other"' }), status: 200 },
        {
          what: 'its tag without quotes',
          when: (tag: string) => ({ 'if-none-match': bare(tag).slice(1, -1) }),
          status: 200,
        },
        { what: 'its date', when: (_: string, date: string) => ({ 'if-modified-since': date }), status: 304 },
        {
          what: 'an earlier date',
          when: () => ({ 'if-modified-since': 'Thu, 01 Jan 2026 00:00:00 GMT' }),
          status: 200,
        },
        { what: 'no date', when: () => ({ 'if-modified-since': 'yesterday' }), status: 200 },
        {
          what: 'another tag, though its date',
          when: (_: string, date: string) => ({ 'if-none-match': '"other"', 'if-modified-since': date }),
          status: 200,
        },
        {
          what: 'its tag, though an earlier date',
          when: (tag: string) => ({ 'if-none-match': tag, 'if-modified-since': 'Thu, 01 Jan 2026 00:00:00 GMT' }),
          status: 304,
        },
      ])('answers $status to one who knows $what', async ({ when, status }) => {
        const { headers: known } = await ask(path, coded);
        const condition = when(String(known.etag), String(known['last-modified']));
        for (const method of ['GET', 'HEAD']) {
          const answer = await ask(path, { ...coded, ...condition }, method);
          expect(answer.status).toBe(status);
          // RFC 9110, 15.4.5: what the 200 would have said.
          for (const name of ['etag', 'cache-control', 'vary', 'link', 'access-control-allow-origin']) {
            expect(answer.headers[name], name).toEqual(known[name]);
          }
          if (status === 304) expect(answer.body.length).toBe(0);
        }
      });
    },
  );

  it('may be asked by other pages’ scripts, with conditions', async () => {
    const answer = await ask(
      path,
      {
        origin: 'https://reader.example',
        'access-control-request-method': 'GET',
        'access-control-request-headers': 'if-none-match',
      },
      'OPTIONS',
    );
    expect([answer.status, answer.body.length]).toEqual([204, 0]);
    expect(answer.headers).toMatchObject({
      'access-control-allow-origin': '*',
      'access-control-allow-methods': 'GET, HEAD, OPTIONS',
    });
    expect(answer.headers['access-control-allow-headers']).toContain('If-None-Match');
  });
});

const bare = (tag: string) => tag.replace(/^W\//, '');

describe('an old address', () => {
  it('leads to the feed, with its query as it was spelled', async () => {
    const { status, headers } = await ask('/feed/?utm=a%20b&x=1&x=%C3%BC');
    expect([status, headers.location]).toEqual([301, '/feeds/ruhr/rss.xml?utm=a%20b&x=1&x=%C3%BC']);
  });

  it('is followed to the feed itself', async () => {
    const answer = await fetch(`${run.url}/feed/atom/`);
    expect([answer.status, answer.url, await answer.text()]).toEqual([200, `${run.url}/feeds/ruhr/atom.xml`, TEXT]);
  });
});

describe('what is not there', () => {
  it('is answered by the application, by GET and HEAD, under the address that was asked for', async () => {
    const { status, body, headers } = await ask('/feeds/unknown/');
    expect([status, body.toString()]).toEqual([404, '<h1>/not-found/feeds/unknown/index.html</h1>']);
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    expect((await ask('/feeds/unknown/rss.xml', {}, 'HEAD')).status).toBe(404);
  });

  it('leaves the application’s own answers alone', async () => {
    expect((await ask('/api/x')).body.toString()).toBe('<h1>/api/x</h1>');
  });
});
