/**
 * The turns of one sender: when the next message may be handed over.
 *
 * We see when we began to send a message and when its answer came; SES took it at some moment between, and the network
 * decides which. Distances between beginnings therefore promise nothing: messages that were held up arrive together with
 * those that were not. So every message counts from its beginning until a whole second after its answer, and there are
 * never more than the lane's share of these. Then SES sees no second with more, however late anything was: of all that
 * arrives within one second, the others still counted when the last of them began.
 */
import type { LaneShare } from './lane-share.ts';
import type { Leaving } from './lanes.ts';

/** One message's permission to go. */
export interface Turn {
  /** There is an answer, or nobody waits for it any more. */
  answered(): void;
  /** It was not handed over after all. */
  unused(): void;
}

export interface Turns {
  /** Waits until the next message may go. */
  next(): Promise<Turn>;
  /** For messages from now on. */
  changeTo(share: LaneShare): void;
  /** For whoever has the lane next. */
  leaving(): Leaving;
}

/** By how much clocks of two senders may differ. */
const CLOCKS_DIFFER_MS = 50;
/** Who was held up by answers may catch up by so many messages; the count above holds all the same. */
const CATCH_UP = 5;

interface Clock {
  now: () => Date;
  sleep(ms: number): Promise<void>;
}

/** @param before - `answeredAt` of whoever had the lane before */
export function turnsIn(first: LaneShare, before: number[], { now, sleep }: Clock): Turns {
  let share = first;
  let answers = before.map((at) => at + CLOCKS_DIFFER_MS);
  let underWay = 0;
  let sent = 0;
  let nextAt = now().getTime() + share.intervalMs;
  let anAnswer = Promise.withResolvers<void>();

  function end(): void {
    underWay -= 1;
    anAnswer.resolve();
    anAnswer = Promise.withResolvers();
  }

  /** @returns milliseconds, or `answer` when only an answer can help */
  function toWait(at: number): number | 'answer' {
    answers = answers.filter((answeredAt) => answeredAt > at - share.windowMs);
    const tooMany = underWay + answers.length - share.most;
    if (tooMany < 0) return nextAt - at;
    const leaving = answers.toSorted((one, other) => one - other)[tooMany];
    return leaving === undefined ? 'answer' : Math.max(nextAt, leaving + share.windowMs) - at;
  }

  return {
    async next() {
      for (let wait = toWait(now().getTime()); wait === 'answer' || wait > 0; wait = toWait(now().getTime())) {
        await (wait === 'answer' ? anAnswer.promise : sleep(Math.ceil(wait)));
      }
      nextAt = Math.max(nextAt, now().getTime() - CATCH_UP * share.intervalMs) + share.intervalMs;
      underWay += 1;
      return {
        answered() {
          // Clocks show the millisecond that has begun: a moment may be nearly one later.
          answers.push(now().getTime() + 1);
          sent += 1;
          end();
        },
        unused: end,
      };
    },
    changeTo(changed) {
      share = changed;
      nextAt = Math.max(nextAt, now().getTime() + share.intervalMs);
    },
    leaving() {
      const since = now().getTime() - share.windowMs;
      return { answeredAt: answers.filter((at) => at > since), sent };
    },
  };
}
