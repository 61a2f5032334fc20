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

/** The quota is a sliding day: some of it frees every hour. */
const DAILY_QUOTA_PAUSE_MS = 60 * 60 * 1000;
/** So many unclear answers in one window are no accident: going on would make whole chunks unknown. */
const UNCLEAR_AT_LEAST = 5;
/** So many refusals alike and nothing else say something about us, not about the recipients. */
const REFUSED_ALIKE_AT_LEAST = 3;

export function brakeFor(answers: Iterable<WindowAnswer>): Brake {
  const tried = [...answers].filter(({ kind }) => kind !== 'not-tried');
  const notSent = tried.filter((answer) => answer.kind === 'not-sent');
  for (const { because, detail } of notSent) {
    if (because === 'paused') return { kind: 'pause', because: `SES does not let us send: ${detail}` };
    if (because === 'daily-quota') {
      return { kind: 'pause', because: "The day's quota of SES is used up", forMs: DAILY_QUOTA_PAUSE_MS };
    }
  }
  if (notSent.length > 0) return { kind: 'slower' };
  if (tried.length >= UNCLEAR_AT_LEAST && tried.every(({ kind }) => kind === 'unknown')) {
    return { kind: 'pause', because: `SES gave no clear answer to ${tried.length} messages in a row` };
  }
  const refusals = new Set(tried.map((answer) => (answer.kind === 'refused' ? answer.detail : undefined)));
  const [alike] = refusals;
  if (tried.length >= REFUSED_ALIKE_AT_LEAST && refusals.size === 1 && alike !== undefined) {
    return { kind: 'pause-at-the-start', because: `SES refused the first ${tried.length} messages alike: ${alike}` };
  }
  return { kind: 'none' };
}
