import { writeFile } from 'node:fs/promises';
import { createInterface } from 'node:readline/promises';
import type { Command } from 'commander';
import {
  type ShownImportAnswer,
  type SubscriberImportAnswer,
  shownImportAnswer,
  subscriberImportAnswer,
} from '../../lambdas/console/answers-lists.ts';
import { type ApiClient, path } from './api-client.ts';
import { CliFailure, UsageFailure } from './failures.ts';
import { mappingOf, shownMapping } from './import-mapping.ts';
import { uploadFile } from './import-upload.ts';
import { columns, type Output } from './output.ts';
import { type Cli, does, verb } from './verbs.ts';
import { until } from './waiting.ts';

const STANDSTILL_TIMEOUT_MS = 20 * 60_000;
const INTERRUPTED = 130;

interface ImportOptions {
  publication: string;
  provenance: string;
  map: string[];
  dryRun?: boolean;
  report?: string;
  yes?: boolean;
  resume?: string;
}

export function importVerb(group: Command): void {
  verb(group, 'import <file>', 'take in a list of people (CSV) who have said yes elsewhere; see docs/importing.md')
    .requiredOption('--publication <id>', 'the publication')
    .requiredOption('--provenance <text>', 'where and when these people have said yes; kept in the proof of each')
    .option('--map <column=meaning>', 'what a column holds, by its name or number; may be repeated', collect, [])
    .option('--dry-run', 'say what would become of each line, and change nothing')
    .option('--report <file>', 'write what became of each line to a file')
    .option('--yes', 'do not ask before it begins')
    .option('--resume <id>', 'go on with an import that was broken off')
    .action(does(importFile));
}

const collect = (wish: string, wishes: string[]) => [...wishes, wish];

async function importFile({ out, api }: Cli, file: string, options: ImportOptions): Promise<void> {
  const { publication, resume, yes } = options;
  if (!yes && (out.isJson || !process.stdin.isTTY)) {
    throw new UsageFailure('Nobody can be asked here whether the columns are right: add --yes, best after a --dry-run');
  }
  const client = await api();
  let importId = resume;
  const interrupt = () => {
    out.note(importId ? broken(importId) : 'Nothing was begun');
    process.exit(INTERRUPTED);
  };
  process.once('SIGINT', interrupt);
  try {
    const onBegun = (id: string) => {
      importId = id;
    };
    const uploaded = await upload({ publication, file, resume }, { client, out, onBegun });
    const found = await awaitRead(client, uploaded);
    const ended = await run(found, options, { client, out });
    if (options.report) await writeReport(options.report, ended, client);
    out.result(ended, () => summary(ended, options.report));
    if (ended.state === 'cancelled') throw new CliFailure('The import was cancelled');
  } finally {
    process.removeListener('SIGINT', interrupt);
  }
}

const broken = (importId: string) =>
  `\nBroken off. The same command with --resume ${importId} goes on; what is done is not done again.`;

async function upload(
  { publication, file, resume }: { publication: string; file: string; resume?: string },
  tools: { client: ApiClient; out: Output; onBegun: (importId: string) => void },
): Promise<SubscriberImportAnswer> {
  if (!resume) return uploadFile({ publication, file }, tools);
  const resumed = await tools.client.get(path`/publications/${publication}/imports/${resume}`, shownImportAnswer);
  return resumed.state === 'uploading' ? uploadFile({ publication, file, resumed }, tools) : resumed;
}

const pathOf = ({ publicationId, id }: SubscriberImportAnswer) => path`/publications/${publicationId}/imports/${id}`;

/** @throws CliFailure with the reason when the file cannot be read */
async function awaitRead(client: ApiClient, one: SubscriberImportAnswer): Promise<ShownImportAnswer> {
  const look = () => client.get(pathOf(one), shownImportAnswer);
  const found = await until(
    async () => {
      const now = await look();
      return now.state === 'reading' ? undefined : now;
    },
    { timeoutMs: STANDSTILL_TIMEOUT_MS },
  );
  if (!found) throw new CliFailure(`The file of ${one.id} is not read after ${STANDSTILL_TIMEOUT_MS / 60_000} minutes`);
  if (found.state === 'failed') throw new CliFailure(found.problem?.message ?? 'The file could not be read');
  return found;
}

