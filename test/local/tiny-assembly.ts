/** Writes a small synthesized assembly, with plain modules as functions, for the tests of the local run. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type Properties = Record<string, unknown>;
export type Resources = Record<string, { Type: string; Properties?: Properties }>;

export interface FunctionFixture {
  /** The text of index.mjs. */
  code: string;
  allow?: Array<{ Action: string | string[]; Resource: unknown }>;
  properties?: Properties;
}

export interface TinyAssembly {
  folder: string;
  assembly: string;
  dataDir: string;
  rewrite(parts: Parts): void;
  remove(): void;
}

export interface Parts {
  resources?: Resources;
  functions?: Record<string, FunctionFixture>;
  outputs?: Record<string, { Value: unknown }>;
}

export function tinyAssembly(parts: Parts): TinyAssembly {
  const folder = mkdtempSync(join(tmpdir(), 'rundbrief-local-'));
  const assembly = join(folder, 'cdk.out');
  write(assembly, parts);
  return {
    folder,
    assembly,
    dataDir: join(folder, 'data'),
    rewrite: (changed) => write(assembly, changed),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

export const arn = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });
export const ref = (id: string) => ({ Ref: id });

/** A function, its role and the policy that allows what the fixture says. */
function functionResources([id, { allow = [], properties = {} }]: [string, FunctionFixture]): Resources {
  const trust = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } }],
  };
  return {
    [`${id}Role`]: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: trust } },
    ...(allow.length && {
      [`${id}Policy`]: {
        Type: 'AWS::IAM::Policy',
        Properties: {
          PolicyName: `${id}Policy`,
          Roles: [ref(`${id}Role`)],
          PolicyDocument: {
            Version: '2012-10-17',
            Statement: allow.map((statement) => ({ Effect: 'Allow', ...statement })),
          },
        },
      },
    }),
    [id]: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        Code: { S3Bucket: 'assets', S3Key: `${id}.zip` },
        Handler: 'index.handler',
        Runtime: 'nodejs24.x',
        Role: arn(`${id}Role`),
        ...properties,
      },
    },
  };
}

function write(assembly: string, { resources = {}, functions = {}, outputs = {} }: Parts): void {
  mkdirSync(assembly, { recursive: true });
  const files: Record<string, unknown> = {};
  for (const [id, { code }] of Object.entries(functions)) {
    mkdirSync(join(assembly, `asset.${id}`), { recursive: true });
    writeFileSync(join(assembly, `asset.${id}`, 'index.mjs'), code);
    files[id] = {
      source: { path: `asset.${id}`, packaging: 'zip' },
      destinations: { here: { bucketName: 'assets', objectKey: `${id}.zip` } },
    };
  }
  const Resources = { ...resources, ...Object.assign({}, ...Object.entries(functions).map(functionResources)) };
  const json = (name: string, value: unknown) => writeFileSync(join(assembly, name), JSON.stringify(value));
  json('Tiny.template.json', { Resources, Outputs: outputs });
  json('Tiny.assets.json', { version: '1', files });
  json('manifest.json', {
    version: '1',
    artifacts: {
      'Tiny.assets': { type: 'cdk:asset-manifest', properties: { file: 'Tiny.assets.json' } },
      Tiny: { type: 'aws:cloudformation:stack', properties: { templateFile: 'Tiny.template.json' } },
    },
  });
}

/** An HTTP API with one function behind the given routes. */
export function httpApi(functionId: string, routeKeys: string[], more: Properties = {}): Resources {
  const routes = routeKeys.map((RouteKey, i) => [
    `Route${i}`,
    {
      Type: 'AWS::ApiGatewayV2::Route',
      Properties: {
        ApiId: ref('Api'),
        RouteKey,
        Target: { 'Fn::Join': ['', ['integrations/', ref('Integration')]] },
        ...more,
      },
    },
  ]);
  return {
    Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'tiny', ProtocolType: 'HTTP' } },
    Stage: {
      Type: 'AWS::ApiGatewayV2::Stage',
      Properties: { ApiId: ref('Api'), StageName: '$default', AutoDeploy: true },
    },
    Integration: {
      Type: 'AWS::ApiGatewayV2::Integration',
      Properties: {
        ApiId: ref('Api'),
        IntegrationType: 'AWS_PROXY',
        IntegrationUri: arn(functionId),
        PayloadFormatVersion: '2.0',
      },
    },
    MayInvoke: {
      Type: 'AWS::Lambda::Permission',
      Properties: {
        Action: 'lambda:InvokeFunction',
        FunctionName: arn(functionId),
        Principal: 'apigateway.amazonaws.com',
      },
    },
    ...Object.fromEntries(routes),
  };
}

