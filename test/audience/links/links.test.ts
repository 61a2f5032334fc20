import { createHmac, timingSafeEqual } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { parseLinkKeys, personalLinks } from '../../../lambdas/audience/index.ts';
import { claimOf, type LinkPurpose, readLink, signLink } from '../../../lambdas/audience/links/links.ts';
import { ADA, hoursAfter, idOf, KEYS, MONDAY, SITE } from '../samples.ts';

vi.mock('node:crypto', async (original) => {
  const crypto = await original<typeof import('node:crypto')>();
  return { ...crypto, timingSafeEqual: vi.fn(crypto.timingSafeEqual) };
});

const PURPOSES: LinkPurpose[] = ['confirm', 'preferences', 'unsubscribe', 'undo', 'address', 'data'];
const MOVE = { ...ADA, formerId: idOf('ada@former.example') };
const whoIn = (purpose: LinkPurpose) => (purpose === 'address' ? MOVE : ADA);
const sign = (purpose: LinkPurpose, keys = KEYS) => signLink(purpose, MOVE, keys, MONDAY);
const invalid = expect.objectContaining({ fault: 'invalid' });

const K1 = 'the-first-link-key-of-the-tests';
const K2 = 'the-second-link-key-of-the-tests';
const rotated = parseLinkKeys(JSON.stringify({ current: 'k2', k1: K1, k2: K2 }));
const withoutTheOld = parseLinkKeys(JSON.stringify({ current: 'k2', k2: K2 }));
const tokenOf = (link: string) => new URL(link).searchParams.get('t') ?? '';

