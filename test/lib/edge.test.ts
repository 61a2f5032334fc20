import { createContext, Script } from 'node:vm';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { edgeCode } from '../../lib/bundles.ts';

interface Value {
  value: string;
  multiValue?: Value[];
}
type Headers = Record<string, Value>;
interface EdgeRequest {
  method: string;
  uri: string;
  querystring: Headers;
  headers: Headers;
}
interface EdgeResponse {
  statusCode: number;
  headers: Headers;
}

/** The handler of a function at the edge, with its settings. */
function edge(name: string, settings?: Record<string, string>): (event: object) => EdgeRequest & EdgeResponse {
  const context = createContext({});
  return new Script(`${edgeCode(name, settings)}\n;handler`).runInContext(context);
}

const requested = (uri: string, headers: Record<string, string> = {}, more: Partial<EdgeRequest> = {}) => ({
  request: {
    method: 'GET',
    uri,
    querystring: {},
    headers: Object.fromEntries(Object.entries(headers).map(([key, value]) => [key, { value }])),
    ...more,
  },
});

describe('a request for an address', () => {
  const handler = edge('page-request', { homePublication: 'ruhr' });
  const withoutHome = edge('page-request', { homePublication: '' });

  it.each([
    { asked: '/', object: '/index.html' },
    { asked: '/feeds/', object: '/feeds/index.html' },
    { asked: '/feeds/ruhr/', object: '/feeds/ruhr/index.html' },
    { asked: '/feeds/ruhr/rss.xml', object: '/feeds/ruhr/rss.xml' },
    { asked: '/feeds/ruhr/topics/kita/atom.xml', object: '/feeds/ruhr/topics/kita/atom.xml' },
    { asked: '/feeds/ruhr/authors/ruth/feed.json', object: '/feeds/ruhr/authors/ruth/feed.json' },
    { asked: '/feeds/ruhr/archive/2026-09/rss.xml', object: '/feeds/ruhr/archive/2026-09/rss.xml' },
    { asked: '/feeds/ruhr/events/01j8zq4k5mabcdefghjk.ics', object: '/feeds/ruhr/events/01j8zq4k5mabcdefghjk.ics' },
    { asked: '/archive/ruhr/12-f00d', object: '/archive/ruhr/12-f00d' },
    { asked: '/feeds/rss/rss.xml', object: '/feeds/rss/rss.xml' },
    { asked: '/archive/feed/', object: '/archive/feed/index.html' },
    { asked: '/feeds/ruhr/state.json', object: '/404' },
    { asked: '/robots.txt', object: '/robots.txt' },
    { asked: '/feeds/ruhr/nothing', object: '/feeds/ruhr/nothing' },
    { asked: '/feed/nonsense/', object: '/feed/nonsense/index.html' },
    { asked: '//evil.example/feed/', object: '//evil.example/feed/index.html' },
    { asked: '/Ruhr%0d%0a/feed/', object: '/Ruhr%0d%0a/feed/index.html' },
  ])('$asked is answered by $object', ({ asked, object }) => {
    expect(handler(requested(asked)).uri).toBe(object);
  });

  it.each([
    { old: '/feed', now: '/feeds/ruhr/rss.xml' },
    { old: '/feed/', now: '/feeds/ruhr/rss.xml' },
    { old: '/feed/rss2/', now: '/feeds/ruhr/rss.xml' },
    { old: '/feed/atom/', now: '/feeds/ruhr/atom.xml' },
    { old: '/feed/atom', now: '/feeds/ruhr/atom.xml' },
    { old: '/feed/json', now: '/feeds/ruhr/feed.json' },
    { old: '/rss', now: '/feeds/ruhr/rss.xml' },
    { old: '/rss/', now: '/feeds/ruhr/rss.xml' },
    { old: '/rss.xml', now: '/feeds/ruhr/rss.xml' },
    { old: '/feed.xml', now: '/feeds/ruhr/rss.xml' },
    { old: '/atom.xml', now: '/feeds/ruhr/atom.xml' },
    { old: '/feed.json', now: '/feeds/ruhr/feed.json' },
    { old: '/events.ics', now: '/feeds/ruhr/events.ics' },
    { old: '/feed/topic/kita', now: '/feeds/ruhr/topics/kita/rss.xml' },
    { old: '/feed/topic/kita/', now: '/feeds/ruhr/topics/kita/rss.xml' },
    { old: '/feed/topic/kita/atom/', now: '/feeds/ruhr/topics/kita/atom.xml' },
    { old: '/night-desk/feed/', now: '/feeds/night-desk/rss.xml' },
    { old: '/night-desk/rss', now: '/feeds/night-desk/rss.xml' },
    { old: '/night-desk/atom.xml', now: '/feeds/night-desk/atom.xml' },
    { old: '/night-desk/feed/topic/river', now: '/feeds/night-desk/topics/river/rss.xml' },
    { old: '/feeds/night-desk/feed/', now: '/feeds/night-desk/rss.xml' },
    { old: '/feeds/night-desk/feed/atom/', now: '/feeds/night-desk/atom.xml' },
    { old: '/feeds/night-desk/rss/', now: '/feeds/night-desk/rss.xml' },
    { old: '/feeds', now: '/feeds/' },
    { old: '/feeds/night-desk', now: '/feeds/night-desk/' },
    { old: '/archive/night-desk', now: '/archive/night-desk/' },
    { old: '/publications/night-desk', now: '/publications/night-desk/' },
  ])('$old has moved to $now for good', ({ old, now }) => {
    expect(handler(requested(old))).toMatchObject({ statusCode: 301, headers: { location: { value: now } } });
  });

  it('that has moved keeps its query, to the letter', () => {
    const querystring = { utm: { value: 'a%20b' }, page: { value: '1', multiValue: [{ value: '1' }, { value: '2' }] } };
    const { headers } = handler(requested('/feed/', {}, { querystring }));
    expect(headers.location?.value).toBe('/feeds/ruhr/rss.xml?utm=a%20b&page=1&page=2');
  });

  it.each(['/feed/', '/rss', '/atom.xml', '/feed/topic/kita'])(
    'that could be any publication’s leads to the list, for now: %s',
    (old) => {
      expect(withoutHome(requested(old))).toMatchObject({
        statusCode: 302,
        headers: { location: { value: '/feeds/' } },
      });
      expect(withoutHome(requested(`/ruhr${old}`)).statusCode).toBe(301);
    },
  );

  it('is answered at once when a browser asks whether it may ask', () => {
    const { statusCode, headers } = handler(requested('/feeds/ruhr/feed.json', {}, { method: 'OPTIONS' }));
    expect(statusCode).toBe(204);
    expect(headers['access-control-allow-headers']?.value).toContain('If-None-Match');
  });
});

