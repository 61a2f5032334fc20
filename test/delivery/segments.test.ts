import { describe, expect, it } from 'vitest';
import { campaignReport } from '../../lambdas/delivery/campaign-report.ts';
import { startCampaign } from '../../lambdas/delivery/start-campaign.ts';
import { readyMessage } from '../../lambdas/digest/index.ts';
import { balances } from '../../lambdas/domain/campaign.ts';
import type { Segment } from '../../lambdas/domain/segment.ts';
import type { Subscription } from '../../lambdas/domain/subscription.ts';
import { anEdition, aSubscription, later, subscriberId } from './samples.ts';
import { aWorld, duplicates, type World } from './world.ts';

const BOCHUM: Segment = {
  id: 'leitungen-in-bochum',
  title: 'Leitungen in Bochum',
  filter: { languages: ['de'], fields: { Ort: ['Bochum'] }, joinedUntil: later(-3_600).toISOString() },
};
const READERS = 230;
const isFromBochum = (number: number) => number % 3 === 0;

/** A third of the readers is from Bochum, and one of them reads English. */
function readers(): Subscription[] {
  return Array.from({ length: READERS }, (_, number) =>
    aSubscription(number, {
      fields: { Ort: isFromBochum(number) ? 'Bochum' : 'Essen' },
      language: number === 3 ? 'en' : 'de',
    }),
  );
}
const meant = Array.from({ length: READERS }, (_, number) => number).filter((n) => isFromBochum(n) && n !== 3);

const start = (world: World, segment?: Segment) =>
  startCampaign(
    { editionId: 'ruhr-12', contentHash: 'abc', segment },
    { ...world, freeze: async () => anEdition(), digests: { list: async () => [] } },
  );

const wroteTo = ({ ses }: World) => [...ses.accepted.keys()].toSorted();
const addresses = (numbers: number[]) => numbers.map((number) => aSubscription(number).address).toSorted();

describe('an edition for a segment', () => {
  it('goes to everyone in it and to nobody else, and the equation balances', async () => {
    const world = aWorld({ readers: readers() });
    await start(world, BOCHUM);
    const { totals } = await world.untilOver();
    expect(totals).toMatchObject({ audience: meant.length, accepted: meant.length, skipped: 0, failed: 0, held: 0 });
    expect(totals && balances(totals)).toBe(true);
    expect(wroteTo(world)).toEqual(addresses(meant));
    expect(duplicates(world)).toEqual([]);
  });

  it('is not for those who left the segment between planning and sending; they are skipped', async () => {
    const world = aWorld({ readers: readers() });
    await start(world, BOCHUM);
    for (const message of world.plans.sent.splice(0)) await world.plan(message);
    const moved = meant.slice(0, 7);
    for (const number of moved) {
      const one = world.subscriptions.get(subscriberId(number)) as Subscription;
      one.fields = { Ort: 'Essen' };
    }
    const { totals } = await world.untilOver();
    expect(totals).toMatchObject({ audience: meant.length, accepted: meant.length - 7, skipped: 7 });
    expect(totals && balances(totals)).toBe(true);
    expect(wroteTo(world)).toEqual(addresses(meant.slice(7)));
  });

  it('stays for whom it was sent to, whatever becomes of the segment', async () => {
    const world = aWorld({ readers: readers() });
    const segment = structuredClone(BOCHUM);
    await start(world, segment);
    segment.title = 'Etwas anderes';
    segment.filter = { languages: ['en'] };
    expect((await world.campaign()).audience.segment).toEqual(BOCHUM);
    expect((await campaignReport('ruhr-12', world)).segment).toEqual(BOCHUM);
    await world.untilOver();
    expect(wroteTo(world)).toEqual(addresses(meant));
  });

  it('asked for twice goes out once; asked for others it is refused', async () => {
    const world = aWorld({ readers: readers() });
    const first = await start(world, BOCHUM);
    expect(await start(world, BOCHUM)).toEqual(first);
    await expect(start(world)).rejects.toMatchObject({ fault: 'conflict' });
    await expect(start(world, { ...BOCHUM, id: 'andere' })).rejects.toMatchObject({ fault: 'conflict' });
    await world.untilOver();
    expect(wroteTo(world)).toEqual(addresses(meant));
  });

  it('for nobody closes at once, and for everybody when none is named', async () => {
    const nobody = aWorld({ readers: readers() });
    await start(nobody, { ...BOCHUM, filter: { fields: { Ort: ['Herne'] } } });
    expect((await nobody.untilOver()).totals).toMatchObject({ audience: 0, accepted: 0 });
    const all = aWorld({ readers: readers() });
    expect((await start(all)).audience).not.toHaveProperty('segment');
    expect((await all.untilOver()).totals).toMatchObject({ audience: READERS, accepted: READERS });
  });
});

describe('the message that an edition may go out', () => {
  const ready = { editionId: 'ruhr-12', contentHash: 'c0ffee00'.repeat(8) };

  it('carries the segment as it was', () => {
    expect(readyMessage.parse(ready)).toEqual(ready);
    const bound = { ...ready, segment: BOCHUM };
    expect(readyMessage.parse(JSON.parse(JSON.stringify(bound)))).toEqual(bound);
  });

  it.each([
    { what: 'a condition nobody knows', filter: { engagement: 'high' } },
    { what: 'an empty list, which would mean nobody', filter: { topics: [] } },
    { what: 'a pace that is none', filter: { cadences: ['hourly'] } },
  ])('is refused with $what, rather than sent to others', ({ filter }) => {
    expect(readyMessage.safeParse({ ...ready, segment: { ...BOCHUM, filter } }).success).toBe(false);
  });
});
