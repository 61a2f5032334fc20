import { describe, expect, it } from 'vitest';
import type { FetchedDocument } from '../../../lambdas/ingest/fetching/fetch-document.ts';
import { FetchFailure } from '../../../lambdas/ingest/fetching/fetch-failure.ts';
import { robotsOf } from '../../../lambdas/ingest/fetching/robots.ts';

const NOW = Date.parse('2026-03-02T08:00:00Z');

/** A website with this robots.txt, and what it was asked for. */
function website(robotsTxt: string | FetchFailure) {
  const asked: string[] = [];
  let now = NOW;
  const robots = robotsOf({
    userAgentName: 'Rundbrief',
    now: () => new Date(now),
    fetchDocument: async (url): Promise<FetchedDocument> => {
      asked.push(url);
      if (typeof robotsTxt !== 'string') throw robotsTxt;
      return { kind: 'body', body: Buffer.from(robotsTxt), finalUrl: url };
    },
  });
  return {
    asked,
    later: (hours: number) => {
      now += hours * 3_600_000;
    },
    read: (path: string) => robots.mayAsk(new URL(path, 'https://site.example/')),
  };
}

const REFUSED = 'The website’s robots.txt asks us not to read this page';

describe('a website’s robots.txt', () => {
  it.each([
    { robotsTxt: 'User-agent: *\nDisallow: /private', path: '/private/a', allowed: false },
    { robotsTxt: 'User-agent: *\nDisallow: /private', path: '/news', allowed: true },
    { robotsTxt: 'User-agent: *\nDisallow: /\n\nUser-agent: rundbrief\nAllow: /', path: '/news', allowed: true },
    { robotsTxt: 'User-agent: RUNDBRIEF\nDisallow: /', path: '/news', allowed: false },
    { robotsTxt: 'User-agent: Other\nDisallow: /', path: '/news', allowed: true },
    { robotsTxt: 'User-agent: a\nUser-agent: Rundbrief\nDisallow: /x', path: '/x', allowed: false },
    { robotsTxt: 'User-agent: *\nDisallow: /a\nAllow: /a/open', path: '/a/open', allowed: true },
    { robotsTxt: 'User-agent: *\nDisallow: /*?print=1$', path: '/a?print=1', allowed: false },
    { robotsTxt: 'User-agent: *\nDisallow: /*?print=1$', path: '/a?print=12', allowed: true },
    { robotsTxt: 'User-agent: *\nDisallow:', path: '/news', allowed: true },
    { robotsTxt: '\uFEFFUser-agent: *\r\nDisallow: /x # not this\r\n', path: '/x', allowed: false },
    { robotsTxt: 'User-agent: *\nDisallow: /ä', path: '/%C3%A4/1', allowed: false },
    { robotsTxt: '<!doctype html><p>Not found</p>', path: '/news', allowed: true },
    { robotsTxt: '', path: '/news', allowed: true },
  ])('$robotsTxt: $path $allowed', async ({ robotsTxt, path, allowed }) => {
    const reading = website(robotsTxt).read(path);
    if (allowed) await expect(reading).resolves.toBeUndefined();
    else await expect(reading).rejects.toMatchObject({ name: 'RundbriefError', message: REFUSED });
  });

  it.each([404, 403, 401, 410, 400])('that answers %i allows all', async (status) => {
    await expect(website(new FetchFailure('', { status })).read('/news')).resolves.toBeUndefined();
  });

  it.each([
    {
      what: 'a server error',
      failure: new FetchFailure('', { status: 503, host: 'site.example', retryAfterSeconds: 60 }),
    },
    { what: 'too many requests', failure: new FetchFailure('', { status: 429, retryAfterSeconds: 60 }) },
    { what: 'no answer', failure: new FetchFailure('The server did not answer') },
  ])('that cannot be read ($what) allows nothing, and is tried again', async ({ failure }) => {
    const site = website(failure);
    for (let turn = 0; turn < 2; turn += 1) {
      await expect(site.read('/news')).rejects.toMatchObject({
        message: 'The website’s robots.txt cannot be read just now, and without it we may not read its pages',
        host: failure.host,
        retryAfterSeconds: failure.retryAfterSeconds,
      });
    }
    expect(site.asked).toHaveLength(2);
  });

  it('is asked for once a day and origin', async () => {
    const site = website('User-agent: *\nDisallow: /private');
    for (const path of ['/a', '/b', 'https://other.example/a', 'https://site.example:8443/a']) await site.read(path);
    expect(site.asked).toEqual([
      'https://site.example/robots.txt',
      'https://other.example/robots.txt',
      'https://site.example:8443/robots.txt',
    ]);
    site.later(23.9);
    await site.read('/c');
    expect(site.asked).toHaveLength(3);
    site.later(0.1);
    await site.read('/c');
    expect(site.asked).toHaveLength(4);
  });

  it('is read up to 500 kB, and what is no rule costs no time', async () => {
    const long = `User-agent: *\n${`#${'x'.repeat(98)}\n`.repeat(5_200)}Disallow: /late`;
    await expect(website(long).read('/late')).resolves.toBeUndefined();
    const hostile = `User-agent: *\nDisallow: /${'*a'.repeat(250_000)}b$`;
    await expect(website(hostile).read(`/${'a'.repeat(7_000)}`)).resolves.toBeUndefined();
    await expect(website('').read(`/${'a'.repeat(9_000)}`)).rejects.toThrow('The address is too long');
  });
});
