import type { Command } from 'commander';
import { type KeysAnswer, keysAnswer } from '../../lambdas/console/answers.ts';
import { type ApiClient, path } from './api-client.ts';
import { type Cli, does, verb } from './verbs.ts';

export function keyVerb(group: Command): void {
  verb(group, 'key <source>', 'show the keys that clients send articles with')
    .requiredOption('--publication <id>', 'the publication')
    .option('--renew', 'make the former keys void and show new ones')
    .action(does(show));
}

async function show(
  { out, api }: Cli,
  source: string,
  { publication, renew }: { publication: string; renew?: boolean },
): Promise<void> {
  const client = await api();
  const keys = renew
    ? await client.post(path`/publications/${publication}/sources/${source}/key`, undefined, keysAnswer)
    : await keysOf(client, publication, source);
  out.result(keys, () => inLinesForClients(keys, publication));
}

export function keysOf(client: ApiClient, publication: string, source: string): Promise<KeysAnswer> {
  return client.get(path`/publications/${publication}/sources/${source}/key`, keysAnswer);
}

export function inLinesForClients(
  { source, apiKey, webhookSecret, articlesUrl, webhookUrl }: KeysAnswer,
  publication: string,
): string[] {
  return [
    'With a key:',
    `  POST ${articlesUrl}`,
    `  Authorization: Bearer ${apiKey}`,
    'Or as a signed webhook (Standard Webhooks):',
    `  POST ${webhookUrl}`,
    `  secret ${webhookSecret}`,
    `Show them again with: rundbrief sources key ${source} --publication ${publication}`,
  ];
}
