import { randomUUID } from 'node:crypto';
import type { Command } from 'commander';
import { acceptedAnswer, articleAnswer, sourceAnswer } from '../../lambdas/console/answers.ts';
import { type ApiClient, path } from './api-client.ts';
import { type ArticleFields, articleIn } from './article-file.ts';
import { CliFailure, UsageFailure } from './failures.ts';
import { readText } from './files.ts';
import { pollInWords } from './source-words.ts';
import { type Cli, does, list, verb } from './verbs.ts';
import { until } from './waiting.ts';

const READ_TIMEOUT_MS = 60_000;

interface AddOptions {
  publication: string;
  file?: string;
  title?: string;
  topics?: string[];
  source?: string;
  wait?: boolean;
}

interface EventOptions {
  publication: string;
  startsAt?: string;
  endsAt?: string;
  allDay?: boolean;
  place?: string;
  online?: boolean;
}

/** Articles that editors write, and what they decide about others. */
export function writtenVerbs(group: Command): void {
  verb(group, 'add', 'write an article of your own; the same id again changes it')
    .requiredOption('--publication <id>', 'the publication')
    .option('--file <file>', 'Markdown, HTML or plain text, with fields in front (- reads from stdin)')
    .option('--title <title>', 'the title; the text then comes from stdin as Markdown')
    .option('--topics <ids>', 'topics of the article, separated by commas', list)
    .option('--source <id>', 'a push source in place of the editors’ own')
    .option('--wait', 'wait until it is read')
    .action(does(add));
  verb(group, 'withdraw <article>', 'take an article back: it goes into no edition and no feed any more')
    .requiredOption('--publication <id>', 'the publication')
    .action(does(withdraw));
  verb(group, 'confirm-event <article>', 'the article is an event, as its text suggests or as you say')
    .requiredOption('--publication <id>', 'the publication')
    .option('--starts-at <time>', 'when it begins, such as 2026-03-20T18:00:00+01:00')
    .option('--ends-at <time>', 'when it ends')
    .option('--all-day', 'only the days are known')
    .option('--place <text>', 'hall and town')
    .option('--online', 'it takes place online')
    .action(does(confirmEvent));
  verb(group, 'decline-event <article>', 'the article is no event, whatever its text suggests')
    .requiredOption('--publication <id>', 'the publication')
    .action(does(declineEvent));
}

async function add({ out, api }: Cli, options: AddOptions): Promise<void> {
  const { publication, source, topics, wait } = options;
  const article = { ...(await articleOf(options)), ...(topics ? { topics } : {}), source };
  const client = await api();
  const taken = await client.post(path`/publications/${publication}/articles`, article, acceptedAnswer);
  const result = { ...taken, id: String(article.id) };
  if (!wait) return out.result(result, () => [`${result.id}: taken, and read in a moment`]);
  const words = await readingOf(client, publication, taken);
  out.result({ ...result, result: words }, () => [`${result.id}: ${words}`]);
}

async function articleOf({ file, title }: AddOptions): Promise<ArticleFields & { id?: unknown }> {
  if (file) {
    const article = await articleIn(file);
    return title ? { ...article, title } : article;
  }
  if (!title) throw new UsageFailure('Missing --file FILE, or --title TITLE with the text on stdin');
  if (process.stdin.isTTY)
    throw new UsageFailure('Give the text on stdin: echo "…" | rundbrief articles add --title …');
  return { id: randomUUID(), title, markdown: (await readText('-')).trim() };
}

async function readingOf(
  client: ApiClient,
  publication: string,
  { source, pollId }: { source: string; pollId: string },
): Promise<string> {
  const read = await until(
    async () => {
      const now = await client.get(path`/publications/${publication}/sources/${source}`, sourceAnswer);
      return now.lastPollId === pollId ? now : undefined;
    },
    { timeoutMs: READ_TIMEOUT_MS },
  );
  if (!read) throw new CliFailure(`It was taken, but is not read after ${READ_TIMEOUT_MS / 1000} seconds`);
  if (read.failures > 0) throw new CliFailure(pollInWords(read));
  return pollInWords(read);
}

async function withdraw({ out, api }: Cli, id: string, { publication }: { publication: string }): Promise<void> {
  const route = path`/publications/${publication}/articles/${id}/withdraw`;
  const article = await (await api()).post(route, undefined, articleAnswer);
  out.result(article, () => [`${article.id} withdrawn: ${article.title}`]);
}

async function confirmEvent({ out, api }: Cli, id: string, options: EventOptions): Promise<void> {
  const { publication, startsAt, ...rest } = options;
  const { endsAt, allDay, place, online } = rest;
  const says = [endsAt, allDay, place, online].some((value) => value !== undefined);
  if (says && !startsAt)
    throw new UsageFailure('Missing --starts-at: say when it begins, or nothing to confirm as suggested');
  const event = startsAt ? { startsAt, endsAt, allDay, place, online } : undefined;
  const route = path`/publications/${publication}/articles/${id}/event`;
  const article = await (await api()).post(route, { isEvent: true, event }, articleAnswer);
  out.result(article, () => [
    `${article.id} is an event: ${article.event?.startsAt ?? ''} ${article.event?.place ?? ''}`,
  ]);
}

async function declineEvent({ out, api }: Cli, id: string, { publication }: { publication: string }): Promise<void> {
  const route = path`/publications/${publication}/articles/${id}/event`;
  const article = await (await api()).post(route, { isEvent: false }, articleAnswer);
  out.result(article, () => [`${article.id} is no event: ${article.title}`]);
}
