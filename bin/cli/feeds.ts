import type { Command } from 'commander';
import * as z from 'zod';
import { articleAnswer } from '../../lambdas/console/answers.ts';
import { path } from './api-client.ts';
import { CliFailure } from './failures.ts';
import { type Cli, does, verb } from './verbs.ts';
import { until } from './waiting.ts';

const BUILD_TIMEOUT_MS = 120_000;

const asked = z.object({ feeds: z.record(z.string(), z.url()) });
const latest = z.object({ articles: z.array(articleAnswer) });
const jsonFeed = z.object({ items: z.array(z.object({ id: z.string(), url: z.string().optional() })) });

export function feedsVerbs(root: Command): void {
  const group = root.command('feeds').description('the feeds that readers follow');
  verb(group, 'build', 'build the feeds of a publication again')
    .requiredOption('--publication <id>', 'the publication')
    .option('--wait', 'wait until the feeds answer with the latest article')
    .action(does(build));
}

async function build({ out, api }: Cli, { publication, wait }: { publication: string; wait?: boolean }): Promise<void> {
  const client = await api();
  const { feeds } = await client.post(path`/publications/${publication}/feeds`, undefined, asked);
  if (wait) {
    const { articles } = await client.get(path`/publications/${publication}/articles?limit=1`, latest);
    const isBuilt = await until(() => carries(feeds, articles[0]?.url ?? undefined), { timeoutMs: BUILD_TIMEOUT_MS });
    if (!isBuilt)
      throw new CliFailure(`The feeds do not show the latest article after ${BUILD_TIMEOUT_MS / 1000} seconds`);
  }
  out.result({ publication, feeds }, () => Object.values(feeds));
}

/** True once every feed answers and the JSON feed names the latest article; undefined until then. */
async function carries(feeds: Record<string, string>, url: string | undefined): Promise<true | undefined> {
  const answers = await Promise.all(
    Object.entries(feeds).map(async ([kind, address]) => ({ kind, answer: await read(address) })),
  );
  if (answers.some(({ answer }) => !answer?.ok)) return undefined;
  const json = await answers
    .find(({ kind }) => kind === 'json')
    ?.answer?.json()
    .catch(() => undefined);
  const items = jsonFeed.safeParse(json).data?.items ?? [];
  return !url || items.some((item) => item.url === url) || undefined;
}

async function read(address: string): Promise<Response | undefined> {
  try {
    return await fetch(address, { signal: AbortSignal.timeout(10_000), headers: { 'cache-control': 'no-cache' } });
  } catch {
    return undefined;
  }
}
