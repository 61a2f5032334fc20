import { describe, expect, it } from 'vitest';
import { composeEdition } from '../../lambdas/digest/compose-edition.ts';
import { editEdition } from '../../lambdas/digest/edit-edition.ts';
import { editionsInMemory } from '../../lambdas/digest/editions-in-memory.ts';
import type { ReadyMessage } from '../../lambdas/digest/messages.ts';
import type { Digest } from '../../lambdas/domain/publication.ts';
import { objectsInMemory } from '../../lambdas/platform/objects.ts';
import { outboxInMemory } from '../../lambdas/platform/queue.ts';
import {
  type CompositionMessage,
  digestsInMemory,
  hostPausesInMemory,
  nextRun,
  type PollMessage,
  publicationsInMemory,
  sourcesInMemory,
} from '../../lambdas/publications/index.ts';
import { startDueWork } from '../../lambdas/publications/start-due-work.ts';
import { aDigest, anArticle, articlesHeld, RUHR, SITE_URL } from './samples.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** A digest that goes out by itself, its clock, and the queue between tick and composer. */
function aHouse(digest: Partial<Digest>, begin: string) {
  const clock = { now: new Date(begin) };
  const recipe = aDigest({ mode: 'send', ...digest });
  const first = { ...recipe, nextRunAt: nextRun(recipe, RUHR.timeZone, clock.now) };
  const now = () => clock.now;
  const shared = { publications: publicationsInMemory(RUHR), digests: digestsInMemory(first), now };
  const compositions = outboxInMemory<CompositionMessage>();
  const tick = {
    ...shared,
    compositions,
    sources: sourcesInMemory(),
    hostPauses: hostPausesInMemory(),
    polls: outboxInMemory<PollMessage>(),
    random: () => 0.5,
  };
  const deps = {
    ...shared,
    articles: articlesHeld(),
    editions: editionsInMemory(),
    parts: objectsInMemory(),
    ready: outboxInMemory<ReadyMessage>(),
    siteUrl: SITE_URL,
  };
  const sent: { at: string; titles: string[] }[] = [];

  return {
    sent,
    deps,
    comesIn: (title: string) => deps.articles.held.push(anArticle({ title, ingestedAt: clock.now })),
    /** @param ticks - how many come at once */
    async tick(ticks = 1) {
      await Promise.all(Array.from({ length: ticks }, () => startDueWork(tick)));
      for (const message of compositions.sent.splice(0)) await composeEdition(message, deps);
      for (const { editionId, contentHash } of deps.ready.sent.splice(0)) {
        const before = await deps.editions.find(editionId);
        const edition = await deps.editions.freeze(editionId, contentHash, clock.now);
        if (before?.status !== 'draft') continue;
        sent.push({ at: clock.now.toISOString(), titles: edition.items.map(({ title }) => title) });
      }
    },
    at: (time: string | Date) => {
      clock.now = new Date(time);
    },
    now,
  };
}

/** One article an hour, one tick a minute around each full half hour: days in a moment. */
async function live(house: ReturnType<typeof aHouse>, until: string, ticks = 1) {
  for (let at = house.now().getTime(); at < Date.parse(until); at += 30 * MINUTE_MS) {
    house.at(new Date(at));
    if (at % HOUR_MS === 0) house.comesIn(`Beitrag ${new Date(at).toISOString()}`);
    await house.tick(ticks);
  }
  return house.deps.articles.held.map(({ title }) => title);
}

const titlesOf = ({ sent }: ReturnType<typeof aHouse>) => sent.flatMap(({ titles }) => titles);

