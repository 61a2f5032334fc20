import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { DynamoDBClient, GetItemCommand, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { SESClient, SendRawEmailCommand } from '@aws-sdk/client-ses';
import { ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, afterEach, expect, it } from 'vitest';
import { startLocal } from '../../lib/local/index.ts';
import { mailResources, ref, table, tinyAssembly } from './tiny-assembly.ts';

interface Started {
  url: string;
  operator: { accessKeyId: string; secretAccessKey: string };
  secret: string;
  child: ChildProcess;
}

const parts = {
  resources: {
    ...mailResources(),
    Notes: table(),
    Inbox: { Type: 'AWS::SQS::Queue', Properties: { VisibilityTimeout: 2 } },
    Files: { Type: 'AWS::S3::Bucket' },
    Key: {
      Type: 'AWS::SecretsManager::Secret',
      Properties: {
        GenerateSecretString: {
          SecretStringTemplate: '{"current":"k1"}',
          GenerateStringKey: 'k1',
          PasswordLength: 40,
          ExcludePunctuation: true,
        },
      },
    },
  },
  outputs: { Key: { Value: ref('Key') } },
};
const tiny = tinyAssembly(parts);
const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});
afterAll(tiny.remove);

/** A run in a process of its own, so that it can be killed. */
async function startProcess(): Promise<Started> {
  const child = spawn(
    process.execPath,
    [fileURLToPath(new URL('./run-in-process.ts', import.meta.url)), tiny.assembly, tiny.dataDir],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  children.push(child);
  for await (const line of createInterface({ input: child.stdout })) {
    if (line.startsWith('{')) return { ...(JSON.parse(line) as Omit<Started, 'child'>), child };
  }
  throw new Error('The run ended before it was ready');
}
async function kill({ child }: Started): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'exit');
}
const client = ({ url, operator }: Pick<Started, 'url' | 'operator'>) => ({
  endpoint: url,
  region: 'eu-central-1',
  credentials: operator,
  maxAttempts: 1,
});
const RAW = 'From: a@mail.example\r\nTo: b@reader.example\r\nSubject: x\r\n\r\nbody\r\n';

it('loses nothing that AWS would keep when it is killed', async () => {
  const first = await startProcess();
  const sqs = new SQSClient(client(first));
  const QueueUrl = `${first.url}/000000000000/Inbox`;
  await new DynamoDBClient(client(first)).send(
    new PutItemCommand({ TableName: 'Notes', Item: { pk: { S: 'a' }, text: { S: 'Grüße' } } }),
  );
  await new S3Client(client(first)).send(
    new PutObjectCommand({ Bucket: 'files', Key: 'x/ä.txt', Body: 'object', ContentType: 'text/plain' }),
  );
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'in flight' }));
  await sqs.send(new ReceiveMessageCommand({ QueueUrl }));
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'waiting' }));
  // Killed before the events of this mail can have gone out.
  const sent = await new SESClient(client(first)).send(
    new SendRawEmailCommand({
      RawMessage: { Data: Buffer.from(RAW) },
      Destinations: ['b@reader.example'],
      ConfigurationSetName: 'Bulk',
    }),
  );
  await kill(first);

  const second = await startProcess();
  const { Item } = await new DynamoDBClient(client(second)).send(
    new GetItemCommand({ TableName: 'Notes', Key: { pk: { S: 'a' } } }),
  );
  expect(Item?.text).toEqual({ S: 'Grüße' });
  const object = await new S3Client(client(second)).send(new GetObjectCommand({ Bucket: 'files', Key: 'x/ä.txt' }));
  expect([await object.Body?.transformToString(), object.ContentType]).toEqual(['object', 'text/plain']);
  expect(await receiveAll(second, 'Inbox', 2)).toEqual(['in flight', 'waiting']);
  const events = (await receiveAll(second, 'Events', 3)).map((body) =>
    body.startsWith('{') ? (JSON.parse(body) as { eventType: string }).eventType : body,
  );
  expect(events).toEqual(expect.arrayContaining(['Send', 'Delivery']));
  expect(await (await fetch(`${second.url}/_local/mail.json`)).json()).toMatchObject([
    { id: sent.MessageId, accepted: true },
  ]);
  expect(await (await fetch(`${second.url}/_local/mail/${sent.MessageId}.eml`)).text()).toBe(RAW);
  expect(second.secret).toBe(first.secret);
  expect(JSON.parse(second.secret)).toEqual({ current: 'k1', k1: expect.stringMatching(/^[A-Za-z0-9]{40}$/) });
});

async function receiveAll(run: Started, queue: string, count: number): Promise<string[]> {
  const sqs = new SQSClient(client(run));
  const bodies: string[] = [];
  while (bodies.length < count) {
    const { Messages } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: `${run.url}/000000000000/${queue}`,
        MaxNumberOfMessages: 10,
        WaitTimeSeconds: 5,
      }),
    );
    if (!Messages?.length) break;
    bodies.push(...Messages.map(({ Body }) => String(Body)));
  }
  return bodies.sort();
}

it('copies the items of a table whose indexes the template changes', async () => {
  const own = tinyAssembly({ resources: { Notes: table() } });
  const options = { assembly: own.assembly, port: 0, dataDir: own.dataDir, log: () => {} };
  const before = await startLocal(options);
  const dynamo = (run: { url: string; operator: Started['operator'] }) => new DynamoDBClient(client(run));
  for (const pk of ['a', 'b'])
    await dynamo(before).send(new PutItemCommand({ TableName: 'Notes', Item: { pk: { S: pk }, kind: { S: 'note' } } }));
  await before.stop();
  const attributes = ['pk', 'kind'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' }));
  const index = {
    IndexName: 'byKind',
    KeySchema: [{ AttributeName: 'kind', KeyType: 'HASH' }],
    Projection: { ProjectionType: 'ALL' },
  };
  own.rewrite({ resources: { Notes: table({ AttributeDefinitions: attributes, GlobalSecondaryIndexes: [index] }) } });
  const after = await startLocal(options);
  const { Items } = await dynamo(after).send(
    new QueryCommand({
      TableName: 'Notes',
      IndexName: 'byKind',
      KeyConditionExpression: 'kind = :k',
      ExpressionAttributeValues: { ':k': { S: 'note' } },
    }),
  );
  expect(Items?.map(({ pk }) => pk?.S).sort()).toEqual(['a', 'b']);
  await after.stop();
  own.remove();
});
