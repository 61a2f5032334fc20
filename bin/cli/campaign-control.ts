import type { Command } from 'commander';
import { auditAnswer, controlAnswer, reportAnswer } from '../../lambdas/console/answers.ts';
import { path } from './api-client.ts';
import { columns, moment } from './output.ts';
import { type Cli, does, verb } from './verbs.ts';

/** Verbs of `editions` for a sending that is under way. */
export function campaignVerbs(editions: Command): void {
  verb(editions, 'pause <edition>', 'stop sending; what SES has taken by then is sent').action(does(control('pause')));
  verb(editions, 'resume <edition>', 'go on sending to those who do not have it').action(does(control('resume')));
  verb(editions, 'cancel <edition>', 'stop sending for good, and say how many have it').action(does(cancel));
  verb(editions, 'audit <edition>', 'who paused, resumed or cancelled it, and when').action(does(audit));
}

const control =
  (action: 'pause' | 'resume') =>
  async ({ out, api }: Cli, id: string): Promise<void> => {
    const { edition, status } = await (await api()).post(path`/editions/${id}/campaign`, { action }, controlAnswer);
    out.result({ edition, status }, () => [`${edition}: ${status}`]);
  };

async function cancel({ out, api }: Cli, id: string): Promise<void> {
  const client = await api();
  const { edition, status } = await client.post(path`/editions/${id}/campaign`, { action: 'cancel' }, controlAnswer);
  const { audience, accepted, unknown, pending } = await client.get(path`/editions/${id}/report`, reportAnswer);
  out.result({ edition, status, audience, accepted, unknown, pending }, () => [
    `${edition}: ${status}. Of ${audience} in its audience ${accepted} have it, ${unknown} perhaps; ${pending} get nothing.`,
  ]);
}

async function audit({ out, api }: Cli, id: string): Promise<void> {
  const { entries } = await (await api()).get(path`/editions/${id}/audit`, auditAnswer);
  out.result(entries, () =>
    entries.length
      ? columns(entries.map(({ at, action, by }) => [moment(at), action, by]))
      : [`Nobody has paused, resumed or cancelled ${id}`],
  );
}
