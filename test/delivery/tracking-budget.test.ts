import { afterAll, beforeAll, expect, it } from 'vitest';
import { evidenceTable } from '../../lambdas/delivery/evidence.ts';
import { WALKS } from '../../lambdas/delivery/walks.ts';
import { later, START } from './samples.ts';
import { eventOf } from './ses-model.ts';
import { deliveriesTestTable } from './table.ts';
import { aWorld } from './world.ts';

const READERS = 1_000;
const LINKS = 12;
const BROWSER = 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0';

let table: Awaited<ReturnType<typeof deliveriesTestTable>>;
beforeAll(async () => {
  table = await deliveriesTestTable();
});
afterAll(() => table.stop());

const mailTo = (reader: number) => ({
  to: 'x@example.net',
  tags: {
    ...{ campaign: 'ruhr-12', chunk: `00-${String(Math.floor(reader / 100) + 1).padStart(6, '0')}` },
    ...{ index: String(reader % 100), track: '1' },
  },
});

function interaction(type: 'Open' | 'Click', reader: number, more: object = {}): string {
  const seen = { userAgent: BROWSER, timestamp: later(600 + reader).toISOString(), ...more };
  const event = JSON.parse(eventOf(type, mailTo(reader), { [type.toLowerCase()]: seen }));
  return JSON.stringify({ ...event, mail: { ...event.mail, timestamp: START.toISOString() } });
}

/** The dearest case: everybody has agreed, opens and clicks once, and every event comes alone. docs/budgets.md says these. */
it('opens and clicks of a thousand readers who agreed cost what the budgets say', {
  timeout: 60_000,
}, async () => {
  const { dynamo, name, used } = table;
  const world = Object.assign(aWorld(), { evidence: evidenceTable(dynamo, name) });
  await world.start({ isTracked: true });
  const readers = Array.from({ length: READERS }, (_, reader) => reader);
  const costOf = async (hear: () => Promise<unknown>) => {
    const before = used.writes;
    await hear();
    return used.writes - before;
  };
  const oneByOne = (type: 'Open' | 'Click', more: (reader: number) => object = () => ({})) =>
    costOf(async () => {
      for (const reader of readers) await world.hear([interaction(type, reader, more(reader))]);
    });
  const inTwoBatches = () =>
    costOf(async () => {
      for (const type of ['Send', 'Delivery']) {
        await world.hear(readers.map((reader) => eventOf(type, mailTo(reader))));
      }
    });

  const costs = {
    sent: await inTwoBatches(),
    opens: await oneByOne('Open'),
    clicks: await oneByOne('Click', (reader) => ({ link: `https://news.example/${reader % LINKS}` })),
  };
  expect(costs).toEqual({ sent: 20, opens: 1_130, clicks: 2_000 });

  const [walk = 0] = WALKS;
  const { engagement } = await world.evidence.count('ruhr-12', walk);
  expect(engagement).toMatchObject({ readers: READERS, opens: { raw: READERS }, clicks: { filtered: READERS } });
  expect(engagement.links.size).toBe(LINKS);
});