export function table(more: Properties = {}): Resources[string] {
  return {
    Type: 'AWS::DynamoDB::GlobalTable',
    Properties: {
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
      Replicas: [{ Region: 'eu-central-1' }],
      ...more,
    },
  };
}

/** What a function's code needs to use an SDK client that is installed with the project, not with the fixture. */
export const SDK = `
import { createRequire } from 'node:module';
const load = createRequire(${JSON.stringify(new URL('../../package.json', import.meta.url).pathname)});
const { DynamoDBClient, GetItemCommand, PutItemCommand, UpdateItemCommand, QueryCommand } = load('@aws-sdk/client-dynamodb');
const { SQSClient, SendMessageCommand } = load('@aws-sdk/client-sqs');
const { S3Client, GetObjectCommand, PutObjectCommand } = load('@aws-sdk/client-s3');
const dynamo = new DynamoDBClient({});
const sqs = new SQSClient({});
const s3 = new S3Client({});
`;

/** A verified domain and a configuration set whose events end in the queue Events. */
export function mailResources(): Resources {
  const setArn = {
    'Fn::Join': ['', ['arn:aws:ses:eu-central-1:', ref('AWS::AccountId'), ':configuration-set/', ref('Bulk')]],
  };
  const allow = (service: string, Action: string, Resource: unknown, Condition: unknown) => ({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action, Resource, Principal: { Service: service }, Condition }],
  });
  return {
    Identity: { Type: 'AWS::SES::EmailIdentity', Properties: { EmailIdentity: 'mail.example' } },
    Bulk: { Type: 'AWS::SES::ConfigurationSet', Properties: {} },
    Topic: { Type: 'AWS::SNS::Topic' },
    TopicPolicy: {
      Type: 'AWS::SNS::TopicPolicy',
      Properties: {
        Topics: [ref('Topic')],
        PolicyDocument: allow('ses.amazonaws.com', 'sns:Publish', ref('Topic'), {
          StringEquals: { 'AWS:SourceArn': setArn },
        }),
      },
    },
    Events: { Type: 'AWS::SQS::Queue', Properties: {} },
    EventsPolicy: {
      Type: 'AWS::SQS::QueuePolicy',
      Properties: {
        Queues: [ref('Events')],
        PolicyDocument: allow('sns.amazonaws.com', 'sqs:SendMessage', arn('Events'), {
          ArnEquals: { 'aws:SourceArn': ref('Topic') },
        }),
      },
    },
    Subscription: {
      Type: 'AWS::SNS::Subscription',
      Properties: { TopicArn: ref('Topic'), Protocol: 'sqs', Endpoint: arn('Events'), RawMessageDelivery: true },
    },
    Destination: {
      Type: 'AWS::SES::ConfigurationSetEventDestination',
      Properties: {
        ConfigurationSetName: ref('Bulk'),
        EventDestination: {
          Enabled: true,
          MatchingEventTypes: ['send', 'delivery', 'bounce', 'complaint'],
          SnsDestination: { TopicARN: ref('Topic') },
        },
      },
    },
  };
}

/** A queue that gives a message up after so many receipts, hiding it for one second in between. */
export function queueWithDeadLetters(id: string, maxReceiveCount: number): Resources {
  return {
    [id]: {
      Type: 'AWS::SQS::Queue',
      Properties: { VisibilityTimeout: 1, RedrivePolicy: { deadLetterTargetArn: arn(`${id}Dead`), maxReceiveCount } },
    },
    [`${id}Dead`]: { Type: 'AWS::SQS::Queue', Properties: {} },
  };
}

const EDGE = `function handler(event) {
  event.request.headers['x-viewer-address'] = { value: event.viewer.ip };
  if (event.request.uri.endsWith('/')) event.request.uri += 'index.html';
  return event.request;
}`;

