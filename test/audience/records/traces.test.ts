import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { audienceInMemory, audienceTable } from '../../../lambdas/audience/index.ts';
import { type TestDatabase, testDatabase } from '../../dynamodb.ts';
import { ADA, hoursAfter, idOf, MONDAY } from '../samples.ts';

const { subscriberId, publicationId } = ADA;
const FORGET = hoursAfter(14 * 24);
const BO = idOf('bo@reader.example');

let tables: TestDatabase;
beforeAll(async () => {
  tables = await testDatabase();
});
afterAll(() => tables.stop());

describe.each([
  { where: 'in memory', make: async () => audienceInMemory() },
  { where: 'on DynamoDB', make: async () => audienceTable(tables.dynamo, await tables.newTable()) },
])('traces of a person $where', ({ make }) => {
  async function held() {
    const records = await make();
    const visit = { network: '192.0.2.7', userAgent: 'Browser' };
    const address = 'ada@reader.example';
    const wording = { version: '1', hash: 'abc' };
    for (const id of [subscriberId, BO]) {
      await records.people.keep({ subscriberId: id, address }, publicationId);
      const typed = { address, topics: [], cadence: 'weekly', origin: 'form', wording } as const;
      await records.signUps.put(
        { ...typed, topics: [], subscriberId: id, publicationId, at: MONDAY, ...visit },
        FORGET,
      );
      await records.confirmationMails.claim({ kind: 'data', subscriberId: id, publicationId }, MONDAY);
      await records.bounces.replace(
        id,
        { mails: [], version: 0 },
        { mails: [{ id: 'ses-1', sentAt: MONDAY }] },
        FORGET,
      );
      const move = { subscriberId: id, publicationId, formerId: idOf('former@reader.example') };
      await records.addressChanges.put({ ...move, address, at: MONDAY, ...visit }, FORGET);
      await records.suppressions.add({ subscriberId: id, reason: 'complaint', since: MONDAY });
      const entry = { subscriberId: id, publicationId, at: MONDAY, ...visit, wording };
      await records.proofs.append({ ...entry, kind: 'confirmed' });
      await records.proofs.append({ ...entry, kind: 'imported', statement: 'unsubscribed' });
      await records.proofs.append({ ...entry, kind: 'ended', statement: 'unsubscribed' });
      await records.proofs.append({ ...entry, kind: 'address-changed', statement: BO });
    }
    return records;
  }
  const kindsOf = async ({ traces }: Awaited<ReturnType<typeof make>>, id: string) =>
    [...new Set((await traces.list(id)).map(({ kind }) => kind))].sort();

  it('are of every kind, each with what its key says', async () => {
    const records = await held();
    const all = await records.traces.list(subscriberId);
    const KINDS = ['bounces', 'change', 'mail', 'person', 'proof', 'sign-up', 'suppression'];
    expect(await kindsOf(records, subscriberId)).toEqual(KINDS);
    const of = (wanted: string) => all.find(({ kind }) => kind === wanted);
    expect(of('sign-up')).toMatchObject({ place: [publicationId], values: { address: 'ada@reader.example' } });
    expect(of('mail')).toMatchObject({ place: ['data', publicationId], values: { at: MONDAY.toISOString() } });
    expect(of('person')).toMatchObject({ place: [], values: { publications: [publicationId] } });
    expect(of('proof')?.place).toEqual([publicationId, MONDAY.toISOString(), expect.any(String)]);
  });

  it('are forgotten, but for the suppression and the proofs, and only those of this person', async () => {
    const records = await held();
    await records.traces.forget(subscriberId);
    await records.traces.forget(subscriberId);
    expect(await kindsOf(records, subscriberId)).toEqual(['proof', 'suppression']);
    expect(await kindsOf(records, BO)).toHaveLength(7);
  });

  it('leave in a reduced proof what, when, which wording and from where, and no words of an editor', async () => {
    const records = await held();
    const untouched = await records.proofs.list(publicationId, BO);
    await records.proofs.reduce(subscriberId, hoursAfter(1_000));
    await records.proofs.reduce(subscriberId, hoursAfter(2_000));
    const entries = await records.proofs.list(publicationId, subscriberId);
    const kept = { ...ADA, at: MONDAY, network: '192.0.2.7', wording: { version: '1', hash: 'abc' } };
    expect(entries).toHaveLength(4);
    expect(entries).toEqual(
      expect.arrayContaining([
        { ...kept, kind: 'confirmed' },
        { ...kept, kind: 'imported' },
        { ...kept, kind: 'ended', statement: 'unsubscribed' },
        { ...kept, kind: 'address-changed', statement: BO },
      ]),
    );
    expect(await records.proofs.list(publicationId, BO)).toEqual(untouched);
  });

  it('say since when somebody is erased, of two times the later', async () => {
    const { suppressions } = await make();
    for (const hours of [2, 5, 3]) await suppressions.add({ subscriberId, reason: 'erased', since: hoursAfter(hours) });
    expect(await suppressions.find(subscriberId)).toEqual({ subscriberId, reason: 'erased', since: hoursAfter(5) });
    await suppressions.add({ subscriberId, reason: 'complaint', since: hoursAfter(9) });
    expect(await suppressions.find(subscriberId)).toMatchObject({ reason: 'erased', since: hoursAfter(5) });
  });
});
