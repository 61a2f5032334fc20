import { beforeEach, describe, expect, it } from 'vitest';
import { liftSuppression } from '../../../lambdas/audience/feedback/lift-suppression.ts';
import { suppressByEditor } from '../../../lambdas/audience/index.ts';
import type { House } from '../house.ts';
import { ADA, hoursAfter } from '../samples.ts';
import { arrived, bounce, cameBack, complaint, hear, houseOfAda, stateOfAda, UNTOUCHED } from './events.ts';

/** Mails of who was lifted go past SES's own list, so they stay watched. */
const LIFTED = { ...UNTOUCHED, isWatched: [true, true] };
const ENDED = { status: ['ended', 'ended'], because: 'complaint', ended: 1 };

let house: House;
beforeEach(async () => {
  house = await houseOfAda();
});

const liftAskedAt = (hours: number) => {
  house.now = hoursAfter(hours + 1);
  return liftSuppression(ADA, { askedAt: hoursAfter(hours) }, house.deps);
};
const lifts = async () =>
  (await house.audience.proofs.list('ruhr', ADA.subscriberId)).filter(({ kind }) => kind === 'lifted');

describe('confirming again', () => {
  it.each([
    { what: 'a bounce', event: bounce(), left: LIFTED },
    { what: 'a complaint', event: complaint(), left: { ...LIFTED, ...ENDED } },
  ])('lifts $what everywhere, with a proof', async ({ event, left }) => {
    await hear(house, event);
    expect(await liftAskedAt(7)).toBe(true);
    expect(await stateOfAda(house)).toEqual(left);
    expect(await lifts()).toEqual([
      {
        ...ADA,
        kind: 'lifted',
        at: hoursAfter(8),
        statement: event.eventType === 'Bounce' ? 'permanent-bounce' : 'complaint',
      },
    ]);
  });

  it('lifts what an editor decided, and what an erasure left', async () => {
    await suppressByEditor({ ...ADA, by: 'editor-1' }, house.deps);
    expect((await stateOfAda(house)).marks).toEqual(['editor', 'editor']);
    expect(await liftAskedAt(7)).toBe(true);
    expect((await stateOfAda(house)).marks).toEqual([undefined, undefined]);
  });

  it('does not lift what came after the asking', async () => {
    await hear(house, bounce());
    expect(await liftAskedAt(4)).toBe(false);
    expect((await stateOfAda(house)).marks).toEqual(['permanent-bounce', 'permanent-bounce']);
    expect(await lifts()).toEqual([]);
  });

  it('changes nothing for whom nothing was ever held against', async () => {
    expect(await liftAskedAt(7)).toBe(true);
    expect(await stateOfAda(house)).toEqual(UNTOUCHED);
    expect(await lifts()).toEqual([]);
  });

  it('completes a lift that was cut off', async () => {
    await hear(house, bounce());
    const { subscriptions } = house.audience;
    const markSuppressed = () => Promise.reject(new Error('cut off'));
    const broken = { ...house.deps, subscriptions: { ...subscriptions, markSuppressed }, now: () => hoursAfter(8) };
    await expect(liftSuppression(ADA, { askedAt: hoursAfter(7) }, broken)).rejects.toThrow('cut off');
    expect((await stateOfAda(house)).marks).toEqual(['permanent-bounce', 'permanent-bounce']);
    expect(await liftAskedAt(7)).toBe(true);
    expect(await stateOfAda(house)).toEqual(LIFTED);
    expect(await lifts()).toHaveLength(1);
  });

  it('is not undone by reports that are late or doubled, and not deaf to later ones', async () => {
    await hear(house, bounce());
    await liftAskedAt(7);
    await hear(house, bounce(), complaint(), bounce(), arrived(0), cameBack(0, 'MessageTooLarge'));
    expect(await stateOfAda(house)).toEqual(LIFTED);
    const later = hoursAfter(9).toISOString();
    await hear(house, bounce({ timestamp: later }));
    expect((await stateOfAda(house)).marks).toEqual(['permanent-bounce', 'permanent-bounce']);
  });

  it('is not undone by SES repeating what it once heard: the next mail goes past its list', async () => {
    const listed = { timestamp: hoursAfter(9).toISOString(), bounceSubType: 'OnAccountSuppressionList' };
    await hear(house, bounce());
    await liftAskedAt(7);
    await house.audience.subscriptions.markWatched('courier', ADA.subscriberId, false);
    await hear(
      house,
      bounce(listed),
      complaint({ timestamp: listed.timestamp, complaintSubType: listed.bounceSubType }),
    );
    expect(await stateOfAda(house)).toEqual(LIFTED);
    await hear(house, arrived(3));
    expect(await stateOfAda(house)).toEqual(LIFTED);
  });

  it('loses to a report that comes at the same moment', async () => {
    await hear(house, bounce());
    const { subscriptions } = house.audience;
    const late = complaint({ timestamp: hoursAfter(30).toISOString() });
    let isFirst = true;
    const deps = {
      ...house.deps,
      subscriptions: {
        ...subscriptions,
        async markSuppressed(...args: Parameters<typeof subscriptions.markSuppressed>) {
          await subscriptions.markSuppressed(...args);
          if (isFirst) {
            isFirst = false;
            await hear(house, late);
          }
        },
      },
    };
    house.now = hoursAfter(8);
    expect(await liftSuppression(ADA, { askedAt: hoursAfter(7) }, deps)).toBe(false);
    expect((await stateOfAda(house)).marks).toEqual(['complaint', 'complaint']);
  });

  it('wins over a report of before that is still being copied', async () => {
    const { subscriptions } = house.audience;
    let isFirst = true;
    const slow = {
      ...house.audience.subscriptions,
      async markSuppressed(...args: Parameters<typeof subscriptions.markSuppressed>) {
        if (isFirst) {
          isFirst = false;
          await liftAskedAt(7);
        }
        await subscriptions.markSuppressed(...args);
      },
    };
    await hear(Object.assign(Object.create(house), { audience: { ...house.audience, subscriptions: slow } }), bounce());
    expect((await stateOfAda(house)).marks).toEqual([undefined, undefined]);
  });
});

describe('an editor who stops the writing', () => {
  it('stops it in every publication, once', async () => {
    house.now = hoursAfter(3);
    const who = { ...ADA, by: 'editor-1' };
    await suppressByEditor(who, house.deps);
    house.now = hoursAfter(4);
    await suppressByEditor(who, house.deps);
    expect(await stateOfAda(house)).toMatchObject({
      suppression: { reason: 'editor', since: hoursAfter(3) },
      marks: ['editor', 'editor'],
      status: ['confirmed', 'confirmed'],
    });
  });
});