describe('a daily digest over a clock change', () => {
  it.each([
    {
      change: 'forward',
      from: '2026-03-27T12:00:00Z',
      until: '2026-03-31T12:00:00Z',
      hours: ['06:30', '05:30', '05:30', '05:30'],
    },
    {
      change: 'back',
      from: '2026-10-23T12:00:00Z',
      until: '2026-10-27T12:00:00Z',
      hours: ['05:30', '06:30', '06:30', '06:30'],
    },
  ])(
    'goes out once a day at half past seven when clocks go $change, with every article once',
    async ({ from, until, hours }) => {
      const house = aHouse({ cadence: 'daily', weekday: undefined, time: '07:30', maxItems: 50 }, from);
      const all = await live(house, until);
      expect(house.sent.map(({ at }) => at.slice(11, 16))).toEqual(hours);
      const mailed = titlesOf(house);
      expect(new Set(mailed).size).toBe(mailed.length);
      // What came in since the last edition is still to come.
      expect(all.filter((title) => !mailed.includes(title)).length).toBeLessThanOrEqual(7);
    },
  );

  it.each([
    {
      night: 'that has no half past two',
      from: '2026-03-28T12:00:00Z',
      until: '2026-03-29T12:00:00Z',
      at: '2026-03-29T01:30:00.000Z',
    },
    {
      night: 'that has half past two twice',
      from: '2026-10-24T12:00:00Z',
      until: '2026-10-25T12:00:00Z',
      at: '2026-10-25T00:30:00.000Z',
    },
  ])('goes out once in a night $night', async ({ from, until, at }) => {
    const house = aHouse({ cadence: 'daily', weekday: undefined, time: '02:30', maxItems: 50 }, from);
    await live(house, until);
    expect(house.sent.map((edition) => edition.at)).toEqual([at]);
  });
});

describe('a tick', () => {
  it('that comes twice, each time, makes each edition once', async () => {
    const house = aHouse({ cadence: 'daily', weekday: undefined, time: '07:30', maxItems: 50 }, '2026-11-20T12:00:00Z');
    await live(house, '2026-11-23T12:00:00Z', 2);
    expect(house.sent).toHaveLength(3);
    expect(await house.deps.editions.list('ruhr', { limit: 9 })).toHaveLength(3);
    expect(new Set(titlesOf(house)).size).toBe(titlesOf(house).length);
  });

  it('that comes hours late makes the edition then, and the next one at its time', async () => {
    const house = aHouse({ time: '07:30' }, '2026-11-20T12:00:00Z');
    house.comesIn('Vor Montag');
    house.at('2026-11-23T11:11:11Z');
    await house.tick();
    house.comesIn('Nach Montag');
    house.at('2026-11-30T06:29:00Z');
    await house.tick();
    house.at('2026-11-30T06:30:00Z');
    await house.tick();
    expect(house.sent).toEqual([
      { at: '2026-11-23T11:11:11.000Z', titles: ['Vor Montag'] },
      { at: '2026-11-30T06:30:00.000Z', titles: ['Nach Montag'] },
    ]);
  });
});

describe('an outage of three weeks', () => {
  it('ends in one edition with everything that came in', async () => {
    const house = aHouse({ cadence: 'daily', weekday: undefined, time: '07:30', maxItems: 50 }, '2026-11-01T12:00:00Z');
    for (let day = 2; day <= 20; day += 1) {
      house.at(`2026-11-${String(day).padStart(2, '0')}T10:00:00Z`);
      house.comesIn(`Tag ${day}`);
    }
    house.at('2026-11-21T10:00:00Z');
    for (let minute = 0; minute < 5; minute += 1) await house.tick();
    expect(house.sent).toHaveLength(1);
    expect(titlesOf(house)).toHaveLength(19);
    expect((await house.deps.digests.find('ruhr', 'woche'))?.nextRunAt).toEqual(new Date('2026-11-22T06:30:00Z'));
  });
});