/** A distribution over the bucket `pages` (which hides `hidden/*`) and, under `/api`, over the HTTP API. */
export function site(): Resources {
  const behavior = (TargetOriginId: string, CachePolicyId: string, more: Properties) => ({
    TargetOriginId,
    CachePolicyId,
    Compress: true,
    ViewerProtocolPolicy: 'redirect-to-https',
    FunctionAssociations: [{ EventType: 'viewer-request', FunctionARN: { 'Fn::GetAtt': ['Edge', 'FunctionARN'] } }],
    ...more,
  });
  const distributionArn = {
    'Fn::Join': ['', ['arn:aws:cloudfront::', ref('AWS::AccountId'), ':distribution/', ref('Distribution')]],
  };
  const cloudFront = {
    Principal: { Service: 'cloudfront.amazonaws.com' },
    Condition: { StringEquals: { 'AWS:SourceArn': distributionArn } },
  };
  const objects = (rest: string) => ({ 'Fn::Join': ['', [arn('Pages'), rest]] });
  return {
    OriginKey: {
      Type: 'AWS::SecretsManager::Secret',
      Properties: { GenerateSecretString: { PasswordLength: 48, ExcludePunctuation: true } },
    },
    Pages: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'pages' } },
    PagesPolicy: {
      Type: 'AWS::S3::BucketPolicy',
      Properties: {
        Bucket: ref('Pages'),
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Deny',
              Action: 's3:*',
              Principal: { AWS: '*' },
              Resource: [arn('Pages'), objects('/*')],
              Condition: { Bool: { 'aws:SecureTransport': 'false' } },
            },
            { Effect: 'Allow', Action: 's3:ListBucket', Resource: arn('Pages'), ...cloudFront },
            { Effect: 'Allow', Action: 's3:GetObject', Resource: objects('/*'), ...cloudFront },
            { Effect: 'Deny', Action: 's3:GetObject', Resource: objects('/hidden/*'), ...cloudFront },
          ],
        },
      },
    },
    Access: {
      Type: 'AWS::CloudFront::OriginAccessControl',
      Properties: {
        OriginAccessControlConfig: {
          Name: 'a',
          OriginAccessControlOriginType: 's3',
          SigningBehavior: 'always',
          SigningProtocol: 'sigv4',
        },
      },
    },
    Edge: {
      Type: 'AWS::CloudFront::Function',
      Properties: {
        Name: 'edge',
        AutoPublish: true,
        FunctionCode: EDGE,
        FunctionConfig: { Comment: '', Runtime: 'cloudfront-js-2.0' },
      },
    },
    Distribution: {
      Type: 'AWS::CloudFront::Distribution',
      Properties: {
        DistributionConfig: {
          Enabled: true,
          DefaultCacheBehavior: behavior('pages', '658327ea-f89d-4fab-a63d-7e88639e58f6', {
            ResponseHeadersPolicyId: 'e61eb60c-9c35-4d20-a928-2b84e02af89c',
          }),
          CacheBehaviors: [
            behavior('api', '4135ea2d-6df8-44a3-9df3-4b5a84be39ad', {
              PathPattern: '/api/*',
              AllowedMethods: ['GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'POST', 'DELETE'],
              OriginRequestPolicyId: 'b689b0a8-53d0-40ab-baf2-68738e2966ac',
            }),
          ],
          Origins: [
            {
              Id: 'pages',
              DomainName: { 'Fn::GetAtt': ['Pages', 'RegionalDomainName'] },
              OriginAccessControlId: { 'Fn::GetAtt': ['Access', 'Id'] },
              S3OriginConfig: { OriginAccessIdentity: '' },
            },
            {
              Id: 'api',
              DomainName: { 'Fn::Join': ['', [ref('Api'), '.execute-api.eu-central-1.', ref('AWS::URLSuffix')]] },
              CustomOriginConfig: { OriginProtocolPolicy: 'https-only' },
              OriginCustomHeaders: [
                {
                  HeaderName: 'x-origin-key',
                  HeaderValue: {
                    'Fn::Join': ['', ['{{resolve:secretsmanager:', ref('OriginKey'), ':SecretString:::}}']],
                  },
                },
              ],
            },
          ],
        },
      },
    },
  };
}
