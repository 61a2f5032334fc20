import type { Source } from '../../lambdas/domain/publication.ts';
import type { Sources } from '../../lambdas/publications/index.ts';

const MINUTE_MS = 60_000;

/** The promises of the table, kept by minute: a day of ten thousand sources is gone through in seconds. */
export function simulatedSources(given: Source[]): Pick<
  Sources,
  'find' | 'list' | 'revise' | 'recordPoll' | 'due' | 'advance'
> & {
  all: Source[];
} {
  const byId = new Map(given.map((source) => [source.id, source]));
  const byMinute = new Map<number, Set<Source>>();
  const minuteOf = (at: Date) => Math.floor(at.getTime() / MINUTE_MS);
  const move = (source: Source, nextRunAt: Date | undefined) => {
    if (source.nextRunAt) byMinute.get(minuteOf(source.nextRunAt))?.delete(source);
    source.nextRunAt = nextRunAt;
    if (!nextRunAt) return;
    const minute = minuteOf(nextRunAt);
    byMinute.set(minute, (byMinute.get(minute) ?? new Set()).add(source));
  };
  for (const source of given) move(source, source.nextRunAt);

  return {
    all: given,
    list: async (publicationId) => given.filter((source) => source.publicationId === publicationId),
    find: async (_publicationId, sourceId) => byId.get(sourceId),
    revise: async (source) => source,
    async due(until) {
      const due: Source[] = [];
      for (const [minute, sources] of byMinute) {
        if (minute > minuteOf(until)) continue;
        for (const source of sources) if (source.nextRunAt && source.nextRunAt <= until) due.push(source);
        if (sources.size === 0) byMinute.delete(minute);
      }
      return due
        .sort((one, other) => (one.nextRunAt?.getTime() ?? 0) - (other.nextRunAt?.getTime() ?? 0))
        .slice(0, 1000);
    },
    async advance(source, nextRunAt, askedAt) {
      move(source, nextRunAt);
      if (askedAt) source.fetchState.lastAskedAt = askedAt;
    },
    async recordPoll(_publicationId, sourceId, { status, intervalMinutes, nextRunAt, ...state }) {
      const source = byId.get(sourceId);
      if (!source) return;
      Object.assign(source.fetchState, state);
      if (intervalMinutes) source.intervalMinutes = intervalMinutes;
      if (status) source.status = status;
      if (source.status !== 'active') move(source, undefined);
      else if (nextRunAt) move(source, nextRunAt);
    },
  };
}
