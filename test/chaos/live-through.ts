/** Lets a story happen to a campaign in memory: every call to the outside world takes its turn as fast-check decides. */
import type fc from 'fast-check';
import { planAudience } from '../../lambdas/delivery/plan-audience.ts';
import { reconcile } from '../../lambdas/delivery/reconcile.ts';
import { recordEvidence } from '../../lambdas/delivery/record-evidence.ts';
import { sendChunk } from '../../lambdas/delivery/send-chunk.ts';
import { Death, mortal } from '../delivery/mortal.ts';
import { later, START } from '../delivery/samples.ts';
import type { World } from '../delivery/world.ts';
import { EVENT_DELAY_SECONDS, type Happening, type Story } from './happenings.ts';

const CAMPAIGN = 'ruhr-12';
const RUN_MS = 60_000;
/** How often an editor comes by until it is over. */
const PATIENCE = 20;

/** @returns the campaign as it ended */
export async function liveThrough(world: World, { rounds, scheduler, whenSilent }: Story) {
  world.whenSilent = whenSilent;
  for (const atOnce of rounds) {
    const ended = Promise.allSettled(atOnce.map((what) => happen(world, what, scheduler)));
    await scheduler.waitFor(ended);
    for (const result of await ended) {
      if (result.status === 'rejected' && !isPartOfTheGame(result.reason)) throw result.reason;
    }
  }
  return calm(world);
}

async function happen(world: World, what: Happening, scheduler: fc.Scheduler): Promise<unknown> {
  switch (what.kind) {
    case 'send':
      return fromQueue(world.chunks.sent, what, (message) => sendChunk(message, senderOf(world, what, scheduler)));
    case 'plan':
      return fromQueue(world.plans.sent, what, (message) => planAudience(message, plannerOf(world, what, scheduler)));
    case 'hear':
      return hear(world, what, scheduler);
    case 'sweep':
      return reconcile(sweeperOf(world, what, scheduler));
    case 'lose':
      return world[what.queue].sent.splice(what.which % Math.max(1, world[what.queue].sent.length), 1);
    case 'pause':
      return world.campaigns.pause(CAMPAIGN, { because: 'An editor' });
    case 'resume':
      return world.campaigns.resume(CAMPAIGN, world.now());
    case 'cancel':
      return world.campaigns.cancel(CAMPAIGN);
    case 'wait':
      return wait(world, what.seconds);
  }
}

/** A message that was not handled to its end comes again. */
async function fromQueue<Message>(
  queue: Message[],
  { which, comesAgain }: { which: number; comesAgain: boolean },
  handle: (message: Message) => Promise<void>,
): Promise<void> {
  const [message] = queue.splice(which % Math.max(1, queue.length), 1);
  if (!message) return;
  try {
    await handle(message);
    if (comesAgain) queue.push(message);
  } catch (error) {
    queue.push(message);
    throw error;
  }
}

type Worker = Extract<Happening, { kind: 'send' | 'plan' | 'sweep' }>;

/** The clock of a worker, which need not be that of another. */
const clockOf = (world: World, { skewSeconds }: Worker) => ({ now: () => later(skewSeconds, world.now()) });

function senderOf(world: World, what: Worker, scheduler: fc.Scheduler) {
  const deps = { ...world.senderDeps(), ...clockOf(world, what) };
  const outside = [
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
  return mortal(interleaved(deps, outside, scheduler), [...outside], what.end);
}

function plannerOf(world: World, what: Worker, scheduler: fc.Scheduler) {
  const deps = { ...world, ...clockOf(world, what), remainingMs: () => RUN_MS };
  const outside = ['campaigns', 'manifests', 'ledgers', 'plans', 'chunks'] as const;
  return mortal(interleaved(deps, outside, scheduler), [...outside], what.end);
}

function sweeperOf(world: World, what: Worker, scheduler: fc.Scheduler) {
  const deps = { ...world, ...clockOf(world, what), policy: world.policy(), markSent: async () => {} };
  const outside = ['campaigns', 'manifests', 'ledgers', 'evidence', 'plans', 'chunks', 'markSent'] as const;
  return mortal(interleaved(deps, outside, scheduler), [...outside], what.end);
}

/** Whatever of a batch was not recorded comes again. */
async function hear(
  world: World,
  { howMany, isDoubled, end }: Extract<Happening, { kind: 'hear' }>,
  scheduler: fc.Scheduler,
): Promise<void> {
  const events = world.ses.events.splice(0, howMany).toReversed();
  const bodies = isDoubled ? [...events, ...events.toReversed()] : events;
  const outside = ['campaigns', 'evidence'] as const;
  const deps = mortal(interleaved({ ...world }, outside, scheduler), [...outside], end);
  const messages = bodies.map((body, index) => ({ id: String(index), body }));
  const failed = await recordEvidence(messages, deps);
  world.ses.events.push(...failed.map((id) => bodies[Number(id)] as string));
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
  if (error instanceof AggregateError) return error.errors.every(isPartOfTheGame);
  return error instanceof Death || (error instanceof Error && 'fault' in error && error.fault === 'conflict');
}

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
            Object.entries(collaborator)
              .filter(([, act]) => typeof act === 'function')
              .map(([method, act]) => [method, inTurn(collaborator, act as () => unknown)]),
          );
  }
  return wrapped as D;
}

/** The faults are over; an editor resumes what was paused, as often as it takes. */
async function calm(world: World) {
  for (let attempt = 0; attempt < PATIENCE; attempt += 1) {
    if ((await world.campaign()).status === 'paused') await world.campaigns.resume(CAMPAIGN, world.now());
    const { totals, status } = await world.untilOver(30);
    if (totals) return { totals, status };
    // Where no event comes, an editor's turn is a day later.
    await wait(world, 2 * 60 * 60);
  }
  throw new Error(`The campaign never ended: ${JSON.stringify(await world.totals())}`);
}
