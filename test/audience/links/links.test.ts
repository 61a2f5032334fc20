import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { parseLinkKeys, personalLinks } from '../../../lambdas/audience/index.ts';
import { claimedPublication, type LinkPurpose, readLink, signLink } from '../../../lambdas/audience/links/links.ts';
import { ADA, hoursAfter, KEYS, MONDAY, SITE } from '../samples.ts';

const PURPOSES: LinkPurpose[] = ['confirm', 'preferences', 'unsubscribe'];
const rotated = parseLinkKeys(
  JSON.stringify({ current: 'k2', k1: 'the-first-link-key-of-the-tests', k2: 'the-second-link-key-of-the-tests' }),
);
const tokenOf = (link: string) => new URL(link).searchParams.get('t') ?? '';

describe('a personal link', () => {
  it.each(PURPOSES)('to %s says who and to what, and nothing else', (purpose) => {
    const token = signLink(purpose, ADA, KEYS, MONDAY);
    expect(token).toMatch(/^[\w-]{50,70}$/);
    expect(readLink(token, purpose, KEYS, MONDAY)).toEqual(ADA);
    expect(claimedPublication(token)).toBe('ruhr');
  });

  it.each(
    PURPOSES.flatMap((purpose) =>
      PURPOSES.filter((other) => other !== purpose).map((other) => [purpose, other] as const),
    ),
  )('to %s does not open %s', (purpose, other) => {
    const token = signLink(purpose, ADA, KEYS, MONDAY);
    expect(() => readLink(token, other, KEYS, MONDAY)).toThrow(expect.objectContaining({ fault: 'invalid' }));
  });

  it.each(PURPOSES)('to %s is void with any single character changed, cut off or added', (purpose) => {
    const token = signLink(purpose, ADA, KEYS, MONDAY);
    for (let place = 0; place < token.length; place += 1) {
      const changed = token[place] === 'A' ? 'B' : 'A';
      for (const forged of [token.slice(0, place) + changed + token.slice(place + 1), token.slice(0, place)]) {
        expect(() => readLink(forged, purpose, KEYS, MONDAY)).toThrow(expect.objectContaining({ fault: 'invalid' }));
      }
    }
    expect(() => readLink(`${token}A`, purpose, KEYS, MONDAY)).toThrow();
  });

  it('has one spelling only', () => {
    const token = signLink('unsubscribe', ADA, KEYS, MONDAY);
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const bytes = Buffer.from(token, 'base64url');
    const same = [...alphabet].map((last) => token.slice(0, -1) + last);
    const spellings = same.filter((other) => Buffer.from(other, 'base64url').equals(bytes));
    expect(spellings.length).toBeGreaterThan(1);
    for (const other of spellings.filter((spelling) => spelling !== token)) {
      expect(() => readLink(other, 'unsubscribe', KEYS, MONDAY)).toThrow(expect.objectContaining({ fault: 'invalid' }));
    }
  });

  it.each(['', 'x', '../../etc', '%00', 'A'.repeat(100_000), 'AAAA', '😀'])('is refused when it is %j', (token) => {
    for (const purpose of PURPOSES) {
      expect(() => readLink(token, purpose, KEYS, MONDAY)).toThrow(expect.objectContaining({ fault: 'invalid' }));
    }
  });

  it.each([
    { purpose: 'confirm', hours: 72, fault: undefined },
    { purpose: 'confirm', hours: 72.001, fault: 'expired' },
    { purpose: 'preferences', hours: 366 * 24, fault: undefined },
    { purpose: 'preferences', hours: 367 * 24, fault: 'expired' },
    { purpose: 'unsubscribe', hours: 20 * 366 * 24, fault: undefined },
  ] as const)('to $purpose after $hours hours: $fault', ({ purpose, hours, fault }) => {
    const token = signLink(purpose, ADA, KEYS, MONDAY);
    const read = () => readLink(token, purpose, KEYS, hoursAfter(hours));
    if (fault) expect(read).toThrow(expect.objectContaining({ fault }));
    else expect(read()).toEqual(ADA);
  });

  it('stays valid when a new key signs, and is void when its key is gone', () => {
    const old = signLink('unsubscribe', ADA, KEYS, MONDAY);
    const fresh = signLink('unsubscribe', ADA, rotated, MONDAY);
    expect(fresh).not.toBe(old);
    expect(readLink(old, 'unsubscribe', rotated, MONDAY)).toEqual(ADA);
    expect(readLink(fresh, 'unsubscribe', rotated, MONDAY)).toEqual(ADA);
    expect(() => readLink(fresh, 'unsubscribe', KEYS, MONDAY)).toThrow(expect.objectContaining({ fault: 'invalid' }));
  });

  it('is not what anybody else can make from the same ids', () => {
    const body = Buffer.from(signLink('unsubscribe', ADA, KEYS, MONDAY), 'base64url').subarray(0, -16);
    const mac = createHmac('sha256', 'a guess').update(body).digest().subarray(0, 16);
    const forged = Buffer.concat([body, mac]).toString('base64url');
    expect(() => readLink(forged, 'unsubscribe', KEYS, MONDAY)).toThrow();
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
