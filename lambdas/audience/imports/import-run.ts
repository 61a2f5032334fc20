import type { ImportItem } from './import-item.ts';
import { type Import, type ImportCounters, MOST_UNKNOWN_TOPICS, NO_COUNTERS, OUTCOMES } from './imports.ts';

/** What the editor has decided. */
export type Decision = Required<Pick<Import, 'decided' | 'provenance' | 'dryRun' | 'decidedAt' | 'by'>>;

/** What became of one page of rows. */
export interface PageResult {
  /** From 0. */
  page: number;
  counters: ImportCounters;
  rows: number;
  unknownTopics: string[];
  at: Date;
}

type Change = Partial<Record<keyof ImportItem, unknown>>;

/** What a decision changes in an import; nothing in one that is not ready for it. */
export function startOfRun(current: Import, { decidedAt, ...decision }: Decision): Change | undefined {
  if (current.state !== 'ready') return undefined;
  return {
    ...decision,
    state: 'running',
    decidedAt: decidedAt.toISOString(),
    run: current.run + 1,
    counters: NO_COUNTERS,
    rows: { ...current.rows, done: 0 },
    pages: { ...current.pages, done: 0 },
    unknownTopics: [],
    triedAt: undefined,
    ...(decision.dryRun ? {} : { ttl: undefined }),
  };
}

/** What a page changes in an import; nothing where it is not the next one. */
export function afterPage(current: Import, result: PageResult): Change | undefined {
  const { page, counters, rows, unknownTopics, at } = result;
  if (current.state !== 'running' || current.pages.done !== page) return undefined;
  const counted = {
    counters: sum(current.counters, counters),
    rows: { ...current.rows, done: current.rows.done + rows },
    pages: { ...current.pages, done: page + 1 },
    unknownTopics: [...new Set([...current.unknownTopics, ...unknownTopics])].slice(0, MOST_UNKNOWN_TOPICS),
  };
  const isLast = page + 1 >= current.pages.total;
  const now = at.toISOString();
  if (isLast && !current.dryRun) return { ...counted, state: 'done', endedAt: now };
  if (current.cancelledAt) return { ...counted, state: 'cancelled', endedAt: now };
  return { ...counted, ...(isLast ? { state: 'ready', triedAt: now } : {}) };
}

function sum(one: ImportCounters, other: ImportCounters): ImportCounters {
  return Object.fromEntries(OUTCOMES.map((outcome) => [outcome, one[outcome] + other[outcome]])) as ImportCounters;
}
