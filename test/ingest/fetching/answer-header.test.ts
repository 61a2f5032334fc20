import { describe, expect, it } from 'vitest';
import { freshSecondsIn, hubIn, linksIn, validatorIn } from '../../../lambdas/ingest/fetching/answer-header.ts';

const NOW = new Date('2026-03-02T08:00:00Z');
const DAY = 86_400;

describe('how long a document stays fresh', () => {
  it.each<{ headers: Record<string, string | string[]>; seconds: number | undefined }>([
    { headers: {}, seconds: undefined },
    { headers: { 'cache-control': 'public, max-age=600' }, seconds: 600 },
    { headers: { 'cache-control': 'MAX-AGE="600"' }, seconds: 600 },
    { headers: { 'cache-control': ['public', 'max-age=600'] }, seconds: 600 },
    { headers: { 'cache-control': 's-maxage=900' }, seconds: 900 },
    { headers: { 'cache-control': 's-maxage=900, max-age=60' }, seconds: 60 },
    { headers: { 'cache-control': 'max-age=600', age: '100' }, seconds: 500 },
    { headers: { 'cache-control': 'max-age=600', age: '600' }, seconds: undefined },
    { headers: { 'cache-control': 'max-age=600', age: 'old' }, seconds: 600 },
    { headers: { 'cache-control': 'max-age=600, no-cache' }, seconds: undefined },
    { headers: { 'cache-control': 'no-store', expires: 'Mon, 02 Mar 2026 09:00:00 GMT' }, seconds: undefined },
    { headers: { 'cache-control': 'max-age=9999999999' }, seconds: DAY },
    { headers: { 'cache-control': 'max-age=-1' }, seconds: undefined },
    { headers: { 'cache-control': 'x-max-age=5' }, seconds: undefined },
    { headers: { expires: 'Mon, 02 Mar 2026 09:00:00 GMT' }, seconds: 3600 },
    {
      headers: { expires: 'Mon, 02 Mar 2026 09:00:00 GMT', date: 'Mon, 02 Mar 2026 08:30:00 GMT' },
      seconds: 1800,
    },
    { headers: { expires: 'Mon, 02 Mar 2026 07:00:00 GMT' }, seconds: undefined },
    { headers: { expires: '0' }, seconds: undefined },
    { headers: { 'cache-control': 'max-age=60', expires: 'Mon, 02 Mar 2026 09:00:00 GMT' }, seconds: 60 },
  ])('$headers: $seconds s', ({ headers, seconds }) => {
    expect(freshSecondsIn(headers, NOW)).toBe(seconds);
  });
});

describe('the hub of a Link header', () => {
  it.each<{ link: string; hub?: string; hubTopic?: string }>([
    {
      link: '<https://hub.example/>; rel="hub", <https://site.example/feed>; rel="self"',
      hub: 'https://hub.example/',
      hubTopic: 'https://site.example/feed',
    },
    { link: '<https://hub.example/>;rel=hub', hub: 'https://hub.example/' },
    { link: '</hub>; REL="prev Hub"; title="a, b; c"', hub: 'https://site.example/hub' },
    { link: '<https://hub.example/?a=1,2>; title="<x>"; rel=hub', hub: 'https://hub.example/?a=1,2' },
    { link: '<https://one.example/>; rel=hub, <https://two.example/>; rel=hub', hub: 'https://one.example/' },
    { link: '<javascript:alert(1)>; rel=hub', hub: undefined },
    { link: '<http://[>; rel=hub, <https://two.example/>; rel=hub', hub: 'https://two.example/' },
    { link: '<https://site.example/feed>; rel=self', hub: undefined },
    { link: `<https://hub.example/${'x'.repeat(2_000)}>; rel=hub`, hub: undefined },
    { link: 'rel=hub', hub: undefined },
    { link: '', hub: undefined },
  ])('$link', ({ link, hub, hubTopic }) => {
    expect(hubIn(link, 'https://site.example/feed')).toEqual({
      ...(hub ? { hub } : {}),
      ...(hubTopic ? { hubTopic } : {}),
    });
  });

  it('is read in no time, however long and strange', () => {
    for (const part of ['<', '<;rel=hub', ';rel="', '<>; rel = "hub ']) {
      expect(() => hubIn(part.repeat(10_000), 'https://site.example/')).not.toThrow();
    }
  });

  it('is passed on as it came, up to 4 kB', () => {
    expect(linksIn({ link: ['<a>; rel=x', '<b>; rel=y'] })).toBe('<a>; rel=x, <b>; rel=y');
    expect(linksIn({ link: 'x'.repeat(9_000) })).toHaveLength(4_096);
    expect(linksIn({})).toBeUndefined();
  });
});

describe('a validator', () => {
  it.each([
    { value: 'W/"abc"', kept: true },
    { value: `"${'x'.repeat(1_000)}"`, kept: false },
    { value: '"ä"', kept: false },
    { value: '"a\r\nX: y"', kept: false },
    { value: '', kept: false },
  ])('is sent back only if it can be: $kept', ({ value, kept }) => {
    expect(validatorIn({ etag: value }, 'etag')).toBe(kept ? value : undefined);
  });
});
