import type { AddressInfo } from 'node:net';
import { createServer, type Server } from 'node:net';
import { SESClient, SendRawEmailCommand } from '@aws-sdk/client-ses';
import { afterEach, expect, it } from 'vitest';
import { startLocal } from '../../lib/local/index.ts';
import { eventually } from './eventually.ts';
import { mailResources, tinyAssembly } from './tiny-assembly.ts';

const closers: Array<() => unknown> = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** As much of a mail server as taking one message needs. */
async function mailServer(): Promise<{ url: string; received: string[]; server: Server }> {
  const received: string[] = [];
  const server = createServer((socket) => {
    let data = '';
    let isMessage = false;
    socket.write('220 here\r\n');
    socket.on('data', (chunk) => {
      data += chunk.toString();
      for (;;) {
        const end = isMessage ? data.indexOf('\r\n.\r\n') : data.indexOf('\r\n');
        if (end < 0) return;
        const line = data.slice(0, end);
        data = data.slice(end + (isMessage ? 5 : 2));
        received.push(line);
        if (isMessage) isMessage = false;
        else if (line === 'DATA') isMessage = true;
        socket.write(isMessage ? '354 go\r\n' : line === 'QUIT' ? '221 bye\r\n' : '250 ok\r\n');
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => server.close());
  return { url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`, received, server };
}

async function sendThrough(smtp: string) {
  const tiny = tinyAssembly({ resources: mailResources() });
  const lines: string[] = [];
  const run = await startLocal({
    assembly: tiny.assembly,
    port: 0,
    dataDir: tiny.dataDir,
    smtp,
    log: (line) => lines.push(line),
  });
  closers.push(tiny.remove, () => run.stop());
  const ses = new SESClient({ endpoint: run.url, region: 'eu-central-1', credentials: run.operator, maxAttempts: 1 });
  const Data = Buffer.from('From: Blatt <news@mail.example>\r\nTo: b@reader.example\r\nSubject: x\r\n\r\nbody\r\n');
  const { MessageId } = await ses.send(
    new SendRawEmailCommand({ RawMessage: { Data }, Destinations: ['b@reader.example'] }),
  );
  return { MessageId, lines, run };
}

it('a mail also goes to the mail server that was named, to the address SES was given', async () => {
  const { url, received } = await mailServer();
  await sendThrough(url);
  await eventually(() => received.find((line) => line.includes('Subject: x')));
  expect(received.join('\n')).toContain('RCPT TO:<b@reader.example>');
});

it('a mail server that is down is told of and loses no mail', async () => {
  const { MessageId, lines, run } = await sendThrough('smtp://127.0.0.1:9');
  await eventually(() => lines.find((line) => line.includes(`did not take mail ${MessageId}`)));
  expect(await (await fetch(`${run.url}/_local/mail.json`)).json()).toMatchObject([{ id: MessageId, accepted: true }]);
});
