import { describe, expect, it } from 'vitest';
import { House } from '../house.ts';
import { ADA, hoursAfter, idOf } from '../samples.ts';
import { aReader, find, links, post } from './readers.ts';

const FRESH = 'ada@new.example';
const NEW_ID = idOf(FRESH);
const BOTH = ['ruhr', 'courier'];

/** Who stands at the new address before, and what makes the change harder. */
const WORLDS: { what: string; prepare: (house: House) => Promise<unknown> }[] = [
  { what: 'nobody', prepare: async () => {} },
  { what: 'a subscriber', prepare: (house) => aReader(house, { address: FRESH, topics: ['schule'] }) },
  {
    what: 'somebody who left',
    prepare: async (house) => {
      await aReader(house, { address: FRESH });
      await house.audience.subscriptions.end('ruhr', NEW_ID, { at: hoursAfter(-1), because: 'unsubscribed' });
    },
  },
  {
    what: 'somebody suppressed',
    prepare: (house) =>
      house.audience.suppressions.add({ subscriberId: NEW_ID, reason: 'complaint', since: hoursAfter(-99) }),
  },
];

async function aWorld(prepare: (typeof WORLDS)[number]['prepare']): Promise<{ house: House; link: string }> {
  const house = new House();
  await aReader(house, { cadences: { kita: 'monthly' }, pausedUntil: hoursAfter(99), fields: { school: 'Nord' } });
  await aReader(house, { publicationId: 'courier' });
  await prepare(house);
  await post(house, links(house).preferences, { action: 'address', address: FRESH });
  await house.laterBy(0.25).deliver();
  house.laterBy(1);
  return { house, link: house.link };
}

/** What is stored, without the order in which it came. */
function stored({ audience }: House) {
  const { subscriptions, people, proofs } = audience;
  const inOrder = (thing: object) => Object.entries(thing).sort(([one], [other]) => (one < other ? -1 : 1));
  const sorted = (things: Iterable<object>) => [...things].map((thing) => JSON.stringify(inOrder(thing))).sort();
  return [sorted(subscriptions.held.values()), sorted(people.held.values()), sorted(proofs.entries)];
}

/** Lets the nth call of any store fail, once, before or after it did its work. */
function breakCall(house: House, nth: number, when: 'before' | 'after'): { calls: () => number } {
  let calls = 0;
  const breaking =
    (act: (...given: unknown[]) => Promise<unknown>, store: object) =>
    async (...given: unknown[]) => {
      calls += 1;
      const isNow = calls === nth;
      if (isNow && when === 'before') throw new Error('cut off before');
      const answer = await act.apply(store, given);
      if (isNow) throw new Error('cut off after');
      return answer;
    };
  for (const store of Object.values(house.audience)) {
    for (const [name, act] of Object.entries(store)) {
      if (typeof act === 'function') Object.assign(store, { [name]: breaking(act, store) });
    }
  }
  return { calls: () => calls };
}

describe.each(WORLDS)('a change of address to $what', ({ prepare }) => {
  it.each(['before', 'after'] as const)(
    'is completed by the next press when it was cut off %s any step',
    async (when) => {
      const whole = await aWorld(prepare);
      const counted = breakCall(whole.house, 0, when);
      expect((await post(whole.house, whole.link)).status).toBe(200);
      const steps = counted.calls();
      expect(steps).toBeGreaterThan(15);
      for (let nth = 1; nth <= steps; nth += 1) {
        const { house, link } = await aWorld(prepare);
        breakCall(house, nth, when);
        const first = await post(house, link);
        if (nth < steps) expect([nth, first.status]).toEqual([nth, 500]);
        await expectNobodyLost(house);
        // The first step notes the click: from then on it does not matter how late the next one comes.
        if (when === 'after') house.laterBy(0.1);
        expect((await post(house, link)).status).toBe(200);
        expect([nth, ...stored(house)]).toEqual([nth, ...stored(whole.house)]);
      }
    },
  );
});

/** Each newsletter goes to one of the two addresses at least. */
async function expectNobodyLost(house: House): Promise<void> {
  for (const publicationId of BOTH) {
    const held = [
      await find(house, { ...ADA, publicationId }),
      await find(house, { subscriberId: NEW_ID, publicationId }),
    ];
    expect(held.map((one) => one?.status)).toContain('confirmed');
  }
}
