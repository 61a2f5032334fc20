import { type Command, InvalidArgumentError } from 'commander';
import { type ExplorationAnswer, type SourceAnswer, sourceAnswer } from '../../lambdas/console/answers.ts';
import { type ApiClient, path } from './api-client.ts';
import { UsageFailure } from './failures.ts';
import { choose, explore, nthOf, showPreview } from './source-explore.ts';
import { inLinesForClients, keysOf } from './source-key.ts';
import { type ReadingOptions, selectorsIn, withReading } from './source-options.ts';
import { type Cli, does, verb } from './verbs.ts';

interface AddOptions extends ReadingOptions {
  publication: string;
  preview?: boolean;
  explore: boolean;
  candidate?: number;
  push?: string;
}

export function addVerb(group: Command): void {
  const add = verb(
    group,
    'add [address]',
    'add a website, feed or calendar by its address; the same again changes nothing',
  );
  withReading(add.requiredOption('--publication <id>', 'the publication that reads it'))
    .option('--preview', 'show what the address offers and its first articles; nothing is stored')
    .option('--candidate <number>', 'which one of those that the address offers', position)
    .option('--no-explore', 'add the address as it is, without looking at it first')
    .option('--push <title>', 'add a source that others send articles to, and show its keys')
    .action(does(addOne));
}

async function addOne(cli: Cli, address: string | undefined, options: AddOptions): Promise<void> {
  if (options.push !== undefined) return addPush(cli, options.push, options, address);
  if (!address)
    throw new UsageFailure('Missing the address of a website or feed; or --push TITLE for articles sent to us');
  const { out } = cli;
  const { publication, kind, title, topics, fullText, candidate: nth } = options;
  const client = await cli.api();
  const selectors = selectorsIn(options);
  const how = { topics, fullText, selectors };
  const store = (wish: { url: string; kind?: string; title?: string }): Promise<SourceAnswer> =>
    client.post(path`/publications/${publication}/sources`, { ...how, ...wish }, sourceAnswer);
  const as = selectors ? 'page' : kind;
  if (!options.explore) return show(cli, await store({ url: address, kind: as, title }));
  const found = await explore(client, publication, { url: address, kind: as, selectors });
  if (options.preview) return showPreview(out, found, await previewOf(client, publication, found, nth));
  const chosen = await choose(found, { nth, kind: as }, out);
  // A name of a hundred words is no name.
  const named = title ?? (chosen.title.slice(0, 120).trim() || undefined);
  show(cli, await store({ url: chosen.url, kind: chosen.kind, title: named }));
}

/** Of the one that was named, in place of the one that seemed best. */
async function previewOf(
  client: ApiClient,
  publication: string,
  { candidates, items, problem }: ExplorationAnswer,
  nth: number | undefined,
): Promise<Pick<ExplorationAnswer, 'items' | 'problem'>> {
  const { url, kind } = (nth && nthOf(candidates, nth)) || {};
  return url ? explore(client, publication, { url, kind }) : { items, problem };
}

function show({ out }: Cli, source: SourceAnswer): void {
  out.result(source, () => [`${source.id}  ${source.title}  (${source.kind} ${source.url})`]);
}

async function addPush(
  { out, api }: Cli,
  title: string,
  { publication, topics }: AddOptions,
  url: string | undefined,
): Promise<void> {
  const client = await api();
  const wish = { kind: 'push', title, topics, url };
  const source = await client.post(path`/publications/${publication}/sources`, wish, sourceAnswer);
  const keys = await keysOf(client, publication, source.id);
  out.result({ ...source, ...keys }, () => [`${source.id}  ${source.title}`, ...inLinesForClients(keys, publication)]);
}

function position(text: string): number {
  if (!/^[1-9]\d{0,2}$/.test(text)) throw new InvalidArgumentError('It must be a number from 1.');
  return Number(text);
}
