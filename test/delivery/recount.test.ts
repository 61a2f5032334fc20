import { describe, expect, it } from 'vitest';
import { campaignReport } from '../../lambdas/delivery/campaign-report.ts';
import { moved, takeOver } from '../../lambdas/delivery/ledger.ts';
import { aWorld, type World } from './world.ts';

const report = (world: World, isExact: boolean) =>
  campaignReport('ruhr-12', { ...world, html: async () => '' }, { isExact });

describe('counting the books again', () => {
  it('agrees with a closed campaign, and is not done unasked', async () => {
    const world = await aWorld({ readers: 150 }).ready();
    await world.untilOver();
    expect(await report(world, true)).toMatchObject({ accepted: 150, recount: { planned: 150, agrees: true } });
    expect((await report(world, false)).recount).toBeUndefined();
  });

  it('finds a ledger that says something else than the campaign was closed with', async () => {
    const world = await aWorld({ readers: 150 }).ready();
    await world.untilOver();
    const ledger = await world.ledger();
    const taken = takeOver(ledger, { holder: 'somebody', now: world.now() });
    await world.ledgers.replace(ledger, moved(taken, [0], 'failed', world.now()));
    expect(await report(world, true)).toMatchObject({
      accepted: 149,
      failed: 1,
      recount: { planned: 150, agrees: false },
    });
    expect(await report(world, false)).toMatchObject({ accepted: 150, failed: 0 });
  });

  it('agrees while a campaign runs, when every recipient is in the books once', async () => {
    const world = await aWorld({ readers: 250 }).ready();
    await world.send();
    expect(await report(world, true)).toMatchObject({
      ...{ accepted: 100, pending: 150, recount: { planned: 250, agrees: true } },
    });
  });

  it('finds that the ledger of a chunk is gone, by what was planned', async () => {
    const world = await aWorld({ readers: 250 }).ready();
    const { range } = world.ledgers;
    const ledgers = {
      ...world.ledgers,
      range: async (wanted: Parameters<typeof range>[0]) => (await range(wanted)).slice(1),
    };
    const counted = await campaignReport('ruhr-12', { ...world, ledgers, html: async () => '' }, { isExact: true });
    expect(counted).toMatchObject({ audience: 150, recount: { planned: 250, agrees: false } });
  });
});
