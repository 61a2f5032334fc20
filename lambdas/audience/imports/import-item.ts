import { type Import, type ImportPart, MOST_UNKNOWN_TOPICS, REPORT_PAGES } from './imports.ts';

type Times = 'beganAt' | 'readyAt' | 'decidedAt' | 'cancelledAt' | 'endedAt' | 'triedAt';
const TIMES: Times[] = ['beganAt', 'readyAt', 'decidedAt', 'cancelledAt', 'endedAt', 'triedAt'];

/** An import as it lies in the table. */
export interface ImportItem
  extends Omit<Import, Times | 'id' | 'publicationId' | 'reportParts' | 'parts'>,
    Partial<Record<Times, string>> {
  pk: string;
  sk: string;
  parts: Record<string, ImportPart>;
  ttl?: number;
}

export function itemOf(one: Import): Omit<ImportItem, 'pk' | 'sk'> {
  const { id, publicationId, reportParts, beganAt, readyAt, decidedAt, cancelledAt, endedAt, triedAt, ...rest } = one;
  return { ...rest, ...timesAs(one, (at) => at.toISOString()) };
}

export function importOf(item: ImportItem): Import {
  const { pk, sk, ttl, unknownTopics, beganAt, readyAt, decidedAt, cancelledAt, endedAt, triedAt, ...rest } = item;
  return {
    ...rest,
    ...timesAs(item, (at) => new Date(at)),
    beganAt: new Date(beganAt ?? 0),
    id: sk,
    publicationId: pk.slice(pk.indexOf('#') + 1),
    unknownTopics: unknownTopics.slice(0, MOST_UNKNOWN_TOPICS),
    reportParts: Math.ceil(rest.pages.done / REPORT_PAGES),
  };
}

function timesAs<From, To>(from: Partial<Record<Times, From>>, as: (at: From) => To): Partial<Record<Times, To>> {
  return Object.fromEntries(
    TIMES.flatMap((name) => (from[name] === undefined ? [] : [[name, as(from[name] as From)]])),
  );
}
