/** What a sender holds when readers make one, ten or a thousand different choices of topics, and how large their mails are. */
import { median } from '../cpu-time.ts';
import type { ChoicesAnswer, ChoicesQuestion } from './choices-program.ts';
import { TOPICS } from './editions.ts';
import { SENDER_MB, startProgram } from './processes.ts';

/** Everything; a topic each; and what the bits of a number say. */
const CHOICES = [[[]], TOPICS.map((topic) => [topic]), Array.from({ length: 1_000 }, (_, at) => topicsOf(at + 1))];

const HEADER = `
Choices of topics, of ten, in one edition

| choices | held with the parts, MB | after a mail for each choice, MB | mails, kB: smallest, middle, largest | all mails, MB |
| --- | --- | --- | --- | --- |`;

/**
 * @param file - choices-program.ts, bundled
 * @param letterFile - where the letter is
 */
export async function measureChoices(file: string, letterFile: string): Promise<void> {
  console.log(HEADER);
  for (const choices of CHOICES) {
    const { loadedBytes, heldBytes, sizes } = await hold(file, letterFile, choices);
    const mails = [Math.min(...sizes), median(sizes), Math.max(...sizes)].map((size) => (size / 1e3).toFixed(1));
    const all = sizes.reduce((sum, size) => sum + size, 0);
    const cells = [choices.length, inMb(loadedBytes), inMb(heldBytes), mails.join(', '), inMb(all)];
    console.log(`| ${cells.join(' | ')} |`);
  }
}

const inMb = (bytes: number) => (bytes / 1e6).toFixed(2);

async function hold(file: string, letterFile: string, choices: string[][]): Promise<ChoicesAnswer> {
  const options = { memoryMb: SENDER_MB, flags: ['--expose-gc'] };
  const program = startProgram<ChoicesQuestion, ChoicesAnswer>(file, [letterFile], options);
  try {
    return await program.ask({ choices });
  } finally {
    program.end();
  }
}

function topicsOf(bits: number): string[] {
  return TOPICS.filter((_, index) => bits & (1 << index));
}
