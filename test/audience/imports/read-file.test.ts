import { describe, expect, it } from 'vitest';
import { importPreview, problemInWords } from '../../../lambdas/audience/index.ts';
import { ImportHouse } from './import-house.ts';

const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le');
const swapped = (bytes: Buffer) => Buffer.from(bytes).swap16();
const latin1 = (text: string) => Buffer.from(text.replaceAll('€', '\u0080').replaceAll('–', '\u0096'), 'latin1');

const LIST = 'E-Mail;Schule\r\nada@reader.example;Gesamtschule Höntrop – West\r\nbob@reader.example;Käthe €\r\n';

async function read(content: string | Uint8Array) {
  const house = new ImportHouse();
  const which = await house.upload(content);
  return { house, which, read: await house.import(which), preview: await importPreview(which, house.deps) };
}

describe('reading a list', () => {
  it.each([
    { as: 'UTF-8', bytes: Buffer.from(LIST), encoding: 'utf-8' },
    { as: 'UTF-8 with a byte order mark, as Excel writes it', bytes: Buffer.from(`\ufeff${LIST}`), encoding: 'utf-8' },
    { as: 'windows-1252, as German Excel writes it', bytes: latin1(LIST), encoding: 'windows-1252' },
    { as: 'UTF-16 with a byte order mark', bytes: utf16(LIST), encoding: 'utf-16le' },
    { as: 'UTF-16, big end first', bytes: swapped(utf16(LIST)), encoding: 'utf-16be' },
    { as: 'UTF-16 without a byte order mark', bytes: utf16(LIST).subarray(2), encoding: 'utf-16le' },
  ])('takes $as', async ({ bytes, encoding }) => {
    const { read: found, preview } = await read(bytes);
    expect(found).toMatchObject({
      ...{ state: 'ready', encoding, delimiter: ';', hasHeader: true, format: 'other' },
      ...{ columns: ['E-Mail', 'Schule'], proposed: ['address', null], rows: { total: 2, done: 0 } },
    });
    expect(preview).toEqual([
      { line: 2, cells: ['ada@reader.example', 'Gesamtschule Höntrop – West'] },
      { line: 3, cells: ['bob@reader.example', 'Käthe €'] },
    ]);
  });

  it('keeps its umlauts when a part is cut within one, and when one byte of the file is broken', async () => {
    const house = new ImportHouse();
    const text = `E-Mail;Ort\n${'ada@reader.example;Köln-Mülheim\n'.repeat(20)}bob@reader.example;K`;
    const which = await house.upload(Buffer.concat([Buffer.from(text), Buffer.from([0xf6]), Buffer.from('ln\n')]), {
      partBytes: 7,
    });
    const [first] = await importPreview(which, house.deps);
    expect(await house.import(which)).toMatchObject({ encoding: 'utf-8', rows: { total: 21 } });
    expect(first?.cells[1]).toBe('Köln-Mülheim');
  });

  it.each([
    { sign: ';', text: 'email;name\na@x.example;Müller, Ada\nb@x.example;Bär, Bob\n' },
    { sign: ',', text: 'email,name\na@x.example,"Müller; Ada"\nb@x.example,"Bär; Bob; C"\n' },
    { sign: '\t', text: 'email\tname\na@x.example\tMüller, Ada; x\n' },
    { sign: '|', text: 'email|name\na@x.example|Müller\n' },
    { sign: ';', text: 'sep=;\nemail;name\na@x.example;b,c,d\n' },
    { sign: ',', text: 'email\na@x.example\n' },
  ])('finds that values stand between “$sign”: $text', async ({ sign, text }) => {
    const { read: found } = await read(text);
    expect([found.delimiter, found.columns?.[0], found.proposed?.[0]]).toEqual([sign, 'email', 'address']);
  });

  it('takes a list without a header line, and never an address for the name of a column', async () => {
    const { read: found, preview } = await read('Ada;ada@reader.example\nBob;bob@reader.example\n');
    expect(found).toMatchObject({ hasHeader: false, columns: ['1', '2'], proposed: [null, 'address'] });
    expect(found.rows.total).toBe(2);
    expect(preview[0]).toEqual({ line: 1, cells: ['Ada', 'ada@reader.example'] });
  });

  it.each([
    { of: 'Windows', end: '\r\n' },
    { of: 'Unix', end: '\n' },
    { of: 'an old Mac', end: '\r' },
  ])('knows the lines of $of, of values with line breaks and after empty lines', async ({ end }) => {
    const lines = ['email,note', 'a@x.example,"two', 'lines"', '', '', 'b@x.example,-', 'c@x.example,-'];
    const { preview } = await read(lines.join(end));
    expect(preview.map(({ line }) => line)).toEqual([2, 6, 7]);
  });
});

