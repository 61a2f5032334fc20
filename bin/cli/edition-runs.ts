import { type Command, Option } from 'commander';
import * as z from 'zod';
import { type RunAnswer, runAnswer } from '../../lambdas/console/answers.ts';
import { path } from './api-client.ts';
import { count } from './articles.ts';
import { columns, moment } from './output.ts';
import { type Cli, does, verb } from './verbs.ts';

const listed = z.object({ runs: z.array(runAnswer) });

/** The verb of `editions` for what became of compositions, also of those that nobody asked for. */
export function runsVerb(group: Command): void {
  verb(group, 'runs', 'what became of compositions: composed, skipped and until when, or failed and why')
    .requiredOption('--publication <id>', 'the publication')
    .addOption(new Option('--limit <number>', 'how many at most').argParser(count).default(20))
    .action(does(runs));
}

async function runs({ out, api }: Cli, { publication, limit }: { publication: string; limit: number }): Promise<void> {
  const { runs: latest } = await (await api()).get(path`/publications/${publication}/runs?limit=${limit}`, listed);
  out.result(latest, () =>
    latest.length
      ? columns(latest.map((run) => [moment(run.at), inWords(run)]))
      : [`${publication} has composed nothing yet`],
  );
}

function inWords({ outcome }: RunAnswer): string {
  if (outcome.kind === 'failed') return `failed: ${outcome.reason}`;
  if (outcome.kind === 'skipped') return skippedInWords(outcome);
  const { editionId, articles, heldBecause } = outcome;
  return `${editionId}: ${articles} articles${heldBecause ? `, which wait: ${heldBecause}` : ''}`;
}

/** With the time at which its digest looks again. */
export function skippedInWords({ reason, nextAt }: Extract<RunAnswer['outcome'], { kind: 'skipped' }>): string {
  return `skipped: ${reason}${nextAt ? `; it is looked again on ${nextAt}` : ''}`;
}
