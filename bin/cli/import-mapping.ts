import type { ShownImportAnswer } from '../../lambdas/console/answers-lists.ts';
import { UsageFailure } from './failures.ts';
import { columns as aligned } from './output.ts';

/** These may be spread over several columns. */
const SEVERAL = ['topics', 'status', 'left'];
const MOST_SHOWN = 40;

/**
 * The proposal with what the command line says instead: `Column=meaning`, `2=topics`, and `Column=` to leave one out.
 *
 * @throws UsageFailure naming the columns there are
 */
export function mappingOf(wishes: string[], { columns, proposed, decided }: ShownImportAnswer): (string | null)[] {
  const names = columns ?? [];
  const mapping = [...(decided ?? proposed ?? names.map(() => null))];
  const wished = wishes.map((wish) => {
    const at = wish.lastIndexOf('=');
    return { column: columnNamed(at < 0 ? wish : wish.slice(0, at), names), meaning: at < 0 ? '' : wish.slice(at + 1) };
  });
  for (const { column, meaning } of wished) {
    // What was proposed for another column gives way.
    const former = SEVERAL.includes(meaning) ? -1 : mapping.indexOf(meaning);
    if (former >= 0 && !wished.some((other) => other.column === former)) mapping[former] = null;
    mapping[column] = meaning || null;
  }
  return mapping;
}

function columnNamed(name: string, columns: string[]): number {
  const wanted = name.trim().toLowerCase();
  const exact = columns.findIndex((column) => column.toLowerCase() === wanted);
  if (exact >= 0) return exact;
  const number = Number(wanted);
  if (Number.isInteger(number) && number >= 1 && number <= columns.length) return number - 1;
  throw new UsageFailure(`The file has no column "${name}"; it has: ${columns.join(', ')}`);
}

/** Column by column: what it is taken for, and what stands in it. */
export function shownMapping(mapping: (string | null)[], { columns, preview }: ShownImportAnswer): string[] {
  return aligned(
    (columns ?? []).map((name, column) => {
      const sample = preview.map(({ cells }) => cells[column]?.trim() ?? '').find(Boolean) ?? '';
      return [`  ${name}`, mapping[column] ?? '(left out)', sample.slice(0, MOST_SHOWN)];
    }),
  );
}
