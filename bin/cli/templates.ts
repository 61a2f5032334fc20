import type { Command } from 'commander';
import * as z from 'zod';
import {
  type TemplateCheckAnswer,
  templateAnswer,
  templateCheckAnswer,
} from '../../lambdas/console/answers-templates.ts';
import { path } from './api-client.ts';
import { CliFailure } from './failures.ts';
import { readText } from './files.ts';
import { type Cli, does, verb } from './verbs.ts';
import { until } from './waiting.ts';

const TIMEOUT_MS = 120_000;

const asked = z.object({ requestId: z.string() });
const removed = z.object({ removed: z.string() });

export function templatesVerbs(root: Command): void {
  const group = root.command('templates').description('mail templates that publications bring along');
  verb(group, 'set <publication> <file>', 'use this template from the next edition on (- reads from stdin)').action(
    does((cli, publication: string, file: string) => handIn(cli, publication, file, false)),
  );
  verb(group, 'check <publication> <file>', 'say what is wrong with a template, and change nothing').action(
    does((cli, publication: string, file: string) => handIn(cli, publication, file, true)),
  );
  verb(group, 'show <publication>', 'print the template in use').action(does(show));
  verb(group, 'remove <publication>', 'go back to a template of ours').action(does(remove));
}

async function handIn({ out, api }: Cli, publication: string, file: string, trial: boolean): Promise<void> {
  const template = await readText(file);
  const client = await api();
  const { requestId } = await client.put(path`/publications/${publication}/template`, { template, trial }, asked);
  const check = path`/publications/${publication}/template/checks/${requestId}`;
  const answer = await until(() => client.find(check, templateCheckAnswer), { timeoutMs: TIMEOUT_MS });
  if (!answer) throw new CliFailure(`The template was not looked at within ${TIMEOUT_MS / 1000} seconds`);
  const { kind, faults } = answer.outcome;
  if (out.isJson) out.result({ kind, faults }, () => []);
  const blocking = faults.filter(({ isBlocking }) => isBlocking).map(inOneLine);
  const advice = faults.filter(({ isBlocking }) => !isBlocking).map(inOneLine);
  for (const line of advice) out.note(`${file}: ${line} (advice)`);
  if (kind === 'refused') throw new CliFailure(`${file} cannot be used:`, blocking);
  if (!out.isJson)
    out.text(kind === 'taken' ? `${publication} uses it from the next edition on` : `${file} is in order`);
}

function inOneLine({ line, column, message }: TemplateCheckAnswer['outcome']['faults'][number]): string {
  if (line === null) return message;
  return column === null ? `line ${line}: ${message}` : `line ${line}, column ${column}: ${message}`;
}

async function show({ out, api }: Cli, publication: string): Promise<void> {
  const answer = await (await api()).get(path`/publications/${publication}/template`, templateAnswer);
  if (out.isJson) out.result(answer, () => []);
  else out.text(answer.template);
}

async function remove({ out, api }: Cli, publication: string): Promise<void> {
  const answer = await (await api()).delete(path`/publications/${publication}/template`, removed);
  out.result(answer, () => [`${publication} uses a template of ours again, from the next edition on`]);
}
