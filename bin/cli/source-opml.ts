import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { importAnswer } from '../../lambdas/console/answers.ts';
import { path } from './api-client.ts';
import { CliFailure } from './failures.ts';
import { readBytes } from './files.ts';
import { columns } from './output.ts';
import { type Cli, does, verb } from './verbs.ts';

export function opmlVerbs(group: Command): void {
  verb(group, 'export', 'print all sources as OPML, for feed readers and other publications')
    .requiredOption('--publication <id>', 'the publication')
    .option('--file <file>', 'write it to a file instead')
    .action(does(exportAll));
  verb(group, 'import <file>', 'add the sources of an OPML file (- reads from stdin)')
    .requiredOption('--publication <id>', 'the publication that is to read them')
    .action(does(importAll));
}

async function exportAll(
  { out, api }: Cli,
  { publication, file }: { publication: string; file?: string },
): Promise<void> {
  const opml = await (await api()).text(path`/publications/${publication}/sources.opml`);
  if (!file) return out.isJson ? out.result({ publication, opml }, () => []) : out.text(opml);
  try {
    await writeFile(file, opml);
  } catch (error) {
    throw new CliFailure(`${file} cannot be written: ${(error as NodeJS.ErrnoException).code ?? error}`);
  }
  out.result({ publication, file }, () => [file]);
}

async function importAll({ out, api }: Cli, file: string, { publication }: { publication: string }): Promise<void> {
  const opml = await readBytes(file);
  const answer = await (await api()).post(path`/publications/${publication}/sources/opml`, { opml }, importAnswer);
  out.result(answer, () => [
    ...columns(answer.results.map(({ outcome, url, title, why }) => [outcome, url || '-', why ?? title])),
    `${answer.added} added, ${answer.known} known, ${answer.refused} refused`,
  ]);
}
