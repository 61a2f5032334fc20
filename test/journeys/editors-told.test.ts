import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { z } from 'zod';
import { until } from '../../bin/cli/waiting.ts';
import { beginJourney, type Journey, logsOf } from './local-run.ts';
import { openPublisher, type Publisher } from './publisher.ts';
import { compose, poll } from './steps.ts';

const EDITORS = ['ada@desk.example', 'ben@desk.example'];
const ZONE = 'Europe/Berlin';

/** The next full minute by the publication's clock, as cron says it. */
function nextMinute(): string {
  const parts = { hour: 'numeric', minute: 'numeric', hourCycle: 'h23', timeZone: ZONE } as const;
  const time = new Intl.DateTimeFormat('en', parts).formatToParts(Date.now() + 60_000);
  const partOf = (wanted: string) => Number(time.find(({ type }) => type === wanted)?.value);
  return `${partOf('minute')} ${partOf('hour')} * * *`;
}

describe('a digest that waits for editors', () => {
  let journey: Journey;
  let publisher: Publisher;
  beforeAll(async () => {
    publisher = await openPublisher([{ id: 'alt', title: 'Aus dem Archiv', text: 'Von früher.' }]);
    journey = await beginJourney();
    await apply();
    await poll(journey);
    publisher.publish({ id: 'neu', title: 'Frisch hereingekommen', text: 'Von heute.' });
    await poll(journey);
  });
  afterAll(async () => {
    await journey.end();
    publisher.close();
  });

  const apply = (digests: object[] = []) =>
    journey.api.post(
      '/publications',
      {
        yaml: stringify({
          id: 'schule',
          title: 'Schule & Region',
          description: 'Neues aus den Schulen',
          language: 'de',
          timeZone: ZONE,
          siteUrl: 'https://schule.example/',
          sender: { name: 'Schule „Region“' },
          imprint: ['Schule & Region'],
          editors: EDITORS,
          sources: [{ id: 'feed', url: publisher.feedUrl, title: 'Die Seite' }],
          digests,
        }),
      },
      z.unknown(),
    );

  it('tells nobody of an edition that somebody asked for by hand', async () => {
    expect(await compose(journey)).toMatchObject({ kind: 'composed' });
    for (const editor of EDITORS) expect(await journey.mailTo(editor)).toEqual([]);
  });

  it('tells each of them once when it is due, with the way to the draft', async () => {
    await apply([{ id: 'taeglich', cadence: 'daily', cron: nextMinute(), mode: 'draft' }]);
    const told = await until(
      async () => {
        await fetch(`${journey.url}/_local/tick`, { method: 'POST' });
        return (await journey.mailTo(EDITORS[1] ?? ''))[0];
      },
      { timeoutMs: 90_000 },
    );
    expect(told?.tags).toMatchObject({ purpose: 'editors', publication: 'schule' });
    await fetch(`${journey.url}/_local/tick`, { method: 'POST' });
    for (const editor of EDITORS) {
      const { subject, text = '' } = await journey.receive(editor);
      expect(subject).toBe('Zur Freigabe: „Frisch hereingekommen“');
      const [page = ''] = /http\S+\/console\/editions\/schule-2$/m.exec(text) ?? [];
      expect(page).toMatch(journey.url);
      expect(text).toContain('Beiträge: 1');
      expect(await journey.mailTo(editor)).toHaveLength(1);
    }
  }, 120_000);

  it('is in no log, and needs no right that a function does not have', () => {
    for (const log of logsOf(journey)) expect(log).not.toMatch(/@desk\.example/);
    expect(journey.printed.filter((line) => /denied|refused|dead letter/i.test(line))).toEqual([]);
  });
});
