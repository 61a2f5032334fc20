/** What no laptop can tell: how long services of AWS take, in milliseconds. All of it is assumed, none of it measured. */
export const ASSUMED_MS = {
  /** One request to a table, a sender's or a planner's. */
  table: 8,
  /** One request to a queue. */
  queue: 10,
  /** From a message in the queue to the function that has it. */
  toFunction: 60,
  /** SES's answer to a mail of 60 kB: the middle, and the share of answers that take four times as long. */
  answer: 90,
  /** From SES's acceptance to its events, on average. */
  event: 1_500,
};
export const SLOW_ANSWERS = 0.05;

/** The same numbers in every run. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

/** How long SES takes this time. */
export const answerMs = (random: () => number): number =>
  ASSUMED_MS.answer * (0.6 + 0.8 * random()) * (random() < SLOW_ANSWERS ? 4 : 1);
