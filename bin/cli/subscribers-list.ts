import { type Command, Option } from 'commander';
import * as z from 'zod';
import { subscriptionAnswer } from '../../lambdas/console/answers.ts';
import { peopleCountAnswer } from '../../lambdas/console/answers-people.ts';
import { type ApiClient, path } from './api-client.ts';
import { countInWords, howCounted } from './counts.ts';
import { columns } from './output.ts';
import { type Cli, does, verb } from './verbs.ts';

const PAGE_SIZE = 500;
const page = z.object({ subscribers: z.array(subscriptionAnswer), next: z.string().nullable() });

interface ListOptions {
  publication: string;
  status?: string;
  topic?: string;
  cadence?: string;
  language?: string;
  segment?: string;
}

export function listVerbs(group: Command): void {
  verb(group, 'list', 'list the subscribers, or those who fit')
    .requiredOption('--publication <id>', 'the publication')
    .addOption(
      new Option('--status <status>', 'how they stand').choices(['confirmed', 'pending', 'ended', 'suppressed']),
    )
    .option('--topic <id>', 'who gets mail about it')
    .addOption(new Option('--cadence <cadence>', 'how often').choices(['instant', 'daily', 'weekly', 'monthly']))
    .addOption(new Option('--language <language>', 'language of the mails').choices(['de', 'en']))
    .option('--segment <id>', 'who is in this segment')
    .action(does(listAll));
  verb(group, 'count', 'how many get mail, have not confirmed, have left, are suppressed')
    .requiredOption('--publication <id>', 'the publication')
    .option('--exact', 'count everybody instead of concluding from a sixteenth')
    .action(does(count));
}

async function listAll({ out, api }: Cli, { publication, ...options }: ListOptions): Promise<void> {
  const client = await api();
  const { status, topic, cadence, language, segment } = options;
  const wanted = Object.entries({ status, topic, cadence, language, segment }).flatMap(([name, value]) =>
    value ? [[name, value] as const] : [],
  );
  const all: z.infer<typeof subscriptionAnswer>[] = [];
  for await (const some of pages(client, publication, Object.fromEntries(wanted))) all.push(...some);
  const none = wanted.length > 0 ? `Nobody in ${publication} is like that` : `${publication} has no subscribers yet`;
  out.result(all, () =>
    all.length
      ? columns(
          all.map((one) => [
            one.address,
            one.suppressedBecause ?? one.status,
            one.cadence,
            one.topics.join(',') || 'all topics',
          ]),
        )
      : [none],
  );
}

async function* pages(client: ApiClient, publication: string, wanted: Record<string, string>) {
  let after: string | null = '';
  do {
    const query = new URLSearchParams({ limit: String(PAGE_SIZE), ...wanted, ...(after ? { after } : {}) });
    const answer: z.infer<typeof page> = await client.get(
      `${path`/publications/${publication}/subscribers`}?${query}`,
      page,
    );
    yield answer.subscribers;
    after = answer.next;
  } while (after);
}

async function count({ out, api }: Cli, { publication, exact }: { publication: string; exact?: boolean }) {
  const query = exact ? '?exact=true' : '';
  const client = await api();
  const answer = await client.get(`${path`/publications/${publication}/subscribers/count`}${query}`, peopleCountAnswer);
  out.result(answer, () => [
    ...columns([
      ['get mail', countInWords(answer.confirmed)],
      ['not confirmed yet', countInWords(answer.pending)],
      ['have left', countInWords(answer.ended)],
      ['suppressed', countInWords(answer.suppressed)],
    ]),
    howCounted(answer),
  ]);
}
