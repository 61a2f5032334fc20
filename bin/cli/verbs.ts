import type { Command } from 'commander';
import { type ApiClient, apiClient } from './api-client.ts';
import { type Output, output } from './output.ts';
import { findTarget, type TargetOptions } from './target.ts';

/** What each verb is given: where to speak, and the API once it needs it. */
export interface Cli {
  out: Output;
  api(): Promise<ApiClient>;
}

/** Runs a verb with its arguments, options last. */
export type Act<Given extends unknown[]> = (cli: Cli, ...given: Given) => Promise<void>;

const DATA_FOLDER = '.rundbrief';

/** A verb of a group, with the options that every verb has. */
export function verb(parent: Command, nameAndArguments: string, description: string): Command {
  return withTarget(parent.command(nameAndArguments).description(description)).allowExcessArguments(false);
}

/** The options that may stand behind a verb or, for those who type them first, before it. */
export function withTarget(command: Command): Command {
  return command
    .option('--json', 'print JSON on stdout and nothing else')
    .option('--url <address>', 'the Rundbrief to talk to (else RUNDBRIEF_URL, else the local run)')
    .option('--token <token>', 'its API token (else RUNDBRIEF_TOKEN, else the one of the local run)')
    .option('--data <folder>', `data folder of the local run (else ${DATA_FOLDER})`);
}

/** Fits an act to commander, which hands over arguments, options and the command. */
export function does<Given extends unknown[]>(act: Act<Given>) {
  return async (...given: unknown[]): Promise<void> => {
    const command = given.at(-1) as Command;
    const {
      json,
      data = DATA_FOLDER,
      ...target
    } = command.optsWithGlobals<Partial<TargetOptions> & { json?: boolean }>();
    const cli: Cli = {
      out: output(json === true),
      api: async () => apiClient(await findTarget({ ...target, data }, process.env)),
    };
    await act(cli, ...(given.slice(0, -1) as Given));
  };
}

/** `a,b` as a list; empty parts do not count. */
export const list = (text: string): string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);
