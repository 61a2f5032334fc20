import { createHash, createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { objectReader } from '../../lambdas/platform/object-reader.ts';

const SECRET = 'a-secret';
const servers: Server[] = [];
beforeEach(() => {
  vi.stubEnv('AWS_REGION', 'eu-central-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIA-OF-A-ROLE');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', SECRET);
  vi.stubEnv('AWS_SESSION_TOKEN', 'of-a-session');
  vi.stubEnv('AWS_ENDPOINT_URL_S3', '');
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
  for (const server of servers.splice(0)) server.close();
});

/** Reads from a server that answers one request after the other so, and goes on with the last. */
async function readFrom(key: string, ...answers: RequestListener[]) {
  const requests: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    requests.push(request);
    answers[Math.min(requests.length, answers.length) - 1]?.(request, response);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  vi.stubEnv('AWS_ENDPOINT_URL', `http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  const read = objectReader('editions')
    .get(key)
    .then(
      (object) => ({ text: object && Buffer.from(object.body).toString() }),
      (error: Error) => ({ failure: error.message }),
    );
  return { ...(await read), requests };
}

const found: RequestListener = (_, response) => void response.end('Grüße');
const refused =
  (status: number, code: string): RequestListener =>
  (_, response) =>
    void response.writeHead(status).end(`<?xml version="1.0"?><Error><Code>${code}</Code><Key>x</Key></Error>`);
const broken: RequestListener = (request) => void request.socket.destroy();

/** What S3 compares, from the request as it came: AWS's “Signature Version 4”. */
function signatureOf({ method, url = '', headers }: IncomingMessage): string {
  const [, day, signed = ''] =
    /Credential=[^/]+\/(\d+)\/.*SignedHeaders=([^,]+)/.exec(headers.authorization ?? '') ?? [];
  const lines = signed.split(';').map((name) => `${name}:${headers[name]}`);
  const path = url.replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
  const asked = [method, path, '', ...lines, '', signed, headers['x-amz-content-sha256']].join('\n');
  const hash = createHash('sha256').update(asked).digest('hex');
  const text = ['AWS4-HMAC-SHA256', headers['x-amz-date'], `${day}/eu-central-1/s3/aws4_request`, hash].join('\n');
  const hmac = (key: string | Buffer, data: string) => createHmac('sha256', key).update(data).digest();
  const key = [day ?? '', 'eu-central-1', 's3', 'aws4_request'].reduce<string | Buffer>(hmac, `AWS4${SECRET}`);
  return hmac(key, text).toString('hex');
}

describe('reading an object', () => {
  it.each(['editions/ruhr-12/parts.json', 'a b/ä+%&=/(1)!.json'])('asks for %s, signed as S3 wants it', async (key) => {
    const { requests, ...ended } = await readFrom(key, found);
    expect(ended).toEqual({ text: 'Grüße' });
    const [request] = requests as [IncomingMessage];
    expect(decodeURIComponent(request.url ?? '')).toBe(`/editions/${key}`);
    expect(request.headers['x-amz-security-token']).toBe('of-a-session');
    expect(request.headers.authorization).toContain(`Signature=${signatureOf(request)}`);
  });

  it('asks the bucket by its name where no endpoint is named', async () => {
    vi.stubEnv('AWS_ENDPOINT_URL', '');
    const asked: string[] = [];
    vi.stubGlobal('fetch', async ({ url }: Request) => {
      asked.push(url);
      return new Response('x');
    });
    await objectReader('editions').get('a/b.json');
    expect(asked).toEqual(['https://editions.s3.eu-central-1.amazonaws.com/a/b.json']);
  });

  it.each([
    { when: 'S3 is busy for a moment', answers: [refused(503, 'SlowDown'), found], ends: { text: 'Grüße' }, asked: 2 },
    { when: 'the connection was gone', answers: [broken, found], ends: { text: 'Grüße' }, asked: 2 },
    { when: 'there is none', answers: [refused(404, 'NoSuchKey')], ends: { text: undefined }, asked: 1 },
    {
      when: 'there is no bucket',
      answers: [refused(404, 'NoSuchBucket')],
      ends: { failure: 'S3 answered 404 NoSuchBucket' },
      asked: 1,
    },
    {
      when: 'it may not',
      answers: [refused(403, 'AccessDenied')],
      ends: { failure: 'S3 answered 403 AccessDenied' },
      asked: 1,
    },
    {
      when: 'S3 stays busy',
      answers: [refused(503, 'SlowDown')],
      ends: { failure: 'S3 answered 503 SlowDown' },
      asked: 4,
    },
  ])('ends when $when in $ends, after $asked requests', async ({ answers, ends, asked }) => {
    const { requests, ...ended } = await readFrom('a.json', ...answers);
    expect(ended).toEqual(ends);
    expect(requests).toHaveLength(asked);
  });
});
