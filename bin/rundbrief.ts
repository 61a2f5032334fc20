import { join } from 'node:path';
import { rundbriefApp } from '../lib/app.ts';
import { bundledIn, bundleHandlers, ROOT } from '../lib/bundles.ts';
import { StageError } from '../lib/stages.ts';

/** The CDK app: `npx cdk synth`, `npx cdk deploy -c stage=prod`. */
const bundles = join(ROOT, 'cdk.out', 'bundles');
await bundleHandlers(bundles);
const { CDK_DEFAULT_ACCOUNT: account, CDK_DEFAULT_REGION: region } = process.env;
try {
  rundbriefApp({ codeOf: bundledIn(bundles), account, region }).app.synth();
} catch (error) {
  if (!(error instanceof StageError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
