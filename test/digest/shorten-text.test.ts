import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shortenText } from '../../lambdas/digest/shorten-text.ts';

describe('shortening', () => {
  it('never passes the limit, never cuts a character in two, and keeps what fits', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 2, max: 60 }), (text, most) => {
        const short = shortenText(text, most);
        expect([...short].length).toBeLessThanOrEqual(most);
        expect(short.isWellFormed()).toBe(true);
        if ([...text].length <= most) expect(short).toBe(text);
      }),
    );
  });

  it('prefers a blank and leaves no comma before the ellipsis', () => {
    expect(shortenText('Zahlen, Daten, Fakten und mehr', 17)).toBe('Zahlen, Daten…');
    expect(shortenText('Donaudampfschifffahrtsgesellschaft', 10)).toBe('Donaudamp…');
  });
});
