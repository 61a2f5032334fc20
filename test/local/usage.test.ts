import {
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  type PutItemCommandInput,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, PutObjectCommand, PutObjectTaggingCommand, S3Client } from '@aws-sdk/client-s3';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { CreateQueueCommand, SendMessageBatchCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readUnits, refusedWriteUnits, type TableShape, writeUnits } from '../../lib/local/capacity.ts';
import type { Item } from '../../lib/local/dynalite.ts';
import { type LocalRun, startLocal } from '../../lib/local/index.ts';
import { itemBytes } from '../../lib/local/item-size.ts';
import { httpApi, ref, SDK, table, tinyAssembly } from './tiny-assembly.ts';

const text = (bytes: number) => ({ S: 'x'.repeat(bytes) });

describe('the size of an item', () => {
  it.each([
    { what: 'UTF-8 bytes of names and text', item: { ä: { S: 'ü' } }, bytes: 4 },
    { what: 'half the digits of a number and one', item: { n: { N: '-1234' } }, bytes: 1 + 4 },
    { what: 'bytes, not base64', item: { b: { B: Buffer.from('abc').toString('base64') } }, bytes: 4 },
    { what: 'a list and its parts', item: { l: { L: [{ S: 'ab' }, { BOOL: true }] } }, bytes: 1 + 3 + 1 + 2 + 1 + 1 },
    { what: 'a set', item: { s: { SS: ['a', 'bc'] } }, bytes: 4 },
  ] as Array<{ what: string; item: Item; bytes: number }>)('counts $what', ({ item, bytes }) => {
    expect(itemBytes(item)).toBe(bytes);
  });
});

describe('write units', () => {
  const plain: TableShape = { name: 'T', keys: ['pk'], indexes: [] };
  const indexed: TableShape = { ...plain, indexes: [{ name: 'due', keys: ['due'], attributes: ['title'] }] };
  const item = (more: object) => ({ pk: { S: 'a' }, ...more });
  it.each([
    { what: 'a small item', shape: plain, before: undefined, after: item({}), units: 1 },
    { what: 'exactly 1 kB', shape: plain, before: undefined, after: item({ t: text(1020) }), units: 1 },
    { what: 'a byte more', shape: plain, before: undefined, after: item({ t: text(1021) }), units: 2 },
    {
      what: 'a large item that becomes small',
      shape: plain,
      before: item({ t: text(3000) }),
      after: item({}),
      units: 3,
    },
    { what: 'an item outside the index', shape: indexed, before: undefined, after: item({}), units: 1 },
    {
      what: 'an item that enters the index',
      shape: indexed,
      before: item({}),
      after: item({ due: { S: '1' } }),
      units: 2,
    },
    {
      what: 'an item that leaves the index',
      shape: indexed,
      before: item({ due: { S: '1' } }),
      after: item({}),
      units: 2,
    },
    {
      what: 'a new place in the index',
      shape: indexed,
      before: item({ due: { S: '1' } }),
      after: item({ due: { S: '2' } }),
      units: 3,
    },
    {
      what: 'a change the index does not hold',
      shape: indexed,
      before: item({ due: { S: '1' } }),
      after: item({ due: { S: '1' }, body: { S: 'x' } }),
      units: 1,
    },
    {
      what: 'a change the index holds',
      shape: indexed,
      before: item({ due: { S: '1' } }),
      after: item({ due: { S: '1' }, title: { S: 'x' } }),
      units: 2,
    },
  ])('are $units for $what', ({ shape, before, after, units }) => {
    expect(writeUnits(shape, before, after)).toBe(units);
  });

  it('are charged for a refused condition, and half a unit for an empty read', () => {
    expect([
      refusedWriteUnits(undefined),
      refusedWriteUnits({ pk: text(1500) }),
      readUnits(0, false),
      readUnits(0, true),
      readUnits(2.5, false),
    ]).toEqual([1, 2, 0.5, 1, 2.5]);
  });
});

