/**
 * Messages per CPU second, for a digest of 60 kB: our way and two others. Each has a process of its own, which holds what
 * that way needs and no more, because collecting garbage costs the more the more is held; they take turns.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';
import { objectsInMemory } from '../../lambdas/platform/objects.ts';
import { bundled } from './bundling.ts';
import { median } from './cpu-time.ts';
import { editionOf, PUBLICATION } from './digest-editions.ts';
import { type Letter, SITE_URL, SLOTS } from './mail-writers/letter.ts';
import type { Turn, TurnResult } from './mail-writers/turns.ts';
import type * as Rooms from './rendering-rooms.ts';

const HTML_BYTES = 60_000;
/** Odd, so that there is one in the middle. */
const ROUNDS = 15;
/** For the compiler. */
const ROUNDS_BEFORE = 3;

/** Each gets about a tenth of a CPU second a round. */
const WAYS = [
  { name: 'ours: parts encoded once, links signed and put in', source: 'ours', messages: 4_000 },
  { name: 'Handlebars + MailComposer, quoted-printable', source: 'handlebars', messages: 40 },
  { name: 'MJML compiled for each reader + MailComposer', source: 'mjml', messages: 20 },
];

interface Writer {
  turn(messages: number): Promise<TurnResult>;
  end(): void;
}

export async function measurePersonalising(rooms: typeof Rooms): Promise<void> {
  const letter = await letterOfSize(rooms);
  const { files, folder, remove } = await bundled(WAYS.map(({ source }) => `test/bench/mail-writers/${source}.ts`));
  const letterFile = join(folder, 'letter.json');
  writeFileSync(letterFile, JSON.stringify(letter));
  const writers = files.map((file) => startWriter(file, letterFile));
  try {
    const rounds: number[][] = [];
    for (let round = -ROUNDS_BEFORE; round < ROUNDS; round += 1) {
      const speeds = await oneRound(writers);
      if (round >= 0) rounds.push(speeds);
    }
    print(rounds);
  } finally {
    for (const writer of writers) writer.end();
    remove();
  }
}

async function oneRound(writers: Writer[]): Promise<number[]> {
  const results: TurnResult[] = [];
  for (const [index, writer] of writers.entries()) results.push(await writer.turn(WAYS[index]?.messages ?? 0));
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

async function letterOfSize({ renderEdition, storeContent, joinBlocks, filledMjml }: typeof Rooms): Promise<Letter> {
  for (let articles = 10; ; articles += 1) {
    const edition = editionOf(articles);
    const { content } = await renderEdition(edition, { publication: PUBLICATION, siteUrl: SITE_URL });
    const everything = content.items.map(() => true);
    const html = joinBlocks(content.html, everything, SLOTS);
    if (Buffer.byteLength(html) < HTML_BYTES) continue;
    console.log(
      `\nPersonalising a digest of ${articles} articles, ${(Buffer.byteLength(html) / 1000).toFixed(1)} kB of HTML`,
    );
    const objects = objectsInMemory();
    const contentHash = await storeContent(objects, content);
    const parts = await objects.get(`editions/${edition.id}/${contentHash}/parts.json`);
    return {
      ...content,
      contentHash,
      composedAt: edition.composedAt.getTime(),
      parts: Buffer.from(parts?.body ?? '').toString('utf8'),
      html,
      text: joinBlocks(content.text, everything, SLOTS),
      mjml: filledMjml(edition, { publication: PUBLICATION, siteUrl: SITE_URL, slots: SLOTS }),
    };
  }
}

function startWriter(file: string, letterFile: string): Writer {
  const child = fork(file, [letterFile]);
  const gone = once(child, 'exit').then(([code]) => Promise.reject(new Error(`A writer ended with ${code}`)));
  gone.catch(() => {});
  return {
    turn: async (messages) => {
      child.send({ messages } satisfies Turn);
      const [result] = await Promise.race([once(child, 'message'), gone]);
      return result as TurnResult;
    },
    end: () => child.kill(),
  };
}

/** Nothing is compared that does not say the same. */
async function assertSame(results: TurnResult[]): Promise<void> {
  const said = new Set<string>();
  for (const { first } of results) {
    const { html, text = '' } = await simpleParser(Buffer.from(first, 'base64'));
    // MailComposer and MJML end and indent lines in their own ways.
    said.add(`${html}${text}`.replace(/\s+/g, ''));
  }
  if (said.size !== 1) throw new Error('The ways do not write the same mail');
}
