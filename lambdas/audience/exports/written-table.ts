import { stringify } from 'csv-stringify/sync';
import { protectedCell } from './protect-cell.ts';

/** `comma` for programs, `excel` with semicolons and a byte order mark for German Excel. */
export const EXPORT_DIALECTS = ['comma', 'excel'] as const;
export type ExportDialect = (typeof EXPORT_DIALECTS)[number];

/**
 * Rows as CSV, in which a spreadsheet computes nothing.
 *
 * @param how.hasHead - false for what is appended to the rows before
 */
export function writtenTable(rows: string[][], { dialect, hasHead }: { dialect: ExportDialect; hasHead: boolean }) {
  const isForExcel = dialect === 'excel';
  return stringify(
    rows.map((row) => row.map(protectedCell)),
    { bom: isForExcel && hasHead, delimiter: isForExcel ? ';' : ',', record_delimiter: 'windows' },
  );
}
