import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describePerson, erasePerson, heedErasure } from '../../../lambdas/audience/index.ts';
import { endOfProofs } from '../../../lambdas/audience/person/retention.ts';
import { type TestDatabase, testDatabase } from '../../dynamodb.ts';
import type { House } from '../house.ts';
import { ADA, at, aWish, hoursAfter, idOf, MONDAY } from '../samples.ts';
import { cutOff, houseOn, type Item, subscribed } from './everything-held.ts';

const { subscriberId } = ADA;
const BO = { subscriberId: idOf('bo@reader.example'), publicationId: 'ruhr' };
const visit = { network: '192.0.2.77', userAgent: 'Mozilla (ada@reader.example)' };
const FORGET = hoursAfter(14 * 24);

let tables: TestDatabase;
beforeAll(async () => {
  tables = await testDatabase();
});
afterAll(() => tables.stop());

/** Everything that can be held of one person, at once. */
async function known(): Promise<{ house: House; items: () => Promise<Item[]> }> {
  const { house, items } = await houseOn(tables);
  await subscribed(house);
  await subscribed(house, 'bo@reader.example');
  await subscribed(house, 'ada@reader.example', 'courier');
  const { subscriptions, people, proofs, signUps, addressChanges, confirmationMails } = house.deps;
  // Only the person's own record still names this publication.
  await people.keep({ subscriberId, address: 'ada@reader.example' }, 'gone');
  await subscriptions.admit({ ...aWish({ publicationId: 'gone' }), confirmedAt: MONDAY });
  await subscriptions.setFields('ruhr', subscriberId, { school: 'Ada Lovelace <ada@reader.example>' });
  await proofs.append({
    ...{ ...ADA, kind: 'imported', at: MONDAY, by: 'editor-1' },
    statement: 'Liste vom Elternabend, ada@reader.example',
  });
  const wording = { version: '1', hash: 'abc' };
  const typed = { address: 'Ada@Reader.example', topics: [], cadence: 'weekly', origin: 'form' } as const;
  await signUps.put({ ...ADA, ...typed, topics: [], at: MONDAY, wording, ...visit }, FORGET);
  const move = { ...ADA, formerId: idOf('nobody@reader.example'), address: 'ada@reader.example' };
  await addressChanges.put({ ...move, at: MONDAY, ...visit }, FORGET);
  await confirmationMails.claim({ kind: 'data', ...ADA }, MONDAY);
  return { house, items };
}

const addressesIn = (found: Item[]) => JSON.stringify(found, setsToo).match(/ada@reader|Ada Lovelace/gi) ?? [];
const setsToo = (_: string, value: unknown) => (value instanceof Set ? [...value] : value);
const erased = { at: hoursAfter(5), by: 'subscriber' };

