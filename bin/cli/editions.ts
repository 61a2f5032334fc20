import type { Command } from 'commander';
import * as z from 'zod';
import { type CampaignAnswer, editionAnswer, reportAnswer } from '../../lambdas/console/answers.ts';
import { trackingInWords } from '../../lambdas/console/answers-tracking.ts';
import { path } from './api-client.ts';
import { campaignVerbs } from './campaign-control.ts';
import { approvalVerbs } from './edition-approve.ts';
import { checkVerb } from './edition-check.ts';
import { composingVerbs } from './edition-compose.ts';
import { editVerb } from './edition-edit.ts';
import { recipientVerbs } from './edition-recipients.ts';
import { reviewVerbs } from './edition-review.ts';
import { runsVerb } from './edition-runs.ts';
import { sendAgainVerb } from './edition-send-again.ts';
import { showVerb } from './edition-show.ts';
import { CliFailure } from './failures.ts';
import { columns, moment } from './output.ts';
import { awaitCampaign } from './send-progress.ts';
import { type Cli, does, verb } from './verbs.ts';

const taken = z.object({ edition: z.string(), contentHash: z.string() });
const listed = z.object({ editions: z.array(editionAnswer) });

export function editionsVerbs(root: Command): void {
  const group = root.command('editions').description('dated, numbered compositions');
  composingVerbs(group);
  verb(group, 'list', 'list the latest editions')
    .requiredOption('--publication <id>', 'the publication')
    .action(does(listLatest));
  runsVerb(group);
  showVerb(group);
  editVerb(group);
  approvalVerbs(group);
  reviewVerbs(group);
  verb(group, 'send <edition>', 'send an edition to its subscribers; repeating it sends nobody a second mail')
    .option('--segment <id>', 'only to this segment')
    .option('--wait', 'wait until the campaign is closed or paused')
    .action(does(send));
  sendAgainVerb(group);
  verb(group, 'report <edition>', 'what became of a sent edition')
    .option('--exact', 'count every line of the books again')
    .action(does(report));
  recipientVerbs(group);
  checkVerb(group);
  campaignVerbs(group);
}

async function listLatest({ out, api }: Cli, { publication }: { publication: string }): Promise<void> {
  const { editions } = await (await api()).get(path`/publications/${publication}/editions`, listed);
  out.result(editions, () =>
    editions.length
      ? columns(editions.map(({ id, status, composedAt, subject }) => [id, status, moment(composedAt), subject]))
      : [
          `${publication} has no editions yet. Compose one with: rundbrief editions compose --publication ${publication}`,
        ],
  );
}

async function send(
  { out, api }: Cli,
  id: string,
  { wait, segment }: { wait?: boolean; segment?: string },
): Promise<void> {
  const client = await api();
  // Named by its hash, so that an edition changed in this moment is not sent unseen.
  const { contentHash } = await client.get(path`/editions/${id}`, editionAnswer);
  const { edition } = await client.post(path`/editions/${id}/send`, { contentHash, segment }, taken);
  if (!wait) {
    out.result({ edition, status: 'asked' }, () => [
      `${edition} is on its way. See: rundbrief editions report ${edition}`,
    ]);
    return;
  }
  const campaign = await awaitCampaign(out, client, edition);
  out.result(equationOf(campaign), () => inWords(campaign));
  if (campaign.status !== 'closed' && !campaign.waitsUntil) {
    throw new CliFailure(
      `The campaign is ${campaign.status}${campaign.pausedBecause ? `: ${campaign.pausedBecause}` : ''}`,
    );
  }
}

async function report({ out, api }: Cli, id: string, { exact }: { exact?: boolean }): Promise<void> {
  const query = exact ? '?exact=true' : '';
  const edition = await (await api()).get(`${path`/editions/${id}/report`}${query}`, reportAnswer);
  out.result(edition, () => [...edition.campaigns.flatMap(inWords), `${edition.unsubscribes} left by a link in it`]);
}

function equationOf({ edition, status, audience, accepted, skipped, failed, held, unknown }: CampaignAnswer) {
  return { edition, status, audience, accepted, skipped, failed, held, unknown };
}

function inWords(campaign: CampaignAnswer): string[] {
  const { audience, accepted, skipped, failed, held, unknown, pending } = campaign;
  const open = [unknown && `${unknown} unknown`, pending && `${pending} pending`]
    .filter(Boolean)
    .map((part) => ` + ${part}`);
  return [
    ...(campaign.segment ? [`${campaign.campaign} only for the segment “${campaign.segment.title}”`] : []),
    `${campaign.campaign}${campaign.followUp ? ` (sent again to: ${campaign.followUp})` : ''}: ${campaign.status}${campaign.pausedBecause ? `, because ${campaign.pausedBecause}` : ''}`,
    `${audience} audience = ${accepted} accepted + ${skipped} skipped + ${failed} failed + ${held} held${open.join('')}`,
    ...(campaign.pausedUntil ? [`It goes on by itself at ${moment(campaign.pausedUntil)}, at the latest`] : []),
    ...(campaign.waitsUntil
      ? [`The next of those who wait for their own hour get it at ${moment(campaign.waitsUntil)}`]
      : []),
    ...(campaign.recount
      ? [
          `Counted again line by line: the books ${campaign.recount.agrees ? 'agree' : 'DO NOT AGREE'} with the plan of ${campaign.recount.planned}`,
        ]
      : []),
    `${campaign.deliveries} delivered, ${campaign.bounces} bounced, ${campaign.complaints} complained`,
    ...trackingInWords(campaign.tracking),
  ];
}
