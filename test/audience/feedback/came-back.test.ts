import { beforeEach, describe, expect, it } from 'vitest';
import { liftSuppression } from '../../../lambdas/audience/feedback/lift-suppression.ts';
import type { House } from '../house.ts';
import { ADA, hoursAfter } from '../samples.ts';
import { arrived, bounce, cameBack, hear, houseOfAda, stateOfAda, UNTOUCHED } from './events.ts';

const WATCHED = { ...UNTOUCHED, isWatched: [true, true] };
const FIVE = [0, 4, 7, 11, 14].map((day) => cameBack(day));
const givenUpOn = (day: number) => ({
  ...UNTOUCHED,
  suppression: { subscriberId: ADA.subscriberId, reason: 'transient-bounces', since: hoursAfter(day * 24 + 1) },
  marks: ['transient-bounces', 'transient-bounces'],
});

let house: House;
beforeEach(async () => {
  house = await houseOfAda();
});

describe('mails to somebody that come back for the time being', () => {
  it.each(['General', 'MailboxFull', 'CustomTimeoutExceeded', 'SomethingNew2031', undefined, null])(
    'are watched everywhere from the first one (%s)',
    async (subType) => {
      await hear(house, cameBack(1, subType));
      expect(await stateOfAda(house)).toEqual(WATCHED);
    },
  );

  it('end the writing when five in a row have over two weeks', async () => {
    await hear(house, ...FIVE.slice(0, 4));
    expect(await stateOfAda(house)).toEqual(WATCHED);
    await hear(house, ...FIVE.slice(4));
    expect(await stateOfAda(house)).toEqual(givenUpOn(14));
  });

  it.each([
    { what: 'doubled', events: [...FIVE, ...FIVE, ...FIVE].toSorted((one, other) => (one === other ? 0 : 1)) },
    { what: 'backwards, the last one again', events: [...FIVE.slice(1), FIVE[0], ...FIVE] },
  ])('lead to one end when they are told $what', async ({ events }) => {
    await hear(house, ...events);
    expect(await stateOfAda(house)).toMatchObject({ marks: ['transient-bounces', 'transient-bounces'] });
  });

  it('lead to one end when they are told at the same moment', async () => {
    await Promise.all(FIVE.map((event) => hear(house, event)));
    expect(await stateOfAda(house)).toMatchObject({ marks: ['transient-bounces', 'transient-bounces'] });
  });

  it('are forgotten when one arrives, and watched no longer', async () => {
    await hear(house, ...FIVE.slice(0, 4), arrived(12));
    expect(await stateOfAda(house)).toEqual(UNTOUCHED);
    await hear(house, ...FIVE.slice(0, 4));
    expect(await stateOfAda(house)).toEqual(UNTOUCHED);
    await hear(house, cameBack(14));
    expect(await stateOfAda(house)).toEqual(WATCHED);
  });

  it('never end it for who is on holiday: each mail arrives and is answered', async () => {
    await hear(house, cameBack(0));
    for (let day = 1; day < 40; day += 1) await hear(house, cameBack(day), arrived(day));
    expect(await stateOfAda(house)).toEqual(UNTOUCHED);
  });

  it('are no reason to forget a graver one', async () => {
    await hear(house, bounce(), ...FIVE);
    expect(await stateOfAda(house)).toMatchObject({ marks: ['permanent-bounce', 'permanent-bounce'] });
  });

  it('of before a lift count for nothing after it', async () => {
    await hear(house, ...FIVE);
    house.now = hoursAfter(20 * 24);
    await liftSuppression(ADA, { askedAt: hoursAfter(19 * 24) }, house.deps);
    await hear(house, ...FIVE, cameBack(15));
    expect(await stateOfAda(house)).toEqual(WATCHED);
    await hear(house, ...[21, 25, 29, 34].map((day) => cameBack(day)));
    expect(await stateOfAda(house)).toEqual(WATCHED);
    await hear(house, cameBack(35));
    expect(await stateOfAda(house)).toMatchObject({ marks: ['transient-bounces', 'transient-bounces'] });
  });
});
