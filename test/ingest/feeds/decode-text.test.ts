import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { decodeText } from '../../../lambdas/ingest/feeds/decode-text.ts';

const TEXT = '<?xml version="1.0"?><t>„Müßig“ – 12 €, Žižek</t>';
/** TEXT in windows-1252; Node cannot encode it. */
const HIGH: Record<string, number> = { '„': 0x84, '“': 0x93, '–': 0x96, '€': 0x80, Ž: 0x8e, ž: 0x9e };
const windows1252 = (text: string) =>
  Uint8Array.from([...text].map((character) => HIGH[character] ?? character.charCodeAt(0)));
const utf16be = (text: string) => Buffer.from(text, 'utf16le').swap16();
const declared = (encoding: string) => TEXT.replace('?>', ` encoding="${encoding}"?>`);

describe('bytes become text', () => {
  it.each([
    { when: 'they are UTF-8', bytes: Buffer.from(TEXT) },
    { when: 'they begin with a mark', bytes: Buffer.from(`\ufeff${TEXT}`) },
    { when: 'HTTP calls UTF-8 something else', bytes: Buffer.from(TEXT), contentType: 'text/xml; charset=ISO-8859-1' },
    {
      when: 'only HTTP knows it is windows-1252',
      bytes: windows1252(TEXT),
      contentType: 'text/xml; charset="Windows-1252"',
    },
    { when: 'nobody says it is windows-1252', bytes: windows1252(TEXT) },
    { when: 'windows-1252 is called UTF-8', bytes: windows1252(TEXT), contentType: 'text/xml; charset=utf-8' },
    { when: 'windows-1252 has an unknown name', bytes: windows1252(TEXT), contentType: 'text/xml; charset=x-unknown' },
    { when: 'they are UTF-16 without a mark', bytes: Buffer.from(TEXT, 'utf16le') },
    { when: 'they are UTF-16 the other way round', bytes: utf16be(TEXT) },
    { when: 'they are UTF-16 with a mark', bytes: utf16be(`\ufeff${TEXT}`) },
    { when: 'they are compressed and nobody says so', bytes: gzipSync(TEXT) },
  ])('right when $when', ({ bytes, contentType }) => {
    expect(decodeText(bytes, contentType)).toBe(TEXT);
  });

  it.each(['iso-8859-1', 'ISO-8859-1', 'windows-1252', 'latin1', 'us-ascii', 'utf-16'])(
    'whatever the prolog calls windows-1252: %s',
    (label) => {
      expect(decodeText(windows1252(declared(label)))).toBe(declared(label));
    },
  );

  it('in the encoding of the prolog, when it is another one', () => {
    const bytes = Buffer.concat([
      Buffer.from('<?xml version="1.0" encoding="koi8-r"?><t>'),
      Buffer.from([0xed, 0xc9, 0xd2]),
    ]);
    expect(decodeText(bytes)).toContain('Мир');
  });

  it('in Japanese, whose seven-bit escapes are valid UTF-8', () => {
    const bytes = Buffer.from([0x1b, 0x24, 0x42, 0x46, 0x7c, 0x4b, 0x5c, 0x1b, 0x28, 0x42]);
    expect(decodeText(bytes, 'text/xml; charset=iso-2022-jp')).toBe('日本');
  });

  it('in UTF-8 with one stray byte, without garbling all the rest', () => {
    const bytes = Buffer.concat([Buffer.from('äöüßéè „so“ '), Buffer.from([0xe4]), Buffer.from(' ÄÖÜ')]);
    expect(decodeText(bytes)).toBe('äöüßéè „so“ ä ÄÖÜ');
  });

  it('when they were cut within a character', () => {
    expect(decodeText(Buffer.from('Grüße, Größe €').subarray(0, -1))).toBe('Grüße, Größe ');
  });
});
