import { type Command, Option } from 'commander';
import { subscriptionAnswer } from '../../lambdas/console/answers.ts';
import { path } from './api-client.ts';
import { UsageFailure } from './failures.ts';
import { erasureVerbs } from './subscribers-erase.ts';
import { exportVerb } from './subscribers-export.ts';
import { importVerb } from './subscribers-import.ts';
import { listVerbs } from './subscribers-list.ts';
import { personVerbs } from './subscribers-person.ts';
import { type Cli, does, list, verb } from './verbs.ts';

interface AddOptions {
  publication: string;
  confirmed?: boolean;
  proof?: string;
  topics?: string[];
  language?: string;
  cadence?: string;
  timeZone?: string;
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
    .option('--time-zone <zone>', "by whose clock, such as America/New_York; the publication's when left out")
    .action(does(add));
  listVerbs(group);
  personVerbs(group);
  importVerb(group);
  exportVerb(group);
  erasureVerbs(group);
}

async function add({ out, api }: Cli, address: string, options: AddOptions): Promise<void> {
  const { publication, confirmed, proof, topics, language, cadence, timeZone } = options;
  if (!confirmed || !proof?.trim()) throw new UsageFailure(whyMissing(!confirmed, !proof?.trim()));
  const client = await api();
  const wish = { address, topics, language, cadence, timeZone, proof };
  const subscription = await client.post(path`/publications/${publication}/subscribers`, wish, subscriptionAnswer);
  out.result(subscription, () => [`${subscription.address} receives ${publication} (${subscription.status})`]);
}

function whyMissing(lacksConfirmed: boolean, lacksProof: boolean): string {
  const missing = [lacksConfirmed && '--confirmed', lacksProof && '--proof TEXT'].filter(Boolean).join(' and ');
  return `Missing ${missing}: nobody gets mail without having said yes. --confirmed vouches for it, --proof says where and when, and is kept. Whoever has not said yes yet signs up on the page /subscribe/PUBLICATION.`;
}
