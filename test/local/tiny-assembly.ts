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
