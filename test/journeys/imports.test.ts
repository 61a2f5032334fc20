import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { path } from '../../bin/cli/api-client.ts';
import { until } from '../../bin/cli/waiting.ts';
import { subscriptionAnswer } from '../../lambdas/console/answers.ts';
import { exportPlanAnswer, type ShownImportAnswer, shownImportAnswer } from '../../lambdas/console/answers-lists.ts';
import { beginJourney, type Journey } from './local-run.ts';
import { placesOf } from './searching.ts';
import { applyPublication, subscribe } from './steps.ts';

const LEFT = 'gegangen@example.net';
const KNOWN = 'schon-da@example.net';
const PROVENANCE = 'Anmeldelisten der Fachtagung 2025, liegen im Sekretariat';
const MANY = 1_100;

const imports = '/publications/schule/imports';
const listed = z.object({ subscribers: z.array(subscriptionAnswer), next: z.string().nullable() });

/** A list as German Excel saves it. */
const LIST = Buffer.from(
  [
    'E-Mail;Themen;Schule',
    `${LEFT};Förderung;`,
    `${KNOWN};Termine;`,
    'jörg@example.net;Förderung;',
    'Käthe <kaethe@lindenhof.example>;Förderung | Sport;Gesamtschule Höntrop',
    ...Array.from({ length: MANY }, (_, index) => `Person-${index}@Schule.example;;`),
    'person-7@schule.example;Termine;',
    '',
  ].join('\r\n'),
  'latin1',
);

describe('a list from elsewhere', () => {
  let journey: Journey;
  beforeAll(async () => {
    journey = await beginJourney();
    await applyPublication(journey, 'https://schule.example/feed');
    for (const address of [LEFT, KNOWN]) await subscribe(journey, address);
    const { subscribers } = await journey.api.get('/publications/schule/subscribers', listed);
    const left = subscribers.find(({ address }) => address === LEFT)?.subscriberId ?? '';
    await journey.api.post(path`/publications/schule/subscribers/${left}/end`, {}, z.unknown());
  });
  afterAll(() => journey.end());

  const reaches = async (one: string, state: ShownImportAnswer['state']): Promise<ShownImportAnswer> => {
    const found = await until(
      async () => {
        const now = await journey.api.get(one, shownImportAnswer);
        return now.state === state ? now : undefined;
      },
      { timeoutMs: 60_000 },
    );
    if (!found)
      throw new Error(`The import is not ${state}: ${JSON.stringify(await journey.api.get(one, z.unknown()))}`);
    return found;
  };
  const decide = (one: string, dryRun: boolean) => {
    const decision = { mapping: ['address', 'topics', 'field:schule'], provenance: PROVENANCE, dryRun };
    return journey.api.post(`${one}/decision`, decision, z.unknown());
  };
  let one: string;

  it('is uploaded in parts and read', async () => {
    const { id } = await journey.api.post(
      imports,
      { fileName: 'liste.csv', bytes: LIST.length },
      z.object({ id: z.string() }),
    );
    one = `${imports}/${id}`;
    const half = 12_345;
    await journey.api.put(`${one}/parts/2`, new Uint8Array(LIST.subarray(half)), z.unknown());
    await journey.api.put(`${one}/parts/1`, new Uint8Array(LIST.subarray(0, half)), z.unknown());
    await journey.api.post(`${one}/upload-ended`, undefined, z.unknown());
    const read = await reaches(one, 'ready');
    expect(read).toMatchObject({
      ...{ encoding: 'windows-1252', delimiter: ';', columns: ['E-Mail', 'Themen', 'Schule'] },
      ...{ proposed: ['address', 'topics', null], rows: { total: MANY + 5, done: 0 } },
    });
    expect(read.preview[3]?.cells[2]).toBe('Gesamtschule Höntrop');
  });

  it('is tried, and then imported with the same outcome', async () => {
    await decide(one, true);
    const tried = await until(
      async () => {
        const now = await journey.api.get(one, shownImportAnswer);
        return now.triedAt ? now : undefined;
      },
      { timeoutMs: 60_000 },
    );
    expect(tried?.counters).toMatchObject({ added: MANY + 1, merged: 1, known: 1, left: 1, invalid: 1 });
    await decide(one, false);
    const done = await reaches(one, 'done');
    expect(done.counters).toEqual(tried?.counters);
    expect(done.unknownTopics).toEqual(['Sport']);
    const report = (await journey.api.text(`${one}/report.csv`)).split('\r\n');
    expect(report.slice(0, 5)).toEqual([
      ...['line,outcome,reason', '2,left,', '3,known,', '4,invalid,not-ascii', '5,added,unknown-topics'],
    ]);
    expect(report).toHaveLength(MANY + 7);
  });

  it('goes out again as a table', async () => {
    const plan = await journey.api.get('/publications/schule/exports/subscribers', exportPlanAnswer);
    expect(plan).toEqual({ people: MANY + 3, parts: 1, fields: ['schule'] });
    const table = await journey.api.text('/publications/schule/exports/subscribers.csv?dialect=excel');
    expect(table).toContain('kaethe@lindenhof.example;confirmed;foerderung;weekly;de;');
    expect(table).toContain(`${LEFT};ended;`);
  });

  it('leaves addresses where subscribers are kept, and in no bucket, queue, log or name of an object', async () => {
    // The last thing a worker does, after the import is done.
    const places = await until(
      async () => {
        const found = await placesOf('kaethe@lindenhof.example', journey);
        return found.every((place) => place.startsWith('table Audience')) ? found : undefined;
      },
      { timeoutMs: 20_000 },
    );
    expect(places?.map((place) => place.replace(/^\S+ \S+: (\w+)#.*$/, '$1')).sort()).toEqual(['person', 'pub']);
  });
});
