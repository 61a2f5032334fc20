/**
 * Messages per CPU second, for a digest of 60 kB: our way and two others. Each has a process of its own, which holds what
 * that way needs and no more, because collecting garbage costs the more the more is held; they take turns.
 */
import { simpleParser } from 'mailparser';
import { median } from '../cpu-time.ts';
import type { Turn, TurnResult } from './mail-writers/turns.ts';
import { type Program, SENDER_MB, startProgram } from './processes.ts';

/** Odd, so that there is one in the middle. */
const ROUNDS = 15;
/** For the compiler. */
const ROUNDS_BEFORE = 3;

/** Each gets about a tenth of a CPU second a round. */
const WAYS = [
  { name: 'ours: parts encoded once, links signed and put in', source: 'mail-writers/ours', messages: 4_000 },
  { name: 'Handlebars + MailComposer, quoted-printable', source: 'mail-writers/handlebars', messages: 40 },
  { name: 'MJML compiled for each reader + MailComposer', source: 'mail-writers/mjml', messages: 20 },
];

type Writer = Program<Turn, TurnResult>;

/**
 * @param fileOf - bundles, by the name of their source
 * @param letterFile - where the letter is
 */
export async function measurePersonalising(fileOf: (source: string) => string, letterFile: string): Promise<void> {
  const start = ({ source }: (typeof WAYS)[number]): Writer =>
    startProgram(fileOf(source), [letterFile], { memoryMb: SENDER_MB });
  const writers = WAYS.map(start);
  try {
    const rounds: number[][] = [];
    for (let round = -ROUNDS_BEFORE; round < ROUNDS; round += 1) {
      const speeds = await oneRound(writers);
      if (round >= 0) rounds.push(speeds);
    }
    print(rounds);
  } finally {
    for (const writer of writers) writer.end();
  }
}

async function oneRound(writers: Writer[]): Promise<number[]> {
  const results: TurnResult[] = [];
  for (const [index, writer] of writers.entries())
    results.push(await writer.ask({ messages: WAYS[index]?.messages ?? 0 }));
  await assertSame(results);
  return results.map(({ cpuMs }, index) => ((WAYS[index]?.messages ?? 0) / cpuMs) * 1000);
}

function print(rounds: number[][]): void {
  console.log('\n| way | messages per CPU second | ms a message | ours writes |\n| --- | --- | --- | --- |');
  for (const [index, { name }] of WAYS.entries()) {
    const speed = median(rounds.map((speeds) => speeds[index] ?? 0));
    const times = median(rounds.map((speeds) => (speeds[0] ?? 0) / (speeds[index] ?? 0)));
    const cells = [name, Math.round(speed), (1000 / speed).toFixed(3), index === 0 ? '' : `${times.toFixed(0)} ×`];
    console.log(`| ${cells.join(' | ')} |`);
  }
}

/** Nothing is compared that does not say the same. */
async function assertSame(results: TurnResult[]): Promise<void> {
  const said = new Set<string>();
  for (const { first } of results) {
    const { html, text = '' } = await simpleParser(Buffer.from(first));
    // MailComposer and MJML end and indent lines in their own ways.
    said.add(`${html}${text}`.replace(/\s+/g, ''));
  }
  if (said.size !== 1) throw new Error('The ways do not write the same mail');
}
