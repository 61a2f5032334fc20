/** One live run per data folder, and nothing but our own work in it. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { uptime } from 'node:os';
import { join } from 'node:path';
import { LocalError } from './errors.ts';
import type { Log } from './function-log.ts';

const MARKER = 'made-by-rundbrief-local';
const LOCK = 'run.pid';
/** The locks of this very process. */
const held = new Set<string>();
const MARKER_TEXT = 'This folder was made by `npm start`. `npm start -- --fresh` empties it.\n';

/**
 * Claims the folder for this process and empties it first if asked to.
 *
 * @returns the release, for a clean stop; after a kill the next run takes over
 */
export function claimFolder(folder: string, fresh: boolean, log: Log): () => void {
  writable(folder, () => mkdirSync(folder, { recursive: true }));
  const lock = join(folder, LOCK);
  refuseLiveRun(lock, log);
  const marked = existsSync(join(folder, MARKER));
  if (!marked && readdirSync(folder).length > 0) {
    throw new LocalError(`${folder} holds files that are not from a local run; name another folder with --data`);
  }
  writable(folder, () => {
    if (fresh)
      for (const name of readdirSync(folder))
        if (name !== MARKER) rmSync(join(folder, name), { recursive: true, force: true });
    writeFileSync(join(folder, MARKER), MARKER_TEXT);
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
  });
  held.add(lock);
  return () => {
    held.delete(lock);
    rmSync(lock, { force: true });
  };
}

function refuseLiveRun(lock: string, log: Log): void {
  if (!existsSync(lock)) return;
  const pid = Number(readFileSync(lock, 'utf8'));
  // Numbers are given out again: after a restart of the machine, or of a container, whose first ones are always the same.
  const isOlderThanTheMachine = statSync(lock).mtimeMs < Date.now() - uptime() * 1000;
  const isHeld = pid === process.pid ? held.has(lock) : isAlive(pid) && !isOlderThanTheMachine;
  if (isHeld)
    throw new LocalError(
      `Another local run (process ${pid}) uses this data folder; stop it or name another with --data`,
    );
  log(`Taking over the data folder: process ${pid}, which held it, is gone`);
  rmSync(lock);
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function writable(folder: string, act: () => void): void {
  try {
    act();
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new LocalError(`Cannot write in ${folder} (${code}); make it writable or name another with --data`, {
      cause,
    });
  }
}
