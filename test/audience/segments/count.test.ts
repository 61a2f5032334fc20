import { describe, expect, it } from 'vitest';
import { audienceInMemory, countPeople, countSegments } from '../../../lambdas/audience/index.ts';
import { estimated, needsOf } from '../../../lambdas/audience/segments/count.ts';
import type { Standings } from '../../../lambdas/audience/segments/standings.ts';
import type { SegmentFilter } from '../../../lambdas/domain/segment.ts';
import type { Subscription } from '../../../lambdas/domain/subscription.ts';
import { aWish, idOf, MONDAY } from '../samples.ts';

/** A publication with so many readers, and which shards were asked for. */
function aList(readers: number, changesOf: (number: number) => Partial<Subscription> = () => ({}), names = 'reader-') {
  const { subscriptions, standings } = audienceInMemory();
  for (let number = 0; number < readers; number += 1) {
    const subscriberId = idOf(`${names}${number}@example.org`);
    const one: Subscription = { ...aWish({ subscriberId, topics: [] }), status: 'confirmed', confirmedAt: MONDAY };
    subscriptions.held.set(`ruhr ${subscriberId}`, { ...one, ...changesOf(number) });
  }
  const asked: number[] = [];
  const watched: Standings = {
    walk: (publicationId, shard, needs, look) => {
      asked.push(shard);
      return standings.walk(publicationId, shard, needs, look);
    },
  };
  return { standings: watched, asked, now: () => MONDAY };
}

const english = { id: 'english', filter: { languages: ['en' as const] } };
const german = { id: 'german', filter: { languages: ['de' as const] } };
const isEnglish = (number: number): Partial<Subscription> => ({ language: number % 4 === 0 ? 'en' : 'de' });

describe('counting a large publication', () => {
  it('looks at four of its 64 shards, and says between which numbers the true one is', async () => {
    const list = aList(4_000, isEnglish);
    const { counts, isExact, readUnits } = await countSegments(
      { publicationId: 'ruhr', exact: false, segments: [english, german] },
      list,
    );
    expect(list.asked).toHaveLength(4);
    expect([isExact, readUnits]).toEqual([false, 2]);
    for (const { people, atLeast, atMost } of Object.values(counts)) {
      expect(atLeast).toBeLessThan(people);
      expect(atMost).toBeGreaterThan(people);
    }
  });

  it('is right about 19 of 20 publications', async () => {
    let right = 0;
    for (let publication = 0; publication < 60; publication += 1) {
      const list = aList(800, undefined, `p${publication}-`);
      const { counts } = await countSegments({ publicationId: 'ruhr', exact: false, segments: [german] }, list);
      const { atLeast = 0, atMost = 0 } = counts.german ?? {};
      if (atLeast <= 800 && 800 <= atMost) right += 1;
    }
    expect(right).toBeGreaterThanOrEqual(54);
  });

  it('counts everybody when asked to, each shard once, for all segments at once', async () => {
    const list = aList(4_000, isEnglish);
    const counted = await countSegments({ publicationId: 'ruhr', exact: true, segments: [english, german] }, list);
    expect(list.asked.toSorted((one, other) => one - other)).toEqual(Array.from({ length: 64 }, (_, shard) => shard));
    expect(counted).toEqual({
      counts: {
        english: { people: 1_000, atLeast: 1_000, atMost: 1_000 },
        german: { people: 3_000, atLeast: 3_000, atMost: 3_000 },
      },
      isExact: true,
      readUnits: 32,
    });
  });
});

describe('counting more people than anyone waits for', () => {
  it('gives up in time with a plain sentence, and the estimate still works', async () => {
    const list = aList(4_000);
    let time = MONDAY.getTime();
    // Sixteen shards at once take seven seconds.
    const slow: Standings = {
      walk: (...asked) => {
        time += 7_000 / 16;
        return list.standings.walk(...asked);
      },
    };
    const deps = { standings: slow, now: () => new Date(time) };
    const exact = countPeople({ publicationId: 'ruhr', exact: true }, deps);
    await expect(exact).rejects.toMatchObject({ fault: 'unavailable', message: expect.stringContaining('too many') });
    expect(time - MONDAY.getTime()).toBeLessThan(25_000);
    expect((await countPeople({ publicationId: 'ruhr', exact: false }, deps)).isExact).toBe(false);
  });
});

