import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { CliFailure } from './failures.ts';

/** Which Rundbrief to talk to, and how it knows us. */
export interface Target {
  /** Without a slash at the end. */
  url: string;
  token?: string;
}

export interface TargetOptions {
  url?: string;
  token?: string;
  /** Folder of the local run, which writes `cli.json` there. */
  data: string;
}

const DEFAULT_URL = 'http://127.0.0.1:4800';
const cliFile = z.object({ url: z.url(), token: z.string().min(1) });

/**
 * Options win over the environment, the environment over the file of the local run.
 *
 * The file's token goes to the file's address only: it is a secret of that one server.
 *
 * @throws CliFailure when the address is none or the file is damaged
 */
export async function findTarget(options: TargetOptions, env: NodeJS.ProcessEnv): Promise<Target> {
  const url = options.url ?? (env.RUNDBRIEF_URL || undefined);
  const token = options.token ?? (env.RUNDBRIEF_TOKEN || undefined);
  if (url && token) return { url: siteOf(url), token };
  const local = await readCliFile(join(options.data, 'cli.json'));
  if (!url) return { url: local?.url ?? DEFAULT_URL, token: token ?? local?.token };
  const site = siteOf(url);
  return { url: site, token: token ?? (local?.url === site ? local.token : undefined) };
}

async function readCliFile(path: string): Promise<{ url: string; token: string } | undefined> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch {
    return undefined;
  }
  try {
    const { url, token } = cliFile.parse(JSON.parse(text));
    return { url: siteOf(url), token };
  } catch {
    throw new CliFailure(`${path} is damaged. Start Rundbrief again with: npm start`);
  }
}

function siteOf(url: string): string {
  if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) {
    throw new CliFailure(`"${url}" is no address of a Rundbrief: it must begin with https:// or http://`);
  }
  return new URL(url).origin;
}
