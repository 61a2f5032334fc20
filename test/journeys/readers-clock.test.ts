import { afterAll, beforeAll, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { z } from 'zod';
import { path } from '../../bin/cli/api-client.ts';
import { until } from '../../bin/cli/waiting.ts';
import { reportAnswer, runAnswer } from '../../lambdas/console/answers.ts';
import { beginJourney, type Journey } from './local-run.ts';
import { openPublisher, type Publisher } from './publisher.ts';
import { poll } from './steps.ts';

const MINUTE = 60_000;
/** An hour behind, all year round. */
const CAPE_VERDE = 'Atlantic/Cape_Verde';

let journey: Journey;
let publisher: Publisher;
/** Some minute soon: the clocks of Cape Verde then show what those of the publication showed an hour ago. */
let hour: Date;

beforeAll(async () => {
  publisher = await openPublisher([{ id: 'neu', title: 'Neues aus der Schule', text: 'Ein Bericht.' }]);
  journey = await beginJourney();
  // Time enough to compose and to send before it.
  hour = new Date(Math.ceil((Date.now() + 45_000) / MINUTE) * MINUTE);
  await journey.api.post('/publications', { yaml: fileWith(new Date(hour.getTime() - 60 * MINUTE)) }, z.unknown());
  const people = { 'hier@example.net': undefined, 'dort@example.net': CAPE_VERDE };
  for (const [address, timeZone] of Object.entries(people)) {
    const wish = { address, timeZone, proof: 'Unterschrift auf Papier' };
    await journey.api.post('/publications/schule/subscribers', wish, z.unknown());
  }
  await poll(journey);
});
afterAll(async () => {
  await journey.end();
  publisher.close();
});

const fileWith = (due: Date) =>
  stringify({
    ...{ id: 'schule', title: 'Schule', description: 'Neues', language: 'de', timeZone: 'UTC' },
    ...{ siteUrl: 'https://schule.example/', sender: { name: 'Schule' }, imprint: ['Schule, 45127 Essen'] },
    sources: [{ id: 'feed', url: publisher.feedUrl, title: 'Die Seite' }],
    digests: [{ id: 'taeglich', cadence: 'daily', time: due.toISOString().slice(11, 16), inReadersZone: true }],
  });

async function send(): Promise<string> {
  const asked = z.object({ requestId: z.string() });
  const { requestId } = await journey.api.post('/publications/schule/editions', { digest: 'taeglich' }, asked);
  const run = await until(() => journey.api.find(path`/publications/schule/runs/${requestId}`, runAnswer), {
    timeoutMs: 40_000,
  });
  if (run?.outcome.kind !== 'composed') throw new Error(`Nothing was composed: ${JSON.stringify(run)}`);
  const { editionId } = run.outcome;
  const { contentHash } = await journey.api.get(path`/editions/${editionId}`, z.object({ contentHash: z.string() }));
  await journey.api.post(path`/editions/${editionId}/send`, { contentHash }, z.unknown());
  return editionId;
}

it('is sent at once to who reads by the clock of the publication, and to the others when theirs says so', {
  timeout: 300_000,
}, async () => {
  const edition = await send();
  const report = () => journey.api.get(path`/editions/${edition}/report`, reportAnswer);
  await journey.receive('hier@example.net');
  // A sweep before the hour changes nothing.
  await fetch(`${journey.url}/_local/tick`, { method: 'POST' });
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  expect(new Date() < hour, 'this machine was too slow').toBe(true);
  expect(await report()).toMatchObject({ status: 'sending', audience: 2, accepted: 1, pending: 1 });
  expect(await journey.mailTo('dort@example.net')).toEqual([]);

  const arrived = await until(
    async () => {
      await fetch(`${journey.url}/_local/tick`, { method: 'POST' });
      const [mail] = await journey.mailTo('dort@example.net');
      return mail && new Date();
    },
    { timeoutMs: 200_000, firstPauseMs: 3_000 },
  );
  expect(arrived?.getTime()).toBeGreaterThanOrEqual(hour.getTime());
  const closed = await until(async () => ((await report()).status === 'closed' ? report() : undefined), {
    timeoutMs: 20_000,
  });
  expect(closed).toMatchObject({ audience: 2, accepted: 2, pending: 0, unknown: 0 });
  expect(await journey.mailTo('hier@example.net')).toHaveLength(1);
});
