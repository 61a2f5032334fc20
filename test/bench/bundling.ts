/** Bundles a source that Node cannot run by itself, and what it imports of ours; packages stay outside. */
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { build, stop } from 'esbuild';
import { ROOT } from '../../lib/bundles.ts';

/** Sources that are only run bundled or in a process of their own. */
export const sourceAt = (path: string) => createRequire(import.meta.url).resolve(path);

export interface Bundled {
  file: string;
  remove(): void;
}

export async function bundled(source: string): Promise<Bundled> {
  // Below node_modules, so that packages are found from there.
  const folder = mkdtempSync(join(ROOT, 'node_modules', '.rundbrief-bench-'));
  const file = join(folder, 'bundled.mjs');
  await build({
    absWorkingDir: ROOT,
    entryPoints: [source],
    outfile: file,
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    packages: 'external',
    loader: { '.css': 'text', '.mjml': 'text' },
    logLevel: 'error',
  });
  await stop();
  return { file, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
