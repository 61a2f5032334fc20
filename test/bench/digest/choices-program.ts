/** Writes a mail for each of many choices of topics, and says what the sender holds before and after. */
import { theLetter } from './mail-writers/letter.ts';
import { ourLetters } from './mail-writers/our-letters.ts';
import { answer } from './processes.ts';

export interface ChoicesQuestion {
  /** Topic ids, for each choice; none for everything. */
  choices: string[][];
}

export interface ChoicesAnswer {
  /** Once the edition's parts are loaded, beside what the program held without them. */
  loadedBytes: number;
  /** Once a mail was written for each choice. */
  heldBytes: number;
  /** Of the mails. */
  sizes: number[];
}

answer<ChoicesQuestion, ChoicesAnswer>(async ({ choices }) => {
  const letter = theLetter();
  const before = await bytesHeld();
  const letters = await ourLetters(letter);
  const loadedBytes = (await bytesHeld()) - before;
  const sizes = choices.map(
    (topics) => letters.write({ subscriberId: 'A'.repeat(22), address: 'erste@reader.example', topics }).length,
  );
  return { loadedBytes, heldBytes: (await bytesHeld()) - before, sizes };
});

/** In and beside the heap, after a full collection; needs --expose-gc. */
async function bytesHeld(): Promise<number> {
  for (let times = 0; times < 3; times += 1) {
    globalThis.gc?.();
    await new Promise((resolve) => setImmediate(resolve));
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
