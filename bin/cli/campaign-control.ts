import type { Command } from 'commander';
import { auditAnswer, controlAnswer } from '../../lambdas/console/answers-campaigns.ts';
import type { CampaignAction } from '../../lambdas/domain/campaign.ts';
import { path } from './api-client.ts';
import { columns, moment } from './output.ts';
import { type Cli, does, verb } from './verbs.ts';

interface Which {
  campaign?: string;
}

/** Verbs of `editions` for a sending that is under way. */
export function campaignVerbs(editions: Command): void {
  const control = (nameAndArguments: string, description: string) =>
    verb(editions, nameAndArguments, description).option(
      '--campaign <id>',
      "which of the edition's sendings, as its report names them (else the latest)",
    );
  control('pause <edition>', 'stop sending; what SES has taken by then is sent').action(does(asks('pause')));
  control('resume <edition>', 'go on sending to those who do not have it').action(does(asks('resume')));
  control('cancel <edition>', 'stop sending for good, and say how many have it').action(does(cancel));
  verb(editions, 'audit <edition>', 'who sent, paused, resumed or cancelled it, and when').action(does(audit));
}

const ask = async ({ api }: Cli, id: string, action: CampaignAction, { campaign }: Which) =>
  (await api()).post(path`/editions/${id}/campaign`, { action, campaign }, controlAnswer);

const asks =
  (action: 'pause' | 'resume') =>
  async (cli: Cli, id: string, which: Which): Promise<void> => {
    const { edition, campaign, status } = await ask(cli, id, action, which);
    cli.out.result({ edition, campaign, status }, () => [`${campaign}: ${status}`]);
  };

async function cancel(cli: Cli, id: string, which: Which): Promise<void> {
  const answer = await ask(cli, id, 'cancel', which);
  const { edition, campaign, status, audience, accepted, unknown, pending } = answer;
  const named = campaign === edition ? '' : ` --campaign ${campaign}`;
  cli.out.result(answer, () => [
    `${campaign}: ${status}. Of ${audience} in its audience ${accepted} have it, ${unknown} perhaps; ${pending} get nothing.`,
    `Who has it: rundbrief editions recipients ${edition} --outcome accepted${named} [--to FILE]`,
  ]);
}

async function audit({ out, api }: Cli, id: string): Promise<void> {
  const { entries } = await (await api()).get(path`/editions/${id}/audit`, auditAnswer);
  out.result(entries, () =>
    entries.length
      ? columns(entries.map(({ at, action, campaign, by }) => [moment(at), action, campaign, by]))
      : [`Nobody has sent, paused, resumed or cancelled ${id}`],
  );
}
