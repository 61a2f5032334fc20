import { existsSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import {
  GetAccountSendingEnabledCommand,
  GetSendQuotaCommand,
  ListIdentitiesCommand,
  SESClient,
  SendEmailCommand,
  SendRawEmailCommand,
} from '@aws-sdk/client-ses';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type LocalRun, startLocal } from '../../lib/local/index.ts';
import { eventually } from './eventually.ts';
import { mailResources, ref, tinyAssembly } from './tiny-assembly.ts';

const RAW = [
  'From: =?utf-8?Q?Bl=C3=A4ttchen?= <news@mail.example>',
  'To: ada@reader.example',
  'Subject: =?utf-8?Q?Gr=C3=BC=C3=9Fe_?= =?utf-8?B?4oCeaGV1dGXigJw=?=',
  'List-Unsubscribe: <https://news.example/u?t=1>',
  'MIME-Version: 1.0',
  'Content-Type: text/plain; charset=utf-8',
  'Content-Transfer-Encoding: quoted-printable',
  '',
  'Gr=C3=BC=C3=9Fe\u0020\u0020',
  '',
].join('\r\n');

const tiny = tinyAssembly({ resources: mailResources(), outputs: { Set: { Value: ref('Bulk') } } });
const closers: Array<() => unknown> = [];
let run: LocalRun;

/** @param answerWithinMs - long enough for a busy machine, unless there will be no answer */
const clientOf = ({ url, operator }: LocalRun, { answerWithinMs = 20_000 } = {}) =>
  new SESClient({
    endpoint: url,
    region: 'eu-central-1',
    credentials: operator,
    maxAttempts: 1,
    requestHandler: { requestTimeout: answerWithinMs, throwOnRequestTimeout: true },
  });
const raw = (more: object = {}) =>
  new SendRawEmailCommand({
    Source: 'news@mail.example',
    Destinations: ['ada@reader.example'],
    RawMessage: { Data: Buffer.from(RAW) },
    ...more,
  });
const received = async ({ url, operator }: LocalRun) => {
  const sqs = new SQSClient({ endpoint: url, region: 'eu-central-1', credentials: operator });
  const bodies: string[] = [];
  for (;;) {
    const { Messages } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: `${url}/000000000000/Events`,
        MaxNumberOfMessages: 10,
        WaitTimeSeconds: bodies.length > 1 ? 0 : 2,
      }),
    );
    if (!Messages?.length) return bodies;
    bodies.push(...Messages.map(({ Body }) => String(Body)));
  }
};

beforeAll(async () => {
  run = await startLocal({ assembly: tiny.assembly, port: 0, dataDir: tiny.dataDir, log: () => {} });
});
afterAll(async () => {
  await run?.stop();
  tiny.remove();
});
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

