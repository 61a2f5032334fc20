import { spawn } from 'node:child_process';

const CLI = new URL('../../bin/cli.ts', import.meta.url).pathname;

export interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

/** The command line as a process of its own, as people run it; not on a terminal. */
export function runCli(
  args: string[],
  { cwd, env = {}, stdin = '' }: { cwd: string; env?: Record<string, string>; stdin?: string },
): Promise<Ended> {
  return new Promise((ended, failed) => {
    const child = spawn(process.execPath, [CLI, ...args], { cwd, env: { PATH: process.env.PATH, ...env } });
    child.stdin.end(stdin);
    const chunks = { stdout: [] as Buffer[], stderr: [] as Buffer[] };
    child.stdout.on('data', (chunk) => chunks.stdout.push(chunk));
    child.stderr.on('data', (chunk) => chunks.stderr.push(chunk));
    child.on('error', failed);
    child.on('close', (code) =>
      ended({
        code: code ?? -1,
        stdout: String(Buffer.concat(chunks.stdout)),
        stderr: String(Buffer.concat(chunks.stderr)),
      }),
    );
  });
}
