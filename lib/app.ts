import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import type { CodeOf } from './bundles.ts';
import { RundbriefStack } from './rundbrief-stack.ts';
import { stageNamed } from './stages.ts';

interface AppOptions {
  codeOf: CodeOf;
  /** Where the cloud assembly goes; CDK decides when absent. */
  outdir?: string;
  /** Stage and its changed settings, as `cdk -c name=value` gives them. */
  context?: Record<string, string>;
  /** Where it will run; a table under its own key needs the region at synthesis. */
  account?: string;
  region?: string;
  /** False leaves out the checks, which take longer than the synthesis and never change the template. */
  isChecked?: boolean;
}

/** The app of one stage, checked by CloudFormation's and cdk-nag's AwsSolutions rules when it is synthesized. */
export function rundbriefApp({
  codeOf,
  outdir,
  context,
  account,
  region = 'eu-central-1',
  isChecked = true,
}: AppOptions): {
  app: App;
  stack: RundbriefStack;
} {
  const app = new App({ outdir, context, builtinCloudFormationValidation: isChecked });
  const stage = stageNamed(app.node.tryGetContext('stage') ?? 'prod', contextOf(app));
  const stack = new RundbriefStack(app, `Rundbrief-${stage.name}`, {
    stage,
    codeOf,
    env: { account, region },
    description: 'Rundbrief: articles in, feeds and digests out',
  });
  if (isChecked) Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  return { app, stack };
}

function contextOf(app: App): Record<string, unknown> {
  return app.node.getAllContext();
}