describe('a mail sent with the real SDK', () => {
  it('is kept byte for byte and listed with its subject read', async () => {
    const { MessageId } = await clientOf(run).send(
      raw({
        ConfigurationSetName: run.outputs.Set,
        Tags: [
          { Name: 'campaign', Value: 'c_1' },
          { Name: 'ses:feedback-id-a', Value: 'ruhr' },
        ],
      }),
    );
    expect(MessageId).toMatch(/^0107[0-9a-f]{12}-[0-9a-f-]{36}-000000$/);
    const mails = (await (await fetch(`${run.url}/_local/mail.json`)).json()) as unknown[];
    expect(mails.at(-1)).toEqual({
      id: MessageId,
      to: ['ada@reader.example'],
      from: 'Blättchen <news@mail.example>',
      subject: 'Grüße „heute“',
      at: expect.stringMatching(/^\d{4}-.*Z$/),
      configurationSet: 'Bulk',
      tags: { campaign: 'c_1', 'ses:feedback-id-a': 'ruhr' },
      accepted: true,
    });
    const kept = Buffer.from(await (await fetch(`${run.url}/_local/mail/${MessageId}.eml`)).arrayBuffer());
    expect(kept.equals(Buffer.from(RAW))).toBe(true);
    expect(existsSync(join(tiny.dataDir, 'mail', `${MessageId}.eml`))).toBe(true);
  });

  it('is readable in the inbox, also as plain text', async () => {
    const { MessageId } = await clientOf(run).send(raw());
    const page = await (await fetch(`${run.url}/_local/inbox?id=${MessageId}&view=text`)).text();
    expect(page).toContain('<pre>Grüße');
    expect(page).toContain('https://news.example/u?t=1');
  });

  it.each([
    {
      what: 'a tag name with a space',
      more: { Tags: [{ Name: 'a b', Value: 'c' }] },
      name: 'InvalidParameterValue',
      says: "Invalid tag name <a b>: only alphanumeric ASCII characters, '_',  '-' are allowed.",
    },
    {
      what: 'an empty tag value',
      more: { Tags: [{ Name: 'a', Value: '' }] },
      name: 'InvalidParameterValue',
      says: 'value',
    },
    {
      what: 'an unknown configuration set',
      more: { ConfigurationSetName: 'none' },
      name: 'ConfigurationSetDoesNotExist',
      says: 'none',
    },
    {
      what: 'a sender nobody verified',
      more: { Source: 'x@elsewhere.example' },
      name: 'MessageRejected',
      says: 'not verified',
    },
    {
      what: 'a From nobody verified behind a Source that is',
      more: { RawMessage: { Data: Buffer.from(RAW.replace('news@mail.example', 'x@elsewhere.example')) } },
      name: 'MessageRejected',
      says: 'x@elsewhere.example',
    },
    {
      what: 'an address without a domain',
      more: { Destinations: ['ada'] },
      name: 'InvalidParameterValue',
      says: '@domain',
    },
    {
      what: 'more than 10 MB',
      more: { RawMessage: { Data: Buffer.alloc(10 * 1024 * 1024 + 1, `${RAW}x`) } },
      name: 'InvalidParameterValue',
      says: '10485760',
    },
  ])('is refused as SES does for $what', async ({ more, name, says }) => {
    await expect(clientOf(run).send(raw(more))).rejects.toMatchObject({
      name: expect.stringMatching(new RegExp(`^${name}`)),
      message: expect.stringContaining(says),
    });
  });

  it('may be written by SES itself', async () => {
    const sent = await clientOf(run).send(
      new SendEmailCommand({
        Source: 'news@mail.example',
        Destination: { ToAddresses: ['ada@reader.example'] },
        Message: { Subject: { Data: 'Grüße' }, Body: { Text: { Data: 'Hallo' } } },
      }),
    );
    const eml = await (await fetch(`${run.url}/_local/mail/${sent.MessageId}.eml`)).text();
    expect(eml).toContain('Hallo');
  });
});

describe('other calls', () => {
  it('answer the quota and refuse what they do not know', async () => {
    expect(await clientOf(run).send(new GetSendQuotaCommand({}))).toMatchObject({
      MaxSendRate: expect.any(Number),
      Max24HourSend: expect.any(Number),
    });
    expect(await clientOf(run).send(new GetAccountSendingEnabledCommand({}))).toMatchObject({ Enabled: true });
    await expect(clientOf(run).send(new ListIdentitiesCommand({}))).rejects.toMatchObject({ name: 'InvalidAction' });
  });
});

