import type { Command } from 'commander';
import * as z from 'zod';
import { editionAnswer, runAnswer, suggestionsAnswer } from '../../lambdas/console/answers.ts';
import { type ApiClient, path } from './api-client.ts';
import { skippedInWords } from './edition-runs.ts';
import { CliFailure } from './failures.ts';
import { type Cli, does, list, verb } from './verbs.ts';
import { until } from './waiting.ts';

const COMPOSE_TIMEOUT_MS = 300_000;

const asked = z.object({ requestId: z.string() });

/** New editions: of what came in, of picked articles, or of an earlier one's. */
export function composingVerbs(group: Command): void {
  verb(group, 'compose', 'compose an edition from what is new, or from articles you name')
    .requiredOption('--publication <id>', 'the publication')
    .option('--digest <id>', 'the digest whose recipe to follow; with --articles, whose readers it is for')
    .option('--articles <ids...>', 'these articles in this order, mailed before or not')
    .action(does(compose));
  verb(group, 'duplicate <edition>', 'a new draft of an edition, with its articles as they are now').action(
    does(duplicate),
  );
  verb(group, 'suggest <edition>', 'subjects to choose from, with the line under each').action(does(suggest));
}

interface Recipe {
  publication: string;
  digest?: string;
  articles?: string[];
}

async function compose(cli: Cli, { publication, digest, articles }: Recipe): Promise<void> {
  const client = await cli.api();
  const wish = { digest, articles: articles?.flatMap(list) };
  const { requestId } = await client.post(path`/publications/${publication}/editions`, wish, asked);
  await showRun(cli, client, { publication, requestId });
}

async function duplicate(cli: Cli, edition: string): Promise<void> {
  const client = await cli.api();
  const { publicationId } = await client.get(path`/editions/${edition}`, editionAnswer);
  const { requestId } = await client.post(path`/editions/${edition}/duplicate`, undefined, asked);
  await showRun(cli, client, { publication: publicationId, requestId });
}

/** Waits for what becomes of a composition and says it. @throws CliFailure when it failed */
async function showRun(
  { out }: Cli,
  client: ApiClient,
  { publication, requestId }: { publication: string; requestId: string },
): Promise<void> {
  const run = await until(() => client.find(path`/publications/${publication}/runs/${requestId}`, runAnswer), {
    timeoutMs: COMPOSE_TIMEOUT_MS,
  });
  if (!run)
    throw new CliFailure(
      `The edition is not composed after ${COMPOSE_TIMEOUT_MS / 1000} seconds; the console will show it`,
    );
  const { outcome } = run;
  if (outcome.kind === 'failed') throw new CliFailure(`No edition was composed: ${outcome.reason}`);
  if (outcome.kind === 'skipped') {
    const { reason, nextAt } = outcome;
    out.result({ skipped: true, reason, nextAt }, () => [skippedInWords(outcome)]);
    return;
  }
  const { editionId: id, number, articles } = outcome;
  out.result({ id, number, articles }, () => [
    `${id}: ${articles} articles. Send it with: rundbrief editions send ${id}`,
  ]);
}

async function suggest({ out, api }: Cli, edition: string): Promise<void> {
  const { suggestions } = await (await api()).get(path`/editions/${edition}/suggestions`, suggestionsAnswer);
  out.result(suggestions, () =>
    suggestions.length
      ? [
          ...suggestions.flatMap(({ subject, preheader }, at) => [`${at + 1}  ${subject}`, `   ${preheader}`]),
          `Take one with: rundbrief editions edit ${edition} --suggestion 1`,
        ]
      : [`${edition} has no articles to make a subject of`],
  );
}
