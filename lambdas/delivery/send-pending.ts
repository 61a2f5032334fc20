import { brakeFor } from './brakes.ts';
import { isRunning } from './campaigns.ts';
import { type ChunkWork, isLost, leaseEnd, type SendDeps } from './chunk-work.ts';
import { dueOf, firstHour } from './hours.ts';
import { type Ledger, moved, pendingOf, queued, release, takeOver, WINDOW_SIZE, waiting } from './ledger.ts';
import type { Lane } from './pace.ts';
import { type Envelope, logAnswers, outcomeOf, sendWindow, turns, type WindowAnswer } from './send-window.ts';

/** The longest that one answer can take, and the write after it. */
const MS_FOR_THE_LAST_ANSWER = 14_000;
/** How old our idea of the campaign may get: a pause takes effect after at most so long. */
const LOOK_AGAIN_AFTER_MS = 10_000;
/** Windows in a row that SES did not take, after which the chunk waits in the queue. */
const REBUFFS_AT_MOST = 3;
const REBUFFED_DELAY_SECONDS = 60;

/** A sender at work on one chunk. */
interface Run extends ChunkWork {
  /** Whose hour had come when it began; the others are left alone. */
  due: ReadonlySet<number>;
  envelopes: Map<number, Envelope>;
  /** What the table holds. */
  stored: Ledger;
  /** Windows in a row that were not taken. */
  rebuffs: number;
  lookedAt: Date;
  isPaused: boolean;
  turn: () => Promise<void>;
}

/** Why a run ends; with a delay the rest of the chunk goes back into the queue. */
interface Stop {
  delaySeconds?: number;
}

/**
 * Works through a chunk, window by window.
 *
 * Each write records the outcomes of the last window together with the intent for the next one, and nothing is sent before
 * it has succeeded. So the ledger knows at every moment who may have been written to: a run that dies leaves at most one
 * window unknown. A run whose write is refused has lost its chunk to another and sends nothing more.
 */
export async function sendPending(work: ChunkWork, deps: SendDeps): Promise<'done' | 'claim-lost'> {
  const run = await begin(work, deps);
  let draft = claim(run, deps);
  try {
    for (;;) {
      const stop = await reasonToStop(run, draft, deps);
      if (stop) {
        await finish(run, draft, stop, deps);
        return 'done';
      }
      draft = await sendNext(run, draft, deps);
    }
  } catch (error) {
    if (!isLost(error)) throw error;
    return run.stored === work.ledger ? 'claim-lost' : 'done';
  }
}

/** Asks once more who may be written to, now, and prepares an envelope for each. */
async function begin(work: ChunkWork, deps: SendDeps): Promise<Run> {
  const { campaign, manifest, ledger } = work;
  const idOf = (index: number) => manifest.subscriberIds[index] as string;
  const due = dueOf(manifest, ledger, campaign, deps.now());
  const present = await deps.recipients.recheck(campaign.publicationId, due.map(idOf), campaign.audience);
  const letters = await deps.letters(campaign);
  const envelopes = new Map<number, Envelope>();
  for (const index of due) {
    const found = present.get(idOf(index));
    if (!found || !letters.isFor(found.topics)) continue;
    const mail = () => ({
      from: letters.from,
      to: found.address,
      raw: letters.write({ subscriberId: idOf(index), ...found }),
      configurationSet: found.isWatched ? deps.pastListConfigurationSet : deps.configurationSet,
      // The audience hears of the arrival of mails with this tag, and of no others (lib/audience.ts).
      tags: {
        campaign: campaign.id,
        chunk: ledger.chunk,
        index: String(index),
        ...(found.isWatched && { watch: '1' }),
      },
    });
    envelopes.set(index, { index, mail });
  }
  const run = {
    ...work,
    due: new Set(due),
    envelopes,
    stored: ledger,
    rebuffs: 0,
    lookedAt: deps.now(),
    isPaused: false,
  };
  return Object.assign(run, { turn: turns(() => run.lane.intervalMs, deps) });
}

/** The chunk as ours: who is due and has no envelope is skipped, what a dead predecessor had in flight is unknown. */
function claim(run: Run, { now, remainingMs }: SendDeps): Ledger {
  const { stored, holder, envelopes } = run;
  const taken = takeOver(stored, { holder, leaseUntil: leaseEnd(now(), remainingMs()), now: now() });
  const skipped = toSend(run, taken).filter((index) => !envelopes.has(index));
  return waiting(moved(taken, skipped, 'skipped', now()), undefined);
}

/** Those to whom this run still has to send. */
const toSend = ({ due }: Run, ledger: Ledger): number[] => pendingOf(ledger).filter((index) => due.has(index));

