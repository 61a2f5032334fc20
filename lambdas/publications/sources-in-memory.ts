import { RundbriefError } from '../domain/errors.ts';
import type { Source } from '../domain/publication.ts';
import { decisionsIn, isReadOtherwise, isSameSource, type Sources, VALIDATORS } from './sources.ts';

/** The promises of the table in memory, for tests. */
export function sourcesInMemory(...held: Source[]): Sources {
  const byKey = new Map(held.map((source) => [keyOf(source.publicationId, source.id), structuredClone(source)]));
  const sorted = () => structuredClone([...byKey.values()].sort((one, other) => (one.id < other.id ? -1 : 1)));
  return {
    async list(publicationId) {
      return sorted().filter((source) => source.publicationId === publicationId);
    },
    async find(publicationId, sourceId) {
      return structuredClone(byKey.get(keyOf(publicationId, sourceId)));
    },
    async add(source) {
      const known = sorted().find((held) => held.publicationId === source.publicationId && isSameSource(held, source));
      if (known) return known;
      byKey.set(keyOf(source.publicationId, source.id), structuredClone(source));
      return source;
    },
    async revise(source, wish) {
      const stored = byKey.get(keyOf(source.publicationId, source.id));
      if (!stored) throw new RundbriefError('not-found', 'This source was removed meanwhile');
      const decided = decisionsIn(wish);
      Object.assign(stored, structuredClone(decided));
      for (const name of ['selectors', 'keyVersion'] as const) if (decided[name] === undefined) delete stored[name];
      if (isReadOtherwise(source, decided)) for (const name of VALIDATORS) delete stored.fetchState[name];
      return structuredClone(stored);
    },
    async remove(publicationId, sourceId) {
      byKey.delete(keyOf(publicationId, sourceId));
    },
    async due(until) {
      return sorted()
        .filter(({ status, nextRunAt }) => status === 'active' && nextRunAt && nextRunAt <= until)
        .sort((one, other) => (one.nextRunAt?.getTime() ?? 0) - (other.nextRunAt?.getTime() ?? 0));
    },
    async advance(source, nextRunAt, askedAt) {
      const stored = byKey.get(keyOf(source.publicationId, source.id));
      if (!stored?.nextRunAt || stored.nextRunAt.getTime() !== source.nextRunAt?.getTime()) return;
      stored.nextRunAt = nextRunAt;
      if (askedAt) stored.fetchState.lastAskedAt = askedAt;
    },
    async recordPoll(publicationId, sourceId, { status, intervalMinutes, nextRunAt, ...state }) {
      const stored = byKey.get(keyOf(publicationId, sourceId));
      if (!stored) return;
      Object.assign(stored.fetchState, state);
      for (const name of Object.keys(state) as (keyof typeof state)[]) {
        if (state[name] === undefined) delete stored.fetchState[name];
      }
      if (intervalMinutes) stored.intervalMinutes = intervalMinutes;
      if (status) stored.status = status;
      if (stored.status !== 'active') delete stored.nextRunAt;
      else if (nextRunAt) stored.nextRunAt = nextRunAt;
    },
  };
}

const keyOf = (publicationId: string, sourceId: string) => `${publicationId}#${sourceId}`;