const tiny = tinyAssembly({
  resources: {
    Notes: table(),
    Work: { Type: 'AWS::SQS::Queue' },
    Files: { Type: 'AWS::S3::Bucket' },
    Key: {
      Type: 'AWS::KMS::Key',
      Properties: {
        KeyPolicy: {
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Action: 'kms:*',
              Resource: '*',
              Principal: { AWS: { 'Fn::Join': ['', ['arn:aws:iam::', ref('AWS::AccountId'), ':root']] } },
            },
          ],
        },
      },
    },
    Locked: table({
      SSESpecification: { SSEEnabled: true, SSEType: 'KMS' },
      Replicas: [{ Region: 'eu-central-1', SSESpecification: { KMSMasterKeyId: { 'Fn::GetAtt': ['Key', 'Arn'] } } }],
    }),
    Password: { Type: 'AWS::SecretsManager::Secret', Properties: { GenerateSecretString: {} } },
    ...httpApi('Work1', ['GET /write', 'GET /locked', 'GET /missing']),
  },
  functions: {
    Work1: {
      code: `${SDK}
        export const handler = async ({ rawPath }) => {
          try {
            if (rawPath === '/write') await dynamo.send(new PutItemCommand({ TableName: 'Notes', Item: { pk: { S: 'a' }, t: { S: 'x'.repeat(1500) } } }));
            if (rawPath === '/locked') await dynamo.send(new GetItemCommand({ TableName: 'Locked', Key: { pk: { S: 'a' } } }));
            if (rawPath === '/missing') await s3.send(new GetObjectCommand({ Bucket: 'files', Key: 'none' }));
            return { ok: true };
          } catch (error) { return { name: error.name, status: error.$metadata.httpStatusCode }; }
        };`,
      allow: [{ Action: ['dynamodb:PutItem', 'dynamodb:GetItem', 's3:GetObject'], Resource: '*' }],
      properties: { Timeout: 10, MemorySize: 512 },
    },
  },
  outputs: { Password: { Value: ref('Password') } },
});
let run: LocalRun;
const lines: string[] = [];
const client = () => ({ endpoint: run.url, region: 'eu-central-1', credentials: run.operator, maxAttempts: 1 });
interface Count {
  dynamodb: object;
  sqs: number;
  s3: object;
  invocations: number;
  gbSeconds: number;
  cpuMs: number;
}
const usage = async (init?: RequestInit) =>
  (await (await fetch(`${run.url}/_local/usage.json`, init)).json()) as {
    functions: Record<string, Count>;
    total: Count;
  };
beforeAll(async () => {
  run = await startLocal({ assembly: tiny.assembly, port: 0, dataDir: tiny.dataDir, log: (line) => lines.push(line) });
});
beforeEach(() => usage({ method: 'DELETE' }));
afterAll(async () => {
  await run?.stop();
  tiny.remove();
});

describe('what is counted', () => {
  it('stands under the function that did it, with its share of memory and time', async () => {
    await fetch(`${run.url}/write`);
    const { functions, total } = await usage();
    expect(functions.Work1).toMatchObject({ dynamodb: { readUnits: 0, writeUnits: 2 }, invocations: 1 });
    expect(functions.Work1?.gbSeconds).toBeGreaterThan(0);
    expect(functions.Work1?.gbSeconds).toBeLessThan(2);
    expect(functions.Work1?.cpuMs).toBeGreaterThan(0);
    expect(total.dynamodb).toEqual({ readUnits: 0, writeUnits: 2 });
    expect((await usage({ method: 'DELETE' })).functions).toEqual({});
  });

  it('takes strong and eventual reads and every 64 kB of a queue’s request apart', async () => {
    const dynamo = new DynamoDBClient(client());
    const Key = { pk: { S: 'b' } };
    await dynamo.send(new PutItemCommand({ TableName: 'Notes', Item: { ...Key, t: text(5000) } }));
    await dynamo.send(new GetItemCommand({ TableName: 'Notes', Key }));
    await dynamo.send(new GetItemCommand({ TableName: 'Notes', Key, ConsistentRead: true }));
    const sqs = new SQSClient(client());
    const QueueUrl = `${run.url}/000000000000/Work`;
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'x' }));
    await sqs.send(
      new SendMessageBatchCommand({
        QueueUrl,
        Entries: ['a', 'b'].map((Id) => ({ Id, MessageBody: 'x'.repeat(40_000) })),
      }),
    );
    expect((await usage()).functions.operator).toMatchObject({
      dynamodb: { readUnits: 1 + 2, writeUnits: 5 },
      sqs: 1 + 2,
    });
  });

  it('takes S3 by kind', async () => {
    const s3 = new S3Client(client());
    await s3.send(new PutObjectCommand({ Bucket: 'files', Key: 'a', Body: 'x' }));
    await s3.send(new GetObjectCommand({ Bucket: 'files', Key: 'a' }));
    expect((await usage()).functions.operator?.s3).toEqual({ get: 1, put: 1, list: 0, delete: 0 });
  });
});

