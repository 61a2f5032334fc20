import type { Question, Score, Share } from './measure-corpus.ts';

/** A Markdown table: one row a question, one column a reader. */
export function tableOf(scores: Score[]): string {
  const questions = Object.keys(scores[0]?.shares ?? {}) as Question[];
  const asked = questions.filter((question) => scores.some(({ shares }) => shares[question].of > 0));
  const rows = asked.map((question) => {
    const of = Math.max(...scores.map(({ shares }) => shares[question].of));
    return [`${question} (${of})`, ...scores.map(({ shares }) => written(shares[question]))];
  });
  const head = ['', ...scores.map(({ reader }) => reader)];
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function written({ count, of }: Share): string {
  return of === 0 ? '–' : `${count} · ${((count / of) * 100).toFixed(1)} %`;
}
