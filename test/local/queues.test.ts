import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GetQueueAttributesCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LocalRun, startLocal } from '../../lib/local/index.ts';
import { eventually } from './eventually.ts';
import { arn, queueWithDeadLetters, ref, tinyAssembly } from './tiny-assembly.ts';

const reading = { Action: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'], Resource: '*' };
const mapping = (queue: string, fn: string, more: object = {}) => ({
  Type: 'AWS::Lambda::EventSourceMapping',
  Properties: {
    EventSourceArn: arn(queue),
    FunctionName: ref(fn),
    FunctionResponseTypes: ['ReportBatchItemFailures'],
    ...more,
  },
});
const settings = {
  Timeout: 1,
  MemorySize: 128,
  Environment: { Variables: { NODE_OPTIONS: '--enable-source-maps', WORD: 'hello' } },
};

const tiny = tinyAssembly({
  resources: {
    ...queueWithDeadLetters('Work', 1),
    WorkFeed: mapping('Work', 'Worker', { BatchSize: 10 }),
    ...queueWithDeadLetters('Slow', 1),
    SlowFeed: mapping('Slow', 'Sleeper', { BatchSize: 1 }),
    ...queueWithDeadLetters('Greedy', 1),
    GreedyFeed: mapping('Greedy', 'Eater', { BatchSize: 1 }),
    ...queueWithDeadLetters('Narrow', 3),
    NarrowFeed: mapping('Narrow', 'Counter', { BatchSize: 1, ScalingConfig: { MaximumConcurrency: 2 } }),
    ...queueWithDeadLetters('Echo', 3),
    EchoFeed: mapping('Echo', 'Teller', { BatchSize: 1 }),
  },
  functions: {
    Worker: {
      // "bad" fails alone; "blank" answers with an empty id, which fails the whole batch.
      code: `export const handler = async ({ Records }) => ({
        batchItemFailures: Records.filter(({ body }) => body === 'bad').map(({ messageId }) => ({ itemIdentifier: messageId }))
          .concat(Records.some(({ body }) => body === 'blank') ? [{ itemIdentifier: '' }] : []),
      });`,
      allow: [reading],
      properties: settings,
    },
    Sleeper: {
      code: 'export const handler = () => new Promise((resolve) => setTimeout(resolve, 60_000));',
      allow: [reading],
      properties: settings,
    },
    Eater: {
      code: 'export const handler = () => { const all = []; for (;;) all.push(new Array(1e6).fill(all.length)); };',
      allow: [reading],
      properties: { ...settings, MemorySize: 64 },
    },
    Counter: {
      code: `import { setTimeout } from 'node:timers/promises';
        export const handler = async () => { console.log('begin'); await setTimeout(150); console.log('end'); };`,
      allow: [reading],
      properties: settings,
    },
    Teller: {
      code: `export const handler = ({ Records: [record] }, context) => {
        console.log(JSON.stringify({ level: 'INFO', message: 'quiet' }));
        console.log(JSON.stringify({ level: 'WARN', message: 'loud' }));
        if (record.body === 'throw') throw new TypeError('broken on purpose');
        console.log(JSON.stringify({ env: process.env, left: context.getRemainingTimeInMillis(), attributes: record.attributes, source: record.eventSource }));
        return {};
      };`,
      allow: [reading],
      properties: settings,
    },
  },
});

let run: LocalRun;
let sqs: SQSClient;
const lines: string[] = [];
const send = (queue: string, MessageBody: string) =>
  sqs.send(new SendMessageCommand({ QueueUrl: `${run.url}/000000000000/${queue}`, MessageBody }));
const said = (text: string, limitMs = 12_000) => eventually(() => lines.find((line) => line.includes(text)), limitMs);
const deadLetters = async () =>
  (await (await fetch(`${run.url}/_local/dead-letters.json`)).json()) as Array<{ queue: string; body: string }>;
const logOf = (id: string) => {
  const file = join(tiny.dataDir, 'logs', `${id}.log`);
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
};

beforeAll(async () => {
  run = await startLocal({ assembly: tiny.assembly, port: 0, dataDir: tiny.dataDir, log: (line) => lines.push(line) });
  sqs = new SQSClient({ endpoint: run.url, region: 'eu-central-1', credentials: run.operator });
});
afterAll(async () => {
  await run?.stop();
  tiny.remove();
});

describe('a batch of which one message fails', () => {
  it('deletes the others and moves that one to the dead-letter queue, loudly', async () => {
    await Promise.all(['good', 'bad', 'good'].map((body) => send('Work', body)));
    expect(await said('dead letter: a message of Work ')).toBeTruthy();
    expect((await deadLetters()).filter(({ queue }) => queue === 'WorkDead').map(({ body }) => body)).toEqual(['bad']);
    await eventually(async () => {
      const { Attributes } = await sqs.send(
        new GetQueueAttributesCommand({ QueueUrl: `${run.url}/000000000000/Work`, AttributeNames: ['All'] }),
      );
      return (
        Number(Attributes?.ApproximateNumberOfMessages) + Number(Attributes?.ApproximateNumberOfMessagesNotVisible) ===
          0 || undefined
      );
    });
  });

  it('fails as a whole when the function names an empty id', async () => {
    await send('Work', 'blank');
    await eventually(async () => (await deadLetters()).some(({ body }) => body === 'blank') || undefined, 12_000);
  });
});

describe('a function that does not end well', () => {
  it('is stopped at its timeout, and says so by its logical id', async () => {
    await send('Slow', 'x');
    expect(await said('Sleeper: ended after its timeout of 1 s')).toBeTruthy();
  });

  it('is stopped at its memory limit without taking the run along', async () => {
    await send('Greedy', 'x');
    expect(await said('Eater: used more than its 64 MB')).toBeTruthy();
    expect((await fetch(`${run.url}/_local/health`)).status).toBe(200);
  });

  it('leaves what it threw on the terminal and the stack in its log', async () => {
    await send('Echo', 'throw');
    expect(await said('Teller: TypeError: broken on purpose')).toBeTruthy();
    await eventually(() => logOf('Teller').includes('at handler') || undefined);
  });
});

describe('a mapping with a maximum concurrency', () => {
  it('never runs more at once, and no fewer when there is work', async () => {
    await Promise.all(Array.from({ length: 8 }, () => send('Narrow', 'x')));
    await eventually(() => logOf('Counter').split('end').length > 8 || undefined);
    let running = 0;
    const seen = logOf('Counter')
      .trim()
      .split('\n')
      .map((line) => {
        running += line === 'begin' ? 1 : -1;
        return running;
      });
    // The log of two threads may swap lines by a moment, so the count is taken with one to spare.
    expect(Math.max(...seen)).toBeGreaterThanOrEqual(2);
    expect(Math.max(...seen)).toBeLessThanOrEqual(3);
  });
});

describe('a warm instance', () => {
  it('sees exactly the template’s environment, Lambda’s own and nothing of this process', async () => {
    await send('Echo', 'hello');
    const line = await eventually(() =>
      logOf('Teller')
        .split('\n')
        .find((text) => text.includes('"env"')),
    );
    const { env, left, attributes, source } = JSON.parse(line) as {
      env: Record<string, string>;
      left: number;
      attributes: object;
      source: string;
    };
    expect(env).toMatchObject({
      WORD: 'hello',
      AWS_REGION: 'eu-central-1',
      AWS_LAMBDA_FUNCTION_NAME: 'Teller',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '128',
      AWS_ENDPOINT_URL: run.url,
      TZ: ':UTC',
    });
    expect(Object.keys(env)).not.toContain('PATH');
    expect(left).toBeLessThanOrEqual(1000);
    expect(attributes).toMatchObject({ ApproximateReceiveCount: '1' });
    expect(source).toBe('aws:sqs');
  });

  it('answers a message within a moment when nothing else is going on', async () => {
    const before = logOf('Teller').split('"env"').length;
    const sent = performance.now();
    await send('Echo', 'again');
    await eventually(() => logOf('Teller').split('"env"').length > before || undefined);
    expect(performance.now() - sent).toBeLessThan(1000);
  });

  it('writes warnings to the terminal and everything to its file', async () => {
    await said('Teller: WARN loud');
    expect(lines.join('\n')).not.toContain('quiet');
    expect(logOf('Teller')).toContain('quiet');
  });
});
