/** What a source remembers of a poll, and how editors read it. */
import type { Source } from '../domain/publication.ts';
import type { PollRecord } from '../publications/index.ts';
import type { PollResult } from './messages.ts';
import { minutesLater, retryAt } from './poll-pace.ts';

export type Failed = Omit<Extract<PollResult, { kind: 'failed' }>, 'kind'>;

/** After failures the next poll was put off: now it comes in the usual rhythm again. */
export function succeeded({ fetchState, intervalMinutes, nextRunAt }: Source, now: Date): PollRecord {
  return {
    failures: 0,
    lastError: undefined,
    lastSucceededAt: now,
    ...(fetchState.failures > 0 && nextRunAt ? { nextRunAt: minutesLater(now, intervalMinutes) } : {}),
  };
}

/** Validators and everything else we know stay as they are: the next success goes on from there. */
export function failed(source: Source, { reason, permanent, retryAfterSeconds }: Failed, now: Date): PollRecord {
  const failures = source.fetchState.failures + 1;
  const record = { failures, lastError: reason };
  if (permanent === 'gone') return { ...record, status: 'stopped' };
  return {
    ...record,
    nextRunAt: retryAt({ failures, intervalMinutes: source.intervalMinutes, retryAfterSeconds }, now),
  };
}

/**
 * What is forgotten here decides what happens when an editor starts the source again: the document is read once more, as
 * a first poll, so it fills the archive and mails nothing.
 */
export function held(fresh: number, total: number): PollRecord {
  const reason = `${fresh} of ${total} articles suddenly look new. The source is held: start it again to take them into the archive without mailing them`;
  return {
    status: 'held',
    lastError: reason,
    lastResult: `Held: ${fresh} of ${total} articles look new`,
    ...{
      baselineAt: undefined,
      lastItemCount: undefined,
      newestItemAt: undefined,
      etag: undefined,
      lastModified: undefined,
      contentHash: undefined,
    },
  };
}

/** How many articles a document brought, by what became of them. */
export interface Count {
  total: number;
  added: number;
  changed: number;
  withdrawn: number;
  /** By the source's rules. */
  leftOutByRules: number;
  /** Beyond the number that is read of one document. */
  tooOld: number;
}

export function resultWords(count: Count, { fetchState }: Source): string {
  const { total, added, changed, withdrawn, leftOutByRules, tooOld } = count;
  const asides = [
    ...(withdrawn > 0 ? [`${withdrawn} taken back`] : []),
    ...(leftOutByRules > 0 ? [`${leftOutByRules} left out by the rules`] : []),
  ];
  if (total === 0) return asides.length > 0 ? asides.join(', ') : 'The feed is empty';
  const rest = tooOld > 0 ? `; ${tooOld} older ones left out` : '';
  if (!fetchState.baselineAt) return [`${added} taken into the archive`, ...asides].join(', ') + rest;
  const known = total - added - changed - leftOutByRules;
  const words = [`${added} new`, ...(changed > 0 ? [`${changed} changed`] : []), ...asides, `${known} known`];
  return words.join(', ') + rest;
}
