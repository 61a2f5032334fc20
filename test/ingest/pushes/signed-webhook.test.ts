import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import { pushKeys } from '../../../lambdas/ingest/push-keys.ts';
import { isSignedWith } from '../../../lambdas/ingest/pushes/signed-webhook.ts';

const { webhookSecret: secret } = pushKeys({ publicationId: 'ruhr', id: 'cms' }, 'stage secret');
const { webhookSecret: other } = pushKeys({ publicationId: 'ruhr', id: 'cms', keyVersion: 1 }, 'stage secret');
const NOW = new Date('2026-03-02T09:00:00Z');
const BODY = '{"id":"1","title":"Übergänge „auf Augenhöhe“"}';

/** Signed by the official library. */
function signed({ at = NOW, by = secret, body = BODY, id = 'msg_1' } = {}) {
  const signature = new Webhook(by).sign(id, at, body);
  return { id, timestamp: String(Math.floor(at.getTime() / 1000)), signature };
}
const isTrue = (headers: Parameters<typeof isSignedWith>[1]['headers'], body = BODY) =>
  isSignedWith(secret, { headers, body: Buffer.from(body) }, NOW);

describe('a signed webhook', () => {
  it('is one that the official library signed', () => {
    expect(isTrue(signed())).toBe(true);
  });

  it('may carry several signatures while a secret is being renewed', () => {
    const [{ signature: new_ }, headers] = [signed({ by: other }), signed()];
    expect(isTrue({ ...headers, signature: `v1a,xyz ${new_} ${headers.signature}` })).toBe(true);
    expect(isTrue({ ...headers, signature: `v1a,xyz ${new_}` })).toBe(false);
  });

  it.each([
    { when: 'five minutes ago', at: '2026-03-02T08:55:00Z', is: true },
    { when: 'five minutes and a second ago', at: '2026-03-02T08:54:59Z', is: false },
    { when: 'five minutes ahead', at: '2026-03-02T09:05:00Z', is: true },
    { when: 'five minutes and a second ahead', at: '2026-03-02T09:05:01Z', is: false },
  ])('was signed lately: $when → $is', ({ at, is }) => {
    expect(isTrue(signed({ at: new Date(at) }))).toBe(is);
  });

  it.each([
    { what: 'another secret', headers: signed({ by: other }) },
    { what: 'another body', headers: signed({ body: `${BODY} ` }) },
    { what: 'another id', headers: { ...signed(), id: 'msg_2' } },
    { what: 'another time', headers: { ...signed(), timestamp: '1772442001' } },
    { what: 'no id', headers: { ...signed(), id: undefined } },
    { what: 'no time', headers: { ...signed(), timestamp: undefined } },
    { what: 'a time that is none', headers: { ...signed(), timestamp: '1772442000abc' } },
    { what: 'no signature', headers: { ...signed(), signature: undefined } },
    {
      what: 'the signature of another version',
      headers: { ...signed(), signature: signed().signature.replace('v1,', 'v2,') },
    },
    { what: 'an empty signature', headers: { ...signed(), signature: 'v1,' } },
  ])('is refused with $what', ({ headers }) => {
    expect(isTrue(headers)).toBe(false);
  });
});
