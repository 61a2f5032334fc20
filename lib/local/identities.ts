/** Who may do what: the synthesized policies, gathered per role and per resource. */
import { ACCOUNT } from './attributes.ts';
import { LocalError } from './errors.ts';
import { type AccessRequest, type Decision, decide, decideOnKey, type Principal, type Statement } from './policies.ts';
import { readPolicy } from './read-policies.ts';
import type { Deployed, Stack } from './stack.ts';

export interface Identities {
  roleNamed(arn: string): Principal;
  /** A service of AWS acting for one of our resources. */
  service(name: string): Principal;
  decide(principal: Principal, request: AccessRequest): Decision;
}

/** Policies of AWS itself that CDK attaches; they let a function write logs and traces, which are not gated here. */
const MANAGED =
  /^arn:aws:iam::aws:policy\/(service-role\/AWSLambdaBasicExecutionRole|AWSXRayDaemonWriteAccess|CloudWatchLambdaInsightsExecutionRolePolicy)$/;

const PRINCIPAL_OF_RUN = 'operator';
/** Whoever holds the key of the run itself: bin/local.ts and the tests. */
export const OPERATOR: Principal = {
  id: PRINCIPAL_OF_RUN,
  statements: readPolicy({ Statement: { Effect: 'Allow', Action: '*', Resource: '*' } }, 'operator'),
};

export function readIdentities(stack: Stack): Identities {
  const roles = new Map(stack.of('AWS::IAM::Role').map((role) => [stack.arnOf(role), readRole(stack, role)]));
  const resourcePolicies = readResourcePolicies(stack);
  const policyOn = (arn: string) =>
    resourcePolicies.get(arn.startsWith('arn:aws:s3:::') ? (arn.split('/')[0] ?? arn) : arn) ?? [];
  return {
    roleNamed(arn) {
      const role = roles.get(arn);
      if (!role) throw new LocalError(`A function names the role ${arn}, which the template does not define`);
      return role;
    },
    service: (name) => ({ id: `service:${name}`, statements: [] }),
    decide(principal, request) {
      const asked = { ...request, context: { ...contextOf(principal), ...request.context } };
      if (request.action.startsWith('kms:') && principal.id !== PRINCIPAL_OF_RUN) {
        return decideOnKey(principal, asked, policyOn(request.resource), ACCOUNT);
      }
      return decide(principal, asked, policyOn(request.resource));
    },
  };
}

function contextOf({ id }: Principal): Record<string, string> {
  // The gateway stands where AWS's TLS endpoint stands; a policy that demands TLS is met.
  return {
    'aws:securetransport': 'true',
    'aws:principalarn': id,
    'aws:principalaccount': ACCOUNT,
    'aws:resourceaccount': ACCOUNT,
  };
}

function readRole(stack: Stack, role: Deployed): Principal {
  const inline = (role.properties.Policies ?? []) as Array<{ PolicyDocument: unknown }>;
  const attached = [...stack.of('AWS::IAM::Policy'), ...stack.of('AWS::IAM::ManagedPolicy')].filter((policy) => {
    const arns = (role.properties.ManagedPolicyArns ?? []) as string[];
    return ((policy.properties.Roles ?? []) as string[]).includes(role.ref) || arns.includes(policy.ref);
  });
  const own = new Set(attached.map((policy) => policy.ref));
  const foreign = ((role.properties.ManagedPolicyArns ?? []) as string[]).find(
    (arn) => !MANAGED.test(arn) && !own.has(arn),
  );
  if (foreign) throw new LocalError(`${role.id}: the local run does not know the managed policy ${foreign}`);
  return {
    id: stack.arnOf(role),
    statements: [
      ...inline.flatMap(({ PolicyDocument }, i) => readPolicy(PolicyDocument, `${role.id}.Policies[${i}]`)),
      ...attached.flatMap(({ id, properties }) => readPolicy(properties.PolicyDocument, id)),
    ],
  };
}

function readResourcePolicies(stack: Stack): Map<string, Statement[]> {
  const policies = new Map<string, Statement[]>();
  const add = (arn: string, document: unknown, where: string) =>
    policies.set(arn, [...(policies.get(arn) ?? []), ...readPolicy(document, where)]);

  const queues = new Map(stack.of('AWS::SQS::Queue').map((queue) => [queue.ref, stack.arnOf(queue)]));
  for (const { id, properties } of stack.of('AWS::SQS::QueuePolicy')) {
    for (const queue of properties.Queues as string[]) add(queues.get(queue) ?? queue, properties.PolicyDocument, id);
  }
  for (const { id, properties } of stack.of('AWS::SNS::TopicPolicy')) {
    for (const topic of properties.Topics as string[]) add(topic, properties.PolicyDocument, id);
  }
  for (const { id, properties } of stack.of('AWS::S3::BucketPolicy')) {
    add(`arn:aws:s3:::${String(properties.Bucket)}`, properties.PolicyDocument, id);
  }
  for (const { id, properties } of stack.of('AWS::SecretsManager::ResourcePolicy')) {
    add(String(properties.SecretId), properties.ResourcePolicy, id);
  }
  for (const key of stack.of('AWS::KMS::Key')) add(stack.arnOf(key), key.properties.KeyPolicy, key.id);
  return policies;
}
