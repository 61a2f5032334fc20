import { log } from '../platform/log.ts';
import { isRunning } from './campaigns.ts';
import { type ChunkWork, isLost, leaseEnd, type Run, type SendDeps } from './chunk-work.ts';
import { brake, noteTroubles } from './heed-answers.ts';
import { dueOf, firstHour } from './hours.ts';
import {
  type Ledger,
  moved,
  movedBecause,
  pendingOf,
  queued,
  release,
  takeOver,
  WINDOW_SIZE,
  waiting,
} from './ledger.ts';
import { nextWindow } from './next-window.ts';
import { logAnswers, outcomeOf, sendWindow, type WindowAnswer, whyFailed } from './send-window.ts';
import { pauseFor, quietPause, wait } from './why-wait.ts';

/** The longest that one answer can take, and the write after it. */
const MS_FOR_THE_LAST_ANSWER = 14_000;
/** How old our idea of the campaign may get: a pause takes effect after at most so long. */
const LOOK_AGAIN_AFTER_MS = 10_000;
/** Windows in a row that SES did not take, after which the chunk waits in the queue. */
const REBUFFS_AT_MOST = 3;
const REBUFFED_DELAY_SECONDS = 60;

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
 *
 * @returns `stopped` when some of it is still to be sent
 */
export async function sendPending(work: ChunkWork, deps: SendDeps): Promise<'done' | 'stopped' | 'claim-lost'> {
  const run = await begin(work, deps);
  try {
    for (;;) {
      const stop = await reasonToStop(run, deps);
      if (stop) {
        await finish(run, stop, deps);
        return toSend(run).length === 0 ? 'done' : 'stopped';
      }
      await sendNext(run, deps);
    }
  } catch (error) {
    if (!isLost(error)) {
      await keepAnswers(run, deps);
      throw error;
    }
    return run.stored === work.ledger ? 'claim-lost' : 'stopped';
  }
}

/** The chunk as ours: what a dead predecessor had in flight is unknown. Nothing is written yet. */
async function begin(work: ChunkWork, deps: SendDeps): Promise<Run> {
  const { campaign, manifest, ledger, holder } = work;
  const { now, remainingMs } = deps;
  const taken = takeOver(ledger, { holder, leaseUntil: leaseEnd(now(), remainingMs()), now: now() });
  return {
    ...work,
    due: new Set(dueOf(manifest, ledger, campaign, now())),
    letters: await deps.letters(campaign),
    stored: ledger,
    draft: waiting(taken, undefined),
    rebuffs: 0,
    troubles: campaign.troubles,
    lookedAt: now(),
    isPaused: false,
  };
}

/** Those to whom this run still has to send. */
const toSend = ({ due, draft }: Run): number[] => pendingOf(draft).filter((index) => due.has(index));

async function reasonToStop(run: Run, deps: SendDeps): Promise<Stop | undefined> {
  if (toSend(run).length === 0) return {};
  if (run.isPaused || !(await isStillRunning(run, deps))) return {};
  if (run.rebuffs >= REBUFFS_AT_MOST) return { delaySeconds: REBUFFED_DELAY_SECONDS };
  return windowSize(run, deps) < 1 ? { delaySeconds: 0 } : undefined;
}

/** A paused campaign's chunks are queued again when it is resumed. */
async function isStillRunning(run: Run, deps: SendDeps): Promise<boolean> {
  const { campaigns, pace, now } = deps;
  if (now().getTime() - run.lookedAt.getTime() < LOOK_AGAIN_AFTER_MS && leftNow(run) >= 1) return true;
  run.lookedAt = now();
  const campaign = await campaigns.glance(run.campaign.id);
  if (!campaign || !isRunning(campaign)) return false;
  const none = await pace.whyNotToday(run.turns.leaving().sent, now());
  const pause = none ? pauseFor(none, now()) : quietPause(campaign, now());
  if (pause) await wait(campaign, pause, deps);
  return pause === undefined;
}

/** What this sender may send of the day's quota, as it was when it took its lane. */
const leftNow = ({ lane, turns }: Run): number => Math.floor(lane.left - turns.leaving().sent);

/** As many as can be sent and answered in the time that is left, and as the day allows. */
function windowSize(run: Run, { remainingMs }: SendDeps): number {
  const { intervalMs, most, windowMs } = run.lane;
  const inTime = Math.floor((remainingMs() - MS_FOR_THE_LAST_ANSWER) / Math.max(intervalMs, windowMs / most));
  // What is left may have grown since: looking again is for `isStillRunning`.
  return Math.min(WINDOW_SIZE, inTime, Math.max(1, leftNow(run)));
}

/** Afterwards the draft holds the outcomes of this window, not yet written. */
async function sendNext(run: Run, deps: SendDeps): Promise<void> {
  const size = windowSize(run, deps);
  const { envelopes, skipped } = await nextWindow({ ...run, waiting: toSend(run), size }, deps);
  run.draft = movedBecause(run.draft, skipped, 'skipped', deps.now());
  if (envelopes.length === 0) return;
  const window = envelopes.map(({ index }) => index);
  run.stored = await deps.ledgers.replace(run.stored, moved(run.draft, window, 'inFlight', deps.now()));
  const answers = await sendWindow(envelopes, {
    send: deps.send,
    turns: run.turns,
    isTimeUp: () => deps.remainingMs() < MS_FOR_THE_LAST_ANSWER - 1_000,
  });
  logAnswers(run.ledger, answers);
  run.draft = withOutcomes(run.stored, answers, deps.now());
  await brake(run, answers, deps);
}

function withOutcomes(ledger: Ledger, answers: Map<number, WindowAnswer>, now: Date): Ledger {
  let next = ledger;
  for (const [index, answer] of answers) {
    const why = whyFailed(answer);
    next = why ? movedBecause(next, [[index, why]], 'failed', now) : moved(next, [index], outcomeOf(answer), now);
  }
  return next;
}

/** Something failed between two windows: what SES answered to the last one is known, and must not become unknown by it. */
async function keepAnswers({ stored, draft }: Run, { ledgers }: SendDeps): Promise<void> {
  if (stored.inFlight.size === 0) return;
  try {
    await ledgers.replace(stored, release(draft));
  } catch (error) {
    log.warn('Answers of SES could not be kept', { chunk: stored.chunk, error: error as Error });
  }
}

async function finish(run: Run, { delaySeconds }: Stop, deps: SendDeps): Promise<void> {
  const goesOn = delaySeconds !== undefined;
  const last = release(goesOn ? queued(run.draft, deps.now(), 'goes-on') : untilNextHour(run));
  run.stored = await deps.ledgers.replace(run.stored, last);
  await noteTroubles(run, deps);
  const { campaignId, chunk } = last;
  if (goesOn) await deps.chunks.send({ campaignId, chunk }, { delaySeconds });
}

/** With only those left whose hour comes later, a sweep queues the chunk when it does. */
function untilNextHour(run: Run): Ledger {
  const { draft, manifest, campaign } = run;
  return toSend(run).length > 0 ? draft : waiting(draft, firstHour(manifest, pendingOf(draft), campaign));
}