describe('the coding of an answer', () => {
  const handler = edge('page-request', { homePublication: '' });
  const cases = [
    { accepts: undefined, coding: undefined },
    { accepts: '', coding: undefined },
    { accepts: 'gzip, deflate, br, zstd', coding: 'br' },
    { accepts: 'gzip', coding: 'gzip' },
    { accepts: 'x-gzip', coding: 'gzip' },
    { accepts: 'GZIP;Q=0.5', coding: 'gzip' },
    { accepts: 'deflate', coding: undefined },
    { accepts: 'br;q=0, gzip', coding: 'gzip' },
    { accepts: 'br;q=0.000, gzip;q=0', coding: undefined },
    { accepts: 'br;q=0.5, gzip;q=0.8', coding: 'gzip' },
    { accepts: 'br ; q=0.8 , gzip;q=0.8', coding: 'br' },
    { accepts: '*', coding: 'br' },
    { accepts: '*;q=0', coding: undefined },
    { accepts: 'gzip;q=0.3, *;q=0.2', coding: 'gzip' },
    { accepts: 'br;q=0, *', coding: 'gzip' },
    { accepts: 'identity', coding: undefined },
    { accepts: 'identity;q=0.5, gzip;q=0.5', coding: 'gzip' },
    { accepts: 'identity;q=1, br;q=0.5', coding: undefined },
    { accepts: 'identity;q=0', coding: undefined },
    { accepts: 'br;q=nonsense, gzip;q=7', coding: undefined },
    { accepts: '__proto__, br', coding: 'br' },
  ];

  it.each(cases)('for “$accepts” is $coding, by one word and by the copy that is stored', ({ accepts, coding }) => {
    const headers: Record<string, string> = accepts === undefined ? {} : { 'accept-encoding': accepts };
    const suffix = { br: '.br', gzip: '.gz' }[coding ?? ''] ?? '';
    for (const uri of [
      '/feeds/ruhr/atom.xml',
      '/feeds/ruhr/feed.json',
      '/feeds/ruhr/events.ics',
      '/feeds/feeds.opml',
    ]) {
      const request = handler(requested(uri, headers));
      expect([request.uri, request.headers['accept-encoding']?.value]).toEqual([`${uri}${suffix}`, coding]);
    }
    // CloudFront compresses these itself.
    for (const uri of ['/feeds/ruhr/rss.xml', '/sitemap.xml', '/index.html']) {
      const request = handler(requested(uri, headers));
      expect([request.uri, request.headers['accept-encoding']?.value]).toEqual([uri, coding]);
    }
  });
});