describe('erasing a person', () => {
  it('leaves a suppression and the reduced proof, and nobody else loses anything', async () => {
    const { house, items } = await known();
    const others = (found: Item[]) => found.filter(({ pk, sk }) => ![pk, sk].some((key) => key.includes(subscriberId)));
    const before = await items();
    expect(addressesIn(before).length).toBeGreaterThan(5);

    const erasure = await erasePerson(subscriberId, erased, house.deps);
    expect(erasure).toMatchObject({ isErased: true, publications: ['courier', 'gone', 'ruhr'] });
    const after = await items();
    expect(addressesIn(after)).toEqual([]);
    expect(others(after)).toEqual(others(before));
    const left = after.filter(({ pk }) => pk === `person#${subscriberId}`);
    expect(new Set(left.map(({ sk }) => sk.split('#')[0]))).toEqual(new Set(['suppression', 'proof']));
    expect(await house.deps.suppressions.find(subscriberId)).toEqual({
      ...{ subscriberId, reason: 'erased', since: erased.at },
    });
    expect(erasure.proofs).toBe(left.length - 1);
  });

  it('keeps of the proof what, when, which wording and from where, until the third year has ended', async () => {
    const { house, items } = await known();
    await erasePerson(subscriberId, erased, house.deps);
    const entries = (await items()).filter(({ sk }) => sk.startsWith('proof#ruhr#') && sk.length > 0);
    const own = entries.filter(({ pk }) => pk === `person#${subscriberId}`);
    const said = (kind: string) => own.find(({ sk }) => sk.endsWith(`#${kind}`));
    expect(said('requested')).toMatchObject({ wording: { version: expect.any(String) }, network: '192.0.2.77' });
    expect(said('imported')).toEqual(expect.objectContaining({ by: 'editor-1', ttl: Date.UTC(2030, 0, 1) / 1000 }));
    expect(said('erased')).toMatchObject({ by: 'subscriber', ttl: Date.UTC(2030, 0, 1) / 1000 });
    for (const entry of own) {
      expect(Object.keys(entry)).not.toContain('userAgent');
      expect(entry.statement).toBeUndefined();
      expect(entry.ttl).toBeLessThanOrEqual(Date.UTC(2030, 0, 1) / 1000);
    }
  });

  it.each([
    { erasedAt: '2026-01-01T00:00:00Z', ends: '2030-01-01T00:00:00Z' },
    { erasedAt: '2026-12-31T22:59:59Z', ends: '2030-01-01T00:00:00Z' },
    // A new year in Berlin, where the law is German.
    { erasedAt: '2026-12-31T23:00:00Z', ends: '2031-01-01T00:00:00Z' },
  ])('of $erasedAt lets the proof end at $ends', ({ erasedAt, ends }) => {
    expect(endOfProofs(at(erasedAt))).toEqual(at(ends));
  });

  it('does not keep longer what would have been forgotten sooner', async () => {
    const { house, items } = await houseOn(tables);
    await house.subscribe('ada@reader.example');
    await house.deliver();
    await erasePerson(subscriberId, erased, house.deps);
    const requested = (await items()).find(({ sk }) => sk.endsWith('#requested'));
    expect(requested?.ttl).toBe(FORGET.getTime() / 1000);
  });

  it('changes nothing when it is run again', async () => {
    const { house, items } = await known();
    await erasePerson(subscriberId, erased, house.deps);
    const once = await items();
    await erasePerson(subscriberId, erased, house.deps);
    expect(await items()).toEqual(once);
  });

  it('suppresses who is not known, so that nobody imports them', async () => {
    const { house, items } = await houseOn(tables);
    expect(await erasePerson(subscriberId, erased, house.deps)).toMatchObject({ isErased: true, publications: [] });
    expect((await items()).map(({ sk }) => sk)).toEqual(['suppression']);
  });

  it('leaves a graver reason to write to them no more', async () => {
    const { house } = await known();
    await house.deps.suppressions.add({ subscriberId, reason: 'editor', since: MONDAY });
    await erasePerson(subscriberId, erased, house.deps);
    expect(await house.deps.suppressions.find(subscriberId)).toMatchObject({ reason: 'editor', since: MONDAY });
  });

  it('leaves alone who has come back since it was asked for', async () => {
    const { house } = await known();
    await house.deps.suppressions.add({ subscriberId, reason: 'erased', since: hoursAfter(5) });
    await house.deps.suppressions.lift(subscriberId, { askedAt: hoursAfter(6), at: hoursAfter(6) });
    expect(await erasePerson(subscriberId, erased, house.deps)).toMatchObject({ isErased: false });
    expect(await house.deps.subscriptions.find('ruhr', subscriberId)).toMatchObject({ status: 'confirmed' });
  });

  it('also takes in who they were before they changed their address', async () => {
    const { house, items } = await known();
    const statement = subscriberId;
    await house.deps.proofs.append({ ...BO, kind: 'address-changed', at: hoursAfter(2), statement });
    for (const id of ['ruhr', 'courier', 'gone']) {
      await house.deps.subscriptions.end(id, subscriberId, { at: hoursAfter(2), because: 'address-change' });
    }
    const erasure = await erasePerson(BO.subscriberId, erased, house.deps);
    expect(erasure.publications).toEqual(['courier', 'gone', 'ruhr']);
    expect(JSON.stringify(await items(), setsToo)).not.toMatch(/@reader/i);
    expect(await house.deps.suppressions.find(subscriberId)).toMatchObject({ reason: 'erased' });
  });

  it('does not touch a former address that somebody subscribed again', async () => {
    const { house, items } = await known();
    await house.deps.proofs.append({ ...BO, kind: 'address-changed', at: hoursAfter(2), statement: subscriberId });
    await erasePerson(BO.subscriberId, erased, house.deps);
    expect(addressesIn(await items()).length).toBeGreaterThan(5);
    expect(await house.deps.suppressions.find(subscriberId)).toBeUndefined();
  });
});

