import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sendChunk } from '../../lambdas/delivery/send-chunk.ts';
import { balances } from '../../lambdas/domain/campaign.ts';
import { Death, mortal } from './mortal.ts';
import { aSubscription, later, START } from './samples.ts';
import { type SesMood, sesModel } from './ses-model.ts';
import { aWorld, duplicates, RECONCILE_AFTER_SECONDS, type World } from './world.ts';

const READERS = 23;
const EVENT_DELAY_SECONDS = RECONCILE_AFTER_SECONDS / 3;
const OUTSIDE = [
  'campaigns',
  'ledgers',
  'manifests',
  'recipients',
  'pace',
  'send',
  'chunks',
  'letters',
  'sleep',
] as const;
const MOODS: SesMood[] = [
  'accepts',
  'accepts-unheard',
  'loses',
  'throttles',
  'unreachable',
  'refuses',
  'quota-used-up',
];

/** One thing that happens; several of them happen at once. */
type Happening =
  | { kind: 'send'; diesAtCall: number; when: 'before' | 'after' }
  | { kind: 'hear'; howMany: number; isDoubled: boolean }
  | { kind: 'sweep' }
  | { kind: 'plan' }
  | { kind: 'pause' }
  | { kind: 'resume' }
  | { kind: 'wait'; seconds: number };

const happening: fc.Arbitrary<Happening> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('send' as const),
      diesAtCall: fc.oneof(fc.integer({ min: 1, max: 60 }), fc.constant(10_000)),
      when: fc.constantFrom('before' as const, 'after' as const),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('hear' as const), howMany: fc.nat(30), isDoubled: fc.boolean() }),
  },
  { weight: 2, arbitrary: fc.constant({ kind: 'sweep' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'plan' as const }) },
  { weight: 1, arbitrary: fc.constantFrom({ kind: 'pause' as const }, { kind: 'resume' as const }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('wait' as const),
      seconds: fc.integer({ min: 1, max: EVENT_DELAY_SECONDS }),
    }),
  },
);

/** Rarely all at once, mostly fine: otherwise every campaign would only ever be paused. */
const mood: fc.Arbitrary<SesMood> = fc.oneof(
  { weight: 6, arbitrary: fc.constant('accepts' as const) },
  { weight: 3, arbitrary: fc.constantFrom(...MOODS) },
);

/** Every call to the outside world takes its turn as the scheduler decides: the interleavings are fast-check's. */
function interleaved<D extends object>(deps: D, names: readonly (keyof D & string)[], scheduler: fc.Scheduler): D {
  const inTurn = (owner: object, act: (...args: never[]) => unknown) =>
    scheduler.scheduleFunction(async (...args: unknown[]) => act.apply(owner, args as never[])) as typeof act;
  const wrapped = { ...deps } as Record<string, unknown>;
  for (const name of names) {
    const collaborator = wrapped[name] as object;
    wrapped[name] =
      typeof collaborator === 'function'
        ? inTurn(deps, collaborator as () => unknown)
        : Object.fromEntries(
            Object.entries(collaborator).map(([method, act]) => [method, inTurn(collaborator, act as () => unknown)]),
          );
  }
  return wrapped as D;
}

async function happen(world: World, what: Happening, scheduler: fc.Scheduler): Promise<void> {
  switch (what.kind) {
    case 'send': {
      const deps = interleaved(world.senderDeps(), OUTSIDE, scheduler);
      const { diesAtCall: atCall, when } = what;
      return sendChunk({ campaignId: 'ruhr-12', chunk: '00-000001' }, mortal(deps, [...OUTSIDE], { atCall, when }));
    }
    case 'hear': {
      const events = world.ses.events.splice(0, what.howMany);
      await world.hear(what.isDoubled ? [...events.toReversed(), ...events] : events.toReversed());
      return;
    }
    case 'sweep':
      return world.sweep();
    case 'plan':
      return world.plan();
    case 'pause':
      return world.campaigns.pause('ruhr-12', { because: 'An editor' });
    case 'resume':
      return world.campaigns.resume('ruhr-12', world.now());
    case 'wait':
      return wait(world, what.seconds);
  }
}

/** Time passes, and no event stays under way for longer than {@link EVENT_DELAY_SECONDS} and this wait. */
async function wait(world: World, seconds: number): Promise<void> {
  world.wait(seconds);
  const sinceStart = (world.now().getTime() - START.getTime()) / 1000;
  const isDue = Math.floor(sinceStart / EVENT_DELAY_SECONDS) > Math.floor((sinceStart - seconds) / EVENT_DELAY_SECONDS);
  if (isDue) await world.hearAll();
}