describe('an answer', () => {
  const handler = edge('page-response', { siteDomain: '', webSubHub: 'https://hub.example/?a=1&b=2' });
  const answered = (uri: string, statusCode = 200) => ({
    context: { distributionDomainName: 'd111.cloudfront.net' },
    request: { method: 'GET', uri, querystring: {}, headers: {} },
    response: { statusCode, headers: { etag: { value: '"e"' } } },
  });

  it.each([
    { uri: '/feeds/ruhr/rss.xml', self: 'https://d111.cloudfront.net/feeds/ruhr/rss.xml', isTold: true },
    { uri: '/feeds/ruhr/atom.xml.br', self: 'https://d111.cloudfront.net/feeds/ruhr/atom.xml', isTold: true },
    { uri: '/feeds/ruhr/feed.json.gz', self: 'https://d111.cloudfront.net/feeds/ruhr/feed.json', isTold: true },
    {
      uri: '/feeds/ruhr/topics/a/rss.xml',
      self: 'https://d111.cloudfront.net/feeds/ruhr/topics/a/rss.xml',
      isTold: true,
    },
    { uri: '/feeds/ruhr/events.ics', self: 'https://d111.cloudfront.net/feeds/ruhr/events.ics', isTold: false },
    {
      uri: '/feeds/ruhr/events/01j8zq4k5m.ics',
      self: 'https://d111.cloudfront.net/feeds/ruhr/events/01j8zq4k5m.ics',
      isTold: false,
    },
    {
      uri: '/feeds/ruhr/archive/2026-09/rss.xml',
      self: 'https://d111.cloudfront.net/feeds/ruhr/archive/2026-09/rss.xml',
      isTold: false,
    },
  ])('for $uri names the feed, its hub ($isTold), and lets every page read it', ({ uri, self, isTold }) => {
    for (const status of [200, 304]) {
      const { headers } = handler(answered(uri, status));
      expect(headers.link?.value).toBe(
        `<${self}>; rel="self"${isTold ? ', <https://hub.example/?a=1&b=2>; rel="hub"' : ''}`,
      );
      expect(headers).toMatchObject({
        vary: { value: 'Accept-Encoding' },
        etag: { value: '"e"' },
        'access-control-allow-origin': { value: '*' },
        'access-control-expose-headers': { value: 'ETag, Link' },
      });
    }
  });

  it('for a page says on what it depends and nothing else', () => {
    expect(Object.keys(handler(answered('/feeds/ruhr/index.html')).headers)).toEqual(['etag', 'vary']);
  });

  it('keeps search engines from an edition that no list names, and from no other', () => {
    const robots = (uri: string) => handler(answered(uri)).headers['x-robots-tag']?.value;
    expect(robots('/archive/ruhr/12-f00d')).toBe('noindex');
    for (const uri of ['/archive/ruhr/12', '/archive/ruhr/', '/archive/ruhr-2/12']) expect(robots(uri)).toBeUndefined();
  });

  it('names the site as it is known, and no hub where there is none', () => {
    const own = edge('page-response', { siteDomain: 'news.example.org', webSubHub: '' });
    expect(own(answered('/feeds/ruhr/rss.xml')).headers.link?.value).toBe(
      '<https://news.example.org/feeds/ruhr/rss.xml>; rel="self"',
    );
  });
});

describe.each(['app-request', 'page-request', 'page-response'])('the function %s at the edge', (name) => {
  const code = edgeCode(name, {
    siteDomain: 'a'.repeat(253),
    webSubHub: 'b'.repeat(300),
    homePublication: 'c'.repeat(40),
  });

  it('is as small as CloudFront demands', () => {
    expect(Buffer.byteLength(code)).toBeLessThan(10_240);
  });

  it('says nothing that CloudFront’s JavaScript does not know', () => {
    const foreign: string[] = [];
    const unknown = [
      ts.SyntaxKind.ObjectBindingPattern,
      ts.SyntaxKind.ArrayBindingPattern,
      ts.SyntaxKind.SpreadElement,
      ts.SyntaxKind.SpreadAssignment,
      ts.SyntaxKind.ForOfStatement,
      ts.SyntaxKind.ClassDeclaration,
      ts.SyntaxKind.QuestionDotToken,
      ts.SyntaxKind.ImportDeclaration,
    ];
    const look = (node: ts.Node): void => {
      const hasDefault = ts.isParameter(node) && node.initializer;
      if (unknown.includes(node.kind) || hasDefault) foreign.push(node.getText());
      node.forEachChild(look);
    };
    look(ts.createSourceFile(`${name}.js`, code, ts.ScriptTarget.Latest, true));
    expect(foreign).toEqual([]);
  });
});
