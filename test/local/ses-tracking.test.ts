import { SESClient, SendRawEmailCommand } from '@aws-sdk/client-ses';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { simpleParser } from 'mailparser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LocalRun, startLocal } from '../../lib/local/index.ts';
import { mailResources, type Properties, type Resources, ref, tinyAssembly } from './tiny-assembly.ts';

const HTML = [
  '<html><body><p>Gr=C3=BC=C3=9Fe</p>',
  '<a style=3D"color:red" href=3D"https://news.example/a?x=3D1&amp;y=3D2">A</a>',
  '<a href=3D"https://news.example/leave?t=3D1" ses:no-track=3D"">Leave</a>',
  '<a href=3D"mailto:desk@mail.example">Mail</a>',
  '</body></html>',
];
const RAW = [
  'From: news@mail.example',
  'To: ada@reader.example',
  'Subject: x',
  'MIME-Version: 1.0',
  'Content-Type: multipart/alternative;',
  ' boundary="=_b"',
  '',
  '--=_b',
  'Content-Type: text/plain; charset=utf-8',
  '',
  'https://news.example/a?x=1&y=2',
  '--=_b',
  'Content-Type: text/html; charset=utf-8',
  'Content-Transfer-Encoding: quoted-printable',
  '',
  ...HTML,
  '--=_b--',
  '',
].join('\r\n');

/** One set that counts opens and clicks, and one that does not. */
function resources() {
  const all: Resources = { ...mailResources(), Plain: { Type: 'AWS::SES::ConfigurationSet', Properties: {} } };
  const destination = all.Destination?.Properties?.EventDestination as Properties & { MatchingEventTypes: string[] };
  destination.MatchingEventTypes.push('open', 'click');
  return all;
}

const tiny = tinyAssembly({
  resources: resources(),
  outputs: { Set: { Value: ref('Bulk') }, Plain: { Value: ref('Plain') } },
});
let run: LocalRun;
beforeAll(async () => {
  run = await startLocal({ assembly: tiny.assembly, port: 0, dataDir: tiny.dataDir, log: () => {} });
});
afterAll(async () => {
  await run?.stop();
  tiny.remove();
});

async function sent(set = 'Set'): Promise<string> {
  const ses = new SESClient({ endpoint: run.url, region: 'eu-central-1', credentials: run.operator, maxAttempts: 1 });
  const { MessageId = '' } = await ses.send(
    new SendRawEmailCommand({
      Source: 'news@mail.example',
      Destinations: ['ada@reader.example'],
      RawMessage: { Data: Buffer.from(RAW) },
      ConfigurationSetName: run.outputs[set],
      Tags: [{ Name: 'campaign', Value: 'c_1' }],
    }),
  );
  return MessageId;
}

const get = (path: string) => fetch(`${run.url}${path}`, { redirect: 'manual', headers: { 'user-agent': 'Reader/1' } });
const shown = async (id: string) => (await get(`/_local/mail/${id}.html`)).text();

/** Opens and clicks that came into the queue of events since the last time. */
async function interactions() {
  const sqs = new SQSClient({ endpoint: run.url, region: 'eu-central-1', credentials: run.operator });
  const events: Record<string, unknown>[] = [];
  for (;;) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl: `${run.url}/000000000000/Events`, MaxNumberOfMessages: 10 }),
    );
    if (Messages.length === 0) return events.filter(({ eventType }) => /Open|Click/.test(String(eventType)));
    for (const { Body = '' } of Messages) if (Body.startsWith('{')) events.push(JSON.parse(Body));
  }
}

describe('a mail of a configuration set that counts opens and clicks', () => {
  it('reaches its reader with a picture and with links over SES, but is kept as it came', async () => {
    const id = await sent();
    const html = await shown(id);
    expect(html).toContain(`<img alt="" src="${run.url}/_ses/I0/${id}"`);
    expect(html).toContain(
      `<a style="color:red" href="${run.url}/_ses/L0/https%3A%2F%2Fnews.example%2Fa%3Fx%3D1%26y%3D2/1/${id}">`,
    );
    expect(html).toContain('<p>Grüße</p>');
    expect(html).toContain('href="mailto:desk@mail.example"');
    // Marked links stay what they were, without the mark.
    expect(html).toContain('<a href="https://news.example/leave?t=1">');
    expect(Buffer.from(await (await get(`/_local/mail/${id}.eml`)).arrayBuffer()).toString()).toBe(RAW);
    expect((await simpleParser(RAW)).text).toContain('https://news.example/a?x=1&y=2');
  });

  it('tells of an open when its picture is asked for, in the shape of the real event', async () => {
    const id = await sent();
    const picture = await get(`/_ses/I0/${id}`);
    expect(picture.headers.get('content-type')).toBe('image/gif');
    expect(picture.headers.get('cache-control')).toContain('no-store');
    const [open] = (await interactions()).slice(-1);
    expect(open).toMatchObject({
      eventType: 'Open',
      open: { ipAddress: '127.0.0.1', userAgent: 'Reader/1', timestamp: expect.stringMatching(/^2\d{3}-.*Z$/) },
      mail: { messageId: id, destination: ['ada@reader.example'], tags: { campaign: ['c_1'] } },
    });
  });

  it('tells of a click and leads on, and only to where its own links lead', async () => {
    const id = await sent();
    await interactions();
    const href = /href="([^"]*\/_ses\/L0\/[^"]*)"/.exec(await shown(id))?.[1] ?? '';
    const led = await fetch(href, { redirect: 'manual' });
    expect(led.status).toBe(302);
    expect(led.headers.get('location')).toBe('https://news.example/a?x=1&y=2');
    for (const elsewhere of ['https://evil.example/', 'https://news.example/leave?t=1']) {
      expect((await get(`/_ses/L0/${encodeURIComponent(elsewhere)}/1/${id}`)).status).toBe(404);
    }
    expect(await interactions()).toMatchObject([
      { eventType: 'Click', click: { link: 'https://news.example/a?x=1&y=2' }, mail: { messageId: id } },
    ]);
  });
});

it('a mail of another configuration set is shown as it came, and nothing is told of it', async () => {
  const id = await sent('Plain');
  await interactions();
  const html = await shown(id);
  expect(html).not.toContain('_ses');
  expect(html).toContain('href="https://news.example/a?x=1&amp;y=2"');
  expect((await get(`/_ses/I0/${id}`)).status).toBe(404);
  expect((await get(`/_ses/L0/${encodeURIComponent('https://news.example/a?x=1&y=2')}/1/${id}`)).status).toBe(404);
  expect((await get('/_ses/I0/none')).status).toBe(404);
  expect(await interactions()).toEqual([]);
});
