/** The template with every intrinsic resolved, looked up by type. */
import type { z } from 'zod';
import type { Assembly } from './assembly.ts';
import { resolverFor } from './attributes.ts';
import { LocalError } from './errors.ts';

export interface Deployed {
  id: string;
  type: string;
  properties: Record<string, unknown>;
  /** What `Ref` gives. */
  ref: string;
}

export interface Stack {
  url: string;
  of(type: string): Deployed[];
  arnOf(resource: Deployed): string;
  /** The logical id behind an ARN, a name or a queue URL, for people to read. */
  logicalId(reference: string): string;
  outputs: Record<string, string>;
  assetFolder(objectKey: string): string | undefined;
}

export function deploy(assembly: Assembly, url: string): Stack {
  const resolver = resolverFor(assembly, url);
  const present = Object.entries(assembly.template.Resources).filter(([, { Condition }]) => resolver.holds(Condition));
  const resources = present.map(([id, { Type, Properties }]): Deployed => {
    const properties = resolver.resolve(Properties) as Record<string, unknown>;
    return { id, type: Type, properties, ref: String(resolver.resolve({ Ref: id })) };
  });
  const arnOf = ({ id }: Deployed) => String(resolver.resolve({ 'Fn::GetAtt': [id, 'Arn'] }));
  const withArn = new Set([
    'AWS::DynamoDB::GlobalTable',
    'AWS::SQS::Queue',
    'AWS::S3::Bucket',
    'AWS::KMS::Key',
    'AWS::IAM::Role',
    'AWS::Lambda::Function',
  ]);
  const ids = new Map<string, string>();
  for (const resource of resources) {
    ids.set(resource.ref, resource.id);
    if (withArn.has(resource.type)) ids.set(arnOf(resource), resource.id);
  }
  const outputs = Object.entries(assembly.template.Outputs).filter(([, { Condition }]) => resolver.holds(Condition));
  return {
    url,
    of: (type) => resources.filter((resource) => resource.type === type),
    arnOf,
    logicalId: (reference) => ids.get(reference) ?? reference,
    outputs: Object.fromEntries(outputs.map(([id, { Value }]) => [id, String(resolver.resolve(Value))])),
    assetFolder: assembly.assetFolder,
  };
}

/** @throws LocalError that names the resource and the property this run cannot honour */
export function readProperties<T extends z.ZodType>(schema: T, { id, type, properties }: Deployed): z.output<T> {
  const parsed = schema.safeParse(properties);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
  throw new LocalError(`The local run does not support ${id} (${type}) as it is: ${issues}`);
}
