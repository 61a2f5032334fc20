import type { Command } from 'commander';
import { reportAnswer } from '../../lambdas/console/answers.ts';
import { followUpAnswer } from '../../lambdas/console/answers-campaigns.ts';
import { path } from './api-client.ts';
import { UsageFailure } from './failures.ts';
import { readText } from './files.ts';
import { awaitCampaign } from './send-progress.ts';
import { type Cli, does, verb } from './verbs.ts';

interface Wish {
  missed?: boolean;
  segment?: string;
  addresses?: string;
  wait?: boolean;
}

/** Verb of `editions` for a sending after the first. */
export function sendAgainVerb(editions: Command): void {
  verb(editions, 'send-again <edition>', 'send it once more, as it was; asking twice sends it once')
    .option('--missed', 'to those for whom it failed, or who were held: to nobody known to have it')
    .option('--segment <id>', 'to a segment, also to those who have it')
    .option('--addresses <file>', 'to at most 1,000 addresses, one a line, also to those who have it')
    .option('--wait', 'wait until it is closed or paused')
    .action(does(sendAgain));
}

async function sendAgain({ out, api }: Cli, id: string, wish: Wish): Promise<void> {
  const to = await recipientsOf(wish);
  const client = await api();
  // What has ended names the sending that this one follows, so that asking again meanwhile cannot make another.
  const { campaigns } = await client.get(path`/editions/${id}/report`, reportAnswer);
  const after = campaigns.findLast(({ closedAt }) => closedAt !== null)?.campaign;
  const begun = await client.post(path`/editions/${id}/send-again`, { ...to, after }, followUpAnswer);
  const strangers = begun.strangers ? [`${begun.strangers} of the addresses are not in the publication`] : [];
  if (!wish.wait) return out.result(begun, () => [...strangers, `${begun.campaign} is on its way`]);
  const books = await awaitCampaign(out, client, id, begun.campaign);
  const { campaign, status, audience, accepted, skipped, failed, held } = books;
  out.result({ ...begun, status, audience, accepted, skipped, failed, held }, () => [
    ...strangers,
    `${campaign}: ${status}. ${audience} audience = ${accepted} accepted + ${skipped} skipped + ${failed} failed + ${held} held`,
  ]);
}

async function recipientsOf({ missed, segment, addresses }: Wish) {
  const given = [missed, segment, addresses].filter((one) => one !== undefined);
  if (given.length !== 1) throw new UsageFailure('Say to whom: --missed, --segment ID or --addresses FILE');
  if (missed) return { to: 'missed' };
  if (segment !== undefined) return { segment };
  const lines = (await readText(addresses as string)).split(/\r?\n/).map((line) => line.trim());
  return { addresses: lines.filter(Boolean) };
}
