/** Messages per CPU second, for a digest of 60 kB: our way and two others, taking turns in one process. */
import { randomBytes } from 'node:crypto';
import { simpleParser } from 'mailparser';
import type { Addressee } from '../../lambdas/delivery/letters.ts';
import type { Edition } from '../../lambdas/domain/edition.ts';
import type * as Rooms from './bundled-rooms.ts';
import { cpuMs, median } from './cpu-time.ts';
import { editionOf, PUBLICATION, SITE_URL } from './digest-editions.ts';
import { handlebars, mjmlPerReader, ours, type WriteMail } from './mail-ways.ts';

const HTML_BYTES = 60_000;
/** Odd, so that there is one in the middle. */
const ROUNDS = 15;

/** Each gets about a tenth of a CPU second a round. */
const WAYS = [
  { name: 'ours: encoded parts, links signed and put in', of: ours, messages: 4_000 },
  { name: 'Handlebars + MailComposer, quoted-printable', of: handlebars, messages: 40 },
  { name: 'MJML compiled for each, + MailComposer', of: mjmlPerReader, messages: 4 },
];

export async function measurePersonalising(rooms: typeof Rooms): Promise<void> {
  const edition = await editionOfSize(rooms);
  const ways = await Promise.all(WAYS.map(async (way) => ({ ...way, write: await way.of(edition, rooms) })));
  await assertSame(ways.map(({ write }) => write));
  const rounds: number[][] = [];
  for (let round = 0; round <= ROUNDS; round += 1) {
    const speeds: number[] = [];
    for (const { write, messages } of ways) speeds.push(await messagesPerCpuSecond(write, messages));
    // The first round is for the compiler.
    if (round > 0) rounds.push(speeds);
  }
  console.log('\n| way | messages per CPU second | ms | ours is faster by |\n| --- | --- | --- | --- |');
  for (const [index, { name }] of ways.entries()) {
    const speed = median(rounds.map((speeds) => speeds[index] ?? 0));
    const faster = median(rounds.map((speeds) => (speeds[0] ?? 0) / (speeds[index] ?? 0)));
    console.log(
      `| ${name} | ${Math.round(speed)} | ${(1000 / speed).toFixed(3)} | ${index === 0 ? '' : `${faster.toFixed(0)} ×`} |`,
    );
  }
}

async function editionOfSize({ renderEdition, joinBlocks }: typeof Rooms): Promise<Edition> {
  for (let articles = 10; ; articles += 1) {
    const edition = editionOf(articles);
    const { content } = await renderEdition(edition, { publication: PUBLICATION, siteUrl: SITE_URL });
    const bytes = Buffer.byteLength(
      joinBlocks(
        content.html,
        content.items.map(() => true),
        { unsubscribe: '', preferences: '' },
      ),
    );
    if (bytes < HTML_BYTES) continue;
    console.log(`\nPersonalising a digest of ${articles} articles, ${(bytes / 1000).toFixed(1)} kB of HTML`);
    return edition;
  }
}

const aReader = (): Addressee => {
  const subscriberId = randomBytes(16).toString('base64url');
  return { subscriberId, address: `${subscriberId.replace(/^-/, 'a')}@reader.example`, topics: [] };
};

async function messagesPerCpuSecond(write: WriteMail, messages: number): Promise<number> {
  const readers = Array.from({ length: messages }, aReader);
  let bytes = 0;
  const ms = await cpuMs(async () => {
    for (const reader of readers) bytes += (await write(reader)).length;
  });
  if (bytes < messages * HTML_BYTES) throw new Error('A message is shorter than its HTML');
  return (messages / ms) * 1000;
}

/** Nothing is compared that does not say the same. */
async function assertSame(ways: WriteMail[]): Promise<void> {
  const reader = aReader();
  const said = new Set<string>();
  for (const write of ways) {
    const { html, text = '' } = await simpleParser(Buffer.from(await write(reader)));
    said.add(`${html}${text}`.replace(/\s+/g, ''));
  }
  if (said.size !== 1) throw new Error('The ways do not write the same mail');
}
