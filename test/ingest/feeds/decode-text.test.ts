import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { decodeText } from '../../../lambdas/ingest/feeds/decode-text.ts';

const TEXT = '<?xml version="1.0"?><t>„Müßig“ – 12 €, Žižek</t>';
/** TEXT in windows-1252; Node cannot encode it. */
const HIGH: Record<string, number> = { '„': 0x84, '“': 0x93, '–': 0x96, '€': 0x80, Ž: 0x8e, ž: 0x9e, š: 0x9a };
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

  it.each([
    [
      'Shift_JIS',
      '93 8c 8b 9e 82 c5 90 56 82 b5 82 a2 90 7d 8f 91 8a d9 82 aa 8a 4a 8a d9 82 b5 82 dc 82 b5 82 bd',
      '東京で新しい図書館が開館しました',
    ],
    [
      'EUC-JP',
      'c5 ec b5 fe a4 c7 bf b7 a4 b7 a4 a4 bf de bd f1 b4 db a4 ac b3 ab b4 db a4 b7 a4 de a4 b7 a4 bf',
      '東京で新しい図書館が開館しました',
    ],
    [
      'GB18030',
      'b1 b1 be a9 ca d0 d0 c2 cd bc ca e9 b9 dd bd f1 c8 d5 d5 fd ca bd bf aa b7 c5',
      '北京市新图书馆今日正式开放',
    ],
    [
      'Big5',
      'bb 4f a5 5f a5 ab b7 73 b9 cf ae d1 c0 5d a4 b5 a4 e9 a5 bf a6 a1 b6 7d a9 f1 a1 41 b3 5c a6 68 a5 ab a5 c1 ab 65 a8 d3 b0 d1 c6 5b a1 43',
      '臺北市新圖書館今日正式開放，許多市民前來參觀。',
    ],
    [
      'EUC-KR',
      'bc ad bf ef bf a1 20 bb f5 b7 ce bf ee 20 b5 b5 bc ad b0 fc c0 cc 20 b9 ae c0 bb 20 bf ad be fa bd c0 b4 cf b4 d9',
      '서울에 새로운 도서관이 문을 열었습니다',
    ],
    [
      'KOI8-R',
      'f7 20 ed cf d3 cb d7 c5 20 cf d4 cb d2 d9 cc c1 d3 d8 20 ce cf d7 c1 d1 20 c2 c9 c2 cc c9 cf d4 c5 cb c1',
      'В Москве открылась новая библиотека',
    ],
    [
      'windows-1251',
      'c2 20 cc ee f1 ea e2 e5 20 ee f2 ea f0 fb eb e0 f1 fc 20 ed ee e2 e0 ff 20 e1 e8 e1 eb e8 ee f2 e5 ea e0',
      'В Москве открылась новая библиотека',
    ],
  ])('by a detector, when nobody says that it is %s', (_, hex, text) => {
    const feed = Buffer.concat([
      Buffer.from('<rss version="2.0"><channel><title>'),
      Buffer.from(hex.replaceAll(' ', ''), 'hex'),
      Buffer.from('</title></channel></rss>'),
    ]);
    expect(decodeText(feed, 'application/rss+xml')).toBe(
      `<rss version="2.0"><channel><title>${text}</title></channel></rss>`,
    );
  });

  it.each([
    'Müll',
    'ÄÖÜ',
    'ÄÖÜäöüßéèà',
    'ÜÜÜÜÜÜÜÜÜÜÜÜ',
    'Ääääääh – ööööh!',
    '„ÖFFNUNGSZEITEN ÜBER DÄCHERN“',
    'Größe: 12 € – „Müßiggang“ für 5 °C',
    'Crème brûlée à la carte, garçon, señor, İ'.replace('İ', ''),
    'Žižek žž ŽŽ šš',
    'In Köln gibt es für größere Städte schöne Grüße. '.repeat(200),
    `${'Nur ASCII. '.repeat(10_000)}Und dann: „Müll“, „Süß“, „Öl“, „Äpfel“ – für 3 €.`,
  ])('in windows-1252, without asking one, when it is Western: %.40s', (text) => {
    expect(decodeText(windows1252(text))).toBe(text);
  });
});
