import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { askingClient, quotaOf } from '../../lambdas/platform/ses-quota.ts';

const answerWith = (figures: Record<string, number>) =>
  `<GetSendQuotaResponse xmlns="http://ses.amazonaws.com/doc/2010-12-01/"><GetSendQuotaResult>${Object.entries(figures)
    .map(([name, value]) => `<${name}>${value.toFixed(1)}</${name}>`)
    .join('')}</GetSendQuotaResult></GetSendQuotaResponse>`;
const FIGURES = { Max24HourSend: 50_000, MaxSendRate: 14, SentLast24Hours: 120 };

const closers: (() => unknown)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

/** @param answers - status and body, one after another; the last one again and again */
async function asking(...answers: [number, string][]) {
  let asked = 0;
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      const [status, body] = answers[Math.min(asked, answers.length - 1)] as [number, string];
      asked += 1;
      response.writeHead(status, { 'content-type': 'text/xml' }).end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => server.close());
  const waits: number[] = [];
  const client = askingClient(
    {
      endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      region: 'eu-central-1',
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    },
    async (ms) => void waits.push(ms),
  );
  return { ask: quotaOf(client), waits, asked: () => asked };
}

describe('asking SES for the quota', () => {
  it('reads its three figures', async () => {
    const { ask } = await asking([200, answerWith(FIGURES)]);
    expect(await ask()).toEqual({ perSecond: 14, perDay: 50_000, sentLastDay: 120 });
  });

  it('takes -1 for a day without limit', async () => {
    const { ask } = await asking([200, answerWith({ ...FIGURES, Max24HourSend: -1 })]);
    expect(await ask()).toEqual({ perSecond: 14, perDay: undefined, sentLastDay: 120 });
  });

  it('asks again after a fault, as no question harms, and never twice within a second', async () => {
    const { ask, waits, asked } = await asking([500, ''], [200, answerWith(FIGURES)]);
    expect(await ask()).toMatchObject({ perSecond: 14 });
    expect(asked()).toBe(2);
    expect(waits).toHaveLength(1);
    expect(await ask()).toMatchObject({ perSecond: 14 });
    expect(waits).toHaveLength(2);
  });

  it('fails on an answer that is none', async () => {
    const { ask } = await asking([200, '<html>proxy</html>']);
    await expect(ask()).rejects.toThrow();
  });
});
