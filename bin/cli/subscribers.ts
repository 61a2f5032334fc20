import { type Command, Option } from 'commander';
import * as z from 'zod';
import { type SubscriptionAnswer, subscriptionAnswer } from '../../lambdas/console/answers.ts';
import { type ApiClient, path } from './api-client.ts';
import { UsageFailure } from './failures.ts';
import { columns } from './output.ts';
import { erasureVerbs } from './subscribers-erase.ts';
import { type Cli, does, list, verb } from './verbs.ts';

const PAGE_SIZE = 500;
const page = z.object({ subscribers: z.array(subscriptionAnswer), next: z.string().nullable() });

interface AddOptions {
  publication: string;
  confirmed?: boolean;
  proof?: string;
  topics?: string[];
  language?: string;
  cadence?: string;
}

export function subscribersVerbs(root: Command): void {
  const group = root.command('subscribers').description('who receives a publication');
  verb(group, 'add <email>', 'add a person who has already said yes')
    .requiredOption('--publication <id>', 'the publication')
    .option('--confirmed', 'you vouch that this person has confirmed')
    .option('--proof <text>', 'what proves it: where and when they said yes')
    .option('--topics <ids>', 'topics, separated by commas; all when left out', list)
    .addOption(new Option('--language <language>', 'language of the mails').choices(['de', 'en']))
    .addOption(new Option('--cadence <cadence>', 'how often').choices(['instant', 'daily', 'weekly', 'monthly']))
    .action(does(add));
  verb(group, 'list', 'list the subscribers')
    .requiredOption('--publication <id>', 'the publication')
    .action(does(listAll));
  erasureVerbs(group);
}

async function add({ out, api }: Cli, address: string, options: AddOptions): Promise<void> {
  const { publication, confirmed, proof, topics, language, cadence } = options;
  if (!confirmed || !proof?.trim()) throw new UsageFailure(whyMissing(!confirmed, !proof?.trim()));
  const client = await api();
  const wish = { address, topics, language, cadence, proof };
  const subscription = await client.post(path`/publications/${publication}/subscribers`, wish, subscriptionAnswer);
  out.result(subscription, () => [`${subscription.address} receives ${publication} (${subscription.status})`]);
}

function whyMissing(lacksConfirmed: boolean, lacksProof: boolean): string {
  const missing = [lacksConfirmed && '--confirmed', lacksProof && '--proof TEXT'].filter(Boolean).join(' and ');
  return `Missing ${missing}: nobody gets mail without having said yes. --confirmed vouches for it, --proof says where and when, and is kept. Whoever has not said yes yet signs up on the page /subscribe/PUBLICATION.`;
}

async function listAll({ out, api }: Cli, { publication }: { publication: string }): Promise<void> {
  const client = await api();
  const all: SubscriptionAnswer[] = [];
  for await (const some of pages(client, publication)) all.push(...some);
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
      : [`${publication} has no subscribers yet`],
  );
}

async function* pages(client: ApiClient, publication: string): AsyncGenerator<SubscriptionAnswer[]> {
  let after: string | null = '';
  do {
    const from: string = after ? `&after=${encodeURIComponent(after)}` : '';
    const answer = await client.get(
      `${path`/publications/${publication}/subscribers?limit=${PAGE_SIZE}`}${from}`,
      page,
    );
    yield answer.subscribers;
    after = answer.next;
  } while (after);
}
