import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { balances } from '../../lambdas/domain/campaign.ts';
import { LOSING_EVENTS, type Story, stories } from '../chaos/happenings.ts';
import { liveThrough } from '../chaos/live-through.ts';
import { lostOf, twice } from '../chaos/truth.ts';
import { aSubscription, later } from './samples.ts';
import { sesModel } from './ses-model.ts';
import { aWorld, duplicates, type World } from './world.ts';

const READERS = 23;
const TWO_CHUNKS = 104;
/** `npm run chaos` tells ten times as many. */
const MANY = Number(process.env.CHAOS_STORIES ?? 150);
const FEW = Math.ceil(MANY / 4);
const TIMEOUT_MS = 400 * MANY;

/** A campaign that is about to be planned. */
async function aStart(told: Story, readers = READERS): Promise<World> {
  const world = aWorld({ readers, ses: sesModel((_, call) => told.moods[call] ?? 'accepts') });
  await world.start();
  world.plans.sent.push({ campaignId: 'ruhr-12', shard: 0 });
  return world;
}

const holds = (told: fc.Arbitrary<Story>, claim: (told: Story) => Promise<void>, numRuns = MANY) =>
  fc.assert(fc.asyncProperty(told, claim), { numRuns });

describe('whatever happens to a campaign', () => {
  it.each([
    { readers: READERS, numRuns: MANY },
    { readers: TWO_CHUNKS, numRuns: FEW },
  ])(
    'nobody of $readers is lost or written to twice while events arrive',
    { timeout: TIMEOUT_MS },
    ({ readers, numRuns }) =>
      holds(
        stories(),
        async (told) => {
          const world = await aStart(told, readers);
          const { status, totals } = await liveThrough(world, told);
          expect(status).toBe('closed');
          expect(balances(totals)).toBe(true);
          expect(totals.audience).toBe(readers);
          expect(duplicates(world)).toEqual([]);
          expect(await lostOf(world)).toEqual([]);
          // Every event came, so the books know the truth: held and failed are people whom SES did not take.
          expect(totals.accepted).toBe(world.ses.accepted.size);
        },
        numRuns,
      ),
  );

  it(
    'nobody has two mails but who could not be known to have one: an unclear answer, and every event lost',
    {
      timeout: TIMEOUT_MS,
    },
    () =>
      holds(stories({ faulty: LOSING_EVENTS }), async (told) => {
        const world = await aStart(told);
        const { status, totals } = await liveThrough(world, told);
        expect(status).toBe('closed');
        expect(balances(totals)).toBe(true);
        expect(totals.audience).toBe(READERS);
        expect(twice(world)).toEqual([]);
        expect(await lostOf(world)).toEqual([]);
      }),
  );

  it(
    'nobody is written to twice, and nobody drops out of the books, when every event is lost',
    {
      timeout: TIMEOUT_MS,
    },
    () =>
      holds(stories(), async (told) => {
        const world = await aStart(told);
        world.hear = async () => [];
        Object.defineProperty(world.ses, 'events', { get: () => [] });
        const { totals } = await liveThrough(world, told);
        expect(balances(totals)).toBe(true);
        expect(totals.audience).toBe(READERS);
        expect(duplicates(world)).toEqual([]);
        expect(await lostOf(world)).toEqual([]);
        expect(totals.accepted + totals.held).toBeGreaterThanOrEqual(world.ses.accepted.size);
      }),
  );

  it('a cancelled one ends, with everybody in its books and nobody written to twice', { timeout: TIMEOUT_MS }, () =>
    holds(
      stories({ more: [{ kind: 'cancel' }] }),
      async (told) => {
        const world = await aStart(told, TWO_CHUNKS);
        const { status, totals } = await liveThrough(world, told);
        const { audience, accepted, skipped, failed, held, unknown, pending } = totals;
        expect([status, unknown]).toEqual([expect.stringMatching(/closed|cancelled/), 0]);
        expect(accepted + skipped + failed + held + pending).toBe(audience);
        expect(duplicates(world)).toEqual([]);
        expect(accepted).toBe(world.ses.accepted.size);
      },
      FEW,
    ),
  );

  it("nobody is lost, written to twice or before their hour when it goes by readers' clocks", {
    timeout: TIMEOUT_MS,
  }, () => {
    // Three minutes and an hour after the start; the others at once.
    const zones = [undefined, 'UTC', 'Atlantic/Azores'];
    const waitSeconds = [0, 180, 3_780];
    const readers = () => Array.from({ length: READERS }, (_, n) => aSubscription(n, { timeZone: zones[n % 3] }));
    const numberOf = (address: string) => Number(/\d+/.exec(address)?.[0]);
    // Nobody's clock is fast here: the hour is that of the worker who sends.
    const unskewed = ({ rounds }: Story) =>
      rounds.map((round) => round.map((one) => ('skewSeconds' in one ? { ...one, skewSeconds: 0 } : one)));
    return holds(stories(), async (told) => {
      const tooEarly: string[] = [];
      const ses = sesModel(({ to }, call) => {
        if (world.now() < later(waitSeconds[numberOf(to) % 3] as number)) tooEarly.push(to);
        return told.moods[call] ?? 'accepts';
      });
      const world = aWorld({ readers: readers(), ses });
      await world.ready({ readersTime: '2026-11-02T07:03' });
      const { status, totals } = await liveThrough(world, { ...told, rounds: unskewed(told) });

      expect(tooEarly).toEqual([]);
      expect(status).toBe('closed');
      expect(balances(totals)).toBe(true);
      expect(totals.audience).toBe(READERS);
      expect(duplicates(world)).toEqual([]);
      expect(totals.accepted).toBe(ses.accepted.size);
    });
  });
});
