import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ParsedMail, simpleParser } from 'mailparser';
import { inject } from 'vitest';
import { z } from 'zod';
import { type ApiClient, apiClient } from '../../bin/cli/api-client.ts';
import { until } from '../../bin/cli/waiting.ts';
import { type LocalOptions, type LocalRun, startLocal } from '../../lib/local/index.ts';

const listedMail = z.array(
  z.object({
    id: z.string(),
    to: z.array(z.string()).or(z.string()),
    subject: z.string(),
    accepted: z.boolean(),
    tags: z.record(z.string(), z.string()),
  }),
);
export type ListedMail = z.infer<typeof listedMail>[number];

/** The deployed wiring on a free port with a data folder of its own, for one journey. */
export interface Journey {
  url: string;
  run: LocalRun;
  /** Where everything of this run lies on disk. */
  dataDir: string;
  api: ApiClient;
  /** What the run printed for the person at the terminal. */
  printed: string[];
  /** Mail to one address, oldest first. */
  mailTo(address: string): Promise<ListedMail[]>;
  /** Waits for the nth mail (from 1) to an address and parses it. */
  receive(address: string, nth?: number): Promise<ParsedMail>;
  end(): Promise<void>;
}

/** What its functions have logged, one text a function, and what was printed. */
export function logsOf({ dataDir, printed }: Pick<Journey, 'dataDir' | 'printed'>): string[] {
  const folder = join(dataDir, 'logs');
  const files = readdirSync(folder);
  if (files.length === 0) throw new Error(`There are no logs in ${folder}`);
  return [printed.join('\n'), ...files.map((file) => readFileSync(join(folder, file), 'utf8'))];
}

/**
 * @param assembly - another one than the stage as it is
 * @param options.ses - another endpoint for its mail
 * @param options.limits - what SES lets the account send
 */
export async function beginJourney(
  assembly = inject('assembly'),
  options: Pick<LocalOptions, 'ses' | 'limits'> = {},
): Promise<Journey> {
  const dataDir = mkdtempSync(join(tmpdir(), 'rundbrief-journey-'));
  const printed: string[] = [];
  const run = await startLocal({ ...options, assembly, port: 0, dataDir, log: (line) => printed.push(line) });
  const { url } = run;
  const api = apiClient({ url, token: run.secret(run.outputs.ApiTokenArn ?? '') });
  const mailTo = async (address: string) =>
    listedMail
      .parse(await (await fetch(`${url}/_local/mail.json`)).json())
      .filter(({ to }) => [to].flat().includes(address));
  return {
    url,
    run,
    dataDir,
    api,
    printed,
    mailTo,
    receive: async (address, nth = 1) => {
      const mail = await until(async () => (await mailTo(address))[nth - 1], { timeoutMs: 30_000, firstPauseMs: 30 });
      if (!mail) throw new Error(`No mail number ${nth} to ${address}. Printed: ${printed.join('\n')}`);
      return simpleParser(Buffer.from(await (await fetch(`${url}/_local/mail/${mail.id}.eml`)).arrayBuffer()));
    },
    end: async () => {
      await run.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
