import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { path } from '../../bin/cli/api-client.ts';
import { until } from '../../bin/cli/waiting.ts';
import { reportAnswer } from '../../lambdas/console/answers.ts';
import { beginJourney, type Journey } from './local-run.ts';
import { openPublisher, type Publisher } from './publisher.ts';
import { applyPublication, poll, sendEdition, subscribe } from './steps.ts';

const GONE = 'bounce@simulator.amazonses.com';
const ANNOYED = 'complaint@simulator.amazonses.com';
const CONTENT = 'success@simulator.amazonses.com';

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

  it('is counted on the report', async () => {
    const { edition } = await sendEdition(journey);
    const counted = await until(
      async () => {
        const now = await journey.api.get(path`/editions/${edition}/report`, reportAnswer);
        return now.bounces === 1 && now.complaints === 1 && now.deliveries === 2 ? now : undefined;
      },
      { timeoutMs: 20_000 },
    );
    expect(counted).toMatchObject({ audience: 3, accepted: 3, bounces: 1, complaints: 1, deliveries: 2 });
  });

  it('keeps the next edition from addresses that are gone or complained', async () => {
    publisher.publish({ id: 'b', title: 'Zweiter Beitrag', text: 'Text' });
    await poll(journey);
    expect(await sendEdition(journey)).toMatchObject({ audience: 1, accepted: 1 });
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
    publisher.publish({ id: 'c', title: 'Dritter Beitrag', text: 'Text' });
    await poll(journey);
    expect(await sendEdition(journey)).toMatchObject({ audience: 1, accepted: 1 });
  });

  it('needs no right that a function does not have', () => {
    expect(journey.printed.filter((line) => /denied|refused|dead letter/i.test(line))).toEqual([]);
  });
});
