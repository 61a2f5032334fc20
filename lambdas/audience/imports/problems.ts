/** Why an import cannot go on, so that a page can say it in the editor's language. The file itself is never quoted. */
export const PROBLEMS = [
  'empty-file',
  'only-header',
  'workbook',
  'archive',
  'no-table',
  'no-address-column',
  'broken-quotes',
  'line-too-long',
  'too-many-columns',
  'too-many-rows',
  'too-large',
  'file-gone',
  'publication-gone',
] as const;
export type ProblemKind = (typeof PROBLEMS)[number];

export interface ImportProblem {
  kind: ProblemKind;
  /** Where in the file, from 1. */
  line?: number;
}

const IN_WORDS: Record<ProblemKind, string> = {
  'empty-file': 'The file is empty',
  'only-header': 'The file has a header line and nobody below it',
  workbook: 'This is an Excel workbook; save it in Excel as CSV first',
  archive: 'This is a compressed archive; unpack it and choose the CSV file in it',
  'no-table': 'This is no table of text that we can read; save it as CSV first',
  'no-address-column': 'No column holds email addresses',
  'broken-quotes': 'A quotation mark is never closed, or stands in the middle of a value',
  'line-too-long': 'A line is longer than 256 kB; perhaps a quotation mark is not closed',
  'too-many-columns': 'The file has more than 100 columns',
  'too-many-rows': 'The file has more than 1,000,000 lines; cut it into several',
  'too-large': 'The file is larger than 200 MB; cut it into several',
  'file-gone': 'The file is kept for a day only and is gone; upload it again',
  'publication-gone': 'The publication of this import is gone',
};

/** A problem as an English sentence, with its line. */
export function problemInWords({ kind, line }: ImportProblem): string {
  return line === undefined ? IN_WORDS[kind] : `Line ${line}: ${IN_WORDS[kind]}`;
}