describe('a file that is no list', () => {
  const many = (count: number) => Array.from({ length: count }, (_, index) => `r${index}@x.example;x\n`).join('');

  it.each([
    { what: 'blanks only', content: '  \n\n \n', says: 'No column holds email addresses' },
    { what: 'empty lines only', content: '\n\n\n', says: 'The file is empty' },
    { what: 'a header only', content: 'email;name\n', says: 'The file has a header line and nobody below it' },
    { what: 'no address in it', content: 'name;ort\nAda;Bochum\n', says: 'No column holds email addresses' },
    { what: 'a workbook', content: 'PK\u0003\u0004....[Content_Types].xml', says: /^This is an Excel workbook/ },
    { what: 'an archive', content: 'PK\u0003\u0004....subscribed.csv', says: /^This is a compressed archive/ },
    { what: 'a picture', content: new Uint8Array(2_000).map((_, at) => (at * 7) % 32), says: /^This is no table/ },
    {
      what: 'a quotation mark that is never closed',
      content: `email;name\n${many(3)}b@x.example;"Bob\n${many(5)}`,
      says: /^Line 5: A quotation mark is never closed/,
    },
    {
      what: 'a quotation mark within a value',
      content: `email;name\n${many(30)}b@x.example;Bob "the\n${many(5)}`,
      says: /^Line 32: A quotation mark/,
    },
    {
      what: 'text after a closed quotation mark',
      content: `email;name\n${many(2)}b@x.example;"Bob" the\n`,
      says: /^Line 4: A quotation mark/,
    },
    {
      what: 'a line of 5 MB',
      content: `email;name\n${many(1)}b@x.example;${'x'.repeat(5_000_000)}\n${many(2)}`,
      says: /^Line 3: A line is longer/,
    },
    {
      what: 'too many columns',
      content: `email${';x'.repeat(100)}\na@x.example\n`,
      says: 'The file has more than 100 columns',
    },
    {
      what: 'a row of too many columns',
      content: `email;b\na@x.example${';x'.repeat(200)}\n`,
      says: /^Line 2: The file has more than 100/,
    },
  ])('is refused with its reason, and cannot be run: $what', async ({ content, says }) => {
    const { house, which, read: found } = await read(content);
    expect(found.state).toBe('failed');
    const words = problemInWords(found.problem ?? { kind: 'no-table' });
    if (typeof says === 'string') expect(words).toBe(says);
    else expect(words).toMatch(says);
    await expect(house.decide(which, { mapping: ['address', null] })).rejects.toMatchObject({
      fault: expect.any(String),
    });
    expect(house.addresses()).toEqual([]);
    // Nothing of it stays but what people are shown.
    expect([...house.handover.stored.keys()].filter((key) => !key.endsWith('preview.json'))).toEqual([]);
  });

  it('shows the rows before the line that cannot be read', async () => {
    const { preview } = await read(`email;name\n${many(3)}b@x.example;"Bob\n${many(5)}`);
    expect(preview.map(({ line, cells }) => [line, cells[0]])).toEqual([
      [2, 'r0@x.example'],
      [3, 'r1@x.example'],
      [4, 'r2@x.example'],
    ]);
  });
});
