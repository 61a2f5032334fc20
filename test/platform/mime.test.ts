import fc from 'fast-check';
import { simpleParser } from 'mailparser';
import { describe, expect, it } from 'vitest';
import { addressLine, headerLine, mimeMessage, softBroken } from '../../lambdas/platform/mime.ts';

const FROM = addressLine('From', { name: 'Bildungsnetz', address: 'news@mail.example.org' });

/** Texts made of everything that has ever broken a mail. */
const nastyText = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 30 }),
      fc.constantFrom(
        'Grüße aus Köln',
        'ÄÖÜß „Zitat“ – 20. März',
        '👩‍👩‍👧 🎉',
        'e\u0301',
        '=',
        '=3D',
        '\t',
        ' ',
        '   \n',
        '\t\n',
        '\n.\n',
        '.',
        '\nFrom ',
        'From ',
        '\n',
        '\r\n',
        'Donaudampfschifffahrtsgesellschaftskapitän'.repeat(4),
        'x'.repeat(90),
        '--=_rundbrief_alternative',
      ),
    ),
    { maxLength: 20 },
  )
  // A NUL or a lone surrogate is no text of ours; a lone CR is a line break.
  .map((pieces) => pieces.join('').replaceAll('\0', '').toWellFormed());

const lines = (bytes: Uint8Array | string) => Buffer.from(bytes).toString('latin1').split('\r\n');
const sameBreaks = (text: string) => text.replace(/\r\n?/g, '\n');

function decoded(quotedPrintable: string): string {
  const bytes = quotedPrintable
    .replace(/[\t ]+\r\n/g, '\r\n')
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return sameBreaks(Buffer.from(bytes, 'latin1').toString('utf8'));
}

describe('a body in quoted-printable', () => {
  it('decodes to the texts its pieces were made of, with no line over 76 octets', () => {
    fc.assert(
      fc.property(fc.array(nastyText, { maxLength: 5 }), (texts) => {
        const whole = texts.map((text) => softBroken(sameBreaks(text))).join('');
        expect(decoded(whole)).toBe(texts.map(sameBreaks).join(''));
        for (const line of lines(whole)) {
          expect(line.length).toBeLessThanOrEqual(76);
          expect(line).toMatch(/^[\t -~]*$/);
          expect(line).not.toMatch(/^\.|^From |[\t ]$/);
        }
      }),
      { numRuns: 400 },
    );
  });

  it('ends every piece in a soft break, so that the next one starts on a fresh line', () => {
    expect(softBroken('Grüße ')).toBe('Gr=C3=BC=C3=9Fe =\r\n');
    expect(softBroken('a \nb')).toBe('a=20\r\nb=\r\n');
    expect(softBroken('')).toBe('');
  });
});

describe('a message', () => {
  it('is read back by a mail program as it was written', async () => {
    await fc.assert(
      fc.asyncProperty(nastyText, nastyText, async (text, html) => {
        const message = mimeMessage({ headers: [FROM], text: `Text ${text}`, html: `<p>${html}</p>` });
        const read = await simpleParser(Buffer.from(message), { skipTextToHtml: true, skipHtmlToText: true });
        expect(sameBreaks(read.text ?? '')).toBe(sameBreaks(`Text ${text}`));
        expect(sameBreaks(read.html || '')).toBe(sameBreaks(`<p>${html}</p>`));
        for (const line of lines(message)) expect(line.length).toBeLessThanOrEqual(76);
      }),
      { numRuns: 150 },
    );
  });

  it('may be plain text alone', async () => {
    const read = await simpleParser(Buffer.from(mimeMessage({ headers: [FROM], text: 'Schöne Grüße\n' })));
    expect(read.text).toBe('Schöne Grüße\n');
    expect(read.headers.get('content-type')).toMatchObject({ value: 'text/plain' });
  });

  it.each(['X: a\r\nBcc: b@example.org', 'X: a\nBcc: b@example.org', 'no header'])(
    'refuses the header %j',
    (header) => {
      expect(() => mimeMessage({ headers: [header], text: '' })).toThrow(expect.objectContaining({ fault: 'invalid' }));
    },
  );
});