describe('a queue that stood still', () => {
  const messageOf = (digest: Digest, dueAt: string): CompositionMessage => ({
    ...{ requestId: `${digest.id}-${Date.parse(dueAt)}`, publicationId: 'ruhr', digestId: digest.id, dueAt },
    ...{ by: 'schedule', mode: digest.mode },
  });
  const daily = { cadence: 'daily', weekday: undefined, time: '07:30' } as const;

  it.each([
    { mode: 'send', atOnce: false },
    { mode: 'send', atOnce: true },
    { mode: 'draft', atOnce: false },
    { mode: 'draft', atOnce: true },
  ] as const)(
    'ends in one edition of all days that waited ($mode, handled at once: $atOnce)',
    async ({ mode, atOnce }) => {
      const { deps, at, comesIn } = aHouse({ ...daily, mode }, '2026-11-20T12:00:00Z');
      comesIn('Vom Freitag');
      at('2026-11-23T10:00:00Z');
      const digest = (await deps.digests.list('ruhr'))[0] as Digest;
      const waiting = ['2026-11-21', '2026-11-22', '2026-11-23'].map((day) =>
        messageOf(digest, `${day}T06:30:00.000Z`),
      );
      const handle = (message: CompositionMessage) => composeEdition(message, deps);
      const runs = [];
      if (atOnce) runs.push(...(await Promise.all(waiting.map(handle))));
      else for (const message of waiting) runs.push(await handle(message));
      expect(await deps.editions.list('ruhr', { limit: 9 })).toHaveLength(1);
      const outcomes = runs.map(({ outcome }) => outcome);
      expect(outcomes.filter(({ kind }) => kind === 'composed')).toHaveLength(1);
      const skipped = outcomes.filter(({ kind }) => kind === 'skipped');
      expect(skipped).toHaveLength(2);
      for (const each of skipped) {
        expect(each).toEqual({
          kind: 'skipped',
          reason: mode === 'send' ? 'ruhr-1 is still on its way' : 'ruhr-1 was made since it was due',
          nextAt: new Date('2026-11-24T06:30:00Z'),
        });
      }
      // Its message again is the same message, and starts no second campaign.
      expect(new Set(deps.ready.sent.map(({ editionId }) => editionId)).size).toBe(mode === 'send' ? 1 : 0);
    },
  );

  it('behind a composed edition lets none follow with the same articles, and sends it on again', async () => {
    const instant = { cadence: 'instant', weekday: undefined, time: undefined } as const;
    const { deps, at, comesIn } = aHouse(instant, '2026-11-23T10:00:00Z');
    comesIn('Eilmeldung');
    const digest = (await deps.digests.list('ruhr'))[0] as Digest;
    const look = async (time: string) => {
      at(time);
      return (await composeEdition(messageOf(digest, time), deps)).outcome;
    };
    expect(await look('2026-11-23T10:15:00.000Z')).toMatchObject({ kind: 'composed' });
    expect(await look('2026-11-23T10:20:00.000Z')).toMatchObject({ reason: 'ruhr-1 is still on its way' });
    expect(deps.ready.sent).toEqual([deps.ready.sent[0], deps.ready.sent[0]]);
    comesIn('Noch eine');
    const { editionId = '', contentHash = '' } = deps.ready.sent[0] ?? {};
    await deps.editions.freeze(editionId, contentHash, new Date('2026-11-23T10:29:00Z'));
    expect(await look('2026-11-23T10:35:00.000Z')).toMatchObject({ kind: 'composed', articles: 1 });
    expect((await deps.editions.find('ruhr-2'))?.items.map(({ title }) => title)).toEqual(['Noch eine']);
  });

  it('keeps no edition back that an editor has changed meanwhile: it waits for them', async () => {
    const { deps, at, comesIn } = aHouse(daily, '2026-11-22T12:00:00Z');
    comesIn('Eins');
    at('2026-11-23T06:30:00Z');
    const digest = (await deps.digests.list('ruhr'))[0] as Digest;
    await composeEdition(messageOf(digest, '2026-11-23T06:30:00.000Z'), deps);
    const composed = await deps.editions.find('ruhr-1');
    if (!composed) throw new Error('There is no edition');
    const change = { ...{ requestId: 'c1', editionId: 'ruhr-1', by: 'ada' }, change: { intro: 'Hallo' } };
    await editEdition({ ...change, contentHash: composed.contentHash }, deps);
    at('2026-11-24T06:30:00Z');
    const { outcome } = await composeEdition(messageOf(digest, '2026-11-24T06:30:00.000Z'), deps);
    expect(outcome).toMatchObject({ kind: 'composed', editionId: 'ruhr-2' });
  });
});

describe('a composition that fails', () => {
  it('takes nothing from the next one', async () => {
    const house = aHouse({ time: '07:30' }, '2026-11-20T12:00:00Z');
    house.comesIn('Wichtig');
    house.at('2026-11-23T06:30:00Z');
    const { put } = house.deps.parts;
    house.deps.parts.put = async () => Promise.reject(new Error('S3 is away'));
    await expect(house.tick()).rejects.toThrow('S3 is away');
    house.deps.parts.put = put;
    house.at('2026-11-30T06:30:00Z');
    await house.tick();
    expect(house.sent).toEqual([{ at: '2026-11-30T06:30:00.000Z', titles: ['Wichtig'] }]);
  });
});
