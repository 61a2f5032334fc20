import { CsvError, type Info, parse } from 'csv-parse';
import { DELIMITERS, type Delimiter } from './imports.ts';
import type { ImportProblem, ProblemKind } from './problems.ts';

export interface Row {
  /** Where it begins in the file, from 1. */
  line: number;
  cells: string[];
}

/** What a file was written with. */
export interface Dialect {
  delimiter: Delimiter;
  /** What stands before a quotation mark in a value: another one as a rule, with MailPoet a backslash. */
  escape: '"' | '\\';
}

const MOST_LINE = 256 * 1024;
const SAMPLE = 64 * 1024;
const PIECE = 64 * 1024;
/** Some programs tell Excel the delimiter in a line of its own. */
const HINT = /^"?sep=([;,\t|])"?$/i;

const PROBLEM_OF: Partial<Record<string, ProblemKind>> = {
  CSV_MAX_RECORD_SIZE: 'line-too-long',
  CSV_INVALID_CLOSING_QUOTE: 'broken-quotes',
  INVALID_OPENING_QUOTE: 'broken-quotes',
  CSV_QUOTE_NOT_CLOSED: 'broken-quotes',
  CSV_NON_TRIMABLE_CHAR_AFTER_CLOSING_QUOTE: 'broken-quotes',
};

/** The file ends to make sense here. */
export class TableEnds extends Error {
  readonly problem: ImportProblem;

  constructor(problem: ImportProblem) {
    super(problem.kind);
    this.name = 'TableEnds';
    this.problem = problem;
  }
}

/**
 * The rows of a CSV text, one after another, with the lines they begin in. Empty lines do not count.
 *
 * @throws TableEnds where the text stops to be CSV: what is before it has been given. The text itself is in no message.
 */
export async function* readTable(
  text: AsyncIterable<string>,
  { delimiter, escape: escapeSign }: Dialect,
): AsyncGenerator<Row> {
  let rows: Row[] = [];
  let before = { lines: 0, empty_lines: 0 };
  const begin = ({ empty_lines }: { empty_lines: number }) => before.lines + 1 + (empty_lines - before.empty_lines);
  const parser = parse({
    delimiter,
    escape: escapeSign,
    record_delimiter: '\n',
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: MOST_LINE,
    // Gathered here: a stream that fails forgets what it has found and nobody has fetched yet.
    on_record: (cells: string[], info) => {
      const line = begin(info);
      before = { lines: info.lines, empty_lines: info.empty_lines };
      if (line > 1 || !HINT.test(cells.join(delimiter))) rows.push({ line, cells });
      return null;
    },
  });
  const failure = new Promise<Error>((resolve) => parser.once('error', resolve));
  const flushed = new Promise<void>((resolve) => parser.resume().once('end', resolve));
  const fetched = () => {
    const some = rows;
    rows = [];
    return some;
  };

  try {
    for await (const piece of inPieces(withPlainEnds(text))) {
      const written = new Promise<void>((resolve) => parser.write(piece, () => resolve()));
      await Promise.race([written, failure]);
      yield* fetched();
      if (parser.errored) break;
    }
    if (!parser.errored) parser.end();
    const error = await Promise.race([failure, flushed]);
    yield* fetched();
    if (error) throw whyItEnds(error, begin);
  } finally {
    parser.destroy();
  }
}

function whyItEnds(error: Error, begin: (info: { empty_lines: number }) => number): Error {
  const kind = error instanceof CsvError ? PROBLEM_OF[error.code] : undefined;
  return kind ? new TableEnds({ kind, line: begin(error as CsvError & Info) }) : error;
}

/** Small ones, so that few rows are in memory at once; no letter is cut in two. */
async function* inPieces(text: AsyncIterable<string>): AsyncGenerator<string> {
  for await (const piece of text) {
    for (let from = 0; from < piece.length; ) {
      const end = from + PIECE;
      const isCut = /[\ud800-\udbff]/.test(piece[end - 1] ?? '');
      yield piece.slice(from, isCut ? end + 1 : end);
      from = isCut ? end + 1 : end;
    }
  }
}

/** Line ends of Windows, Unix and old Macs, mixed too, as one: the parser would count some of them twice. */
async function* withPlainEnds(text: AsyncIterable<string>): AsyncGenerator<string> {
  let isCut = false;
  for await (const piece of text) {
    const whole: string = isCut ? `\r${piece}` : piece;
    isCut = whole.endsWith('\r');
    yield (isCut ? whole.slice(0, -1) : whole).replace(/\r\n?/g, '\n');
  }
  if (isCut) yield '\n';
}

/**
 * What stands between the values: the sign that cuts the first lines into the most columns, and all alike.
 *
 * @param head - the first 64 kB of the text, or all of it
 */
export function findDelimiter(head: string): Delimiter {
  const lines = linesIn(head.slice(0, SAMPLE));
  const hint = HINT.exec(lines[0]?.replace(/[;,\t|]+$/, '') ?? '')?.[1];
  if (hint) return hint as Delimiter;
  const scored = DELIMITERS.map((delimiter) => {
    const counts = lines.map((line) => line.split(delimiter).length - 1);
    const usual = counts[0] ?? 0;
    const alike = counts.filter((count) => count === usual).length / Math.max(1, counts.length);
    return { delimiter, score: usual === 0 ? 0 : alike * 1_000 + Math.min(usual, 100) };
  });
  return scored.reduce((best, one) => (one.score > best.score ? one : best), { delimiter: ',' as Delimiter, score: 0 })
    .delimiter;
}

const MOST_SAMPLED = 50;

/** Lines without what stands between quotation marks. */
function linesIn(text: string): string[] {
  return text
    .replace(/"[^"]*(?:"|$)/g, '""')
    .split(/\r\n?|\n/)
    .filter((line) => line.trim() !== '')
    .slice(0, MOST_SAMPLED);
}
