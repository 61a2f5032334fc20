import { cpSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { z } from 'zod';
import { path } from '../../bin/cli/api-client.ts';
import { until } from '../../bin/cli/waiting.ts';
import { reportAnswer } from '../../lambdas/console/answers.ts';
import { beginJourney, type Journey } from './local-run.ts';
import { openPublisher, type Publisher } from './publisher.ts';
import { confirmLinkIn, signUp } from './reader.ts';
import { applyPublication, poll, sendEdition, subscribe } from './steps.ts';

const GONE = 'bounce@simulator.amazonses.com';
const ANNOYED = 'complaint@simulator.amazonses.com';
const CONTENT = 'success@simulator.amazonses.com';
const FULL = 'success+full@simulator.amazonses.com';
const PATIENCE = { timeoutMs: 20_000, firstPauseMs: 30 };

describe('what SES tells after a send', () => {
  let journey: Journey;
  let publisher: Publisher;
  beforeAll(async () => {
    publisher = await openPublisher([{ id: 'a', title: 'Erster Beitrag', text: 'Text' }]);
    journey = await beginJourney();
    await applyPublication(journey, publisher.feedUrl);
    await poll(journey);
    for (const address of [GONE, ANNOYED, CONTENT]) await subscribe(journey, address);
  });
  afterAll(async () => {
    await journey.end();
    publisher.close();
  });

  const sendNext = async (id: string) => {
    publisher.publish({ id, title: `Beitrag ${id}`, text: 'Text' });
    await poll(journey);
    return sendEdition(journey);
  };
  const reported = (edition: string, wanted: Partial<z.infer<typeof reportAnswer>>) =>
    until(async () => {
      const now = await journey.api.get(path`/editions/${edition}/report`, reportAnswer);
      const isThere = Object.entries(wanted).every(([name, count]) => now[name as keyof typeof now] === count);
      return isThere ? now : undefined;
    }, PATIENCE);
  const suppressed = async () => {
    const list = z.object({ subscribers: z.array(z.object({ address: z.string() })) });
    const { subscribers } = await journey.api.get('/publications/schule/subscribers?status=suppressed', list);
    return subscribers.map(({ address }) => address);
  };

  it('is counted on the report', async () => {
    const { edition } = await sendEdition(journey);
    const counted = await reported(edition, { bounces: 1, complaints: 1, deliveries: 2 });
    expect(counted).toMatchObject({ audience: 3, accepted: 3, bounces: 1, complaints: 1, deliveries: 2 });
  });

  it('keeps the next edition from addresses that are gone or complained', async () => {
    expect(await sendNext('b')).toMatchObject({ audience: 1, accepted: 1 });
    expect(await journey.mailTo(GONE)).toHaveLength(1);
    expect(await journey.mailTo(ANNOYED)).toHaveLength(1);
    expect(await journey.mailTo(CONTENT)).toHaveLength(2);
  });

  it('is harmless when forged for a campaign that never was, or no event at all', async () => {
    for (const body of [
      '{"eventType":"Bounce"}',
      '{"eventType":"Delivery","mail":{"tags":{"campaign":["nobody-1"],"chunk":["0"],"index":["5"]}}}',
    ]) {
      await fetch(`${journey.url}/_local/ses-events`, { method: 'POST', body });
    }
    expect(await sendNext('c')).toMatchObject({ audience: 1, accepted: 1 });
  });

  it('is heard of arrivals while somebody is watched, and an arrival ends the watching', async () => {
    await fetch(`${journey.url}/_local/usage.json`, { method: 'DELETE' });
    const handled = (times: number) =>
      until(async () => (await feedbackHandled(journey)) === times || undefined, PATIENCE);
    const { edition: ordinary } = await sendNext('d');
    await reported(ordinary, { deliveries: 1 });
    expect(await feedbackHandled(journey)).toBe(0);

    await tell(journey, cameBack(CONTENT, 0));
    expect(await handled(1)).toBe(true);
    await sendNext('e');
    expect((await journey.mailTo(CONTENT)).at(-1)?.tags).toMatchObject({ watch: '1' });
    expect(await handled(2)).toBe(true);

    const { edition: afterwards } = await sendNext('f');
    expect((await journey.mailTo(CONTENT)).at(-1)?.tags).not.toHaveProperty('watch');
    await reported(afterwards, { deliveries: 1 });
    expect(await feedbackHandled(journey)).toBe(2);
  });

  it('ends the writing after five mails over two weeks, until their reader confirms anew', async () => {
    await subscribe(journey, FULL);
    for (const daysAgo of [18, 14, 9, 4]) await tell(journey, cameBack(FULL, daysAgo));
    expect(await suppressed()).not.toContain(FULL);
    await tell(journey, cameBack(FULL, 1));
    expect(await until(async () => (await suppressed()).includes(FULL) || undefined, PATIENCE)).toBe(true);
    expect(await sendNext('g')).toMatchObject({ audience: 1, accepted: 1 });

    await signUp(journey, FULL);
    const link = confirmLinkIn((await journey.receive(FULL)).text);
    expect((await fetch(link, { method: 'POST' })).status).toBe(200);
    expect(await suppressed()).not.toContain(FULL);
    for (const daysAgo of [18, 14, 9, 4, 1]) await tell(journey, cameBack(FULL, daysAgo));
    expect(await sendNext('h')).toMatchObject({ audience: 2, accepted: 2 });
    expect((await journey.mailTo(FULL)).at(-1)?.tags).toMatchObject({ watch: '1' });
  });

  it('needs no right that a function does not have', () => {
    expect(journey.printed.filter((line) => /denied|refused|dead letter/i.test(line))).toEqual([]);
  });
});

describe('a function that is led to write into the queue of feedback', () => {
  let journey: Journey;
  let publisher: Publisher;
  let assembly: string;
  beforeAll(async () => {
    publisher = await openPublisher([]);
    assembly = withSignUpsTo('AudienceFeedbackQueue');
    journey = await beginJourney(assembly);
    await applyPublication(journey, publisher.feedUrl);
  });
  afterAll(async () => {
    await journey.end();
    publisher.close();
    rmSync(assembly, { recursive: true });
  });

  it('is refused: only our topic may', async () => {
    expect((await signUp(journey, CONTENT)).status).toBe(500);
    expect(journey.printed).toEqual(
      expect.arrayContaining([expect.stringMatching(/AudienceSignUp\w* .*sqs:SendMessage.*AudienceFeedback/)]),
    );
    expect(await feedbackHandled(journey)).toBe(0);
  });
});

/** A mail of some days ago came back for the time being, as SES would tell it. */
function cameBack(address: string, daysAgo: number) {
  const sentAt = new Date(Date.now() - daysAgo * 24 * 3_600_000).toISOString();
  return {
    eventType: 'Bounce',
    bounce: {
      feedbackId: `f-${daysAgo}`,
      bounceType: 'Transient',
      bounceSubType: 'MailboxFull',
      bouncedRecipients: [{ emailAddress: address, action: 'failed', status: '4.2.2' }],
      timestamp: sentAt,
    },
    mail: { timestamp: sentAt, messageId: `sent-${daysAgo}`, destination: [address], tags: { campaign: ['schule-1'] } },
  };
}

async function tell({ url }: Journey, event: unknown): Promise<void> {
  const answer = await fetch(`${url}/_local/ses-events`, { method: 'POST', body: JSON.stringify(event) });
  expect(answer.status).toBe(200);
}

/** How often the function was called that both queues lead to. */
async function feedbackHandled({ url }: Journey): Promise<number> {
  const usage = z.object({ functions: z.record(z.string(), z.object({ invocations: z.number() })) });
  const { functions } = usage.parse(await (await fetch(`${url}/_local/usage.json`)).json());
  return Object.entries(functions).find(([id]) => id.startsWith('AudienceRecordFeedback'))?.[1].invocations ?? 0;
}

interface Template {
  Resources: Record<string, { Type: string; Properties: { Environment?: { Variables: Record<string, unknown> } } }>;
}

/** The stage as it is, but for where sign-ups are put. */
function withSignUpsTo(queue: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'rundbrief-feedback-'));
  cpSync(inject('assembly'), folder, { recursive: true });
  const [file = ''] = globSync('*.template.json', { cwd: folder });
  const template: Template = JSON.parse(readFileSync(join(folder, file), 'utf8'));
  const resources = Object.entries(template.Resources);
  const [target = ''] = resources.find(([id, { Type }]) => Type === 'AWS::SQS::Queue' && id.startsWith(queue)) ?? [];
  const [, signUps] =
    resources.find(([id, { Type }]) => Type === 'AWS::Lambda::Function' && id.startsWith('AudienceSignUp')) ?? [];
  const settings = signUps?.Properties.Environment?.Variables;
  if (!target || !settings?.CONFIRMATIONS_QUEUE_URL) throw new Error('There is nothing to lead astray');
  settings.CONFIRMATIONS_QUEUE_URL = { Ref: target };
  writeFileSync(join(folder, file), JSON.stringify(template));
  return folder;
}
