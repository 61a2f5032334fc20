import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rundbriefApp } from '../lib/app.ts';
import { bundledIn, bundleHandlers } from '../lib/bundles.ts';

/** A cloud assembly in a folder of its own, so that two local runs never share one. */
export interface Assembly {
  folder: string;
  remove(): void;
}

/**
 * Bundles the handlers and synthesizes the local stage: the very template and code that `cdk deploy` would take.
 *
 * @param settings - settings of the stage to change, by name
 */
export async function synthesizeLocalStage(settings: Record<string, string>): Promise<Assembly> {
  const folder = mkdtempSync(join(tmpdir(), 'rundbrief-'));
  const bundles = join(folder, 'bundles');
  await bundleHandlers(bundles);
  const { app } = rundbriefApp({
    codeOf: bundledIn(bundles),
    outdir: join(folder, 'assembly'),
    context: { stage: 'local', ...settings },
    account: '000000000000',
    region: 'eu-central-1',
    isChecked: false,
  });
  app.synth();
  return { folder: join(folder, 'assembly'), remove: () => rmSync(folder, { recursive: true, force: true }) };
}
