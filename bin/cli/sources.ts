import type { Command } from 'commander';
import * as z from 'zod';
import { type SourceAnswer, sourceAnswer } from '../../lambdas/console/answers.ts';
import { type ApiClient, path } from './api-client.ts';
import { CliFailure } from './failures.ts';
import { columns, moment, type Output } from './output.ts';
import { addVerb } from './source-add.ts';
import { editVerbs } from './source-edit.ts';
import { keyVerb } from './source-key.ts';
import { opmlVerbs } from './source-opml.ts';
import { rulesVerb } from './source-rules.ts';
import { pollInWords } from './source-words.ts';
import { type Cli, does, verb } from './verbs.ts';
import { until } from './waiting.ts';

const POLL_TIMEOUT_MS = 120_000;

/** Nobody asks these. */
const SENT_TO = new Set<SourceAnswer['kind']>(['push', 'editor']);

const listed = z.object({ sources: z.array(sourceAnswer) });
const asked = z.object({ pollId: z.string() });

interface PublicationOption {
  publication: string;
}

export function sourcesVerbs(root: Command): void {
  const group = root.command('sources').description('where the articles of a publication come from');
  addVerb(group);
  verb(group, 'list', 'list the sources and what their last poll brought')
    .requiredOption('--publication <id>', 'the publication')
    .action(does(listAll));
  verb(group, 'poll [source]', 'fetch one source now, or all of them')
    .requiredOption('--publication <id>', 'the publication')
    .option('--wait', 'wait until the result is there; exit code 1 when a source failed')
    .action(does(poll));
  editVerbs(group);
  rulesVerb(group);
  keyVerb(group);
  opmlVerbs(group);
}

async function listAll({ out, api }: Cli, { publication }: PublicationOption): Promise<void> {
  const sources = await sourcesOf(await api(), publication);
  out.result(sources, () =>
    sources.length
      ? columns(
          sources.map((source) => [
            source.id,
            source.status,
            moment(lastPolledAt(source)),
            source.title,
            pollInWords(source),
          ]),
        )
      : [`${publication} has no source yet. Add one with: rundbrief sources add ADDRESS --publication ${publication}`],
  );
}

async function poll(
  { out, api }: Cli,
  sourceId: string | undefined,
  { publication, wait }: PublicationOption & { wait?: boolean },
): Promise<void> {
  const client = await api();
  const sources = await sourcesOf(client, publication);
  const chosen = sources.filter(({ id, kind }) => (sourceId ? id === sourceId : !SENT_TO.has(kind)));
  if (sourceId && chosen.length === 0)
    throw new CliFailure(`The publication "${publication}" has no source "${sourceId}"`);
  const polls = new Map<string, string>();
  for (const { id } of chosen) {
    const { pollId } = await client.post(path`/publications/${publication}/sources/${id}/poll`, undefined, asked);
    polls.set(id, pollId);
  }
  if (!wait) {
    out.result(
      chosen.map(({ id }) => ({ source: id, pollId: polls.get(id) })),
      () => chosen.map(({ title }) => `${title}: asked`),
    );
    return;
  }
  await awaitPolls(out, { client, publication, polls });
}

async function awaitPolls(
  out: Output,
  { client, publication, polls }: { client: ApiClient; publication: string; polls: Map<string, string> },
): Promise<void> {
  const progress = out.progress('Polling', polls.size);
  let sources: SourceAnswer[] = [];
  // A poll that someone else asked for may be the one the source shows last; ours was before it then.
  const done = new Set<string>();
  await until(
    async () => {
      sources = (await sourcesOf(client, publication)).filter(({ id }) => polls.has(id));
      for (const { id, lastPollId } of sources) if (lastPollId === polls.get(id)) done.add(id);
      progress.update(done.size);
      return done.size === sources.length || undefined;
    },
    { timeoutMs: POLL_TIMEOUT_MS },
  ).finally(() => progress.stop());
  const results = sources.map((source) => outcomeOf(source, done.has(source.id)));
  out.result(results, () => results.map(({ title, result }) => `${title}: ${result}`));
  const failed = results.filter(({ ok }) => !ok).length;
  if (failed) throw new CliFailure(`${failed} of ${results.length} sources could not be read`);
}

function outcomeOf(source: SourceAnswer, isDone: boolean) {
  const ok = isDone && source.failures === 0 && source.status !== 'held';
  const result = isDone ? pollInWords(source) : `no result after ${POLL_TIMEOUT_MS / 1000} seconds`;
  return { source: source.id, title: source.title, url: source.url, ok, result };
}

/** An editor's poll is not asked by the schedule, but succeeds all the same. */
function lastPolledAt({ lastAskedAt, lastSucceededAt }: SourceAnswer): string | null {
  return [lastAskedAt ?? '', lastSucceededAt ?? ''].sort().at(-1) || null;
}

async function sourcesOf(client: ApiClient, publication: string): Promise<SourceAnswer[]> {
  return (await client.get(path`/publications/${publication}/sources`, listed)).sources;
}
