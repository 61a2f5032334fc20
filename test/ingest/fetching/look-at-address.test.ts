import { describe, expect, it } from 'vitest';
import { guardedNetwork } from '../../../lambdas/ingest/fetching/guarded-network.ts';
import { lookAtAddress } from '../../../lambdas/ingest/fetching/look-at-address.ts';
import { type Answer, closeServersAfterEach, names, settings, site, socketSite } from './servers.ts';

closeServersAfterEach();
const look = lookAtAddress(settings);
const PAGE = { mostBytes: 0 };
const PICTURE = { mostBytes: 1000 };

describe('an address', () => {
  it('is looked at to its beginning and no further', async () => {
    let sent = 0;
    const url = await site((_, response) => {
      response.writeHead(200, { 'content-type': 'image/jpeg' });
      const more = () => {
        while (sent < 50_000_000 && response.write(Buffer.alloc(10_000, 'x'))) sent += 10_000;
      };
      response.on('drain', more);
      more();
    });
    const found = await look(url, PICTURE);
    expect(found).toMatchObject({ kind: 'found', contentType: 'image/jpeg' });
    if (found.kind !== 'found') return;
    expect(found.beginning).toHaveLength(512);
    expect(found.bytes).toBeGreaterThan(1000);
    expect(sent).toBeLessThan(10_000_000);
  });

  it('is as large as its server says, when it is not read to its end', async () => {
    const url = await site((_, response) => response.end(Buffer.alloc(2_000_000)));
    expect(await look(url, PICTURE)).toMatchObject({ bytes: 2_000_000 });
    expect(await look(url, PAGE)).toMatchObject({ kind: 'found', beginning: new Uint8Array() });
  });

  it('is followed to where it leads, by our name', async () => {
    let asked: string | undefined;
    const url = await site((request, response) => {
      asked = request.headers['user-agent'];
      if (request.url === '/a') response.writeHead(302, { location: '/b' }).end();
      else response.end('x');
    });
    expect(await look(`${url}/a`, PAGE)).toMatchObject({ kind: 'found', finalUrl: `${url}/b` });
    expect(asked).toBe('Rundbrief/1.0 (+https://rundbrief.example/bot)');
  });

  it.each<{ what: string; answer: Answer; found: object }>([
    {
      what: 'nothing there',
      answer: (_, r) => r.writeHead(404).end(),
      found: { kind: 'gone', why: 'status', status: 404 },
    },
    { what: 'gone for good', answer: (_, r) => r.writeHead(410).end(), found: { kind: 'gone', status: 410 } },
    { what: 'for people only', answer: (_, r) => r.writeHead(403).end(), found: { kind: 'unclear', status: 403 } },
    { what: 'a fault of its own', answer: (_, r) => r.writeHead(500).end(), found: { kind: 'unclear', status: 500 } },
    {
      what: 'round in circles',
      answer: (_, r) => r.writeHead(302, { location: '/' }).end(),
      found: { kind: 'gone', why: 'redirects' },
    },
    {
      what: 'a redirect to nowhere',
      answer: (_, r) => r.writeHead(302).end(),
      found: { kind: 'gone', why: 'redirects' },
    },
  ])('tells $what', async ({ answer, found }) => expect(await look(await site(answer), PAGE)).toMatchObject(found));

  it('tells a server that says nothing, or nonsense, or is not there', async () => {
    const hurried = lookAtAddress({ ...settings, totalMilliseconds: 200 });
    expect(await hurried(await site(() => undefined), PAGE)).toEqual({ kind: 'unclear', why: 'timeout' });
    expect(await look(await socketSite((socket) => socket.end('hello')), PAGE)).toEqual({
      kind: 'unclear',
      why: 'broken',
    });
    expect(await look('http://127.0.0.1:1/', PAGE)).toEqual({ kind: 'unclear', why: 'refused' });
  });

  it('tells what is cut off in the middle of a picture', async () => {
    const url = await site((_, response) => {
      response.writeHead(200, { 'content-length': '5000' }).write('x');
      setTimeout(() => response.destroy(), 50);
    });
    expect(await look(url, PICTURE)).toEqual({ kind: 'unclear', why: 'broken' });
  });
});

describe('what is not public', () => {
  const publicOnly = { ...settings, allowedPrivateNetworks: 'none' as const };
  it('is not asked, by number or by name', async () => {
    const deployed = lookAtAddress(publicOnly);
    for (const url of [
      'http://127.0.0.1:9001/',
      'http://169.254.169.254/latest/',
      'http://[::1]/',
      'https://user@a.example/',
    ]) {
      expect(await deployed(url, PAGE)).toMatchObject({ kind: 'gone' });
    }
    const network = guardedNetwork('none', names('10.0.0.1'));
    expect(await lookAtAddress({ ...publicOnly, network })('http://inner.example/', PAGE)).toEqual({
      kind: 'gone',
      why: 'private',
    });
  });
});
