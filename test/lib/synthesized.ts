import type { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { rundbriefApp } from '../../lib/app.ts';

/** The template of a stage without its bundles: what is promised does not depend on the code. */
export function synthesized(stage: string, changes: Record<string, string> = {}): { app: App; template: Template } {
  const { app, stack } = rundbriefApp({
    codeOf: () => Code.fromInline('exports.handler = async () => {}'),
    context: { stage, ...changes },
  });
  return { app, template: Template.fromStack(stack) };
}

/** Settings of a stage whose form asks a service whether a person fills it in. */
export const BOT_CHECK = {
  botCheckSiteKey: '1x00000000000000000000AA',
  botCheckScriptUrl: 'https://check.example.net/api.js',
  botCheckVerifyUrl: 'https://check.example.net/siteverify',
};

interface Resource {
  Type: string;
  Properties: Record<string, unknown>;
}

/** Resources of one type with their logical ids. */
export function resourcesOf(template: Template, type: string): [string, Resource][] {
  return Object.entries(template.findResources(type)) as [string, Resource][];
}

/** Functions by the handler they run, which is what their description says. */
export function functionsByHandler(template: Template): Map<string, { id: string; settings: string[]; role: string }> {
  return new Map(
    resourcesOf(template, 'AWS::Lambda::Function').map(([id, { Properties }]) => {
      const { Description, Environment, Role } = Properties as {
        Description: string;
        Environment: { Variables: Record<string, unknown> };
        Role: { 'Fn::GetAtt': [string, string] };
      };
      return [Description, { id, settings: Object.keys(Environment.Variables).sort(), role: Role['Fn::GetAtt'][0] }];
    }),
  );
}

interface Statement {
  Effect: string;
  Action: string | string[];
  Resource: unknown;
  Condition?: unknown;
}

/** What a role may do. */
export function statementsOf(template: Template, role: string): Statement[] {
  return resourcesOf(template, 'AWS::IAM::Policy')
    .filter(([, { Properties }]) => JSON.stringify(Properties.Roles).includes(`"${role}"`))
    .flatMap(([, { Properties }]) => (Properties.PolicyDocument as { Statement: Statement[] }).Statement);
}

/** The actions of a role as one list. */
export function actionsOf(template: Template, role: string): string[] {
  return statementsOf(template, role).flatMap(({ Action }) => Action);
}
