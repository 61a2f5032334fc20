import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LocalRun, startLocal } from '../../lib/local/index.ts';
import { eventually } from './eventually.ts';
import { arn, httpApi, ref, SDK, table, tinyAssembly } from './tiny-assembly.ts';

const tiny = tinyAssembly({
  resources: {
    Notes: table(),
    Inbox: { Type: 'AWS::SQS::Queue', Properties: { VisibilityTimeout: 30 } },
    Feed: {
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: { EventSourceArn: arn('Inbox'), FunctionName: ref('Keep') },
    },
    ...httpApi('Page', ['POST /notes', 'GET /notes/{id}', 'GET /secret']),
  },
  functions: {
    Page: {
      code: `${SDK}
        export const handler = async (event) => {
          if (event.rawPath === '/secret') await dynamo.send(new PutItemCommand({ TableName: process.env.TABLE, Item: { pk: { S: 'x' } } }));
          if (event.requestContext.http.method === 'POST') {
            await sqs.send(new SendMessageCommand({ QueueUrl: process.env.QUEUE, MessageBody: event.body }));
            return { statusCode: 202, headers: { 'Content-Type': 'text/plain' }, body: 'queued' };
          }
          const { Item } = await dynamo.send(new GetItemCommand({ TableName: process.env.TABLE, Key: { pk: { S: event.pathParameters.id } } }));
          return Item ? { text: Item.text.S } : { statusCode: 404, body: 'none' };
        };`,
      allow: [
        { Action: 'sqs:SendMessage', Resource: arn('Inbox') },
        { Action: 'dynamodb:GetItem', Resource: arn('Notes') },
      ],
      properties: {
        Environment: { Variables: { TABLE: ref('Notes'), QUEUE: ref('Inbox') } },
        Timeout: 10,
        MemorySize: 256,
      },
    },
    Keep: {
      code: `${SDK}
        export const handler = async ({ Records }) => {
          for (const { body } of Records) {
            const { id, text } = JSON.parse(body);
            await dynamo.send(new PutItemCommand({ TableName: process.env.TABLE, Item: { pk: { S: id }, text: { S: text } } }));
          }
        };`,
      allow: [
        { Action: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'], Resource: arn('Inbox') },
        { Action: 'dynamodb:PutItem', Resource: arn('Notes') },
      ],
      properties: { Environment: { Variables: { TABLE: ref('Notes') } }, Timeout: 10, MemorySize: 256 },
    },
  },
  outputs: { Table: { Value: ref('Notes') } },
});

let run: LocalRun;
const lines: string[] = [];

beforeAll(async () => {
  run = await startLocal({ assembly: tiny.assembly, port: 0, dataDir: tiny.dataDir, log: (line) => lines.push(line) });
});
afterAll(async () => {
  await run?.stop();
  tiny.remove();
});

describe('a request that goes through a function, a queue, another function and a table', () => {
  it('ends in the table with real SDK clients on both sides', async () => {
    const queued = await fetch(`${run.url}/notes`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ id: 'a', text: 'Grüße' }),
    });
    expect([queued.status, await queued.text()]).toEqual([202, 'queued']);
    const kept = await eventually(async () => {
      const answer = await fetch(`${run.url}/notes/a`);
      return answer.ok ? answer.json() : undefined;
    });
    expect(kept).toEqual({ text: 'Grüße' });
  });

  it('is refused loudly where the role does not allow it', async () => {
    expect((await fetch(`${run.url}/secret`)).status).toBe(500);
    expect(lines.join('\n')).toContain('denied: Page may not dynamodb:PutItem on Notes');
  });

  it('leaves the outputs of the stack resolved', () => {
    expect(run.outputs).toEqual({ Table: 'Notes' });
  });
});