/** Deaths, and what an editor is refused, are part of the game; anything else is a defect. */
function isPartOfTheGame(error: unknown): boolean {
  return error instanceof Death || (error instanceof Error && 'fault' in error && error.fault === 'conflict');
}

async function rounds(world: World, given: Happening[][], scheduler: fc.Scheduler): Promise<void> {
  for (const atOnce of given) {
    const running = atOnce.map((what) => happen(world, what, scheduler));
    const ended = Promise.allSettled(running);
    await scheduler.waitFor(ended);
    for (const result of await ended) {
      if (result.status === 'rejected' && !isPartOfTheGame(result.reason)) throw result.reason;
    }
  }
}

/** The faults are over; an editor resumes what was paused, as often as it takes. */
async function calm(world: World) {
  for (let attempt = 0; attempt < 20; attempt += 1) {
    if ((await world.campaign()).status === 'paused') await world.campaigns.resume('ruhr-12', world.now());
    const { totals, status } = await world.untilOver(30);
    if (totals) return { totals, status };
    // Where no event comes, an editor's turn is a day later.
    await wait(world, 2 * 60 * 60);
  }
  throw new Error(`The campaign never closed: ${JSON.stringify(await world.totals())}`);
}

const story = {
  moods: fc.array(mood, { maxLength: 80 }),
  rounds: fc.array(fc.array(happening, { minLength: 1, maxLength: 3 }), { maxLength: 12 }),
  scheduler: fc.scheduler(),
  whenSilent: fc.constantFrom('resend' as const, 'hold' as const),
};

const runs = { numRuns: 150 };

describe('whatever happens to a campaign', () => {
  it('nobody is lost and nobody is written to twice while events arrive', { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.record(story), async (told) => {
        const ses = sesModel((_, call) => told.moods[call] ?? 'accepts');
        const world = await aWorld({ readers: READERS, ses }).ready();
        world.whenSilent = told.whenSilent;
        await rounds(world, told.rounds, told.scheduler);
        const { status, totals } = await calm(world);

        expect(status).toBe('closed');
        expect(balances(totals)).toBe(true);
        expect(totals.audience).toBe(READERS);
        expect(duplicates(world)).toEqual([]);
        // Every event came, so the books know the truth: held and failed are people whom SES did not take.
        expect(totals.accepted).toBe(ses.accepted.size);
      }),
      runs,
    );
  });

  it('nobody is written to twice, and nobody drops out of the books, when every event is lost', {
    timeout: 60_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.record(story), async (told) => {
        const ses = sesModel((_, call) => told.moods[call] ?? 'accepts');
        const world = await aWorld({ readers: READERS, ses }).ready();
        world.whenSilent = told.whenSilent;
        world.hear = async () => [];
        await rounds(world, told.rounds, told.scheduler);
        const { totals } = await calm(world);
        expect(balances(totals)).toBe(true);
        expect(totals.audience).toBe(READERS);
        expect(duplicates(world)).toEqual([]);
        expect(totals.accepted + totals.held).toBeGreaterThanOrEqual(ses.accepted.size);
      }),
      runs,
    );
  });

  it("nobody is lost, written to twice or before their hour when it goes by readers' clocks", {
    timeout: 60_000,
  }, async () => {
    // Three minutes and an hour after the start; the others at once.
    const zones = [undefined, 'UTC', 'Atlantic/Azores'];
    const waitSeconds = [0, 180, 3_780];
    const readers = () => Array.from({ length: READERS }, (_, n) => aSubscription(n, { timeZone: zones[n % 3] }));
    const numberOf = (address: string) => Number(/\d+/.exec(address)?.[0]);
    await fc.assert(
      fc.asyncProperty(fc.record(story), async (told) => {
        const tooEarly: string[] = [];
        const ses = sesModel(({ to }, call) => {
          if (world.now() < later(waitSeconds[numberOf(to) % 3] as number)) tooEarly.push(to);
          return told.moods[call] ?? 'accepts';
        });
        const world = aWorld({ readers: readers(), ses });
        await world.ready({ readersTime: '2026-11-02T07:03' });
        await rounds(world, told.rounds, told.scheduler);
        const { status, totals } = await calm(world);

        expect(tooEarly).toEqual([]);
        expect(status).toBe('closed');
        expect(balances(totals)).toBe(true);
        expect(totals.audience).toBe(READERS);
        expect(duplicates(world)).toEqual([]);
        expect(totals.accepted).toBe(ses.accepted.size);
      }),
      runs,
    );
  });
});
