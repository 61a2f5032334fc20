import type { ReportedLine } from '../audience/index.ts';
import type { Words } from './words.ts';

/** What became of each line, as a table for the spreadsheet of who reads these words: line numbers, never an address. */
export function reportFile(lines: ReportedLine[], words: Words, { isFirst }: { isFirst: boolean }): string {
  const { outcomes, reasons, reportColumns } = words.importing;
  // One word a reason, as the audience notes them.
  const inWords = (reason: string) =>
    reason
      .split(' ')
      .map((word) => reasons[word] ?? word)
      .join('; ');
  const rows = lines.map(({ line, outcome, reason }) => [
    String(line),
    outcomes[outcome],
    reason ? inWords(reason) : '',
  ]);
  const separator = words.language === 'de' ? ';' : ',';
  const text = [...(isFirst ? [reportColumns] : []), ...rows]
    .map((row) => row.map(quoted).join(separator))
    .join('\r\n');
  // Excel takes a file for UTF-8 only when it begins with this mark.
  return `\uFEFF${text}\r\n`;
}

const quoted = (cell: string) => (/[";,\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
