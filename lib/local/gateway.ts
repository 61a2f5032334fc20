/**
 * The one AWS endpoint: it knows the calling function by its access key, refuses what that function's role does
 * not allow, counts what would be billed, and hands the rest to the service.
 */
import { dynamodbAccess, type TableFacts } from './actions-dynamodb.ts';
import { secretsAccess, snsAccess, sqsAccess, sqsRequests } from './actions-messaging.ts';
import { readS3Call } from './actions-s3.ts';
import { type Access, type AwsReply, type AwsRequest, jsonReply, refuse, targetOf } from './aws-request.ts';
import type { Json } from './dynalite.ts';
import type { DynamoDb } from './dynamodb.ts';
import { forward, withoutZero } from './forward.ts';
import type { Log } from './function-log.ts';
import type { Identities } from './identities.ts';
import type { Messaging } from './messaging.ts';
import type { Principal } from './policies.ts';
import type { Secrets } from './secrets.ts';
import type { Usage } from './usage.ts';

export interface Caller {
  /** The function's logical id. */
  id: string;
  name: string;
  principal: Principal;
}

export type Authorize = (access: Access[]) => AwsReply | undefined;

export interface GatewayWorld {
  callers: Map<string, Caller>;
  identities: Identities;
  dynamo: DynamoDb;
  tables: Map<string, TableFacts>;
  queueArn(name: string): string;
  messaging: Messaging;
  secrets: Secrets;
  ses(request: AwsRequest, caller: Caller, authorize: Authorize): Promise<GatewayAnswer>;
  usage: Usage;
  logicalId(reference: string): string;
  log: Log;
}

/** Usually a reply; `reset` when the endpoint behind it broke the connection, which the caller must feel as well. */
export type GatewayAnswer = AwsReply | 'reset';
type Service = (request: AwsRequest, caller: Caller, authorize: Authorize) => Promise<GatewayAnswer>;

export function gateway(world: GatewayWorld): (request: AwsRequest) => Promise<GatewayAnswer> {
  const { usage } = world;

  const services: Record<string, Service> = {
    async dynamodb(request, caller, authorize) {
      const operation = targetOf(request);
      const input = JSON.parse(request.body.toString('utf8') || '{}') as Json;
      const unknown: TableFacts = {
        arn: `arn:aws:dynamodb:eu-central-1:000000000000:table/${String(input.TableName)}`,
        partitionKey: '',
      };
      const denied = authorize(dynamodbAccess(operation, input, (name) => world.tables.get(name) ?? unknown));
      if (denied) return denied;
      const { status, body, units } = await world.dynamo.answer(operation, input);
      const count = usage.of(caller.id).dynamodb;
      count.readUnits += units.read;
      count.writeUnits += units.write;
      return jsonReply(status, body);
    },

    async sqs(request, caller, authorize) {
      const operation = targetOf(request);
      const input = JSON.parse(request.body.toString('utf8') || '{}') as Json;
      const access = sqsAccess(operation, input, world.queueArn);
      if (!access) return notServed(request, operation);
      const denied = authorize([access]);
      if (denied) return denied;
      const answer = await forward(world.messaging, {
        ...request,
        path: '/',
        body: Buffer.from(JSON.stringify(withoutZero(input))),
      });
      usage.of(caller.id).sqs += sqsRequests(Math.max(request.body.length, answer.body.length));
      return answer;
    },

    async sns(request, caller, authorize) {
      const form = new URLSearchParams(request.body.toString('utf8'));
      const access = snsAccess(form);
      if (!access) return notServed(request, form.get('Action') ?? '');
      const denied = authorize([access]);
      if (denied) return denied;
      usage.of(caller.id).sns += sqsRequests(request.body.length);
      return forward(world.messaging, { ...request, path: '/' });
    },

    async s3(request, caller, authorize) {
      const call = readS3Call(request);
      if ('code' in call) return notServed(request, call.message, call);
      const denied = authorize(call.access);
      if (denied) return denied;
      usage.of(caller.id).s3[call.kind] += 1;
      const answer = await forward(world.messaging, request);
      if (answer.status !== 404 || call.kind !== 'get') return answer;
      // Whoever may not list a bucket is not told which keys are missing.
      const mayList = world.identities.decide(caller.principal, {
        action: 's3:ListBucket',
        resource: `arn:aws:s3:::${call.bucket}`,
      });
      return mayList.allowed
        ? answer
        : refuse(request, { status: 403, code: 'AccessDenied', message: 'Access Denied' });
    },

    async secretsmanager(request, caller, authorize) {
      const operation = targetOf(request);
      const { SecretId } = JSON.parse(request.body.toString('utf8')) as { SecretId?: string };
      const arn = world.secrets.arnOf(String(SecretId));
      const access = secretsAccess(operation, arn);
      if (!access) return notServed(request, operation);
      const denied = authorize([access]);
      if (denied) return denied;
      usage.of(caller.id).secrets += 1;
      const value = world.secrets.value(arn);
      if (value === undefined)
        return refuse(request, {
          status: 400,
          code: 'ResourceNotFound',
          message: 'Secrets Manager can’t find the specified secret.',
        });
      const about = {
        ARN: arn,
        Name: arn
          .split(':')
          .at(-1)
          ?.replace(/-[^-]*$/, ''),
        CreatedDate: 0,
      };
      return jsonReply(
        200,
        operation === 'GetSecretValue'
          ? { ...about, SecretString: value, VersionId: 'local', VersionStages: ['AWSCURRENT'] }
          : about,
        '1.1',
      );
    },

    ses: (request, caller, authorize) => world.ses(request, caller, authorize),
  };

  function notServed(
    request: AwsRequest,
    what: string,
    refusal = {
      status: 400,
      code: 'UnsupportedOperation',
      message: `The local run does not serve ${request.service} ${what}`,
    },
  ): AwsReply {
    world.log(`✖ not served here: ${request.service} ${what}`);
    return refuse(request, refusal);
  }

  function authorizer(request: AwsRequest, { id, name, principal }: Caller): Authorize {
    return (needed) => {
      for (const access of needed) {
        const { allowed, reason } = world.identities.decide(principal, access);
        if (allowed) continue;
        world.log(`✖ denied: ${id} may not ${access.action} on ${world.logicalId(access.resource)} (${reason})`);
        const who = principal.id.replace(':iam:', ':sts:').replace(':role/', ':assumed-role/');
        const message = `User: ${who}/${name} is not authorized to perform: ${access.action} on resource: ${access.resource}: ${reason}`;
        const status = request.service === 'dynamodb' || request.service === 'secretsmanager' ? 400 : 403;
        return refuse(request, {
          status,
          code: request.service === 'sns' ? 'AuthorizationError' : 'AccessDenied',
          message,
        });
      }
      return undefined;
    };
  }

  return async (request) => {
    const caller = world.callers.get(request.accessKeyId);
    if (!caller)
      return refuse(request, {
        status: 403,
        code: 'InvalidClientTokenId',
        message: 'The security token included in the request is invalid.',
      });
    const service = services[request.service];
    return service ? service(request, caller, authorizer(request, caller)) : notServed(request, '');
  };
}
