import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { respond } from '../../lambdas/platform/http.ts';

const KEY = 'what only CloudFront says';

async function addressSeen(headers: Record<string, string>, originKey?: () => Promise<string>): Promise<string> {
  let seen = '';
  const door = respond(
    async ({ clientAddress }) => {
      seen = clientAddress;
      return { body: '' };
    },
    () => ({ body: 'failed' }),
    originKey,
  );
  await door({
    headers,
    rawPath: '/subscribe/ruhr',
    rawQueryString: '',
    requestContext: { http: { method: 'POST', sourceIp: '203.0.113.9' } },
    isBase64Encoded: false,
  } as APIGatewayProxyEventV2);
  return seen;
}

describe('who asked', () => {
  const said = { 'X-Viewer-Address': '198.51.100.7' };

  it.each([
    { what: 'what CloudFront saw', headers: { ...said, 'x-origin-key': KEY }, seen: '198.51.100.7' },
    { what: 'who went around CloudFront, whatever they say', headers: said, seen: '203.0.113.9' },
    { what: 'who guesses the key', headers: { ...said, 'x-origin-key': 'a guess' }, seen: '203.0.113.9' },
    { what: 'who comes through CloudFront without an address', headers: { 'x-origin-key': KEY }, seen: '203.0.113.9' },
  ])('is $what', async ({ headers, seen }) => {
    expect(await addressSeen(headers, async () => KEY)).toBe(seen);
  });

  it('is nobody CloudFront named at a door that does not ask', async () => {
    expect(await addressSeen({ ...said, 'x-origin-key': KEY })).toBe('203.0.113.9');
  });
});
