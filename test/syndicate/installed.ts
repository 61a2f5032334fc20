import { execFileSync } from 'node:child_process';

/** Whether a program of another origin is here; if not, its part of the tests is skipped with this reason. */
export function isInstalled(command: string, because: string): boolean {
  try {
    execFileSync('which', [command], { stdio: 'ignore' });
    return true;
  } catch {
    console.log(`Skipped: ${because}, because ${command} is not installed`);
    return false;
  }
}
