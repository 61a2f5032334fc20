import type { Publication } from '../../domain/publication.ts';
import type { Objects } from '../../platform/objects.ts';
import { decoded, findEncoding } from './decode-file.ts';
import { partKey, previewKey, rowsKey } from './handover-keys.ts';
import type { ReadFile } from './import-records.ts';
import { ENCODINGS, type Encoding, type Import, MOST_ROWS, PREVIEW_ROWS } from './imports.ts';
import type { ImportProblem } from './problems.ts';
import { findDelimiter, type Row, readTable, TableEnds } from './read-table.ts';
import { escapeOf, formatOf, looksLikeAddress, proposeMapping } from './recognise.ts';
import type { WhichImport } from './which-import.ts';

const MOST_COLUMNS = 100;
const MOST_COLUMN_NAME = 100;
/** A page of rows is worked on in memory. */
const PAGE_ROWS = 500;
const PAGE_CHARACTERS = 1_000_000;
const SAMPLE_CHARACTERS = 64 * 1024;
/** Rows from which the meaning of columns is concluded. */
const SAMPLE_ROWS = 200;

export interface ReadResult {
  /** Absent when there is a problem. */
  read?: Omit<ReadFile, 'readyAt'>;
  problem?: ImportProblem;
  /** Pages that were written: of use to nobody if there is a problem. */
  pages: number;
}

interface ReadDeps {
  handover: Objects;
  publication: Publication;
}

/**
 * Reads the uploaded parts as a stream, however large they are together: finds out how the file is written, cuts its rows
 * into pages, and keeps the first ones for people to look at. Reading it again writes the same pages.
 */
export async function readFile(
  { parts, ...which }: WhichImport & Pick<Import, 'parts'>,
  deps: ReadDeps,
): Promise<ReadResult> {
  const numbers = Object.keys(parts)
    .map(Number)
    .sort((one, other) => one - other);
  const bytes = () => storedParts({ which, numbers }, deps.handover);
  try {
    const encoding = await findEncoding(bytes());
    if (!isEncoding(encoding)) return { problem: { kind: encoding }, pages: 0 };
    return await readRows(() => decoded(bytes(), encoding), { which, encoding }, deps);
  } catch (error) {
    if (error instanceof TableEnds) return { problem: error.problem, pages: 0 };
    throw error;
  }
}

async function* storedParts(
  { which, numbers }: { which: WhichImport; numbers: number[] },
  handover: Objects,
): AsyncGenerator<Uint8Array> {
  for (const number of numbers) {
    const stored = await handover.get(partKey(which, number));
    if (!stored) throw new TableEnds({ kind: 'file-gone' });
    yield stored.body;
  }
}

const isEncoding = (found: string): found is Encoding => ENCODINGS.some((encoding) => encoding === found);

async function readRows(
  text: () => AsyncIterable<string>,
  { which, encoding }: { which: WhichImport; encoding: Encoding },
  { handover, publication }: ReadDeps,
): Promise<ReadResult> {
  const head = await beginningOf(text());
  const delimiter = findDelimiter(head);
  const { columns, hasHeader } = headOf(await firstRow(head, { delimiter }));
  const format = hasHeader ? formatOf(columns) : 'other';
  const pages = pageWriter(which, handover);
  let isHeader = hasHeader;
  try {
    for await (const row of readTable(text(), { delimiter, escape: escapeOf(format) })) {
      if (isHeader) isHeader = false;
      else await pages.add(row);
    }
  } catch (error) {
    if (!(error instanceof TableEnds)) throw error;
    // What could be read is shown, so that people find the place.
    await pages.end();
    return { problem: error.problem, pages: pages.written };
  }
  await pages.end();
  const { written, rows, sample } = pages;
  const refused = (kind: ImportProblem['kind']): ReadResult => ({ problem: { kind }, pages: written });
  if (rows === 0) return refused(hasHeader ? 'only-header' : 'empty-file');
  const proposed = proposeMapping({ columns, format, sample }, publication);
  if (!proposed) return refused('no-address-column');
  return { pages: written, read: { format, encoding, delimiter, columns, hasHeader, proposed, rows, pages: written } };
}

async function beginningOf(text: AsyncIterable<string>): Promise<string> {
  let head = '';
  for await (const piece of text) {
    head += piece.slice(0, SAMPLE_CHARACTERS);
    if (head.length >= SAMPLE_CHARACTERS) break;
  }
  return head;
}

/** The header must be readable by itself, before it is known who wrote the file. */
async function firstRow(head: string, { delimiter }: { delimiter: ReadFile['delimiter'] }): Promise<string[]> {
  const text = (async function* () {
    yield head;
  })();
  for await (const { cells } of readTable(text, { delimiter, escape: '"' })) return cells;
  throw new TableEnds({ kind: 'empty-file' });
}

/** A first line with an address in it is no header; its columns are then called by their number. */
function headOf(cells: string[]): { columns: string[]; hasHeader: boolean } {
  if (cells.length > MOST_COLUMNS) throw new TableEnds({ kind: 'too-many-columns' });
  if (cells.some(looksLikeAddress)) return { columns: cells.map((_, column) => String(column + 1)), hasHeader: false };
  const named = (name: string) =>
    name
      .replace(/\p{Cc}+/gu, ' ')
      .trim()
      .slice(0, MOST_COLUMN_NAME);
  return { columns: cells.map((name, column) => named(name) || String(column + 1)), hasHeader: true };
}

/** Gathers rows into pages. */
function pageWriter(which: WhichImport, handover: Objects) {
  let page: [number, ...string[]][] = [];
  let characters = 0;
  const flush = async () => {
    if (page.length === 0) return;
    await handover.put(rowsKey(which, writer.written), JSON.stringify(page), { contentType: 'application/json' });
    writer.written += 1;
    page = [];
    characters = 0;
  };
  const writer = {
    written: 0,
    rows: 0,
    sample: [] as Row[],
    async add(row: Row): Promise<void> {
      if (row.cells.length > MOST_COLUMNS) throw new TableEnds({ kind: 'too-many-columns', line: row.line });
      if (writer.rows >= MOST_ROWS) throw new TableEnds({ kind: 'too-many-rows', line: row.line });
      writer.rows += 1;
      if (writer.sample.length < SAMPLE_ROWS) writer.sample.push(row);
      page.push([row.line, ...row.cells]);
      characters += row.cells.reduce((sum, cell) => sum + cell.length, 0);
      if (page.length >= PAGE_ROWS || characters >= PAGE_CHARACTERS) await flush();
    },
    async end(): Promise<void> {
      await flush();
      const shown = writer.sample.slice(0, PREVIEW_ROWS).map(({ line, cells }) => ({
        line,
        cells: cells.map((cell) => cell.slice(0, MOST_SHOWN)),
      }));
      await handover.put(previewKey(which), JSON.stringify(shown), { contentType: 'application/json' });
    },
  };
  return writer;
}

const MOST_SHOWN = 200;