const headerText = fc
  .oneof(nastyText, fc.string({ minLength: 1, maxLength: 300 }), fc.string({ unit: 'grapheme', maxLength: 200 }))
  // biome-ignore lint/suspicious/noControlCharactersInRegex: refused by design, tested below
  .map((text) => text.replace(/[\r\n\u0000]+/g, ' ').toWellFormed());

describe('a header', () => {
  it('is read back as it was written, folded at 76 octets', async () => {
    await fc.assert(
      fc.asyncProperty(headerText, async (subject) => {
        const line = headerLine('Subject', `Ausgabe 12: ${subject}!`);
        const read = await simpleParser(Buffer.from(mimeMessage({ headers: [FROM, line], text: 'x' })));
        expect(read.subject).toBe(`Ausgabe 12: ${subject}!`);
        for (const folded of line.split('\r\n')) {
          expect(folded).toMatch(/^[ -~]*$/);
          expect(folded).toMatch(/\S/);
          // Only a single word that cannot be cut may pass 76, never 998.
          expect(folded.length <= 76 || !/\S \S/.test(folded.slice(folded.startsWith(' ') ? 1 : 9))).toBe(true);
          expect(folded.length).toBeLessThan(998);
        }
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ['Neues aus der Bildungsregion', 'Subject: Neues aus der Bildungsregion'],
    ['Grüße', 'Subject: =?UTF-8?Q?Gr=C3=BC=C3=9Fe?='],
    ['=?utf-8?q?x?=', 'Subject: =?UTF-8?Q?=3D=3Futf-8=3Fq=3Fx=3F=3D?='],
    ['', 'Subject: '],
  ])('writes %j as %j', (value, line) => {
    expect(headerLine('Subject', value)).toBe(line);
  });

  it('keeps a long address whole: cut links break unsubscribing', () => {
    const link = `<https://news.example.org/unsubscribe?t=${'a'.repeat(120)}>`;
    expect(headerLine('List-Unsubscribe', link)).toBe(`List-Unsubscribe: ${link}`);
  });

  it.each(['a\r\nBcc: b@example.org', 'a\nb', 'a\rb', 'a\0b'])('refuses %j', (value) => {
    expect(() => headerLine('Subject', value)).toThrow(expect.objectContaining({ fault: 'invalid' }));
    expect(() => addressLine('From', { name: value, address: 'a@example.org' })).toThrow(
      expect.objectContaining({ fault: 'invalid' }),
    );
    expect(() => addressLine('To', { address: `${value}@example.org` })).toThrow(
      expect.objectContaining({ fault: 'invalid' }),
    );
  });

  it('refuses a name that is none', () => {
    expect(() => headerLine('Sub ject', 'a')).toThrow(expect.objectContaining({ fault: 'invalid' }));
    expect(() => headerLine('Subject:\r\nBcc', 'a')).toThrow(expect.objectContaining({ fault: 'invalid' }));
  });
});

describe('an address line', () => {
  it.each([
    [undefined, 'erika@example.net'],
    ['Bildungsnetz Ruhr', 'news@mail.example.org'],
    ['Müller, Jürgen „Jupp“', 'j.mueller+news@example.org'],
    ['O"Brien \\ Söhne', 'o@example.org'],
    ['A "quoted" name, with: specials <x@y>', 'o@example.org'],
    ['Sehr langer Name einer Einrichtung, der in keine Zeile passt und gefaltet werden muss', 'o@example.org'],
    ['北九州市 🎉'.repeat(9), 'o@example.org'],
  ])('carries the name %j and %s', async (name, address) => {
    const line = addressLine('From', { name, address });
    const read = await simpleParser(Buffer.from(mimeMessage({ headers: [line], text: 'x' })));
    expect(read.from?.value).toEqual([{ name: name ?? '', address }]);
    for (const folded of line.split('\r\n')) expect(folded.length).toBeLessThanOrEqual(76);
  });

  it('writes an international domain in its ASCII form', () => {
    expect(addressLine('To', { address: 'post@köln.example' })).toBe('To: post@xn--kln-sna.example');
  });

  it.each([
    '',
    'no-at',
    '@example.org',
    'a@',
    'a b@example.org',
    'a@b@example.org',
    'a,b@example.org',
    'jürgen@example.org',
    'a@exa mple.org',
    '<a@example.org>',
  ])('refuses %j', (address) => {
    expect(() => addressLine('To', { address })).toThrow(expect.objectContaining({ fault: 'invalid' }));
  });
});
