/** Bundles of what Node cannot run by itself (.tsx, .mjml), with no more in memory than a function of ours has. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, stop } from 'esbuild';
import { BANNER, ROOT } from '../../lib/bundles.ts';

/**
 * @param sources - paths from the root
 * @returns the bundles' files, in the same order
 */
export async function bundled(sources: string[]): Promise<{ files: string[]; folder: string; remove(): void }> {
  const folder = mkdtempSync(join(tmpdir(), 'rundbrief-bench-'));
  await build({
    absWorkingDir: ROOT,
    entryPoints: sources.map((source, index) => ({ in: source, out: String(index) })),
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    mainFields: ['module', 'main'],
    external: ['typescript'],
    loader: { '.css': 'text', '.mjml': 'text' },
    banner: { js: BANNER },
    logLevel: 'error',
  });
  await stop();
  return {
    files: sources.map((_, index) => join(folder, `${index}.mjs`)),
    folder,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
