/**
 * Spreadsheets compute what begins with one of these, in plain or full width. An address may begin so, and so may whatever
 * somebody has written into a field.
 */
const COMPUTED = /^[=+\-@\t\r＝＋－＠]/;

/** A quotation mark in front makes it text for a spreadsheet; what already looks like that gets one more. */
export function protectedCell(cell: string): string {
  return COMPUTED.test(cell.replace(/^'+/, '')) ? `'${cell}` : cell;
}

/** The cell as it was before {@link protectedCell}. */
export function unprotectedCell(cell: string): string {
  return cell.startsWith("'") && COMPUTED.test(cell.replace(/^'+/, '')) ? cell.slice(1) : cell;
}
