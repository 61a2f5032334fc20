/**
 * `npm test`: types, style, unused code, then every test. Says what it is doing, and closes with the line
 * `N passed, N failed` from the test runner's own report.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'rundbrief-test-'));
const report = join(folder, 'report.json');
const filters = process.argv.slice(2);

const checks = [
  { what: 'Types', program: ['typescript-7', 'bin', 'tsc'], args: ['--noEmit', '-p', 'tsconfig.json'] },
  { what: 'Style', program: ['@biomejs', 'biome', 'bin', 'biome'], args: ['check', '--error-on-warnings', '.'] },
  { what: 'Unused code', program: ['knip', 'bin', 'knip.js'], args: [] },
];
const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
const tests = {
  what: 'Tests',
  program: ['vitest', 'vitest.mjs'],
  args: ['run', '--config', 'test/vitest.config.ts', ...reporters, ...filters],
};

try {
  const failedChecks = (filters.length > 0 ? [] : checks).filter((check) => !succeeds(check)).map(({ what }) => what);
  const testsSucceed = succeeds(tests);
  if (failedChecks.length > 0) console.log(`\nNot in order: ${failedChecks.join(', ')} (see above)`);
  if (failedChecks.length > 0 || !testsSucceed) process.exitCode = 1;
  if (!existsSync(report)) throw new Error('The test runner ended without a report');
  const { numPassedTests, numFailedTests, numTotalTestSuites, testResults } = JSON.parse(readFileSync(report, 'utf8'));
  for (const name of skippedIn(testResults)) console.log(`Skipped: ${name}`);
  if (numTotalTestSuites === 0) process.exitCode = 1;
  console.log(`${numPassedTests} passed, ${numFailedTests} failed`);
} finally {
  rmSync(folder, { recursive: true });
}

/** Names of the tests that could not run here; they say why. */
function skippedIn(files: { assertionResults: { status: string; fullName: string }[] }[]): string[] {
  const results = files.flatMap(({ assertionResults }) => assertionResults);
  return results.filter(({ status }) => ['skipped', 'pending'].includes(status)).map(({ fullName }) => fullName);
}

function succeeds({ what, program, args }: { what: string; program: string[]; args: string[] }): boolean {
  console.log(`\n${what} …`);
  const { status } = spawnSync(process.execPath, [join(root, 'node_modules', ...program), ...args], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  return status === 0;
}
