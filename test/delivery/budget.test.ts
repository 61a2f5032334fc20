import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { campaignsTable } from '../../lambdas/delivery/campaigns-table.ts';
import { evidenceTable } from '../../lambdas/delivery/evidence.ts';
import { ledgersTable } from '../../lambdas/delivery/ledgers.ts';
import { manifestsTable } from '../../lambdas/delivery/manifests.ts';
import { paceTable } from '../../lambdas/delivery/pace.ts';
import { aCampaign } from './samples.ts';
import { eventOf } from './ses-model.ts';
import { deliveriesTestTable } from './table.ts';
import { aWorld } from './world.ts';

const READERS = 1_000;

let table: Awaited<ReturnType<typeof deliveriesTestTable>>;
beforeAll(async () => {
  table = await deliveriesTestTable();
});
afterAll(() => table.stop());

describe('a campaign to a thousand recipients, in DynamoDB', () => {
  it('costs 170 write units at most, and 30 read units beside the look at each recipient', async () => {
    const { dynamo, name, used } = table;
    const world = Object.assign(aWorld({ readers: READERS }), {
      campaigns: campaignsTable(dynamo, name),
      ledgers: ledgersTable(dynamo, name),
      manifests: manifestsTable(dynamo, name),
      evidence: evidenceTable(dynamo, name),
      pace: paceTable(dynamo, name, 50),
    });
    await world.campaigns.start(aCampaign());
    await world.plan();
    for (const { chunk } of world.chunks.sent.splice(0)) await world.send(chunk);
    await world.sweep();

    // 20 for manifests, 10 for ledgers, 110 for windows, 20 for lanes, the rest for the campaign.
    expect(used.writes).toBeLessThanOrEqual(170);
    // A strong look at each ledger, a cheap one at each manifest and the campaign; twice all ledgers at the end.
    expect(used.reads).toBeLessThanOrEqual(30);
    expect((await world.campaigns.find('ruhr-12'))?.totals).toMatchObject({ audience: READERS, accepted: READERS });
  });

  it('costs one write a chunk for the events that come together', async () => {
    const { dynamo, name, used } = table;
    const campaigns = campaignsTable(dynamo, name);
    const world = Object.assign(aWorld(), { campaigns, evidence: evidenceTable(dynamo, name) });
    const before = used.writes;
    const tags = { campaign: 'ruhr-12', chunk: '00-000001' };
    await world.hear(
      Array.from({ length: 10 }, (_, index) =>
        eventOf('Delivery', { to: 'x@example.net', tags: { ...tags, index: `${index}` } }),
      ),
    );
    expect(used.writes - before).toBe(1);
    expect(await world.evidence.count('ruhr-12', 0)).toMatchObject({ deliveries: 10 });
  });
});
