import { Stack, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/**
 * Accepts a finding of cdk-nag's AwsSolutions rules on one construct, with the reason a reviewer will read.
 *
 * @param rule - such as `APIG4`, or `IAM5[Resource::…]` for one finding of a rule that has several
 */
export function accept(construct: IConstruct, rule: string, reason: string): void {
  Validations.of(construct).acknowledge({ id: `AwsSolutions::AwsSolutions-${rule}`, reason });
}

/** Accepts that a role's right ends in a wildcard, as in `…/raw/*`. */
export function acceptWildcard(role: IConstruct, resource: string, reason: string): void {
  accept(role, `IAM5[Resource::${flatten(Stack.of(role).resolve(resource))}]`, reason);
}

type Resolved = string | { 'Fn::GetAtt': [string, string] } | { 'Fn::Join': [string, Resolved[]] };

/** An ARN as cdk-nag writes it: `<LogicalId.Arn>/raw/*`. */
function flatten(value: Resolved): string {
  if (typeof value === 'string') return value;
  if ('Fn::GetAtt' in value) return `<${value['Fn::GetAtt'].join('.')}>`;
  return value['Fn::Join'][1].map(flatten).join(value['Fn::Join'][0]);
}
