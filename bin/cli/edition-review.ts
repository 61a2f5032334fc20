import { type Command, Option } from 'commander';
import * as z from 'zod';
import { editionAnswer } from '../../lambdas/console/answers.ts';
import { subscriberAnswer } from '../../lambdas/console/answers-people.ts';
import { previewAnswer, type TestAnswer, testAnswer } from '../../lambdas/console/answers-review.ts';
import { type ApiClient, path } from './api-client.ts';
import { CliFailure } from './failures.ts';
import { type Cli, does, list, verb } from './verbs.ts';
import { until } from './waiting.ts';

const TEST_TIMEOUT_MS = 90_000;
const asked = z.object({ requestId: z.string() });

/** Verbs of `editions` for a look before it goes out. */
export function reviewVerbs(editions: Command): void {
  verb(editions, 'preview <edition>', 'show an edition as its readers would see it')
    .addOption(new Option('--format <format>', 'which part of the mail').choices(['text', 'html']).default('text'))
    .option('--subscriber <id or address>', 'as this reader gets it, or why they get nothing')
    .action(does(preview));
  verb(editions, 'test <edition>', 'send an edition to a few people for a look; its links are harmless')
    .requiredOption('--to <addresses>', 'at most five, with commas between them', list)
    .option('--subscriber <id or address>', 'as this reader would get it')
    .action(does(test));
}

async function preview(
  { out, api }: Cli,
  id: string,
  { format, subscriber }: { format: 'text' | 'html'; subscriber?: string },
): Promise<void> {
  const client = await api();
  const reader = subscriber === undefined ? undefined : await idOf(subscriber, id, client);
  const whole = path`/editions/${id}/preview?format=json`;
  const address = reader === undefined ? whole : whole + path`&subscriber=${reader}`;
  const { html, text, because } = await client.get(address, previewAnswer);
  if (out.isJson) {
    const seenBy = reader === undefined ? {} : { subscriber: reader, because };
    return out.result({ id, ...seenBy, html, text }, () => []);
  }
  out.text(because?.sentence ?? (format === 'text' ? text : html) ?? '');
}

async function test(
  { out, api }: Cli,
  id: string,
  { to, subscriber }: { to: string[]; subscriber?: string },
): Promise<void> {
  const client = await api();
  const reader = subscriber === undefined ? {} : { subscriber: await idOf(subscriber, id, client) };
  const { requestId } = await client.post(path`/editions/${id}/tests`, { to, ...reader }, asked);
  const done = await until(
    async () => {
      const now = await client.get(path`/editions/${id}/tests/${requestId}`, testAnswer);
      return now.letters.some(({ outcome }) => outcome === 'pending') ? undefined : now;
    },
    { timeoutMs: TEST_TIMEOUT_MS },
  );
  if (!done) throw new CliFailure(`The test of ${id} is not sent after ${TEST_TIMEOUT_MS / 1000} seconds`);
  out.result(done, () => done.letters.map((letter, index) => inWords(letter, to[index])));
  const failed = done.letters.filter(({ outcome }) => outcome !== 'accepted').length;
  if (failed > 0) throw new CliFailure(`${failed} of ${done.letters.length} test mails may not arrive`);
}

const inWords = ({ outcome, reason }: TestAnswer['letters'][number], address = ''): string =>
  `${address}: ${outcome}${reason ? `, ${reason}` : ''}`;

/** People are known by ids: an address is looked up once, in a body and never in an address of ours. */
async function idOf(subscriber: string, edition: string, client: ApiClient): Promise<string> {
  if (!subscriber.includes('@')) return subscriber;
  const { publicationId } = await client.get(path`/editions/${edition}`, editionAnswer);
  const search = path`/publications/${publicationId}/subscribers/search`;
  const { subscription } = await client.post(search, { address: subscriber }, subscriberAnswer);
  if (!subscription) throw new CliFailure(`This address is not in ${publicationId}`);
  return subscription.subscriberId;
}