describe('what is read of somebody', () => {
  it.each<SegmentFilter>([
    { topics: ['kita'] },
    { cadences: ['daily'] },
    { languages: ['de'] },
    { joinedFrom: MONDAY.toISOString() },
    { joinedUntil: MONDAY.toISOString() },
    { origins: ['import'] },
    { fields: { Ort: ['Bochum'] } },
  ])('is enough to tell who meets %o, and nothing is read for nothing', async (filter) => {
    const half: Partial<Subscription> = {
      topics: ['kita'],
      cadences: { kita: 'daily' },
      origin: 'import:a',
      fields: { Ort: 'Bochum' },
      confirmedAt: MONDAY,
    };
    const other: Partial<Subscription> = { topics: ['schule'], language: 'en', confirmedAt: new Date(0) };
    const list = aList(30, (number) => (number < 12 ? half : other));
    const segment = { id: 'one', filter };
    const { counts } = await countSegments({ publicationId: 'ruhr', exact: true, segments: [segment] }, list);
    expect(counts.one?.people).toBe(filter.joinedUntil ? 18 : 12);
    expect(needsOf([filter]).length).toBeLessThanOrEqual(3);
    expect(needsOf([filter, filter])).toEqual(needsOf([filter]));
  });
});

describe('counting a small publication', () => {
  it.each([0, 1, 60])('of %i readers gives the true number, for an estimate would say nothing', async (readers) => {
    const { counts, isExact } = await countPeople({ publicationId: 'ruhr', exact: false }, aList(readers));
    expect([counts.confirmed.people, isExact]).toEqual([readers, true]);
  });

  it('has everybody in one part: who gets mail, has not confirmed, has left, is suppressed', async () => {
    const ways: Partial<Subscription>[] = [
      {},
      { status: 'pending', confirmedAt: undefined },
      { status: 'ended' },
      { suppressedBecause: 'complaint' },
      { status: 'pending', suppressedBecause: 'permanent-bounce' },
      { status: 'ended', suppressedBecause: 'complaint' },
    ];
    const { counts } = await countPeople(
      { publicationId: 'ruhr', exact: true },
      aList(60, (number) => ways[number % ways.length] ?? {}),
    );
    const numbers = Object.fromEntries(Object.entries(counts).map(([part, { people }]) => [part, people]));
    expect(numbers).toEqual({ confirmed: 10, pending: 10, ended: 20, suppressed: 20 });
  });

  it('counts in a segment only who would get mail', async () => {
    const list = aList(30, (number) =>
      number < 10 ? {} : number < 20 ? { status: 'ended' } : { suppressedBecause: 'complaint' },
    );
    const { counts } = await countSegments({ publicationId: 'ruhr', exact: true, segments: [german] }, list);
    expect(counts.german?.people).toBe(10);
  });
});

describe('what an estimate promises', () => {
  it('holds in 19 of 20 cases, for few and for many', () => {
    // Drawn anew for each case, with numbers that are the same in every run.
    const random = dice(7);
    for (const people of [50, 400, 3_000, 40_000]) {
      const cases = people > 10_000 ? 200 : 1_000;
      let holds = 0;
      for (let one = 0; one < cases; one += 1) {
        let hits = 0;
        for (let person = 0; person < people; person += 1) if (random() < 1 / 16) hits += 1;
        const { atLeast, atMost } = estimated(hits, 1 / 16);
        if (atLeast <= people && people <= atMost) holds += 1;
      }
      expect(holds / cases, `${people} people`).toBeGreaterThan(0.93);
    }
  });

  it('never contradicts what was seen', () => {
    expect(estimated(0, 1 / 16)).toMatchObject({ people: 0, atLeast: 0 });
    expect(estimated(0, 1 / 16).atMost).toBeGreaterThan(0);
    for (const hits of [1, 3, 40, 10_000]) {
      const { people, atLeast, atMost } = estimated(hits, 1 / 16);
      expect(people).toBe(hits * 16);
      expect(atLeast).toBeGreaterThanOrEqual(hits);
      expect(atLeast).toBeLessThanOrEqual(people);
      expect(atMost).toBeGreaterThanOrEqual(people);
    }
  });
});

/** Mulberry32. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