describe('a failed condition', () => {
  const put = (more: Partial<PutItemCommandInput>) =>
    new DynamoDBClient(client()).send(
      new PutItemCommand({ TableName: 'Notes', Item: { pk: { S: 'c' }, v: { N: '1' } }, ...more }),
    );
  it('costs a unit and tells what is there when asked to', async () => {
    await put({});
    await usage({ method: 'DELETE' });
    const again = put({
      ConditionExpression: 'attribute_not_exists(pk)',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
    await expect(again).rejects.toMatchObject({
      name: 'ConditionalCheckFailedException',
      Item: { pk: { S: 'c' }, v: { N: '1' } },
    });
    expect((await usage()).functions.operator?.dynamodb).toEqual({ readUnits: 0, writeUnits: 1 });
  });

  it('leaves an update without effect', async () => {
    const dynamo = new DynamoDBClient(client());
    const update = new UpdateItemCommand({
      TableName: 'Notes',
      Key: { pk: { S: 'd' } },
      UpdateExpression: 'ADD n :one',
      ConditionExpression: 'attribute_exists(pk)',
      ExpressionAttributeValues: { ':one': { N: '1' } },
    });
    await expect(dynamo.send(update)).rejects.toMatchObject({ name: 'ConditionalCheckFailedException' });
    expect(
      (await dynamo.send(new GetItemCommand({ TableName: 'Notes', Key: { pk: { S: 'd' } } }))).Item,
    ).toBeUndefined();
  });
});

describe('what AWS would refuse', () => {
  it.each([
    {
      what: 'a table without its key',
      path: '/locked',
      answer: { name: 'AccessDeniedException', status: 400 },
      says: 'denied: Work1 may not kms:Decrypt on Key',
    },
    {
      what: 'a missing object without the right to list',
      path: '/missing',
      answer: { name: 'AccessDenied', status: 403 },
      says: '',
    },
  ])('is refused here: $what', async ({ path, answer, says }) => {
    expect(await (await fetch(`${run.url}${path}`)).json()).toEqual(answer);
    expect(lines.join('\n')).toContain(says);
  });

  it('is refused here: a key nobody gave out', async () => {
    const dynamo = new DynamoDBClient({
      ...client(),
      credentials: { accessKeyId: 'AKIAUNKNOWN', secretAccessKey: 'x' },
    });
    await expect(
      dynamo.send(new GetItemCommand({ TableName: 'Notes', Key: { pk: { S: 'a' } } })),
    ).rejects.toMatchObject({ name: expect.stringContaining('InvalidClientTokenId') });
  });

  it.each([
    {
      what: 'tagging an object',
      call: () =>
        new S3Client(client()).send(
          new PutObjectTaggingCommand({ Bucket: 'files', Key: 'a', Tagging: { TagSet: [] } }),
        ),
    },
    {
      what: 'a conditional PUT',
      call: () =>
        new S3Client(client()).send(new PutObjectCommand({ Bucket: 'files', Key: 'a', Body: 'x', IfNoneMatch: '*' })),
    },
    {
      what: 'making a queue',
      call: () => new SQSClient(client()).send(new CreateQueueCommand({ QueueName: 'other' })),
    },
  ])('or would do and this run only pretend to: $what', async ({ call }) => {
    await expect(call()).rejects.toThrow();
    expect(lines.join('\n')).toContain('not served here');
  });
});

it('gives a secret by its ARN and by its name', async () => {
  const secrets = new SecretsManagerClient(client());
  const byArn = await secrets.send(new GetSecretValueCommand({ SecretId: run.outputs.Password }));
  const byName = await secrets.send(new GetSecretValueCommand({ SecretId: 'Password' }));
  expect([byArn.SecretString, byName.SecretString]).toEqual([
    run.secret(String(run.outputs.Password)),
    byArn.SecretString,
  ]);
  expect(byArn.SecretString).toHaveLength(32);
});