async function reasonToStop(run: Run, draft: Ledger, deps: SendDeps): Promise<Stop | undefined> {
  if (toSend(run, draft).length === 0) return {};
  if (run.isPaused || !(await isStillRunning(run, deps))) return {};
  if (run.rebuffs >= REBUFFS_AT_MOST) return { delaySeconds: REBUFFED_DELAY_SECONDS };
  return windowSize(run.lane, deps) < 1 ? { delaySeconds: 0 } : undefined;
}

/** A paused campaign's chunks are queued again when it is resumed. */
async function isStillRunning(run: Run, { campaigns, now }: SendDeps): Promise<boolean> {
  if (now().getTime() - run.lookedAt.getTime() < LOOK_AGAIN_AFTER_MS) return true;
  run.lookedAt = now();
  const campaign = await campaigns.glance(run.campaign.id);
  return campaign !== undefined && isRunning(campaign);
}

/** As many as can be sent and answered in the time that is left. */
const windowSize = ({ intervalMs }: Lane, { remainingMs }: SendDeps): number =>
  Math.min(WINDOW_SIZE, Math.floor((remainingMs() - MS_FOR_THE_LAST_ANSWER) / intervalMs));

/** @returns the ledger with the outcomes of this window, not yet written */
async function sendNext(run: Run, draft: Ledger, deps: SendDeps): Promise<Ledger> {
  const window = toSend(run, draft).slice(0, windowSize(run.lane, deps));
  run.stored = await deps.ledgers.replace(run.stored, moved(draft, window, 'inFlight', deps.now()));
  const answers = await sendWindow(
    window.flatMap((index) => run.envelopes.get(index) ?? []),
    { send: deps.send, turn: run.turn, isTimeUp: () => deps.remainingMs() < MS_FOR_THE_LAST_ANSWER - 1_000 },
  );
  logAnswers(run.ledger, answers);
  const outcomes = withOutcomes(run.stored, answers, deps.now());
  return brake(run, outcomes, answers, deps);
}

function withOutcomes(ledger: Ledger, answers: Map<number, WindowAnswer>, now: Date): Ledger {
  let next = ledger;
  for (const [index, answer] of answers) next = moved(next, [index], outcomeOf(answer), now);
  return next;
}

/** Slows or pauses as the answers demand. Refusals that say something about us count against nobody. */
async function brake(run: Run, draft: Ledger, answers: Map<number, WindowAnswer>, deps: SendDeps): Promise<Ledger> {
  const wanted = brakeFor(answers.values());
  run.rebuffs = wanted.kind === 'slower' ? run.rebuffs + 1 : 0;
  if (wanted.kind === 'none') return draft;
  if (wanted.kind === 'slower') {
    run.lane = await deps.pace.slow(run.lane, deps.now());
    return draft;
  }
  if (wanted.kind === 'pause-at-the-start' && (await hasAccepted(draft, deps))) return draft;
  await pause(run, wanted, deps);
  return wanted.kind === 'pause' ? draft : moved(draft, answers.keys(), 'pending', deps.now());
}

const hasAccepted = async (draft: Ledger, { campaigns }: SendDeps): Promise<boolean> =>
  draft.accepted.size > 0 || (await campaigns.totals(draft.campaignId)).accepted > 0;

async function pause(run: Run, { because, forMs }: { because: string; forMs?: number }, deps: SendDeps): Promise<void> {
  run.isPaused = true;
  const until = forMs === undefined ? undefined : new Date(deps.now().getTime() + forMs);
  try {
    await deps.campaigns.pause(run.campaign.id, { because, until });
  } catch (error) {
    // Another sender met the same and was faster.
    if (!isLost(error)) throw error;
  }
}

async function finish(run: Run, draft: Ledger, { delaySeconds }: Stop, deps: SendDeps): Promise<void> {
  const goesOn = delaySeconds !== undefined;
  const last = release(goesOn ? queued(draft, deps.now(), 'goes-on') : untilNextHour(run, draft));
  run.stored = await deps.ledgers.replace(run.stored, last);
  const { campaignId, chunk } = last;
  if (goesOn) await deps.chunks.send({ campaignId, chunk }, { delaySeconds });
}

/** With only those left whose hour comes later, a sweep queues the chunk when it does. */
function untilNextHour(run: Run, ledger: Ledger): Ledger {
  const isAnyoneLeft = toSend(run, ledger).length > 0;
  return isAnyoneLeft ? ledger : waiting(ledger, firstHour(run.manifest, pendingOf(ledger), run.campaign));
}
