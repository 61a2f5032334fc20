import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addSubscriber, erasePerson } from '../../../lambdas/audience/index.ts';
import { linkAddress, signLink } from '../../../lambdas/audience/links/links.ts';
import { type TestDatabase, testDatabase } from '../../dynamodb.ts';
import type { House } from '../house.ts';
import { ADA, ADDRESS_KEY, hoursAfter, idOf, KEYS, MONDAY, publications, SITE } from '../samples.ts';
import { houseOn, type Item, interrupted, post, subscribed } from './everything-held.ts';

let tables: TestDatabase;
beforeAll(async () => {
  tables = await testDatabase();
});
afterAll(() => tables.stop());

const NEW = idOf('new@reader.example');
const MOVE = { subscriberId: NEW, publicationId: 'ruhr', formerId: ADA.subscriberId };

interface Act {
  what: string;
  /** Whom the erasure is about, and what must be nowhere after it. */
  erased: string;
  address: RegExp;
  before: (house: House) => Promise<unknown>;
  act: (house: House) => Promise<unknown>;
}

const ACTS: Act[] = [
  {
    what: 'a mail to confirm is being sent',
    ...{ erased: ADA.subscriberId, address: /ada@/i },
    before: (house) => house.subscribe('ada@reader.example'),
    act: async (house) => {
      await house.queue.send({ kind: 'subscription', ...ADA });
      await house.deliver();
    },
  },
  {
    what: 'a subscription is being confirmed',
    ...{ erased: ADA.subscriberId, address: /ada@/i },
    before: async (house) => {
      await house.subscribe('ada@reader.example');
      await house.deliver();
    },
    act: (house) => post(house, `${SITE}/confirm?t=${signLink('confirm', ADA, KEYS, house.now)}`, {}),
  },
  {
    what: 'a new address is being confirmed',
    ...{ erased: NEW, address: /new@/i },
    before: async (house) => {
      await subscribed(house);
      const typed = { address: 'new@reader.example', network: '192.0.2.7', userAgent: 'Browser' };
      await house.deps.addressChanges.put({ ...MOVE, ...typed, at: house.now }, hoursAfter(72));
    },
    act: (house) => post(house, linkAddress(SITE, 'address', signLink('address', MOVE, KEYS, house.now)), {}),
  },
  {
    what: 'an editor is adding somebody',
    ...{ erased: ADA.subscriberId, address: /ada@/i },
    before: (house) => subscribed(house, 'bo@reader.example'),
    act: (house) => {
      const wish = { publicationId: 'ruhr', address: 'ada@reader.example', proof: 'Auf Papier' };
      const deps = { ...house.deps, publications, addressKey: ADDRESS_KEY };
      return addSubscriber(wish, deps).catch((error: Error) => expect(error).toMatchObject({ fault: 'conflict' }));
    },
  },
  {
    what: 'somebody is leaving',
    ...{ erased: ADA.subscriberId, address: /ada@/i },
    before: (house) => subscribed(house),
    act: (house) => post(house, linkAddress(SITE, 'unsubscribe', signLink('unsubscribe', ADA, KEYS, house.now)), {}),
  },
];

const text = (items: Item[]) => JSON.stringify(items, (_, value) => (value instanceof Set ? [...value] : value));

describe('an erasure that falls in between', () => {
  it.each(ACTS)('while $what, at any moment, leaves the address nowhere', async ({ erased, address, before, act }) => {
    const start = await houseOn(tables);
    await before(start.house);
    const items = await start.items();
    const counted = await interrupted(tables, items, 0, async () => {});
    await act(counted.house);
    expect(text(await counted.items())).toMatch(address);
    expect(counted.requests()).toBeGreaterThan(1);
    for (let at = 1; at <= counted.requests(); at += 1) {
      const raced = await interrupted(tables, items, at, (records) =>
        erasePerson(erased, { at: MONDAY, by: 'subscriber' }, { ...records, publications }),
      );
      await act(raced.house);
      expect(text(await raced.items()), `erased after request ${at}`).not.toMatch(address);
    }
  });
});
