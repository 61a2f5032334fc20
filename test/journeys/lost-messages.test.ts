import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeleteMessageCommand, ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import * as z from 'zod';
import { path } from '../../bin/cli/api-client.ts';
import { until } from '../../bin/cli/waiting.ts';
import type { Assembly } from '../../bin/synthesize.ts';
import { reportAnswer } from '../../lambdas/console/answers.ts';
import { changedAssembly } from '../chaos/changed-assembly.ts';
import { type MortalRun, startMortalRun } from '../chaos/mortal-run.ts';
import { openPublisher, type Publisher } from './publisher.ts';
import { applyPublication, compose, poll, subscribe } from './steps.ts';

const READERS = 210;
const PATIENCE = { timeoutMs: 60_000, firstPauseMs: 100 };
/** What SQS might lose is found after two minutes of quiet, a plan after three; a sweep comes every minute. */
const TWO_MINUTES_LATER = 125_000;
const THREE_MINUTES_LATER = 185_000;

describe('messages that a queue loses or doubles', { timeout: 240_000 }, () => {
  let folder: string;
  let publisher: Publisher;
  let run: MortalRun;
  let changed: Assembly;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'rundbrief-lost-'));
    publisher = await openPublisher([{ id: 'a', title: 'Ein Beitrag', text: 'Text' }]);
  });
  afterEach(async () => {
    await run?.kill();
    publisher.close();
    changed.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  /** The stage as it is, but nobody takes messages out of this queue. */
  const withoutWorkers = (queue: string) =>
    changedAssembly(
      inject('assembly'),
      { type: 'AWS::Lambda::EventSourceMapping', id: new RegExp(`^Delivery${queue}`) },
      (properties) => {
        properties.Enabled = false;
      },
    );

  async function start(assembly: string, clockAheadMs = 0): Promise<void> {
    await run?.kill();
    run = await startMortalRun({ assembly, dataDir: join(folder, 'data'), port: 0, clockAheadMs });
  }

  /** An edition on its way to all readers, as far as it comes without these workers. */
  async function sentWithout(queue: 'SendChunk' | 'PlanAudience'): Promise<void> {
    changed = withoutWorkers(queue);
    await start(changed.folder);
    await applyPublication(run, publisher.feedUrl);
    await poll(run);
    const addresses = Array.from({ length: READERS }, (_, n) => `reader-${n}@lost.example`);
    await Promise.all(addresses.map((address) => subscribe(run, address)));
    expect(await compose(run)).toMatchObject({ kind: 'composed', editionId: 'schule-1' });
    const { contentHash } = await run.api.get('/editions/schule-1', z.object({ contentHash: z.string() }));
    await run.api.post('/editions/schule-1/send', { contentHash }, z.unknown());
  }

  /** Everything in a queue, taken out of it. */
  async function emptied(queue: RegExp, messages: number) {
    const sqs = new SQSClient({ endpoint: run.url, region: 'eu-central-1', credentials: run.operator });
    const QueueUrl = `${run.url}/000000000000/${queueNamed(queue)}`;
    const bodies: string[] = [];
    while (bodies.length < messages) {
      const ask = new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 10 });
      for (const { Body = '', ReceiptHandle } of (await sqs.send(ask)).Messages ?? []) {
        bodies.push(Body);
        await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
      }
    }
    const send = (MessageBody: string) => sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
    return { bodies: bodies.sort(), send };
  }

  const report = () => run.api.get(path`/editions/schule-1/report`, reportAnswer);
  const swept = async (isDone: (now: z.infer<typeof reportAnswer>) => boolean) => {
    const done = await until(async () => {
      await fetch(`${run.url}/_local/tick`, { method: 'POST' });
      const now = await report();
      return isDone(now) ? now : undefined;
    }, PATIENCE);
    return done ?? report();
  };
  const mails = async () => {
    const sent = (await (await fetch(`${run.url}/_local/mail.json`)).json()) as { to: string[] }[];
    return sent.map(({ to }) => to.join()).sort();
  };

  it('are made good within five minutes, and nobody has two mails', async () => {
    await sentWithout('SendChunk');
    const { bodies, send } = await emptied(/^DeliveryChunksQueue/, 3);
    expect(bodies).toHaveLength(3);
    // The first is lost, the second comes three times, the third once.
    for (const body of [bodies[1], bodies[1], bodies[2], bodies[1]]) await send(body as string);
    await start(inject('assembly'));
    expect(await swept(({ accepted }) => accepted === 110)).toMatchObject({
      status: 'sending',
      accepted: 110,
      pending: 100,
    });
    await start(inject('assembly'), TWO_MINUTES_LATER);
    expect(await swept(({ status }) => status === 'closed')).toMatchObject({
      ...{ status: 'closed', audience: READERS, accepted: READERS, held: 0, unknown: 0 },
    });
    const all = await mails();
    expect(all).toHaveLength(READERS);
    expect(new Set(all).size).toBe(READERS);
  });

  it('are made good when they were to plan the audience', async () => {
    await sentWithout('PlanAudience');
    expect((await emptied(/^DeliveryPlansQueue/, 1)).bodies).toEqual(['{"campaignId":"schule-1","shard":0}']);
    await start(inject('assembly'));
    expect(await swept(() => true)).toMatchObject({ status: 'planning', audience: 0 });
    await start(inject('assembly'), THREE_MINUTES_LATER);
    expect(await swept(({ status }) => status === 'closed')).toMatchObject({ accepted: READERS, audience: READERS });
    expect(new Set(await mails()).size).toBe(READERS);
  });
});

/** On this machine a queue is called by its logical id. */
function queueNamed(pattern: RegExp): string {
  const [file = ''] = globSync('*.template.json', { cwd: inject('assembly') });
  const template = JSON.parse(readFileSync(join(inject('assembly'), file), 'utf8')) as { Resources: object };
  const name = Object.keys(template.Resources).find((id) => pattern.test(id));
  if (!name) throw new Error(`There is no queue like ${pattern}`);
  return name;
}
