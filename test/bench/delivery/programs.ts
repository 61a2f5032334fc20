import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from '../../../lib/bundles.ts';

export const programFile = (name: string): string => join(ROOT, 'test/bench/delivery', name);

/**
 * A program of the bench in a process of its own, to be talked to in values with sets, dates and bytes.
 *
 * @param memoryMb - of the Lambda function it stands for: V8 gets the share of it that Lambda gives
 */
export function startProgram(
  file: string,
  args: string[] = [],
  { memoryMb }: { memoryMb?: number } = {},
): ChildProcess {
  const limits =
    memoryMb === undefined
      ? []
      : [`--max-old-space-size=${Math.floor(memoryMb * 0.9)}`, `--max-semi-space-size=${Math.floor(memoryMb * 0.05)}`];
  return fork(file, args, {
    serialization: 'advanced',
    execArgv: [...process.execArgv, ...limits],
    env: {
      ...process.env,
      AWS_REGION: 'eu-central-1',
      AWS_ACCESS_KEY_ID: 'bench',
      AWS_SECRET_ACCESS_KEY: 'bench',
      POWERTOOLS_LOG_LEVEL: 'CRITICAL',
    },
  });
}
