import { type Command, Option } from 'commander';
import { exportPlanAnswer } from '../../lambdas/console/answers-lists.ts';
import { path } from './api-client.ts';
import { UsageFailure } from './failures.ts';
import { writeParts } from './table-file.ts';
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

async function exportAll({ out, api }: Cli, { publication, segment, dialect, to }: ExportOptions): Promise<void> {
  if (out.isJson && !to) throw new UsageFailure('With --json say where the table goes: --to FILE');
  const client = await api();
  const chosen: Record<string, string> = segment === undefined ? {} : { segment };
  const where = path`/publications/${publication}/exports/subscribers`;
  const { people, parts, fields } = await client.get(`${where}?${new URLSearchParams(chosen)}`, exportPlanAnswer);
  const pathOf = (part: number) => {
    const query = new URLSearchParams({ ...chosen, part: String(part), parts: String(parts), dialect });
    for (const field of fields) query.append('field', field);
    return `${where}.csv?${query}`;
  };
  await writeParts({ count: parts, path: pathOf, to }, client, out);
  if (to !== undefined) out.result({ publication, file: to, people }, () => [`${people} people in ${to}`]);
}
