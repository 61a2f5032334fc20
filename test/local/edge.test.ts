import { describe, expect, it } from 'vitest';
import { edgeFunction } from '../../lib/local/edge-functions.ts';
import { addedHeaders, cachePolicy, originPolicy } from '../../lib/local/edge-policies.ts';
import type { Deployed, Stack } from '../../lib/local/stack.ts';
import type { WebRequest } from '../../lib/local/web.ts';

const stackOf = (...resources: Array<Partial<Deployed>>): Stack => ({
  url: 'http://127.0.0.1:1',
  of: (type) =>
    resources
      .filter((resource) => resource.type === type)
      .map((resource) => ({ id: 'It', ref: 'it', properties: {}, type, ...resource })),
  arnOf: ({ ref }) => ref,
  logicalId: (reference) => reference,
  outputs: {},
  assetFolder: () => undefined,
});
const functionOf = (FunctionCode: string) =>
  edgeFunction('it', stackOf({ type: 'AWS::CloudFront::Function', properties: { FunctionCode } }));
const request: WebRequest = {
  method: 'GET',
  path: '/a',
  query: 'x=1&x=2&y=%20',
  headers: { host: 'h', cookie: 'a=1; b=2=3' },
  body: Buffer.alloc(0),
  sourceIp: '192.0.2.1',
};

describe('a CloudFront function', () => {
  it('leaves what it does not touch as it was, to the letter', async () => {
    expect(await functionOf('function handler(event) { return event.request; }').request(request)).toEqual(request);
  });

  it('changes address, query, headers and cookies', async () => {
    const code = `async function handler({ request }) {
      request.uri = '/b'; delete request.querystring.x; request.querystring.z = { value: 'ü' };
      request.headers['x-new'] = { value: 'n' }; request.cookies.a = { value: '9' };
      return request;
    }`;
    expect(await functionOf(code).request(request)).toMatchObject({
      path: '/b',
      query: 'y=%20&z=%C3%BC',
      headers: { host: 'h', 'x-new': 'n', cookie: 'a=9; b=2=3' },
    });
  });

  it('may answer by itself', async () => {
    const code = "function handler() { return { statusCode: 301, headers: { location: { value: '/elsewhere' } } }; }";
    expect(await functionOf(code).request(request)).toEqual({
      status: 301,
      headers: [['location', '/elsewhere']],
      body: Buffer.alloc(0),
    });
  });

  it('may change the answer’s headers and keeps its cookies and body', async () => {
    const code = "function handler({ response }) { response.headers['x-new'] = { value: 'n' }; return response; }";
    const reply = {
      status: 200,
      headers: [
        ['set-cookie', 'a=1'],
        ['etag', '"e"'],
        ['set-cookie', 'b=2'],
      ] as Array<[string, string]>,
      body: Buffer.from('x'),
    };
    const changed = await functionOf(code).response(request, reply);
    expect(changed.body.toString()).toBe('x');
    expect(changed.headers.sort()).toEqual([
      ['etag', '"e"'],
      ['set-cookie', 'a=1'],
      ['set-cookie', 'b=2'],
      ['x-new', 'n'],
    ]);
  });

  it('reaches nothing of this process and does not run for ever', async () => {
    const prying =
      "function handler(event) { event.request.uri = '/' + typeof process + typeof require + typeof console.log.constructor('return globalThis.process')(); return event.request; }";
    expect(await functionOf(prying).request(request)).toMatchObject({ path: '/undefinedundefinedundefined' });
    await expect(functionOf('function handler() { for (;;); }').request(request)).rejects.toThrow('timed out');
  });
});

describe('policies of CloudFront', () => {
  it('of the template’s own say what reaches the origin', () => {
    const OriginRequestPolicyConfig = {
      Name: 'o',
      HeadersConfig: { HeaderBehavior: 'whitelist', Headers: ['Accept-Language'] },
      CookiesConfig: { CookieBehavior: 'none' },
      QueryStringsConfig: { QueryStringBehavior: 'allExcept', QueryStrings: ['utm'] },
    };
    const policy = originPolicy(
      'it',
      stackOf({ type: 'AWS::CloudFront::OriginRequestPolicy', properties: { OriginRequestPolicyConfig } }),
    );
    expect([
      policy.header('accept-language'),
      policy.header('authorization'),
      policy.cookie('a'),
      policy.query('utm'),
      policy.query('page'),
    ]).toEqual([true, false, false, false, true]);
  });

  it('of the template’s own say what is added to the answer', () => {
    const ResponseHeadersPolicyConfig = {
      Name: 'h',
      SecurityHeadersConfig: {
        ContentSecurityPolicy: { ContentSecurityPolicy: "default-src 'none'", Override: true },
        StrictTransportSecurity: { AccessControlMaxAgeSec: 60, IncludeSubdomains: true, Override: false },
      },
      CustomHeadersConfig: { Items: [{ Header: 'X-Robots-Tag', Value: 'noindex', Override: true }] },
    };
    expect(
      addedHeaders(
        'it',
        stackOf({ type: 'AWS::CloudFront::ResponseHeadersPolicy', properties: { ResponseHeadersPolicyConfig } }),
      ),
    ).toEqual([
      { name: 'x-robots-tag', value: 'noindex', override: true },
      { name: 'content-security-policy', value: "default-src 'none'", override: true },
      { name: 'strict-transport-security', value: 'max-age=60; includeSubDomains', override: false },
    ]);
  });

  it.each([
    { what: 'cache', read: () => cachePolicy('none', stackOf()) },
    { what: 'origin request', read: () => originPolicy('none', stackOf()) },
    { what: 'response headers', read: () => addedHeaders('none', stackOf()) },
  ])('of AWS that nobody described here are refused: $what', ({ read }) => {
    expect(read).toThrow('managed policy none');
  });
});
