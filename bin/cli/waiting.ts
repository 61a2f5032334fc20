import { setTimeout as pause } from 'node:timers/promises';

interface Patience {
  timeoutMs: number;
  /** First pause; each next one is half as long again, up to two seconds. */
  firstPauseMs?: number;
}

const LONGEST_PAUSE_MS = 2_000;

/**
 * Asks again and again until there is an answer.
 *
 * @returns undefined when the time is up
 */
export async function until<T>(
  ask: () => Promise<T | undefined>,
  { timeoutMs, firstPauseMs = 150 }: Patience,
): Promise<T | undefined> {
  const deadline = Date.now() + timeoutMs;
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 1.5, LONGEST_PAUSE_MS)) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() + pauseMs > deadline) return undefined;
    await pause(pauseMs);
  }
}
