import { SESClient, SendRawEmailCommand } from '@aws-sdk/client-ses';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { beginJourney, type Journey, logsOf } from './local-run.ts';
import { openPublisher, type Publisher } from './publisher.ts';
import { applyPublication, compose, poll, send, subscribe } from './steps.ts';

const READERS = 40;
const listed = z.array(z.object({ to: z.array(z.string()), at: z.coerce.date(), accepted: z.boolean() }));

let journey: Journey;
let publisher: Publisher;
afterEach(async () => {
  await journey.end();
  publisher.close();
});

/** A publication with readers and an edition, where SES takes so many mails in any second. */
async function anEdition(perSecond: number): Promise<string> {
  publisher = await openPublisher([{ id: 'a', title: 'Ein Beitrag', text: 'Text' }]);
  journey = await beginJourney(undefined, { limits: { perSecond } });
  await applyPublication(journey, publisher.feedUrl);
  await poll(journey);
  for (let reader = 0; reader < READERS; reader += 1) await subscribe(journey, `r${reader}@pace.example`);
  const outcome = await compose(journey);
  if (outcome.kind !== 'composed') throw new Error(`Nothing was composed: ${JSON.stringify(outcome)}`);
  return outcome.editionId;
}

/** When SES took what it was given, of this domain. */
async function takenAt(domain: string): Promise<number[]> {
  const mails = listed.parse(await (await fetch(`${journey.url}/_local/mail.json`)).json());
  return mails.filter(({ to }) => to[0]?.endsWith(domain)).map(({ at }) => at.getTime());
}

function mostInASecond(times: number[]): number {
  const inOrder = times.toSorted((one, other) => one - other);
  return Math.max(...inOrder.map((from) => inOrder.filter((at) => at >= from && at < from + 1_000).length));
}

describe('an edition on the deployed wiring', () => {
  it('goes at what SES tells, and never above it in any one second', { timeout: 120_000 }, async () => {
    const edition = await anEdition(20);
    expect(await send(journey, edition)).toMatchObject({ status: 'closed', accepted: READERS });
    const times = await takenAt('@pace.example');
    expect(times).toHaveLength(READERS);
    // Nine tenths of twenty are the campaigns'.
    expect(mostInASecond(times)).toBeLessThanOrEqual(18);
    expect(logsOf(journey).join('\n')).not.toContain('Throttling');
    expect(journey.printed.join('\n')).not.toContain('denied');
  });

  it('reaches everybody once where others use up the rate', { timeout: 300_000 }, async () => {
    const edition = await anEdition(10);
    let isOver = false;
    const isThrottled = () => logsOf(journey).join('\n').includes('Throttling');
    const client = new SESClient({
      endpoint: journey.url,
      region: 'eu-central-1',
      credentials: journey.run.operator,
      maxAttempts: 1,
    });
    const raw = 'From: news@rundbrief.example\r\nTo: other@else.example\r\n\r\n';
    const others = (async () => {
      const mail = { Source: 'news@rundbrief.example', RawMessage: { Data: Buffer.from(raw) } };
      const another = () => client.send(new SendRawEmailCommand({ ...mail, Destinations: ['other@else.example'] }));
      while (!isOver && !isThrottled()) await Promise.allSettled(Array.from({ length: 10 }, another));
    })();
    // What SES throttles again and again waits for a minute.
    const report = await send(journey, edition, { timeoutMs: 200_000 }).finally(() => {
      isOver = true;
    });
    await others;
    expect(report).toMatchObject({ status: 'closed', accepted: READERS });
    expect(isThrottled()).toBe(true);
    const mails = listed.parse(await (await fetch(`${journey.url}/_local/mail.json`)).json());
    const readers = mails.map(({ to }) => to[0]).filter((to) => to?.endsWith('@pace.example'));
    expect(new Set(readers).size).toBe(READERS);
    expect(readers).toHaveLength(READERS);
  });
});
