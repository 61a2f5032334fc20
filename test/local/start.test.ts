import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { LocalError, type LocalOptions, startLocal } from '../../lib/local/index.ts';
import { arn, httpApi, mailResources, type Parts, type Resources, ref, table, tinyAssembly } from './tiny-assembly.ts';

const closers: Array<() => unknown> = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

function given(parts: Parts) {
  const tiny = tinyAssembly(parts);
  closers.push(tiny.remove);
  return tiny;
}
async function start(tiny: { assembly: string; dataDir: string }, more: Partial<LocalOptions> = {}) {
  const run = await startLocal({ assembly: tiny.assembly, port: 0, dataDir: tiny.dataDir, log: () => {}, ...more });
  closers.push(() => run.stop());
  return run;
}
const refusal = (starting: Promise<unknown>) =>
  starting.then(
    () => 'started',
    (error: Error) => (error instanceof LocalError ? error.message : error.stack),
  );

describe('a template the run cannot honour', () => {
  it('is refused with every logical id at once', async () => {
    const tiny = given({
      resources: {
        Stream: { Type: 'AWS::Kinesis::Stream' },
        Queue: {
          Type: 'AWS::SQS::Queue',
          Properties: { FifoThroughputLimit: 'perMessageGroupId', VisibilityTimeout: 30 },
        },
        Notes: table({ Replicas: [{ Region: 'eu-central-1', ResourcePolicy: {} }] }),
      },
    });
    const message = await refusal(start(tiny));
    for (const part of [
      'Stream (AWS::Kinesis::Stream)',
      'Queue (AWS::SQS::Queue): FifoThroughputLimit',
      'Notes (AWS::DynamoDB::GlobalTable): Replicas.ResourcePolicy',
    ]) {
      expect(message).toContain(part);
    }
  });

  it.each([
    {
      what: 'a subscription by mail',
      resources: {
        ...mailResources(),
        Mail: {
          Type: 'AWS::SNS::Subscription',
          Properties: { TopicArn: ref('Topic'), Protocol: 'email', Endpoint: 'a@b.example' },
        },
      },
      names: 'Mail',
    },
    {
      what: 'a queue that does not let its topic in',
      resources: { ...mailResources(), EventsPolicy: { Type: 'AWS::Logs::LogGroup' } },
      names: 'Subscription',
    },
    {
      what: 'a topic that does not let SES in',
      resources: { ...mailResources(), TopicPolicy: { Type: 'AWS::Logs::LogGroup' } },
      names: 'Destination',
    },
    {
      what: 'an attribute nobody knows',
      resources: {
        Policy: {
          Type: 'AWS::SQS::QueuePolicy',
          Properties: { Queues: [], PolicyDocument: { 'Fn::GetAtt': ['Topic', 'Colour'] } },
        },
        Topic: { Type: 'AWS::SNS::Topic' },
      },
      names: 'Topic.Colour',
    },
    {
      what: 'an intrinsic nobody knows',
      resources: { Topic: { Type: 'AWS::SNS::Topic', Properties: { TopicName: { 'Fn::ImportValue': 'x' } } } },
      names: 'Fn::ImportValue',
    },
  ] as Array<{ what: string; resources: Resources; names: string }>)(
    'is refused for $what',
    async ({ resources, names }) => {
      expect(await refusal(start(given({ resources })))).toContain(names);
    },
  );

  it('is refused where a deployment would fail: a mapping whose function may not read the queue', async () => {
    const tiny = given({
      resources: {
        Queue: { Type: 'AWS::SQS::Queue' },
        Feed: {
          Type: 'AWS::Lambda::EventSourceMapping',
          Properties: { EventSourceArn: arn('Queue'), FunctionName: ref('Reader') },
        },
      },
      functions: { Reader: { code: 'export const handler = () => {};' } },
    });
    expect(await refusal(start(tiny))).toContain('the role of Reader may not sqs:ReceiveMessage');
  });

  it('is refused where an API call would fail: no permission to invoke', async () => {
    const { MayInvoke: _, ...resources } = httpApi('Page', ['GET /']);
    expect(
      await refusal(start(given({ resources, functions: { Page: { code: 'export const handler = () => {};' } } }))),
    ).toContain('no AWS::Lambda::Permission lets the API call Page');
  });
});

describe('a machine that is not ready for it', () => {
  it('is told in one line that the port is taken', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    closers.push(() => server.close());
    const { port } = server.address() as AddressInfo;
    expect(await refusal(start(given({}), { port }))).toBe(`Port ${port} is taken; name another with --port`);
  });

  it('is told that the data folder cannot be written', async () => {
    const tiny = given({});
    writeFileSync(tiny.dataDir, 'a file');
    expect(await refusal(start(tiny))).toMatch(
      /^Cannot write in .* \(E[A-Z]+\); make it writable or name another with --data$/,
    );
  });

  it('is told which process holds the data folder', async () => {
    const tiny = given({});
    await start(tiny);
    expect(await refusal(start(tiny))).toContain(`Another local run (process ${process.pid})`);
  });

  it('takes over the lock of a dead process and says so', async () => {
    const tiny = given({});
    await (await start(tiny)).stop();
    const child = spawn(process.execPath, ['-e', '']);
    await new Promise((resolve) => child.once('exit', resolve));
    writeFileSync(join(tiny.dataDir, 'run.pid'), String(child.pid));
    const lines: string[] = [];
    await start(tiny, { log: (line) => lines.push(line) });
    expect(lines).toEqual([expect.stringContaining(`process ${child.pid}`)]);
  });
});

describe('beginning anew', () => {
  it('empties a folder of a former run', async () => {
    const tiny = given({});
    await (await start(tiny)).stop();
    writeFileSync(join(tiny.dataDir, 'old'), '');
    await start(tiny, { fresh: true });
    expect(() => readFileSync(join(tiny.dataDir, 'old'))).toThrow('ENOENT');
  });

  it('never touches a folder that somebody else filled', async () => {
    const tiny = given({});
    mkdirSync(tiny.dataDir);
    writeFileSync(join(tiny.dataDir, 'diary.txt'), 'mine');
    expect(await refusal(start(tiny, { fresh: true }))).toContain('name another folder with --data');
    expect(readFileSync(join(tiny.dataDir, 'diary.txt'), 'utf8')).toBe('mine');
  });
});
