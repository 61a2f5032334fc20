import { type FetchState, NO_RULES, type Source } from '../domain/publication.ts';
import { type DueKeys, dueKeys } from './due.ts';

/** A source as it lies in the table; dates are ISO text, and only an active source has the keys of the index. */
export type SourceItem = Omit<Source, 'nextRunAt' | 'fetchState' | 'rules' | 'fullText'> & {
  /** Absent in sources that were stored before there were rules. */
  rules?: Source['rules'];
  fullText?: boolean;
  pk: string;
  sk: string;
  nextRunAt?: string;
  fetchState: Record<string, unknown>;
} & Partial<DueKeys>;

const DATES = [
  'lastAskedAt',
  'lastSucceededAt',
  'lastNewAt',
  'baselineAt',
  'movedSince',
  'hubAskedAt',
  'hubToldAt',
  'gapAt',
  'newestItemAt',
] as const satisfies (keyof FetchState)[];

export const keyOf = (publicationId: string, sourceId: string) => ({
  pk: `PUB#${publicationId}`,
  sk: `SOURCE#${sourceId}`,
});

export function toItem(source: Source): SourceItem {
  const isDueSometime = source.status === 'active' && source.nextRunAt;
  return {
    ...keyOf(source.publicationId, source.id),
    ...source,
    nextRunAt: isDueSometime ? source.nextRunAt?.toISOString() : undefined,
    fetchState: Object.fromEntries(Object.entries(source.fetchState).map(([name, value]) => [name, toStored(value)])),
    ...(isDueSometime && source.nextRunAt ? dueKeys('source', source.publicationId, source.id, source.nextRunAt) : {}),
  };
}

export function fromItem({ pk, sk, duePk, dueSk, nextRunAt, fetchState, ...source }: SourceItem): Source {
  return {
    rules: NO_RULES,
    fullText: false,
    ...source,
    ...(nextRunAt ? { nextRunAt: new Date(nextRunAt) } : {}),
    fetchState: readFetchState(fetchState),
  };
}

export const toStored = (value: unknown) => (value instanceof Date ? value.toISOString() : value);

function readFetchState(stored: Record<string, unknown>): FetchState {
  const state: FetchState = { failures: 0, ...stored };
  for (const name of DATES) if (stored[name]) state[name] = new Date(String(stored[name]));
  return state;
}
