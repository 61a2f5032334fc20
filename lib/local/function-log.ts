/** A function's log: everything in a file of its own, warnings and errors on the terminal too. */
import { createWriteStream, mkdirSync, type WriteStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

export type Log = (line: string) => void;

export interface FunctionLog {
  follow(stdout: Readable, stderr: Readable): void;
  write(line: string): void;
}

const LOUD = new Set(['WARN', 'WARNING', 'ERROR', 'CRITICAL', 'FATAL']);

export function functionLog(folder: string, logicalId: string, terminal: Log): FunctionLog {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${logicalId}.log`);
  let stream: WriteStream | undefined;
  const write = (line: string) => {
    // One stream keeps the lines in order; it is opened by the first of them.
    stream ??= createWriteStream(file, { flags: 'a' }).on('error', (error) =>
      terminal(`${logicalId}: cannot write ${file}: ${error.message}`),
    );
    stream.write(`${line}\n`);
  };
  return {
    write,
    follow(stdout, stderr) {
      createInterface({ input: stdout }).on('line', (line) => {
        write(line);
        const loud = loudMessage(line);
        if (loud) terminal(`${logicalId}: ${loud}`);
      });
      createInterface({ input: stderr }).on('line', (line) => {
        write(line);
        terminal(`${logicalId}: ${loudMessage(line) ?? line}`);
      });
    },
  };
}

/** The message of a structured line at warning level or above. */
function loudMessage(line: string): string | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    const { level, message } = JSON.parse(line) as { level?: unknown; message?: unknown };
    return LOUD.has(String(level).toUpperCase()) ? `${String(level)} ${String(message)}` : undefined;
  } catch {
    return undefined;
  }
}
