import { stringify } from 'csv-stringify/sync';
import * as z from 'zod';
import { RundbriefError } from '../../domain/errors.ts';
import { findImport } from './find-import.ts';
import { reportKey } from './handover-keys.ts';
import type { ImportDeps } from './import-deps.ts';
import { OUTCOMES, REPORT_PAGES, type ReportedLine } from './imports.ts';
import type { WhichImport } from './which-import.ts';

const READ_AT_ONCE = 10;
const reported = z.array(z.object({ line: z.number(), outcome: z.enum(OUTCOMES), reason: z.string().optional() }));

type WhichPiece = WhichImport & { part?: number };
type ReportDeps = Pick<ImportDeps, 'imports' | 'handover'>;

/**
 * What became of every line, in pieces of at most 50,000.
 *
 * @param part - from 1 to the import's `reportParts`
 * @throws RundbriefError `not-found` when there is no such import or piece, `expired` when the report is older than a day
 */
export async function reportedLines({ part = 1, ...which }: WhichPiece, deps: ReportDeps): Promise<ReportedLine[]> {
  const { pages, run } = await findImport(which, deps);
  const first = (part - 1) * REPORT_PAGES;
  if (part < 1 || first >= pages.done) throw new RundbriefError('not-found', 'There is no such piece of the report');
  const wanted = Array.from({ length: Math.min(REPORT_PAGES, pages.done - first) }, (_, index) => first + index);
  const lines: ReportedLine[] = [];
  for (let at = 0; at < wanted.length; at += READ_AT_ONCE) {
    const some = wanted.slice(at, at + READ_AT_ONCE).map((page) => readPage({ ...which, run }, page, deps));
    lines.push(...(await Promise.all(some)).flat());
  }
  return lines;
}

/** The same as CSV, `line,outcome,reason`; the first piece has the header line. */
export async function importReport(which: WhichPiece, deps: ReportDeps): Promise<string> {
  return reportCsv(await reportedLines(which, deps), { isFirst: (which.part ?? 1) === 1 });
}

export function reportCsv(lines: ReportedLine[], { isFirst }: { isFirst: boolean }): string {
  return stringify(
    lines.map(({ line, outcome, reason = '' }) => [line, outcome, reason]),
    { header: isFirst, columns: ['line', 'outcome', 'reason'], record_delimiter: 'windows', escape_formulas: true },
  );
}

async function readPage(
  which: WhichImport & { run: number },
  page: number,
  { handover }: Pick<ImportDeps, 'handover'>,
): Promise<ReportedLine[]> {
  const stored = await handover.get(reportKey(which, page));
  if (!stored) throw new RundbriefError('expired', 'The report is kept for a day only and is gone');
  return reported.parse(JSON.parse(Buffer.from(stored.body).toString()));
}