describe('an erasure that is cut off', () => {
  // A request that never arrives is the one before it whose answer is lost.
  it('after any of its requests is completed by running it again', async () => {
    const before = await (await known()).items();
    const counted = await cutOff(tables, before, 0);
    await erasePerson(subscriberId, erased, counted.deps);
    const wanted = await counted.items();
    expect(addressesIn(wanted)).toEqual([]);
    expect(counted.requests()).toBeGreaterThan(25);
    for (let failing = 1; failing <= counted.requests(); failing += 1) {
      const { deps, items } = await cutOff(tables, before, failing);
      await expect(erasePerson(subscriberId, erased, deps)).rejects.toThrow('killed');
      await erasePerson(subscriberId, erased, deps);
      expect(await items(), `cut off at request ${failing}`).toEqual(wanted);
    }
  });
});

describe('somebody who writes about a person at the same moment', () => {
  it('takes it back when they were erased in between', async () => {
    const { house, items } = await known();
    await erasePerson(subscriberId, erased, house.deps);
    // What an import had begun before it, and ends after it.
    const person = { subscriberId, address: 'ada@reader.example' };
    await house.deps.people.keep(person, 'ruhr');
    await house.deps.subscriptions.admit({ ...aWish(), confirmedAt: MONDAY });
    await house.deps.proofs.append({ ...ADA, kind: 'imported', at: hoursAfter(5), statement: 'ada@reader.example' });
    expect(await heedErasure({ subscriberId, askedAt: hoursAfter(4) }, house.deps)).toBe(true);
    expect(addressesIn(await items())).toEqual([]);
    expect(await house.deps.subscriptions.find('ruhr', subscriberId)).toBeUndefined();
  });

  it('goes on for who signed up again after it, also after a second erasure', async () => {
    const { house } = await known();
    await erasePerson(subscriberId, erased, house.deps);
    expect(await heedErasure({ subscriberId, askedAt: hoursAfter(6) }, house.deps)).toBe(false);
    await erasePerson(subscriberId, { at: hoursAfter(7), by: 'subscriber' }, house.deps);
    expect(await heedErasure({ subscriberId, askedAt: hoursAfter(6) }, house.deps)).toBe(true);
  });

  it('goes on for who was never erased', async () => {
    const { house } = await known();
    expect(await heedErasure({ subscriberId, askedAt: MONDAY }, house.deps)).toBe(false);
    await house.deps.suppressions.add({ subscriberId, reason: 'complaint', since: hoursAfter(1) });
    expect(await heedErasure({ subscriberId, askedAt: MONDAY }, house.deps)).toBe(false);
    expect(await house.deps.subscriptions.find('ruhr', subscriberId)).toMatchObject({ status: 'confirmed' });
  });
});

describe('after an erasure', () => {
  it('an import is refused, and the person can come back by themselves', async () => {
    const { house } = await known();
    await erasePerson(subscriberId, erased, house.deps);
    house.laterBy(6);
    await subscribed(house);
    expect(await house.deps.subscriptions.find('ruhr', subscriberId)).toMatchObject({ status: 'confirmed' });
    expect((await house.deps.subscriptions.find('ruhr', subscriberId))?.suppressedBecause).toBeUndefined();
    expect(await house.deps.suppressions.find(subscriberId)).toBeUndefined();
  });

  it('a confirmation that waits in the queue finds no sign-up and sends nothing', async () => {
    const { house, items } = await houseOn(tables);
    await house.subscribe('ada@reader.example');
    await erasePerson(subscriberId, erased, house.deps);
    await house.deliver();
    expect(house.mails).toEqual([]);
    expect(addressesIn(await items())).toEqual([]);
  });

  it('what is left is told, and that there is nothing more', async () => {
    const { house } = await known();
    await erasePerson(subscriberId, erased, house.deps);
    const file = await describePerson(subscriberId, house.deps);
    expect(file).toMatchObject({ addresses: [], subscriptions: [], requests: [], mails: [], other: [] });
    expect(file.suppression).toEqual([{ reason: 'erased', since: erased.at.toISOString() }]);
    expect(file.consent.at(-1)).toMatchObject({ kind: 'erased', deletedAfter: '2030-01-01T00:00:00.000Z' });
  });
});