/** Decides, unless that was done before, and waits for the end. */
async function run(
  found: ShownImportAnswer,
  { map, provenance, dryRun = false, yes }: ImportOptions,
  { client, out }: { client: ApiClient; out: Output },
): Promise<SubscriberImportAnswer> {
  if (found.state === 'done' || found.state === 'cancelled') return found;
  const mapping = mappingOf(map, found);
  if (found.state === 'ready') {
    const kind = found.format === 'other' ? 'a list' : `a list of ${found.format}`;
    out.note(`${found.rows.total} lines, ${kind}:`);
    for (const line of shownMapping(mapping, found)) out.note(line);
    if (!yes && !(await agreed(dryRun))) throw new CliFailure(`Nothing was imported.${broken(found.id)}`);
  }
  const decision = found.state === 'running' ? again(found) : { mapping, provenance, dryRun };
  const running = await client.post(`${pathOf(found)}/decision`, decision, subscriberImportAnswer);
  return watch(running, { client, out });
}

/** The same once more wakes an import whose worker was lost. */
const again = ({ decided, provenance, dryRun }: ShownImportAnswer) => ({ mapping: decided, provenance, dryRun });

async function agreed(dryRun: boolean): Promise<boolean> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  // In the middle of a question Ctrl-C reaches the question only.
  lines.once('SIGINT', () => process.emit('SIGINT'));
  try {
    const answer = await lines.question(dryRun ? 'Try it? [y/N] ' : 'Import them? [y/N] ');
    return /^(y|yes|j|ja)$/i.test(answer.trim());
  } finally {
    lines.close();
  }
}

async function watch(
  running: SubscriberImportAnswer,
  { client, out }: { client: ApiClient; out: Output },
): Promise<SubscriberImportAnswer> {
  const progress = out.progress(running.dryRun ? 'Trying' : 'Importing', running.rows.total);
  let last = running;
  try {
    while (last.state === 'running') {
      const next = await until(
        async () => {
          const now = await client.get(pathOf(running), shownImportAnswer);
          return now.state !== 'running' || now.rows.done !== last.rows.done ? now : undefined;
        },
        { timeoutMs: STANDSTILL_TIMEOUT_MS },
      );
      if (!next) throw new CliFailure(`The import stands still.${broken(running.id)}`);
      last = next;
      progress.update(last.rows.done);
    }
  } finally {
    progress.stop();
  }
  if (last.state === 'failed') throw new CliFailure(last.problem?.message ?? 'The import failed');
  return last;
}

async function writeReport(file: string, one: SubscriberImportAnswer, client: ApiClient): Promise<void> {
  const parts: string[] = [];
  for (let part = 1; part <= one.reportParts; part += 1) {
    parts.push(await client.text(`${pathOf(one)}/report.csv?part=${part}`));
  }
  try {
    await writeFile(file, parts.join(''));
  } catch (error) {
    throw new CliFailure(`${file} cannot be written: ${(error as NodeJS.ErrnoException).code ?? error}`);
  }
}

function summary(
  { state, dryRun, rows, counters, unknownTopics, id }: SubscriberImportAnswer,
  report?: string,
): string[] {
  const counted = Object.entries(counters).filter(([, count]) => count > 0);
  return [
    dryRun
      ? `Tried ${rows.done} of ${rows.total} lines; nothing was changed (${id})`
      : `${rows.done} of ${rows.total} lines, ${state} (${id})`,
    ...columns(counted.map(([outcome, count]) => [`  ${outcome}`, String(count)])),
    ...(unknownTopics.length > 0 ? [`Topics this publication does not have: ${unknownTopics.join(', ')}`] : []),
    ...(report ? [`What became of each line: ${report}`] : []),
  ];
}
