import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { campaignsTable } from '../../lambdas/delivery/campaigns-table.ts';
import { evidenceTable } from '../../lambdas/delivery/evidence.ts';
import { ledgersTable } from '../../lambdas/delivery/ledgers.ts';
import { linesTable } from '../../lambdas/delivery/lines.ts';
import { manifestsTable } from '../../lambdas/delivery/manifests.ts';
import { messageIdsTable } from '../../lambdas/delivery/message-ids.ts';
import { paceTable } from '../../lambdas/delivery/pace.ts';
import { quotasTable } from '../../lambdas/delivery/quotas.ts';
import { sendChunk } from '../../lambdas/delivery/send-chunk.ts';
import { aCampaign, aSubscription, later, START } from './samples.ts';
import { eventOf } from './ses-model.ts';
import { deliveriesTestTable } from './table.ts';
import { aWorld } from './world.ts';

const READERS = 1_000;

let table: Awaited<ReturnType<typeof deliveriesTestTable>>;
beforeAll(async () => {
  table = await deliveriesTestTable();
  await quotasTable(table.dynamo, table.name).keep({ perSecond: 100, sentLastDay: 0, sentBefore: 0 }, START);
  table.used.writes = 0;
});
afterAll(() => table.stop());

describe('a campaign to a thousand recipients, in DynamoDB', () => {
  it('costs 170 write units at most, and 45 read units beside the look at each recipient', async () => {
    const { dynamo, name, used } = table;
    const world = Object.assign(aWorld({ readers: READERS }), {
      campaigns: campaignsTable(dynamo, name),
      ledgers: ledgersTable(dynamo, name),
      manifests: manifestsTable(dynamo, name),
      evidence: evidenceTable(dynamo, name),
      lines: linesTable(dynamo, name),
      pace: paceTable(dynamo, name, 50),
    });
    await world.campaigns.start(aCampaign());
    await world.plan();
    for (const { chunk } of world.chunks.sent.splice(0)) await world.send(chunk);
    await world.sweep();

    // 20 for manifests, 10 for ledgers, 110 for windows, 20 for lanes, the rest for the campaign and its line.
    expect(used.writes).toBeLessThanOrEqual(170);
    // A strong look at each ledger, a cheap one at each manifest, the campaign and the lanes; a strong one at how far
    // its chunks are queued; twice all ledgers at the end.
    expect(used.reads).toBeLessThanOrEqual(45);
    expect((await world.campaigns.find('ruhr-12'))?.totals).toMatchObject({ audience: READERS, accepted: READERS });
  });

  it("costs more by its readers' clocks, for each hour at which some of a chunk get it, and nothing in between", async () => {
    const { dynamo, name, used } = table;
    // One in ten lives elsewhere, in two other zones.
    const zones = ['Europe/Lisbon', 'America/New_York'];
    const readers = Array.from({ length: READERS }, (_, n) =>
      aSubscription(n, { timeZone: n % 10 === 0 ? zones[(n / 10) % 2] : undefined }),
    );
    const world = Object.assign(aWorld({ readers }), {
      campaigns: campaignsTable(dynamo, name),
      ledgers: ledgersTable(dynamo, name),
      manifests: manifestsTable(dynamo, name),
      evidence: evidenceTable(dynamo, name),
      lines: linesTable(dynamo, name),
      pace: paceTable(dynamo, name, 50),
    });
    const before = { ...used };
    const campaign = aCampaign({ id: 'ruhr-13', editionId: 'ruhr-13', readersTime: '2026-11-02T08:00' });
    await world.campaigns.start(campaign);
    await world.plan({ campaignId: 'ruhr-13', shard: 0 });
    // Their waits lie in the manifests, which cost no more for them.
    expect(used.writes - before.writes).toBeLessThanOrEqual(34);
    const handle = async () => {
      for (const { chunk } of world.chunks.sent.splice(0)) {
        await sendChunk({ campaignId: 'ruhr-13', chunk }, world.senderDeps());
      }
    };
    await handle();
    await world.sweep();
    const resting = { ...used };
    await world.sweep();
    expect(used.reads - resting.reads).toBeLessThanOrEqual(2);
    expect(used.writes - resting.writes).toBe(0);
    for (const hours of [1, 6]) {
      world.wait((later(hours * 3_600).getTime() - world.now().getTime()) / 1_000);
      await world.sweep();
      await handle();
      await world.sweep();
    }
    // As above, and five a chunk for each of two hours: to wake it, for the intent, the outcome and the lane.
    expect(used.writes - before.writes).toBeLessThanOrEqual(270);
    expect(used.reads - before.reads).toBeLessThanOrEqual(150);
    expect((await world.campaigns.find('ruhr-13'))?.totals).toMatchObject({ audience: READERS, accepted: READERS });
  });

  it('costs one write a chunk for the events that come together', async () => {
    const { dynamo, name, used } = table;
    const campaigns = campaignsTable(dynamo, name);
    const world = Object.assign(aWorld(), {
      campaigns,
      evidence: evidenceTable(dynamo, name),
      messageIds: messageIdsTable(dynamo, name),
    });
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
  // A queue hands over at most 200 together; a slow pace brings few in the five seconds for which they are gathered.
  it.each([
    { together: 200, most: 60 },
    { together: 50, most: 110 },
  ])('costs $most write units at most for its events, $together of them together', async ({ together, most }) => {
    const { dynamo, name, used } = table;
    const world = aWorld({ readers: READERS });
    await world.ready();
    for (const { chunk } of world.chunks.sent.splice(0)) await world.send(chunk);
    const stores = { evidence: evidenceTable(dynamo, name), messageIds: messageIdsTable(dynamo, name) };
    Object.assign(world, stores);
    const before = used.writes;
    while (world.ses.events.length > 0) await world.hear(world.ses.events.splice(0, together));
    expect(used.writes - before).toBeLessThanOrEqual(most);
    const ids = await stores.messageIds.range({ campaignId: 'ruhr-12', walk: 0, from: 1, limit: 10 });
    expect([...ids.values()].reduce((sum, { size }) => sum + size, 0)).toBe(READERS);
    expect(new Set([...ids.values()].flatMap((chunk) => [...chunk.values()].flatMap((set) => [...set]))).size).toBe(
      READERS,
    );
  });
});