describe('a personal link', () => {
  it.each(PURPOSES)('to %s says who and to what, and nothing else', (purpose) => {
    const token = signLink(purpose, whoIn(purpose) as typeof MOVE, KEYS, MONDAY);
    expect(token).toMatch(/^[\w-]{50,90}$/);
    expect(readLink(token, purpose, KEYS, MONDAY)).toEqual(whoIn(purpose));
    expect(claimOf(token)).toEqual({ purpose, publicationId: 'ruhr' });
  });

  it('to leave says which edition it stood in; no other does', () => {
    const mailed = { ...MOVE, edition: 12 };
    const read = (purpose: LinkPurpose) => readLink(signLink(purpose, mailed, KEYS, MONDAY), purpose, KEYS, MONDAY);
    expect(read('unsubscribe')).toEqual({ ...ADA, edition: 12 });
    for (const purpose of PURPOSES.filter((one) => one !== 'unsubscribe')) {
      expect(read(purpose)).toEqual(whoIn(purpose));
    }
    expect(claimOf(signLink('unsubscribe', mailed, KEYS, MONDAY))).toMatchObject({ publicationId: 'ruhr' });
  });

  it.each(
    PURPOSES.flatMap((purpose) =>
      PURPOSES.filter((other) => other !== purpose).map((other) => [purpose, other] as const),
    ),
  )('to %s does not open %s', (purpose, other) => {
    expect(() => readLink(sign(purpose), other, KEYS, MONDAY)).toThrow(invalid);
  });

  it('is void with any single byte changed, whichever and however', () => {
    const changed = fc.record({
      purpose: fc.constantFrom(...PURPOSES),
      place: fc.nat(),
      flip: fc.integer({ min: 1, max: 255 }),
    });
    fc.assert(
      fc.property(changed, ({ purpose, place, flip }) => {
        const bytes = Buffer.from(sign(purpose), 'base64url');
        const at = place % bytes.length;
        bytes[at] = (bytes[at] ?? 0) ^ flip;
        const forged = bytes.toString('base64url');
        for (const opened of PURPOSES) expect(() => readLink(forged, opened, KEYS, MONDAY)).toThrow(invalid);
      }),
      { numRuns: 2_000 },
    );
  });

  it.each(PURPOSES)('to %s is void with each byte changed in turn', (purpose) => {
    const length = Buffer.from(sign(purpose), 'base64url').length;
    for (let at = 0; at < length; at += 1) {
      for (const bit of [1, 128]) {
        const bytes = Buffer.from(sign(purpose), 'base64url');
        bytes[at] = (bytes[at] ?? 0) ^ bit;
        expect(() => readLink(bytes.toString('base64url'), purpose, KEYS, MONDAY)).toThrow(invalid);
      }
    }
  });

  it.each(PURPOSES)('to %s is void with any single character changed, cut off or added', (purpose) => {
    const token = sign(purpose);
    for (let place = 0; place < token.length; place += 1) {
      const changed = token[place] === 'A' ? 'B' : 'A';
      for (const forged of [token.slice(0, place) + changed + token.slice(place + 1), token.slice(0, place)]) {
        expect(() => readLink(forged, purpose, KEYS, MONDAY)).toThrow(invalid);
      }
    }
    expect(() => readLink(`${token}A`, purpose, KEYS, MONDAY)).toThrow();
  });

  it('has one spelling only', () => {
    const token = sign('unsubscribe');
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const bytes = Buffer.from(token, 'base64url');
    const same = [...alphabet].map((last) => token.slice(0, -1) + last);
    const spellings = same.filter((other) => Buffer.from(other, 'base64url').equals(bytes));
    expect(spellings.length).toBeGreaterThan(1);
    for (const other of spellings.filter((spelling) => spelling !== token)) {
      expect(() => readLink(other, 'unsubscribe', KEYS, MONDAY)).toThrow(invalid);
    }
  });

  it.each(['', 'x', '../../etc', '%00', 'A'.repeat(100_000), 'AAAA', '😀'])('is refused when it is %j', (token) => {
    for (const purpose of PURPOSES) expect(() => readLink(token, purpose, KEYS, MONDAY)).toThrow(invalid);
  });

  it('is refused, and nothing else happens, whatever bytes come', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 150 }), fc.constantFrom(...PURPOSES), (bytes, purpose) => {
        const token = Buffer.from(bytes).toString('base64url');
        expect(() => readLink(token, purpose, KEYS, MONDAY)).toThrow(invalid);
        expect(() => claimOf(token)).not.toThrow();
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    { purpose: 'confirm', hours: 72, fault: undefined },
    { purpose: 'confirm', hours: 72.001, fault: 'expired' },
    { purpose: 'preferences', hours: 366 * 24, fault: undefined },
    { purpose: 'preferences', hours: 367 * 24, fault: 'expired' },
    { purpose: 'address', hours: 72, fault: undefined },
    { purpose: 'address', hours: 72.001, fault: 'expired' },
    { purpose: 'data', hours: 24, fault: undefined },
    { purpose: 'data', hours: 24.001, fault: 'expired' },
    { purpose: 'undo', hours: 1, fault: undefined },
    { purpose: 'undo', hours: 1.001, fault: 'expired' },
    { purpose: 'unsubscribe', hours: 20 * 366 * 24, fault: undefined },
  ] as const)('to $purpose after $hours hours: $fault', ({ purpose, hours, fault }) => {
    const read = () => readLink(sign(purpose), purpose, KEYS, hoursAfter(hours));
    if (fault) expect(read).toThrow(expect.objectContaining({ fault }));
    else expect(read()).toEqual(whoIn(purpose));
  });

  it.each(PURPOSES)('to %s stays valid when a new key signs, and is void when its key is gone', (purpose) => {
    const old = sign(purpose);
    const fresh = sign(purpose, rotated);
    expect(fresh).not.toBe(old);
    for (const token of [old, fresh]) expect(readLink(token, purpose, rotated, MONDAY)).toEqual(whoIn(purpose));
    expect(readLink(fresh, purpose, withoutTheOld, MONDAY)).toEqual(whoIn(purpose));
    expect(() => readLink(old, purpose, withoutTheOld, MONDAY)).toThrow(invalid);
    expect(() => readLink(fresh, purpose, KEYS, MONDAY)).toThrow(invalid);
  });

  it('does not pass under the name of another key', () => {
    const bytes = Buffer.from(sign('unsubscribe'), 'base64url');
    bytes.write('k2', 2, 'latin1');
    expect(() => readLink(bytes.toString('base64url'), 'unsubscribe', rotated, MONDAY)).toThrow(invalid);
  });

  it('is not what anybody else can make from the same ids', () => {
    const body = Buffer.from(sign('unsubscribe'), 'base64url').subarray(0, -16);
    const mac = createHmac('sha256', 'a guess').update(body).digest().subarray(0, 16);
    const forged = Buffer.concat([body, mac]).toString('base64url');
    expect(() => readLink(forged, 'unsubscribe', KEYS, MONDAY)).toThrow(invalid);
  });

  it('is compared in constant time, all sixteen bytes of the signature at once', () => {
    const compare = vi.mocked(timingSafeEqual);
    for (const token of [sign('unsubscribe'), `A${sign('unsubscribe').slice(1)}`, `${sign('data').slice(0, -2)}AA`]) {
      compare.mockClear();
      const purpose = claimOf(token)?.purpose ?? 'unsubscribe';
      try {
        readLink(token, purpose, KEYS, MONDAY);
      } catch {
        // Whether it is refused is told elsewhere.
      }
      const isWellFormed = claimOf(token) !== undefined;
      expect(compare.mock.calls.map(([given]) => given.byteLength)).toEqual(isWellFormed ? [16] : []);
    }
  });
});

describe('the links of a mail', () => {
  it('open what they say, and are the same all day', () => {
    const links = personalLinks(KEYS, SITE, () => MONDAY)(ADA);
    expect(links.unsubscribe).toMatch(/^https:\/\/letters\.example\/unsubscribe\?t=[\w-]+$/);
    expect(readLink(tokenOf(links.unsubscribe), 'unsubscribe', KEYS, MONDAY)).toEqual(ADA);
    expect(readLink(tokenOf(links.preferences), 'preferences', KEYS, MONDAY)).toEqual(ADA);
    expect(personalLinks(KEYS, SITE, () => hoursAfter(5))(ADA)).toEqual(links);
  });
});

describe('the secret of the link keys', () => {
  it.each([
    { text: 'not json', says: 'Invalid input' },
    { text: '{"k1":"the-first-link-key-of-the-tests"}', says: 'current must name' },
    { text: '{"current":"k2","k1":"the-first-link-key-of-the-tests"}', says: 'current must name' },
    { text: '{"current":"k1","k1":"short-hush"}', says: '16 characters' },
    { text: '{"current":"K 1","K 1":"the-first-link-key-of-the-tests"}', says: 'lower-case' },
  ])('is refused when it is $text', ({ text, says }) => {
    expect(() => parseLinkKeys(text)).toThrow(says);
    expect(() => parseLinkKeys(text)).toThrow(/^The link keys cannot be read: (?!.*hush)/);
  });
});
