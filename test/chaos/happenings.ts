/** What may happen to a campaign, as fast-check makes it up. */
import fc from 'fast-check';
import type { ReconcilePolicy } from '../../lambdas/delivery/reconcile-policy.ts';
import type { End } from '../delivery/mortal.ts';
import type { SesMood } from '../delivery/ses-model.ts';
import { RECONCILE_AFTER_SECONDS } from '../delivery/world.ts';

/** No event that comes at all takes much longer. */
export const EVENT_DELAY_SECONDS = RECONCILE_AFTER_SECONDS / 3;
/** How far the clocks of two workers may be apart. */
const CLOCKS_APART_SECONDS = 60;

/** One thing that happens; several of them happen at once. */
export type Happening =
  /** A worker takes a message out of the middle of a queue. `comesAgain`: SQS delivers it once more, also after success. */
  | { kind: 'send' | 'plan'; which: number; comesAgain: boolean; skewSeconds: number; end: End }
  | { kind: 'hear'; howMany: number; isDoubled: boolean; end: End }
  | { kind: 'sweep'; skewSeconds: number; end: End }
  /** A message of a queue vanishes. */
  | { kind: 'lose'; queue: 'chunks' | 'plans'; which: number }
  | { kind: 'pause' | 'resume' | 'cancel' }
  | { kind: 'wait'; seconds: number };

/** Most workers live long enough. */
const end: fc.Arbitrary<End> = fc.record({
  atCall: fc.oneof(fc.integer({ min: 1, max: 60 }), fc.constant(10_000)),
  when: fc.constantFrom('before' as const, 'after' as const),
});
const skewSeconds = fc.integer({ min: -CLOCKS_APART_SECONDS, max: CLOCKS_APART_SECONDS });
const which = fc.nat(20);
const comesAgain = fc.boolean();

const happening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('send' as const), which, comesAgain, skewSeconds, end }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('plan' as const), which, comesAgain, skewSeconds, end }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('hear' as const), howMany: fc.nat(30), isDoubled: fc.boolean(), end }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('sweep' as const), skewSeconds, end }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('lose' as const), queue: fc.constantFrom('chunks', 'plans'), which }),
  },
  { weight: 1, arbitrary: fc.constantFrom({ kind: 'pause' as const }, { kind: 'resume' as const }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('wait' as const),
      seconds: fc.integer({ min: 1, max: EVENT_DELAY_SECONDS }),
    }),
  },
);

const MOODS: SesMood[] = ['accepts-unheard', 'loses', 'throttles', 'unreachable', 'refuses', 'quota-used-up', 'paused'];
/** Where events get lost nobody can know everything. */
export const LOSING_EVENTS: SesMood[] = [...MOODS, 'accepts-unreported', 'accepts-unknowably'];

/** Rarely all at once, mostly fine: otherwise every campaign would only ever be paused. */
const mood = (faulty: SesMood[]): fc.Arbitrary<SesMood> =>
  fc.oneof(
    { weight: 7, arbitrary: fc.constant('accepts' as const) },
    { weight: 3, arbitrary: fc.constantFrom(...faulty) },
  );

/** One story of a campaign, until it is left in peace. */
export interface Story {
  /** Of SES, call after call. */
  moods: SesMood[];
  /** What happens one after another; within a round at once. */
  rounds: Happening[][];
  scheduler: fc.Scheduler;
  whenSilent: ReconcilePolicy['whenSilent'];
}

/** @param more - what may happen besides */
export function stories({ faulty = MOODS, more = [] }: { faulty?: SesMood[]; more?: Happening[] } = {}) {
  const what = more.length > 0 ? fc.oneof({ weight: 20, arbitrary: happening }, fc.constantFrom(...more)) : happening;
  return fc.record<Story>({
    moods: fc.array(mood(faulty), { maxLength: 80 }),
    rounds: fc.array(fc.array(what, { minLength: 1, maxLength: 3 }), { maxLength: 14 }),
    scheduler: fc.scheduler(),
    whenSilent: fc.constantFrom('resend' as const, 'hold' as const),
  });
}
