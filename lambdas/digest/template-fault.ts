/** What is wrong with a publication's own mail template, in words its author understands. */
export interface TemplateFault {
  /** From 1; absent for what is missing altogether. */
  line?: number;
  column?: number;
  message: string;
  /** False for advice: the template can be used all the same. */
  isBlocking: boolean;
}

/** In bytes: far more than any mail needs, and what a record in the table holds with ease. */
export const LONGEST_TEMPLATE = 200_000;

/** More of them help nobody: what stands first is mended first. */
const MOST_FAULTS = 50;

/** Line and column of an offset, both from 1. */
export function placeOf(text: string, at: number): { line: number; column: number } {
  const before = text.slice(0, at);
  const lineStart = before.lastIndexOf('\n') + 1;
  return { line: before.split('\n').length, column: at - lineStart + 1 };
}

/** In the order of their lines, each once; what blocks says so before what is advice. */
export function inOrder(faults: TemplateFault[]): TemplateFault[] {
  const distinct = new Map(faults.map((fault) => [`${fault.line ?? ''} ${fault.message}`, fault]));
  const place = ({ line = Number.POSITIVE_INFINITY, column = 0 }: TemplateFault) => line * 10_000 + column;
  return [...distinct.values()]
    .toSorted((one, other) => Number(other.isBlocking) - Number(one.isBlocking) || place(one) - place(other) || 0)
    .slice(0, MOST_FAULTS);
}

export const isUsable = (faults: TemplateFault[]): boolean => !faults.some(({ isBlocking }) => isBlocking);
