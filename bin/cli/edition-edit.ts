import type { Command } from 'commander';
import { InvalidArgumentError } from 'commander';
import * as z from 'zod';
import { changeAnswer, type EditionAnswer, editionAnswer, suggestionsAnswer } from '../../lambdas/console/answers.ts';
import { type ApiClient, path } from './api-client.ts';
import { type ItemOptions, itemChange } from './edition-items.ts';
import { asSeen } from './edition-show.ts';
import { CliFailure, UsageFailure } from './failures.ts';
import { readText } from './files.ts';
import { type Cli, does, verb } from './verbs.ts';
import { until } from './waiting.ts';

const EDIT_TIMEOUT_MS = 120_000;

const asked = z.object({ requestId: z.string() });

interface EditOptions extends ItemOptions {
  subject?: string;
  preheader?: string;
  suggestion?: number;
  /** Files of Markdown. */
  intro?: string;
  outro?: string;
  seen?: string;
}

export function editVerb(group: Command): void {
  verb(group, 'edit <edition>', 'change a draft; articles by their ids, or their numbers in: editions show EDITION')
    .option('--subject <text>', 'its subject')
    .option('--preheader <text>', 'the line under the subject')
    .option('--suggestion <number>', 'subject and preheader as suggested by: editions suggest EDITION', place)
    .option('--intro <file>', 'Markdown before the articles (- reads stdin)')
    .option('--outro <file>', 'Markdown after the articles (- reads stdin)')
    .option('--items <file>', 'the whole list, as: editions show EDITION --items prints it (- reads stdin)')
    .option('--add <ids...>', 'articles of the publication, at the end')
    .option('--drop <ids...>', 'articles that are not to be in it')
    .option('--order <ids...>', 'these first, in this order')
    .option('--pin <ids...>', 'above everything else')
    .option('--unpin <ids...>', 'pinned no more')
    .option('--short <ids...>', 'only their headlines')
    .option('--long <ids...>', 'with their teasers again')
    .option('--teaser <id=text>', 'a teaser of your own; ID= gives the article’s back (repeatable)', collected)
    .option('--seen <hash>', 'the content as you saw it; refused when it has changed since')
    .action(does(edit));
}

const collected = (text: string, before: string[] = []) => [...before, text];

function place(text: string): number {
  if (!/^[1-9]\d?$/.test(text)) throw new InvalidArgumentError('It must be the number of a suggestion.');
  return Number(text);
}

async function edit({ out, api }: Cli, id: string, options: EditOptions): Promise<void> {
  const client = await api();
  const edition = asSeen(await client.get(path`/editions/${id}`, editionAnswer), options.seen);
  const change = await changeOf(edition, options, client);
  if (Object.keys(change).length === 0)
    throw new UsageFailure('Say what is to be changed; see: rundbrief editions edit --help');
  const contentHash = await changed(client, edition, change);
  const now = await client.get(path`/editions/${id}`, editionAnswer);
  out.result({ id, contentHash, articles: now.articles, shortened: now.shortened }, () => [
    `${id} is changed: ${now.subject} (${now.articles} articles)`,
    ...(now.shortened ? [`${now.shortened} items stand by their headlines only, to keep the mail whole`] : []),
    ...(edition.approval ? ['Its approval is void: approve it again, as it is now'] : []),
  ]);
}

async function changeOf(
  edition: EditionAnswer,
  { subject, preheader, suggestion, intro, outro, ...items }: EditOptions,
  client: ApiClient,
): Promise<Record<string, unknown>> {
  if ([intro, outro, items.items].filter((file) => file === '-').length > 1)
    throw new UsageFailure('Only one of the files can be stdin');
  return {
    ...(suggestion !== undefined && (await suggested(edition, suggestion, client))),
    ...(subject !== undefined && { subject }),
    ...(preheader !== undefined && { preheader }),
    ...(intro !== undefined && { intro: await readText(intro) }),
    ...(outro !== undefined && { outro: await readText(outro) }),
    ...(await itemChange(edition, items)),
  };
}

async function suggested({ id }: EditionAnswer, number: number, client: ApiClient) {
  const { suggestions } = await client.get(path`/editions/${id}/suggestions`, suggestionsAnswer);
  const lines = suggestions[number - 1];
  if (!lines)
    throw new CliFailure(`${id} has ${suggestions.length} suggestions; see: rundbrief editions suggest ${id}`);
  return lines;
}

/** @returns the new hash. @throws CliFailure when the change was not made, with why */
async function changed(
  client: ApiClient,
  { id, contentHash }: EditionAnswer,
  change: Record<string, unknown>,
): Promise<string> {
  const { requestId } = await client.post(path`/editions/${id}/changes`, { contentHash, change }, asked);
  const run = await until(() => client.find(path`/editions/${id}/changes/${requestId}`, changeAnswer), {
    timeoutMs: EDIT_TIMEOUT_MS,
  });
  if (!run) throw new CliFailure(`${id} is not changed after ${EDIT_TIMEOUT_MS / 1000} seconds; it may still be`);
  if (run.outcome.kind !== 'edited') throw new CliFailure(`${id} was not changed: ${run.outcome.reason}`);
  return run.outcome.contentHash;
}
