import { describe, expect, it } from 'vitest';
import { outboxInMemory } from '../../lambdas/platform/queue.ts';
import {
  type CompositionMessage,
  compositionMessage,
  digestsInMemory,
  hostPausesInMemory,
  type PollMessage,
  pollMessage,
  publicationsInMemory,
  sourcesInMemory,
} from '../../lambdas/publications/index.ts';
import { startDueWork } from '../../lambdas/publications/start-due-work.ts';
import { aDigest, aPublication, aSource, at } from './samples.ts';

const NOW = '2026-03-02T08:00:00Z';
const settled = { failures: 0, baselineAt: new Date('2026-01-01'), lastSucceededAt: new Date('2026-03-02T07:00:00Z') };

function tick({ sources = [aSource()], digests = [aDigest()], publications = [aPublication()], now = NOW } = {}) {
  return {
    publications: publicationsInMemory(...publications),
    sources: sourcesInMemory(...sources),
    digests: digestsInMemory(...digests),
    hostPauses: hostPausesInMemory(),
    polls: outboxInMemory<PollMessage>(),
    compositions: outboxInMemory<CompositionMessage>(),
    now: at(now),
    random: () => 0.5,
  };
}

describe('the one-minute tick', () => {
  it('asks a due source once and comes back after its interval', async () => {
    const deps = tick({ sources: [aSource({ fetchState: { ...settled, etag: '"a"', contentHash: 'ff' } })] });
    await startDueWork(deps);
    expect(deps.polls.sent).toEqual([
      {
        pollId: `scheduled-front-${Date.parse(NOW)}`,
        publicationId: 'night-desk',
        sourceId: 'front',
        kind: 'feed',
        purpose: 'source',
        url: 'https://example.org/feed',
        etag: '"a"',
        contentHash: 'ff',
        reportAlways: false,
      },
    ]);
    expect((await deps.sources.find('night-desk', 'front'))?.nextRunAt).toEqual(new Date('2026-03-02T09:00:00Z'));
    await startDueWork({ ...deps, now: at('2026-03-02T08:01:00Z') });
    expect(deps.polls.sent).toHaveLength(1);
  });

  it.each([
    { random: 0, next: '2026-03-02T08:57:00Z' },
    { random: 0.999999, next: '2026-03-02T09:03:00Z' },
  ])('lets sources drift by five percent either way ($next)', async ({ random, next }) => {
    const deps = { ...tick(), random: () => random };
    await startDueWork(deps);
    const stored = await deps.sources.find('night-desk', 'front');
    expect(Math.abs((stored?.nextRunAt?.getTime() ?? 0) - Date.parse(next))).toBeLessThan(1_000);
  });

  it.each([
    { state: 'was never read', fetchState: { failures: 0 }, reportAlways: true },
    { state: 'failed last time', fetchState: { ...settled, failures: 1 }, reportAlways: true },
    {
      state: 'was not heard of for a day',
      fetchState: { ...settled, lastSucceededAt: new Date('2026-03-01T08:00:00Z') },
      reportAlways: true,
    },
    { state: 'is well', fetchState: settled, reportAlways: false },
  ])('wants to hear of a source that $state: $reportAlways', async ({ fetchState, reportAlways }) => {
    const deps = tick({ sources: [aSource({ fetchState })] });
    await startDueWork(deps);
    expect(deps.polls.sent[0]?.reportAlways).toBe(reportAlways);
  });

  it('asks for an edition at its time, and next at the same wall-clock time after the clocks have changed', async () => {
    const sunday = aDigest({ weekday: 'sunday', time: '08:00', nextRunAt: new Date('2026-03-22T07:00:00Z') });
    const deps = tick({ digests: [sunday], now: '2026-03-22T07:00:30Z' });
    await startDueWork(deps);
    expect(deps.compositions.sent).toEqual([
      {
        requestId: `weekly-${Date.parse('2026-03-22T07:00:00Z')}`,
        publicationId: 'night-desk',
        digestId: 'weekly',
        dueAt: '2026-03-22T07:00:00.000Z',
        by: 'schedule',
        mode: 'send',
      },
    ]);
    expect((await deps.digests.find('night-desk', 'weekly'))?.nextRunAt).toEqual(new Date('2026-03-29T06:00:00Z'));
  });

  it('asks for the edition of its time when it comes minutes late, and keeps to the time afterwards', async () => {
    const deps = tick({ now: '2026-03-02T06:47:12Z' });
    await startDueWork(deps);
    expect(deps.compositions.sent).toMatchObject([{ dueAt: '2026-03-02T06:30:00.000Z' }]);
    expect((await deps.digests.find('night-desk', 'weekly'))?.nextRunAt).toEqual(new Date('2026-03-09T06:30:00Z'));
  });

  it('is early for nothing: a second before its time no digest is due', async () => {
    const deps = tick({ now: '2026-03-02T06:29:59Z' });
    await startDueWork(deps);
    expect(deps.compositions.sent).toEqual([]);
  });

  it('asks for the same edition when two ticks come at once', async () => {
    const deps = tick();
    await Promise.all([startDueWork(deps), startDueWork(deps)]);
    expect(new Set(deps.compositions.sent.map((message) => JSON.stringify(message))).size).toBe(1);
    expect((await deps.digests.find('night-desk', 'weekly'))?.nextRunAt).toEqual(new Date('2026-03-09T06:30:00Z'));
    await startDueWork({ ...deps, now: at('2026-03-02T08:01:00Z') });
    expect(new Set(deps.compositions.sent.map((message) => JSON.stringify(message))).size).toBe(1);
  });

  it('asks for one edition after an outage of a month', async () => {
    const deps = tick({ now: '2026-04-01T12:00:00Z' });
    await startDueWork(deps);
    await startDueWork(deps);
    expect(deps.compositions.sent).toHaveLength(1);
    expect((await deps.digests.find('night-desk', 'weekly'))?.nextRunAt).toEqual(new Date('2026-04-06T05:30:00Z'));
  });

  it('asks again, under the same id, when it crashed between sending and moving on', async () => {
    const deps = tick();
    const crashing = { ...deps.digests, advance: () => Promise.reject(new Error('crash')) };
    await expect(startDueWork({ ...deps, digests: crashing })).rejects.toThrow('could not be started');
    await startDueWork(deps);
    const ids = deps.compositions.sent.map(({ requestId }) => requestId);
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
  });

  it('loses nothing when the queue takes nothing', async () => {
    const deps = tick();
    const refusing = { ...deps.polls, sendAll: () => Promise.reject(new Error('down')) };
    await expect(startDueWork({ ...deps, polls: refusing })).rejects.toThrow('down');
    expect(await deps.sources.due(new Date(NOW))).toHaveLength(1);
  });

  it('starts the others, and says so at the end, when one digest belongs to no publication', async () => {
    const deps = tick({ digests: [aDigest({ id: 'a-lost', publicationId: 'gone' }), aDigest()] });
    await expect(startDueWork(deps)).rejects.toThrow('1 digests could not be started');
    expect(deps.compositions.sent).toMatchObject([{ digestId: 'weekly' }]);
    expect(deps.polls.sent).toHaveLength(1);
  });

  it('tells publishers how many read what we make of it', async () => {
    const deps = tick({ publications: [aPublication({ subscribers: 240 })] });
    await startDueWork(deps);
    expect(deps.polls.sent[0]?.subscribers).toBe(240);
  });

  it('leaves a host alone until the time it named, whatever else is due', async () => {
    const elsewhere = aSource({ id: 'elsewhere', url: 'https://other.example/feed' });
    const sameHost = aSource({ id: 'sport', url: 'http://EXAMPLE.org./sport', publicationId: 'courier' });
    const deps = { ...tick({ sources: [aSource(), sameHost, elsewhere] }), random: () => 0.5 };
    await deps.hostPauses.pause('example.org', new Date('2026-03-02T10:00:00Z'));
    expect(await startDueWork(deps)).toMatchObject({ polls: 1 });
    expect(deps.polls.sent.map(({ sourceId }) => sourceId)).toEqual(['elsewhere']);
    for (const [publicationId, id] of [
      ['night-desk', 'front'],
      ['courier', 'sport'],
    ] as const) {
      const { nextRunAt, fetchState } = (await deps.sources.find(publicationId, id)) ?? aSource();
      // Half of the six minutes that a source of an hour's interval may drift.
      expect(nextRunAt).toEqual(new Date('2026-03-02T10:03:00Z'));
      expect(fetchState.lastAskedAt).toBeUndefined();
    }
    await startDueWork({ ...deps, now: at('2026-03-02T10:03:00Z') });
    expect(deps.polls.sent.map(({ sourceId }) => sourceId)).toContain('front');
    expect(deps.hostPauses.held.size).toBe(0);
  });

  it('sends what its readers’ schemas accept', async () => {
    const deps = tick();
    await startDueWork(deps);
    expect(pollMessage.parse(deps.polls.sent[0])).toEqual(deps.polls.sent[0]);
    expect(compositionMessage.parse(deps.compositions.sent[0])).toEqual(deps.compositions.sent[0]);
  });
});
