import type { WindowAnswer } from './send-window.ts';

/** What a window's answers say about going on. */
export type Brake =
  | { kind: 'none' }
  /** SES did not take everything now; later it may. */
  | { kind: 'slower' }
  /** Nobody's message goes out until this is mended. */
  | { kind: 'pause'; because: string; forMs?: number }
  /** As `pause`, but only if nothing of the campaign was accepted yet; these refusals then count against nobody. */
  | { kind: 'pause-at-the-start'; because: string; forMs?: undefined };

const MS_PER_MINUTE = 60_000;
/** The quota is a sliding day: some of it frees every hour. */
const DAILY_QUOTA_PAUSE_MS = 60 * MS_PER_MINUTE;
/** Nobody's message was taken, so trying again by itself harms nobody. */
const UNREACHABLE_PAUSE_MS = 10 * MS_PER_MINUTE;
/** So many in a row without an answer are no accident: going on would make whole chunks unknown. */
const TROUBLES_AT_MOST = 5;
/** So many refusals alike and nothing else say something about us, not about the recipients. */
const REFUSED_ALIKE_AT_LEAST = 3;

/** Messages in a row of which SES did not say whether it takes them. */
export interface Row {
  /** Up to and with the last message. */
  now: number;
  /** At its longest. */
  longest: number;
}

/** @param answers - in the order in which the messages were handed over. @param before - the row they may continue */
export function rowOfTroubles(answers: WindowAnswer[], before: number): Row {
  const row = { now: before, longest: before };
  for (const answer of answers) {
    if (answer.kind === 'not-tried' || answer.kind === 'unwritable') continue;
    row.now = isTrouble(answer) ? row.now + 1 : 0;
    row.longest = Math.max(row.longest, row.now);
  }
  return row;
}

const isUnreachable = (answer: WindowAnswer) => answer.kind === 'not-sent' && answer.because === 'unreachable';
const isTrouble = (answer: WindowAnswer) => answer.kind === 'unknown' || isUnreachable(answer);

/** @param answers - of one window. @param row - that they end, or make longer */
export function brakeFor(answers: WindowAnswer[], row: Row): Brake {
  const tried = answers.filter(({ kind }) => kind !== 'not-tried');
  const notSent = tried.filter((answer) => answer.kind === 'not-sent');
  for (const { because, detail } of notSent) {
    if (because === 'paused') return { kind: 'pause', because: `SES does not let us send: ${detail}` };
    if (because === 'daily-quota') {
      return { kind: 'pause', because: "The day's quota of SES is used up", forMs: DAILY_QUOTA_PAUSE_MS };
    }
  }
  if (row.longest >= TROUBLES_AT_MOST) return troublesPause(tried, row);
  if (notSent.length > 0) return { kind: 'slower' };
  const refusals = new Set(tried.map((answer) => (answer.kind === 'refused' ? answer.detail : undefined)));
  const [alike] = refusals;
  if (tried.length >= REFUSED_ALIKE_AT_LEAST && refusals.size === 1 && alike !== undefined) {
    return { kind: 'pause-at-the-start', because: `SES refused the first ${tried.length} messages alike: ${alike}` };
  }
  return { kind: 'none' };
}

/** Where an answer got lost, somebody may have the mail: a person decides. Where SES was only not there, it ends by itself. */
function troublesPause(tried: WindowAnswer[], { longest }: Row): Brake {
  return tried.some(({ kind }) => kind === 'unknown')
    ? { kind: 'pause', because: `SES gave no clear answer to ${longest} messages in a row` }
    : { kind: 'pause', because: `SES could not be reached ${longest} times in a row`, forMs: UNREACHABLE_PAUSE_MS };
}
