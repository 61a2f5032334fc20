import { GetSendQuotaCommand, SESClient, SendRawEmailCommand } from '@aws-sdk/client-ses';
import { describe, expect, it } from 'vitest';
import { type LocalRun, startLocal } from '../../lib/local/index.ts';
import { type SendQuota, sendQuota } from '../../lib/local/ses-quota.ts';
import { mailResources, tinyAssembly } from './tiny-assembly.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const ADA = ['ada@reader.example'];

function quotaOf(limits: { perSecond?: number; perDay?: number }, before: Parameters<typeof sendQuota>[1] = []) {
  let time = DAY_MS;
  const quota = sendQuota({ perSecond: 3, perDay: 1_000, ...limits }, before, () => time);
  return Object.assign(quota, {
    wait: (ms: number) => {
      time += ms;
    },
  });
}
const taken = (quota: SendQuota, times: number, to = ADA) =>
  Array.from({ length: times }, () => quota.refusalOf(to)).filter((refusal) => refusal === undefined).length;

describe('the quota of the local SES', () => {
  it('takes so many in any second, wherever the second begins, and throws the rest away', () => {
    const quota = quotaOf({});
    quota.wait(900);
    expect(taken(quota, 2)).toBe(2);
    quota.wait(200);
    expect(taken(quota, 5)).toBe(1);
    expect(quota.refusalOf(ADA)).toEqual({
      status: 400,
      code: 'Throttling',
      message: 'Maximum sending rate exceeded.',
    });
    quota.wait(800);
    expect(taken(quota, 5)).toBe(2);
    expect(quota.figures().SentLast24Hours).toBe(5);
  });

  it('takes so many in any 24 hours, those of earlier runs counted in, and says so in other words', () => {
    const quota = quotaOf({ perDay: 2 }, [
      { at: -1, to: ADA },
      { at: 60_000, to: ADA },
    ]);
    expect(quota.figures()).toEqual({ Max24HourSend: 2, MaxSendRate: 3, SentLast24Hours: 1 });
    expect(taken(quota, 3)).toBe(1);
    expect(quota.refusalOf(ADA)?.message).toBe('Daily message quota exceeded.');
    quota.wait(60_000);
    expect(taken(quota, 3)).toBe(1);
  });

  it('knows days without limit, and does not count mail to the simulator for any', () => {
    expect(taken(quotaOf({ perDay: -1, perSecond: 100 }), 50)).toBe(50);
    const quota = quotaOf({ perDay: 1 });
    expect(taken(quota, 5, ['bounce+1@simulator.amazonses.com'])).toBe(3);
    expect(quota.figures().SentLast24Hours).toBe(0);
  });

  it('is what a client is told and feels', async () => {
    const own = tinyAssembly({ resources: mailResources() });
    const limits = { perSecond: 4, perDay: 9 };
    const run: LocalRun = await startLocal({ ...own, port: 0, limits, log: () => {} });
    try {
      const client = new SESClient({
        endpoint: run.url,
        region: 'eu-central-1',
        credentials: run.operator,
        maxAttempts: 1,
      });
      const Data = Buffer.from('From: news@mail.example\r\nTo: ada@reader.example\r\n\r\n');
      const sends = Array.from({ length: 30 }, () =>
        client.send(new SendRawEmailCommand({ Source: 'news@mail.example', Destinations: ADA, RawMessage: { Data } })),
      );
      const answers = await Promise.allSettled(sends);
      const refused = answers.flatMap((answer) => (answer.status === 'rejected' ? [String(answer.reason)] : []));
      expect(refused.length).toBeGreaterThan(20);
      expect(refused[0]).toMatch(/^Throttling: Maximum sending rate exceeded|Daily message quota exceeded/);
      const { $metadata, ...told } = await client.send(new GetSendQuotaCommand({}));
      expect(told).toEqual({ Max24HourSend: 9, MaxSendRate: 4, SentLast24Hours: 30 - refused.length });
    } finally {
      await run.stop();
      own.remove();
    }
  });
});
