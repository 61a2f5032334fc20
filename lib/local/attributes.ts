/**
 * The name and the attributes of every resource: what `Ref` and `Fn::GetAtt` give.
 *
 * Names are the template's own where it sets them, otherwise made from the logical id, so that they stay the
 * same from one run to the next and data is found again.
 */
import { createHash } from 'node:crypto';
import type { Assembly, Resource } from './assembly.ts';
import { LocalError } from './errors.ts';
import { type Names, type Resolver, resolverOf } from './intrinsics.ts';

export const ACCOUNT = '000000000000';
export const REGION = 'eu-central-1';

interface Place {
  id: string;
  name: string;
  host: string;
  url: string;
}
type Attributes = Record<string, (place: Place) => string>;
const REF = '';

const arn = (service: string, resource: (place: Place) => string) => (place: Place) =>
  `arn:aws:${service}:${REGION}:${ACCOUNT}:${resource(place)}`;
const globalArn = (service: string, resource: (place: Place) => string) => (place: Place) =>
  `arn:aws:${service}::${ACCOUNT}:${resource(place)}`;
const name = (place: Place) => place.name;
const token = (place: Place) => digest(place.id);
const uuid = (place: Place) => digest(place.id, 32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
const apiHost = (place: Place) => `${token(place)}.execute-api.localhost:${new URL(place.url).port}`;
const secretArn = arn('secretsmanager', (p) => `secret:${p.name}-${digest(p.id, 6)}`);
const queueUrl = (place: Place) => `${place.url}/${ACCOUNT}/${place.name}`;

/** Per type: the property that sets its name (if any) and what it answers. */
const ATTRIBUTES: Record<string, { nameFrom?: string; of: Attributes }> = {
  'AWS::DynamoDB::GlobalTable': {
    nameFrom: 'TableName',
    of: { [REF]: name, Arn: arn('dynamodb', (p) => `table/${p.name}`), TableId: uuid },
  },
  'AWS::SQS::Queue': {
    nameFrom: 'QueueName',
    of: { [REF]: queueUrl, QueueUrl: queueUrl, Arn: arn('sqs', name), QueueName: name },
  },
  'AWS::SNS::Topic': {
    nameFrom: 'TopicName',
    of: { [REF]: arn('sns', name), TopicArn: arn('sns', name), TopicName: name },
  },
  'AWS::S3::Bucket': {
    nameFrom: 'BucketName',
    of: {
      [REF]: name,
      Arn: (p) => `arn:aws:s3:::${p.name}`,
      DomainName: (p) => `${p.name}.s3.amazonaws.com`,
      RegionalDomainName: (p) => `${p.name}.s3.${REGION}.amazonaws.com`,
    },
  },
  'AWS::KMS::Key': { of: { [REF]: uuid, KeyId: uuid, Arn: arn('kms', (p) => `key/${uuid(p)}`) } },
  'AWS::KMS::Alias': { nameFrom: 'AliasName', of: { [REF]: name } },
  'AWS::SecretsManager::Secret': { nameFrom: 'Name', of: { [REF]: secretArn, Id: secretArn } },
  'AWS::IAM::Role': {
    nameFrom: 'RoleName',
    of: { [REF]: name, Arn: globalArn('iam', (p) => `role/${p.name}`), RoleId: token },
  },
  'AWS::IAM::ManagedPolicy': { of: { [REF]: globalArn('iam', (p) => `policy/${p.name}`) } },
  'AWS::Lambda::Function': {
    nameFrom: 'FunctionName',
    of: { [REF]: name, Arn: arn('lambda', (p) => `function:${p.name}`) },
  },
  'AWS::Logs::LogGroup': {
    nameFrom: 'LogGroupName',
    of: { [REF]: name, Arn: arn('logs', (p) => `log-group:${p.name}:*`) },
  },
  'AWS::Scheduler::ScheduleGroup': {
    nameFrom: 'Name',
    of: { [REF]: name, Arn: arn('scheduler', (p) => `schedule-group/${p.name}`) },
  },
  'AWS::Scheduler::Schedule': {
    nameFrom: 'Name',
    of: { [REF]: name, Arn: arn('scheduler', (p) => `schedule/default/${p.name}`) },
  },
  'AWS::ApiGatewayV2::Api': { of: { [REF]: token, ApiId: token, ApiEndpoint: (p) => `http://${apiHost(p)}` } },
  'AWS::ApiGatewayV2::Stage': { nameFrom: 'StageName', of: { [REF]: name } },
  'AWS::ApiGatewayV2::Authorizer': { of: { [REF]: token, AuthorizerId: token } },
  'AWS::CloudFront::Distribution': { of: { [REF]: token, Id: token, DomainName: (p) => p.host } },
  'AWS::CloudFront::Function': {
    nameFrom: 'Name',
    of: {
      [REF]: cloudFrontFunction,
      FunctionARN: cloudFrontFunction,
      'FunctionMetadata.FunctionARN': cloudFrontFunction,
    },
  },
  'AWS::SES::ConfigurationSet': { nameFrom: 'Name', of: { [REF]: name } },
  'AWS::SES::EmailIdentity': { nameFrom: 'EmailIdentity', of: { [REF]: name, ...dkimRecords() } },
  'AWS::Cognito::UserPool': {
    of: {
      [REF]: poolId,
      UserPoolId: poolId,
      Arn: arn('cognito-idp', (p) => `userpool/${poolId(p)}`),
      ProviderName: (p) => `cognito-idp.${REGION}.amazonaws.com/${poolId(p)}`,
      ProviderURL: (p) => `${p.url}/_local/oidc`,
    },
  },
  'AWS::Cognito::UserPoolClient': { of: { [REF]: token, ClientId: token } },
  'AWS::Cognito::UserPoolDomain': { nameFrom: 'Domain', of: { [REF]: name } },
  'AWS::Cognito::UserPoolGroup': { nameFrom: 'GroupName', of: { [REF]: name } },
  'AWS::CloudWatch::Alarm': {
    nameFrom: 'AlarmName',
    of: { [REF]: name, Arn: arn('cloudwatch', (p) => `alarm:${p.name}`) },
  },
};
/** Everything else answers `Ref` and `Id` with a token of its own; nobody else looks inside it. */
const OPAQUE: Attributes = { [REF]: token, Id: token };

function poolId(place: Place): string {
  return `${REGION}_${token(place)}`;
}

function cloudFrontFunction(place: Place): string {
  return `arn:aws:cloudfront::${ACCOUNT}:function/${place.name}`;
}

function dkimRecords(): Attributes {
  const records = [1, 2, 3].flatMap((n) => [
    [`DkimDNSTokenName${n}`, (p: Place) => `${digest(`${p.id}${n}`, 32)}._domainkey.${p.name}`] as const,
    [`DkimDNSTokenValue${n}`, (p: Place) => `${digest(`${p.id}${n}`, 32)}.dkim.amazonses.com`] as const,
  ]);
  return Object.fromEntries(records);
}

export function digest(text: string, length = 10): string {
  return createHash('sha256').update(text).digest('hex').slice(0, length);
}

/** Resolves the template of an assembly as it runs at `url`. */
export function resolverFor(assembly: Assembly, url: string): Resolver {
  const { template, stackName } = assembly;
  const host = new URL(url).host;
  const pools = Object.entries(template.Resources).filter(([, r]) => r.Type === 'AWS::Cognito::UserPool');
  const rewrites: Array<readonly [from: string, to: string]> = [
    [`https://${host}`, url],
    ...pools.map(
      ([id]) =>
        [
          `https://cognito-idp.${REGION}.amazonaws.com/${poolId({ id, name: id, host, url })}`,
          `${url}/_local/oidc`,
        ] as const,
    ),
  ];
  const rewrite = (text: string) =>
    rewrites
      .reduce((done, [from, to]) => done.replaceAll(from, to), text)
      .replace(/https:(\/\/[a-z0-9]+\.execute-api\.localhost:)/g, 'http:$1');

  const names: Names = {
    rewrite,
    pseudo: {
      'AWS::Region': REGION,
      'AWS::AccountId': ACCOUNT,
      'AWS::Partition': 'aws',
      'AWS::URLSuffix': 'amazonaws.com',
      'AWS::StackName': stackName,
      'AWS::StackId': `arn:aws:cloudformation:${REGION}:${ACCOUNT}:stack/${stackName}/${digest(stackName, 32)}`,
    },
    attribute(id, attribute = REF) {
      const resource = template.Resources[id];
      if (!resource) throw new LocalError(`The template refers to ${id}, which it does not define`);
      const known = ATTRIBUTES[resource.Type];
      const attributeOf = (known?.of ?? OPAQUE)[attribute];
      if (!attributeOf) throw new LocalError(`The local run does not know ${id}.${attribute} (${resource.Type})`);
      return attributeOf({ id, name: physicalName(id, resource), host, url });
    },
  };
  const resolver = resolverOf(template, names);

  function physicalName(id: string, resource: Resource): string {
    const property = ATTRIBUTES[resource.Type]?.nameFrom;
    const given = property && resource.Properties[property];
    if (given) return String(resolver.resolve(given));
    // Queue and bucket names are the shortest; the digest keeps two long ids apart.
    const short = id.length <= 60 ? id : `${id.slice(0, 48)}-${digest(id)}`;
    // AWS demands the ending; here it also keeps a FIFO queue apart from a standard one that had its id before.
    if (resource.Type === 'AWS::SQS::Queue' && resource.Properties.FifoQueue) return `${short}.fifo`;
    return resource.Type === 'AWS::S3::Bucket' ? short.toLowerCase() : short;
  }

  return resolver;
}
