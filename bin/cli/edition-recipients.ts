import type { Command } from 'commander';
import { Option } from 'commander';
import {
  outcomePlanAnswer,
  personOutcomeAnswer,
  type RecipientAnswer,
  recipientsAnswer,
} from '../../lambdas/console/answers-campaigns.ts';
import { type ApiClient, path } from './api-client.ts';
import { UsageFailure } from './failures.ts';
import { columns } from './output.ts';
import { writeParts } from './table-file.ts';
import { type Cli, does, verb } from './verbs.ts';

interface Wish {
  outcome?: string;
  campaign?: string;
  to?: string;
  dialect: string;
  limit: string;
  after?: string;
}

/** Verbs of `editions` about what became of each recipient. */
export function recipientVerbs(editions: Command): void {
  verb(
    editions,
    'recipients <edition>',
    'who got a sent edition, who did not and why; or write them into a table (CSV)',
  )
    .option(
      '--outcome <outcomes>',
      'only pending, in-flight, accepted, skipped, failed, unknown, held, delivered, bounced, soft-bounced, complained or rejected; several with a comma between them',
    )
    .option('--campaign <id>', "which of the edition's sendings, as its report names them (else the first)")
    .option('--to <file>', 'write all of them to a file')
    .addOption(
      new Option('--dialect <dialect>', 'the file for a program or for German Excel')
        .choices(['comma', 'excel'])
        .default('comma'),
    )
    .option('--limit <number>', 'without a file: as many of them', '100')
    .option('--after <place>', 'without a file: go on behind the last ones')
    .action(does(listOrWrite));
  verb(editions, 'recipient <edition> <address>', 'what became of a sent edition for one person').action(does(find));
}

async function listOrWrite(cli: Cli, id: string, { to, ...wish }: Wish): Promise<void> {
  const { outcome, campaign, dialect } = wish;
  const client = await cli.api();
  if (to === undefined) return list(cli, id, wish, client);
  const chosen = queryFrom({ outcome, campaign });
  const where = path`/editions/${id}/exports/recipients`;
  const { parts } = await client.get(`${where}?${queryFrom({ campaign })}`, outcomePlanAnswer);
  const pathOf = (part: number) => `${where}.csv?${queryFrom({ part: String(part), dialect })}&${chosen}`;
  await writeParts({ count: parts, path: pathOf, to }, client, cli.out);
  cli.out.result({ edition: id, file: to }, () => [`Written to ${to}`]);
}

async function list({ out }: Cli, id: string, { outcome, campaign, limit, after }: Wish, client: ApiClient) {
  const wanted = Number(limit);
  if (!Number.isInteger(wanted) || wanted < 1) throw new UsageFailure('--limit is a number from 1');
  const found: RecipientAnswer[] = [];
  let next: string | null | undefined = after;
  do {
    const rest = String(Math.min(wanted - found.length, 1_000));
    const query = queryFrom({ outcome, campaign, after: next ?? undefined, limit: rest });
    const page = await client.get(`${path`/editions/${id}/recipients`}?${query}`, recipientsAnswer);
    found.push(...page.recipients);
    next = page.next;
  } while (next && found.length < wanted);
  out.result({ recipients: found, next }, () => [
    ...(found.length ? columns(found.map(row)) : ['Nobody']),
    ...(next ? [`There are more: --after ${next}, or all of them with --to FILE`] : []),
  ]);
}

async function find({ out, api }: Cli, id: string, address: string): Promise<void> {
  const client = await api();
  const answer = await client.post(path`/editions/${id}/recipients/search`, { address }, personOutcomeAnswer);
  out.result(answer, () => {
    if (answer.outcomes.length > 0) return columns(answer.outcomes.map((one) => [one.campaign, ...row(one)]));
    return [answer.because ? `Was not meant to get it: ${answer.because}` : 'Is not in this publication'];
  });
}

const row = ({ address, outcome, because, reported, messageIds }: RecipientAnswer): string[] => [
  address ?? '(erased)',
  because ? `${outcome}: ${because}` : outcome,
  reported.join(' ') || '-',
  messageIds.join(' ') || '-',
];

function queryFrom(values: Record<string, string | undefined>): URLSearchParams {
  const given = Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return new URLSearchParams(given);
}
