import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import type { Writable } from 'node:stream';
import { type Command, Option } from 'commander';
import { exportPlanAnswer } from '../../lambdas/console/answers-lists.ts';
import { path } from './api-client.ts';
import { CliFailure, UsageFailure } from './failures.ts';
import { type Cli, does, verb } from './verbs.ts';

interface ExportOptions {
  publication: string;
  segment?: string;
  dialect: string;
  to?: string;
}

export function exportVerb(group: Command): void {
  verb(group, 'export', 'write the subscribers as a table (CSV), also those who left or cannot be written to')
    .requiredOption('--publication <id>', 'the publication')
    .option('--segment <id>', 'only who is in this segment and gets mail')
    .addOption(
      new Option('--dialect <dialect>', 'for a program or for German Excel')
        .choices(['comma', 'excel'])
        .default('comma'),
    )
    .option('--to <file>', 'write it to a file instead')
    .action(does(exportAll));
}

/** Part after part as they come: a long list is never in memory as a whole. */
async function exportAll({ out, api }: Cli, { publication, segment, dialect, to }: ExportOptions): Promise<void> {
  if (out.isJson && !to) throw new UsageFailure('With --json say where the table goes: --to FILE');
  const client = await api();
  const chosen: Record<string, string> = segment === undefined ? {} : { segment };
  const where = path`/publications/${publication}/exports/subscribers`;
  const plan = await client.get(`${where}?${new URLSearchParams(chosen)}`, exportPlanAnswer);
  const target = to === undefined ? process.stdout : await openFile(to);
  const progress = out.progress('Exporting', plan.parts);
  try {
    for (let part = 1; part <= plan.parts; part += 1) {
      const query = new URLSearchParams({ ...chosen, part: String(part), parts: String(plan.parts), dialect });
      for (const field of plan.fields) query.append('field', field);
      await write(target, await client.bytes(`${where}.csv?${query}`));
      progress.update(part);
    }
  } finally {
    progress.stop();
    if (to !== undefined) await new Promise((ended) => target.end(() => ended(undefined)));
  }
  if (to !== undefined)
    out.result({ publication, file: to, people: plan.people }, () => [`${plan.people} people in ${to}`]);
}

/** Only its owner may read it: it is a list of people. */
async function openFile(file: string): Promise<Writable> {
  const stream = createWriteStream(file, { mode: 0o600 });
  try {
    await once(stream, 'open');
    return stream;
  } catch (error) {
    throw new CliFailure(`${file} cannot be written: ${(error as NodeJS.ErrnoException).code ?? error}`);
  }
}

async function write(target: Writable, bytes: Uint8Array): Promise<void> {
  if (!target.write(bytes)) await once(target, 'drain');
}
