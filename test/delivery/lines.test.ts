import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Line, type Lines, linesInMemory, linesTable } from '../../lambdas/delivery/lines.ts';
import { sendChunk } from '../../lambdas/delivery/send-chunk.ts';
import { balances } from '../../lambdas/domain/campaign.ts';
import { Death, mortal } from './mortal.ts';
import { later, START } from './samples.ts';
import { sesModel } from './ses-model.ts';
import { deliveriesTestTable } from './table.ts';
import { aWorld, duplicates, type World } from './world.ts';

let table: Awaited<ReturnType<typeof deliveriesTestTable>>;
beforeAll(async () => {
  table = await deliveriesTestTable();
});
afterAll(() => table.stop());

describe.each([
  { where: 'in memory', make: (): Lines => linesInMemory() },
  { where: 'in DynamoDB', make: (): Lines => linesTable(table.dynamo, table.name) },
])('lines $where', ({ make }) => {
  let lines: Lines;
  let id = '';
  let campaigns = 0;
  beforeEach(() => {
    lines = make();
    campaigns += 1;
    id = `ruhr-${campaigns}`;
  });

  const opened = async () => (await lines.open(id, 0, 3, START)) as Line;

  it('begin once', async () => {
    expect(await lines.find(id, 0)).toBeUndefined();
    const line = {
      campaignId: id,
      walk: 0,
      queuedTo: 3,
      doneTo: 0,
      queuedAt: START,
      tendedAt: START,
      chunks: undefined,
    };
    expect(await opened()).toEqual(line);
    expect(await lines.open(id, 0, 10, later(9))).toBeUndefined();
    expect(await lines.find(id, 0)).toEqual(line);
  });

  it('are moved by one of two that would at the same time', async () => {
    const line = await opened();
    const to = { queuedTo: 10, doneTo: 3 };
    expect(await lines.move(line, to, later(1))).toBe(true);
    expect(await lines.move(line, { queuedTo: 20, doneTo: 9 }, later(2))).toBe(false);
    expect(await lines.find(id, 0)).toMatchObject({ ...to, queuedAt: later(1) });
  });

  it('step back to before a chunk, if they reach so far', async () => {
    await lines.move(await opened(), { queuedTo: 10, doneTo: 0 }, START);
    await lines.stepBack(id, 0, 11);
    expect(await lines.find(id, 0)).toMatchObject({ queuedTo: 10 });
    await lines.stepBack(id, 0, 4);
    await lines.stepBack(id, 0, 7);
    expect(await lines.find(id, 0)).toMatchObject({ queuedTo: 3 });
  });

  it('know how long they are, when they were tended, and end', async () => {
    await opened();
    await lines.end(id, 0, 25);
    await lines.tend(id, 0, later(60));
    expect(await lines.find(id, 0)).toMatchObject({ chunks: 25, tendedAt: later(60) });
    await lines.remove(id, 0);
    expect(await lines.find(id, 0)).toBeUndefined();
    for (const late of [lines.end(id, 0, 25), lines.tend(id, 0, START), lines.stepBack(id, 0, 1)]) await late;
    expect(await lines.find(id, 0)).toBeUndefined();
  });
});

const READERS = 1_450;
const OUTSIDE = ['campaigns', 'ledgers', 'manifests', 'lines', 'pace', 'send', 'chunks'] as const;

type Happening =
  | { kind: 'send'; which: number; diesAtCall: number; when: 'before' | 'after' }
  | { kind: 'drop'; which: number }
  | { kind: 'double'; which: number }
  | { kind: 'pause' }
  | { kind: 'resume' }
  | { kind: 'sweep' }
  | { kind: 'minutes' };

const happening: fc.Arbitrary<Happening> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('send' as const),
      which: fc.nat(3),
      diesAtCall: fc.oneof(fc.integer({ min: 1, max: 150 }), fc.constant(10_000)),
      when: fc.constantFrom('before' as const, 'after' as const),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('drop' as const), which: fc.nat(12) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('double' as const), which: fc.nat(12) }) },
  {
    weight: 3,
    arbitrary: fc.constantFrom<Happening>(
      { kind: 'pause' },
      { kind: 'resume' },
      { kind: 'sweep' },
      { kind: 'minutes' },
    ),
  },
);

async function happen(world: World, what: Happening): Promise<void> {
  const { sent } = world.chunks;
  if (what.kind === 'sweep') return world.sweep();
  if (what.kind === 'minutes') return world.wait(150);
  if (what.kind === 'pause') return world.campaigns.pause('ruhr-12', { because: 'An editor' });
  if (what.kind === 'resume') return world.campaigns.resume('ruhr-12', world.now());
  const [message] = sent.splice(what.which, 1);
  if (!message || what.kind === 'drop') return;
  if (what.kind === 'double') return void sent.push(message, message);
  await sendChunk(message, mortal(world.senderDeps(), [...OUTSIDE], { atCall: what.diesAtCall, when: what.when }));
}

const isPartOfTheGame = (error: unknown): boolean =>
  error instanceof Death || (error instanceof Error && 'fault' in error && error.fault === 'conflict');

describe('a long campaign', () => {
  it('gets through whatever is lost, doubled or dies, with few messages in the queue at a time', {
    timeout: 120_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(happening, { maxLength: 25 }), async (story) => {
        const world = await aWorld({ readers: READERS, ses: sesModel() }).ready();
        world.whenSilent = 'resend';
        expect(world.chunks.sent).toHaveLength(10);
        for (const what of story) {
          try {
            await happen(world, what);
          } catch (error) {
            if (!isPartOfTheGame(error)) throw error;
          }
        }
        if ((await world.campaign()).status === 'paused') await world.campaigns.resume('ruhr-12', world.now());
        const { status, totals } = await world.untilOver(180);
        expect(status).toBe('closed');
        expect(totals && balances(totals)).toBe(true);
        expect(duplicates(world)).toEqual([]);
        expect(world.ses.accepted.size).toBe(READERS);
        expect(await world.lines.find('ruhr-12', 0)).toBeUndefined();
      }),
      { numRuns: 30 },
    );
  });

  it.each([
    { what: 'all messages are lost', lose: (world: World) => void world.chunks.sent.splice(0) },
    { what: 'one message is lost', lose: (world: World) => void world.chunks.sent.splice(3, 1) },
    { what: 'its line is gone', lose: (world: World) => world.lines.remove('ruhr-12', 0) },
  ])('goes on within five minutes when $what', async ({ lose }) => {
    const world = await aWorld({ readers: READERS }).ready();
    await lose(world);
    const handle = async () => {
      for (const { chunk } of world.chunks.sent.splice(0)) await world.send(chunk);
    };
    const minutes = async (many: number) => {
      for (let minute = 0; minute < many; minute += 1) {
        await handle();
        await world.hearAll();
        await world.sweep();
        world.wait(60);
      }
    };
    await minutes(5);
    expect((await world.ledger('00-000004')).accepted.size).toBe(100);
    await minutes(15);
    expect((await world.campaign()).totals).toMatchObject({ accepted: READERS });
  });
});
