import { type Command, Option } from 'commander';
import * as z from 'zod';
import { type CheckAnswer, checkAnswer } from '../../lambdas/console/answers-checks.ts';
import { path } from './api-client.ts';
import { CliFailure } from './failures.ts';
import { type Cli, does, verb } from './verbs.ts';
import { until } from './waiting.ts';

const CHECK_TIMEOUT_MS = 120_000;
const asked = z.object({ requestId: z.string() });

/** The verb of `editions` that says what is wrong with one. */
export function checkVerb(editions: Command): void {
  verb(
    editions,
    'check <edition>',
    'look for what is wrong with an edition and behind its links; fails when something blocks',
  )
    .addOption(new Option('--language <language>', 'of the sentences').choices(['de', 'en']).default('en'))
    .action(does(check));
}

async function check({ out, api }: Cli, id: string, { language }: { language: string }): Promise<void> {
  const client = await api();
  const { requestId } = await client.post(path`/editions/${id}/checks`, {}, asked);
  const done = await until(
    async () => {
      const latest = await client.find(path`/editions/${id}/checks?language=${language}`, checkAnswer);
      return latest?.requestId === requestId ? latest : undefined;
    },
    { timeoutMs: CHECK_TIMEOUT_MS },
  );
  if (!done) {
    throw new CliFailure(`${id} is not checked after ${CHECK_TIMEOUT_MS / 1000} seconds, or was changed meanwhile`);
  }
  out.result(done, () => inWords(done));
  const { length } = done.blocking;
  if (length > 0)
    throw new CliFailure(`${id} cannot go out as it is: ${length === 1 ? 'one fault' : `${length} faults`}`);
}

function inWords({ edition, blocking, warnings, addresses }: CheckAnswer): string[] {
  const list = (heading: string, findings: CheckAnswer['blocking']) =>
    findings.length > 0 ? [heading, ...findings.map(({ sentence }) => `  ${sentence}`)] : [];
  const { checked = 0, unchecked = 0 } = addresses ?? {};
  const looked = `${checked} of ${checked + unchecked} links and pictures were looked at`;
  if (blocking.length + warnings.length === 0) return [`${edition}: nothing is wrong; ${looked}`];
  return [...list('Blocking:', blocking), ...list('Warnings:', warnings), looked];
}
