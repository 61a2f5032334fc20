import { DeleteCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { campaignAuditInMemory, campaignAuditTable } from '../../lambdas/delivery/campaign-audit.ts';
import { campaignsInMemory } from '../../lambdas/delivery/campaigns-in-memory.ts';
import { campaignsTable } from '../../lambdas/delivery/campaigns-table.ts';
import { evidenceInMemory, evidenceTable } from '../../lambdas/delivery/evidence.ts';
import { takeOver } from '../../lambdas/delivery/ledger.ts';
import { ledgersInMemory, ledgersTable } from '../../lambdas/delivery/ledgers.ts';
import { manifestsInMemory, manifestsTable } from '../../lambdas/delivery/manifests.ts';
import { messageIdsInMemory, messageIdsTable } from '../../lambdas/delivery/message-ids.ts';
import { paceInMemory, paceTable, parseSendsPerSecond } from '../../lambdas/delivery/pace.ts';
import { quotasInMemory, quotasTable } from '../../lambdas/delivery/quotas.ts';
import type { CampaignAction } from '../../lambdas/domain/campaign.ts';
import { campaignsContract } from './campaigns.contract.ts';
import { evidenceContract, ledgersContract, manifestsContract } from './chunks.contract.ts';
import { messageIdsContract } from './message-ids.contract.ts';
import { paceContract } from './pace.contract.ts';
import { aLedger, later, START } from './samples.ts';
import { messageIdOf } from './ses-model.ts';
import { deliveriesTestTable } from './table.ts';

let table: Awaited<ReturnType<typeof deliveriesTestTable>>;
beforeAll(async () => {
  table = await deliveriesTestTable();
});
afterAll(() => table.stop());

async function emptied() {
  const { dynamo, name } = table;
  const { Items = [] } = await dynamo.send(new ScanCommand({ TableName: name }));
  for (const { pk, sk } of Items) await dynamo.send(new DeleteCommand({ TableName: name, Key: { pk, sk } }));
  return { dynamo, name };
}

campaignsContract('in memory', async () => {
  const ledgers = ledgersInMemory();
  return { campaigns: campaignsInMemory(ledgers), ledgers };
});
campaignsContract('in DynamoDB', async () => {
  const { dynamo, name } = await emptied();
  return { campaigns: campaignsTable(dynamo, name), ledgers: ledgersTable(dynamo, name) };
});

const inDynamo =
  <Store>(make: (dynamo: typeof table.dynamo, name: string) => Store) =>
  async () => {
    const { dynamo, name } = await emptied();
    return make(dynamo, name);
  };
ledgersContract('in memory', async () => ledgersInMemory());
ledgersContract('in DynamoDB', inDynamo(ledgersTable));
manifestsContract('in memory', async () => manifestsInMemory());
manifestsContract('in DynamoDB', inDynamo(manifestsTable));
evidenceContract('in memory', async () => evidenceInMemory());
evidenceContract('in DynamoDB', inDynamo(evidenceTable));
messageIdsContract('in memory', async () => messageIdsInMemory());
messageIdsContract('in DynamoDB', inDynamo(messageIdsTable));
describe.each([
  { where: 'in memory', make: async () => campaignAuditInMemory() },
  { where: 'in DynamoDB', make: inDynamo(campaignAuditTable) },
])('the audit of a campaign $where', ({ make }) => {
  it('keeps every entry, oldest first, and each campaign apart', async () => {
    const audit = await make();
    const entry = (action: CampaignAction, at: Date, editionId = 'ruhr-12') => ({
      ...{ editionId, campaignId: editionId, action, by: 'ada', at },
    });
    for (const each of [entry('resume', later(60)), entry('pause', START), entry('pause', START)])
      await audit.note(each);
    await audit.note(entry('cancel', START, 'ruhr-1'));
    expect(await audit.list('ruhr-12')).toEqual([
      entry('pause', START),
      entry('pause', START),
      entry('resume', later(60)),
    ]);
  });
});
paceContract('in memory', async () => {
  const quotas = quotasInMemory({});
  return { quotas, pace: paceInMemory(10, quotas) };
});
paceContract(
  'in DynamoDB',
  inDynamo((dynamo, name) => ({ quotas: quotasTable(dynamo, name), pace: paceTable(dynamo, name, 10) })),
);

describe('a write of a ledger', () => {
  it('costs one unit, also when a hundred recipients stand in it', async () => {
    const ledgers = await inDynamo(ledgersTable)();
    const all = (from: number, to: number) => new Set(Array.from({ length: to - from }, (_, index) => from + index));
    const full = aLedger({
      campaignId: 'a-publication-with-a-long-name-4711',
      size: 100,
      inFlight: all(0, 10),
      accepted: all(10, 70),
      skipped: all(70, 75),
      failed: all(75, 80),
      unknown: all(80, 90),
      held: all(90, 100),
      again: all(80, 100),
      because: new Map([...all(70, 75)].map((index) => [index, 'ended' as const])),
      unknownSince: START,
    });
    await ledgers.open(full);
    const before = table.used.writes;
    await ledgers.replace(full, takeOver(full, { holder: 'a-holder-of-it', leaseUntil: later(60), now: START }));
    expect(table.used.writes - before).toBe(1);
    // Nobody of a whole chunk gets it, each for a reason of their own.
    const skipped = aLedger({
      ...full,
      accepted: all(0, 0),
      skipped: all(0, 100),
      unknown: all(0, 0),
      held: all(0, 0),
    });
    const why = { because: new Map([...all(0, 100)].map((index) => [index, 'other-cadence' as const])) };
    const nobody = { ...skipped, inFlight: all(0, 0), failed: all(0, 0), revision: 1, epoch: 1, ...why };
    await ledgers.replace(nobody, nobody);
    expect(table.used.writes - before).toBe(2);
    expect((await ledgers.find(full.campaignId, full.chunk))?.because).toEqual(why.because);
  });
});

describe('the ids that SES gave to a chunk', () => {
  it('cost one unit for each quarter that events came together for', async () => {
    const ids = await inDynamo(messageIdsTable)();
    const campaignId = 'a-publication-with-a-long-name-4711';
    const some = (from: number, to: number) =>
      new Map(Array.from({ length: to - from }, (_, at) => [from + at, new Set([messageIdOf(from + at)])] as const));
    const cost = async (from: number, to: number) => {
      const before = table.used.writes;
      await ids.add(campaignId, '00-000001', some(from, to), START);
      return table.used.writes - before;
    };
    expect(await cost(0, 100)).toBe(4);
    expect(await cost(0, 100)).toBe(4);
    expect(await cost(24, 25)).toBe(1);
    expect(await cost(24, 26)).toBe(2);
  });
});

describe('the setting of the pace', () => {
  it.each(['0', '-1', 'fast', ''])('refuses %j', (setting) => {
    expect(() => parseSendsPerSecond(setting)).toThrow(/sends per second/);
  });
  it('takes less than one a second', () => {
    expect(parseSendsPerSecond('0.5')).toBe(0.5);
  });
});