describe('the events of a mail', () => {
  it.each([
    { to: 'ada@reader.example', types: ['Send', 'Delivery'] },
    { to: 'bounce+7@simulator.amazonses.com', types: ['Send', 'Bounce'] },
    { to: 'complaint@simulator.amazonses.com', types: ['Send', 'Delivery', 'Complaint'] },
    { to: 'suppressionlist@simulator.amazonses.com', types: ['Send', 'Bounce'] },
  ])('to $to are $types, after the plain text that validates the topic', async ({ to, types }) => {
    const own = tinyAssembly({ resources: mailResources() });
    const other = await startLocal({ assembly: own.assembly, port: 0, dataDir: own.dataDir, log: () => {} });
    closers.push(own.remove, () => other.stop());
    const { MessageId } = await clientOf(other).send(
      raw({ Destinations: [to], ConfigurationSetName: 'Bulk', Tags: [{ Name: 'chunk', Value: '0042' }] }),
    );
    const [first, ...events] = await received(other);
    expect(first).toBe('Successfully validated SNS topic for Amazon SES event publishing.');
    const parsed = events.map(
      (body) => JSON.parse(body) as { eventType: string; mail: { messageId: string; tags: object } },
    );
    expect(parsed.map(({ eventType }) => eventType)).toEqual(types);
    expect(parsed[0]?.mail).toMatchObject({
      messageId: MessageId,
      tags: { chunk: ['0042'], 'ses:configuration-set': ['Bulk'] },
    });
  });

  it('may come from outside through the intake, once they have a type and a message', async () => {
    const post = (body: unknown) =>
      fetch(`${run.url}/_local/ses-events`, { method: 'POST', body: JSON.stringify(body) });
    expect((await post({ eventType: 'Bounce' })).status).toBe(400);
    expect((await post({ eventType: 'Click', mail: { messageId: 'x' } })).status).toBe(422);
    expect((await post({ eventType: 'Bounce', mail: { messageId: 'outside' } })).status).toBe(200);
    expect(await eventually(async () => (await received(run)).find((body) => body.includes('outside')))).toContain(
      'Bounce',
    );
  });
});

describe('another endpoint named with --ses', () => {
  const withEndpoint = async (answer: (request: IncomingMessage, response: ServerResponse) => void) => {
    const server: Server = createServer((request, response) => {
      request.resume().on('end', () => answer(request, response));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const own = tinyAssembly({ resources: mailResources() });
    const other = await startLocal({
      assembly: own.assembly,
      port: 0,
      dataDir: own.dataDir,
      ses: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      log: () => {},
    });
    closers.push(
      own.remove,
      () => server.closeAllConnections(),
      () => server.close(),
      () => other.stop(),
    );
    return other;
  };
  const listed = async ({ url }: LocalRun) =>
    (await (await fetch(`${url}/_local/mail.json`)).json()) as Array<{ id: string; accepted: boolean }>;

  it('decides what was accepted, by its id', async () => {
    const other = await withEndpoint((_, response) =>
      response.end(
        '<SendRawEmailResponse><SendRawEmailResult><MessageId>theirs-1</MessageId></SendRawEmailResult></SendRawEmailResponse>',
      ),
    );
    expect(await clientOf(other).send(raw())).toMatchObject({ MessageId: 'theirs-1' });
    expect(await listed(other)).toMatchObject([{ id: 'theirs-1', accepted: true }]);
  });

  it.each([
    {
      what: 'a reset',
      answer: (request: IncomingMessage) => void request.socket.resetAndDestroy(),
      code: 'ECONNRESET',
    },
    { what: 'silence', answer: () => {}, code: 'ETIMEDOUT' },
  ])('passes $what on as it is', async ({ answer, code }) => {
    const other = await withEndpoint(answer);
    const answerWithinMs = code === 'ETIMEDOUT' ? 700 : undefined;
    await expect(clientOf(other, { answerWithinMs }).send(raw())).rejects.toMatchObject({ code });
  });

  it('may give any id, also the same one twice, and no mail is lost', async () => {
    const other = await withEndpoint((_, response) => response.end('<MessageId>../../x&lt;1@example&gt;</MessageId>'));
    for (const Destinations of [['a@reader.example'], ['b@reader.example']])
      await clientOf(other).send(raw({ Destinations }));
    const mails = await listed(other);
    expect(mails).toMatchObject([{ accepted: true }, { accepted: true }]);
    for (const { id } of mails) {
      expect(await (await fetch(`${other.url}/_local/mail/${encodeURIComponent(id)}.eml`)).text()).toBe(RAW);
    }
  });

  it('does not call a 200 without an id accepted', async () => {
    const other = await withEndpoint((_, response) => response.end(''));
    expect((await clientOf(other).send(raw())).MessageId).toBeUndefined();
    expect(await listed(other)).toMatchObject([{ accepted: false }]);
  });
});

it('keeps the raw mail on disk before it answers', async () => {
  const { MessageId } = await clientOf(run).send(raw());
  expect(readFileSync(join(tiny.dataDir, 'mail', 'index.jsonl'), 'utf8')).toContain(String(MessageId));
});
