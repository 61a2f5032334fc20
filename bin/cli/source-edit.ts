import type { Command } from 'commander';
import * as z from 'zod';
import { type SourceAnswer, sourceAnswer } from '../../lambdas/console/answers.ts';
import { path } from './api-client.ts';
import { UsageFailure } from './failures.ts';
import { columns, moment } from './output.ts';
import { type ReadingOptions, selectorsIn, withReading } from './source-options.ts';
import { pollInWords } from './source-words.ts';
import { type Cli, does, verb } from './verbs.ts';

interface EditOptions extends ReadingOptions {
  publication: string;
  address?: string;
  /** False for `--no-selectors`. */
  selectors?: false;
  start?: boolean;
  stop?: boolean;
}

const removed = z.object({ id: z.string() });

export function editVerbs(group: Command): void {
  verb(group, 'show <source>', 'show all about a source')
    .requiredOption('--publication <id>', 'the publication')
    .action(does(show));
  withReading(
    verb(group, 'edit <source>', 'change a source; what is not named stays').requiredOption(
      '--publication <id>',
      'the publication',
    ),
  )
    .option('--address <address>', 'where it is now')
    .option('--no-full-text', 'its articles are complete as they come')
    .option('--no-selectors', 'find its articles without selectors')
    .option('--stop', 'ask it no more')
    .option('--start', 'ask it again, at once: also one that is held')
    .action(does(edit));
  verb(group, 'remove <source>', 'remove a source; its articles stay')
    .requiredOption('--publication <id>', 'the publication')
    .action(does(remove));
}

async function show({ out, api }: Cli, id: string, { publication }: { publication: string }): Promise<void> {
  const source = await (await api()).get(path`/publications/${publication}/sources/${id}`, sourceAnswer);
  out.result(source, () => inLines(source));
}

async function edit({ out, api }: Cli, id: string, options: EditOptions): Promise<void> {
  const { publication, address: url, title, topics, kind, fullText, start, stop } = options;
  if (start && stop) throw new UsageFailure('--start and --stop are each other’s opposite: give one of them');
  const status = start ? 'active' : stop ? 'stopped' : undefined;
  const selectors = options.selectors === false ? null : selectorsIn(options);
  const change = { url, title, topics, kind, fullText, selectors, status };
  if (Object.values(change).every((value) => value === undefined)) {
    throw new UsageFailure('Nothing to change: --help lists what can be');
  }
  const source = await (await api()).patch(path`/publications/${publication}/sources/${id}`, change, sourceAnswer);
  out.result(source, () => inLines(source));
}

async function remove({ out, api }: Cli, id: string, { publication }: { publication: string }): Promise<void> {
  const answer = await (await api()).delete(path`/publications/${publication}/sources/${id}`, removed);
  out.result(answer, () => [`${answer.id} removed; its articles stay`]);
}

function inLines(source: SourceAnswer): string[] {
  const { id, title, kind, url, status, topics, fullText, selectors, gap, hub, movedTo } = source;
  return columns(
    [
      ['id', id],
      ['title', title],
      ['kind', kind],
      ['address', url],
      ['status', status],
      ['topics', topics.join(', ')],
      ['last poll', pollInWords(source)],
      ['next poll', source.nextRunAt ? moment(source.nextRunAt) : ''],
      ['full text', fullText ? 'read from the articles’ own pages' : ''],
      ['selectors', selectors ? JSON.stringify(selectors) : ''],
      ['gap', gap ?? ''],
      ['hub', hub ? 'announces what is new' : ''],
      ['moves to', movedTo ?? ''],
    ].filter(([, value]) => value !== ''),
  );
}
