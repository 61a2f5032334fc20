import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { type LocalRun, startLocal } from '../../lib/local/index.ts';
import { eventually } from './eventually.ts';
import { arn, type Resources, ref, tinyAssembly } from './tiny-assembly.ts';

const queue = (FifoQueue?: true): Resources => ({
  Polls: {
    Type: 'AWS::SQS::Queue',
    Properties: {
      ...(FifoQueue && { FifoQueue }),
      VisibilityTimeout: 2,
      RedrivePolicy: { deadLetterTargetArn: arn('PollsDead'), maxReceiveCount: 1 },
    },
  },
  PollsDead: { Type: 'AWS::SQS::Queue', Properties: { ...(FifoQueue && { FifoQueue }) } },
});
const mapping = (more: object = {}): Resources => ({
  Feed: {
    Type: 'AWS::Lambda::EventSourceMapping',
    Properties: {
      EventSourceArn: arn('Polls'),
      FunctionName: ref('Asker'),
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      BatchSize: 1,
      ScalingConfig: { MaximumConcurrency: 10 },
      ...more,
    },
  },
});
const Asker = {
  // Each writes when it begins and ends, so that the log tells what ran beside what.
  code: `import { setTimeout } from 'node:timers/promises';
    export const handler = async ({ Records: [record] }) => {
      const { MessageGroupId: group, SequenceNumber: order } = record.attributes;
      console.log(JSON.stringify({ at: Date.now(), step: 'begin', group, order, body: record.body }));
      if (record.body === 'bad') return { batchItemFailures: [{ itemIdentifier: record.messageId }] };
      await setTimeout(120);
      console.log(JSON.stringify({ at: Date.now(), step: 'end', group, body: record.body }));
    };`,
  allow: [{ Action: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'], Resource: '*' }],
  properties: { Timeout: 1, MemorySize: 128 },
};
const tiny = tinyAssembly({ resources: queue(), functions: { Asker } });
let run: LocalRun | undefined;
afterEach(async () => {
  await run?.stop();
  run = undefined;
});
afterAll(tiny.remove);

const lines: string[] = [];
async function start(resources: Resources): Promise<(name: string, body: string, place?: object) => Promise<unknown>> {
  tiny.rewrite({ resources, functions: { Asker } });
  const { assembly, dataDir } = tiny;
  const started = await startLocal({ assembly, port: 0, dataDir, log: (line) => lines.push(line) });
  run = started;
  const sqs = new SQSClient({ endpoint: started.url, region: 'eu-central-1', credentials: started.operator });
  return (name, MessageBody, place = {}) =>
    sqs.send(new SendMessageCommand({ QueueUrl: `${started.url}/000000000000/${name}`, MessageBody, ...place }));
}

interface Line {
  step: 'begin' | 'end';
  group: string;
  body: string;
}
const seen = (): Line[] => {
  const file = join(tiny.dataDir, 'logs', 'Asker.log');
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  return text
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Line & { at: number })
    .sort((one, other) => one.at - other.at);
};
const place = (MessageGroupId: string, MessageDeduplicationId: string) => ({ MessageGroupId, MessageDeduplicationId });

/** The most that ran at once. */
function most(entries: Line[]): number {
  let running = 0;
  return Math.max(...entries.map(({ step }) => (running += step === 'begin' ? 1 : -1)));
}

describe('a queue that became FIFO', () => {
  it('starts on what a standard queue of the same id left behind', async () => {
    const send = await start(queue());
    await send('Polls', 'left behind');
    await run?.stop();
    const sendInOrder = await start({ ...queue(true), ...mapping() });
    await sendInOrder('Polls.fifo', 'first', place('a.example', 'first'));
    await eventually(() => seen().some(({ step, body }) => step === 'end' && body === 'first') || undefined);
  });

  it('hands out one message of a group at a time, in order, and several groups side by side', async () => {
    const send = await start({ ...queue(true), ...mapping() });
    const bodies = ['1', '2', '3', '4'];
    for (const body of bodies) {
      for (const host of ['x.example', 'y.example']) await send('Polls.fifo', body, place(host, `${host}${body}`));
    }
    await send('Polls.fifo', 'again', place('x.example', 'x.example1'));
    const mine = () => seen().filter(({ group }) => group === 'x.example' || group === 'y.example');
    await eventually(() => mine().filter(({ step }) => step === 'end').length === 8 || undefined, 15_000);
    for (const host of ['x.example', 'y.example']) {
      const own = mine().filter(({ group }) => group === host);
      expect(most(own)).toBe(1);
      expect(own.filter(({ step }) => step === 'begin').map(({ body }) => body)).toEqual(bodies);
    }
    expect(most(mine())).toBe(2);
  });

  it('holds a group up until its failing message is put aside, and no other group', async () => {
    const send = await start({ ...queue(true), ...mapping() });
    await send('Polls.fifo', 'bad', place('slow.example', 'bad'));
    await send('Polls.fifo', 'behind', place('slow.example', 'behind'));
    await send('Polls.fifo', 'beside', place('quick.example', 'beside'));
    const ended = (what: string) => seen().some(({ step, body }) => step === 'end' && body === what) || undefined;
    await eventually(() => ended('beside'));
    expect(ended('behind')).toBeUndefined();
    await eventually(() => ended('behind'), 10_000);
    expect(lines.join('\n')).toContain('dead letter: a message of Polls ');
  });
});

describe('what AWS would refuse', () => {
  it.each<{ what: string; resources: Resources; says: string }>([
    {
      what: 'a standard dead-letter queue',
      resources: { ...queue(true), PollsDead: { Type: 'AWS::SQS::Queue', Properties: {} } },
      says: 'Polls: a FIFO queue has a FIFO dead-letter queue, a standard queue a standard one',
    },
    {
      what: 'a name without the ending',
      resources: { Polls: { Type: 'AWS::SQS::Queue', Properties: { FifoQueue: true, QueueName: 'polls' } } },
      says: 'Polls: the name of a FIFO queue, and of no other, ends in .fifo',
    },
    {
      what: 'a batching window',
      resources: { ...queue(true), ...mapping({ MaximumBatchingWindowInSeconds: 5 }) },
      says: 'Feed: a FIFO queue has no batching window, and batches of at most ten',
    },
  ])('$what', async ({ resources, says }) => {
    await expect(start(resources)).rejects.toThrow(says);
  });

  it('a message without a group, or without an id', async () => {
    const send = await start(queue(true));
    await expect(send('Polls.fifo', 'x')).rejects.toThrow('MessageGroupId');
    await expect(send('Polls.fifo', 'x', { MessageGroupId: 'a' })).rejects.toThrow('MessageDeduplicationId');
    await expect(send('Polls.fifo', 'x', { ...place('a', 'b'), DelaySeconds: 5 })).rejects.toThrow('DelaySeconds');
  });
});
