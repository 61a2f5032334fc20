import { beforeEach, describe, expect, it } from 'vitest';
import type { Subscriptions } from '../../../lambdas/audience/index.ts';
import { ADA, aWish, hoursAfter, idOf, MONDAY } from '../samples.ts';

const FORGET = hoursAfter(14 * 24);
const { publicationId, subscriberId } = ADA;

/** What every store of subscriptions promises. */
export function subscriptionsContract(name: string, make: () => Promise<Subscriptions>): void {
  describe(`subscriptions ${name}`, () => {
    let subscriptions: Subscriptions;
    beforeEach(async () => {
      subscriptions = await make();
    });
    const find = () => subscriptions.find(publicationId, subscriberId);
    const request = (requestedAt = MONDAY) => subscriptions.request(aWish({ requestedAt }), FORGET);
    const confirm = (confirmedAt = hoursAfter(1)) => subscriptions.confirm(publicationId, subscriberId, confirmedAt);
    const end = (endedAt = hoursAfter(2)) =>
      subscriptions.end(publicationId, subscriberId, { at: endedAt, because: 'unsubscribed' });

    it('are pending once asked for, with everything that was wished', async () => {
      expect(await find()).toBeUndefined();
      expect(await request()).toEqual({ ...aWish(), status: 'pending' });
      expect(await find()).toEqual({ ...aWish(), status: 'pending' });
      expect(await subscriptions.find('courier', subscriberId)).toBeUndefined();
    });

    it('take the latest wish while they are pending', async () => {
      await request();
      const later = aWish({ topics: [], requestedAt: hoursAfter(1) });
      expect(await subscriptions.request(later, FORGET)).toEqual({ ...later, status: 'pending' });
    });

    it('are confirmed once, at the time of the first click', async () => {
      await request();
      expect(await confirm()).toEqual({ ...aWish(), status: 'confirmed', confirmedAt: hoursAfter(1) });
      expect(await confirm(hoursAfter(3))).toBeUndefined();
      expect(await find()).toMatchObject({ status: 'confirmed', confirmedAt: hoursAfter(1) });
    });

    it('are not made pending by a stranger once they are confirmed', async () => {
      await request();
      await confirm();
      expect(await request(hoursAfter(5))).toBeUndefined();
      expect(await find()).toMatchObject({ status: 'confirmed' });
    });

    it.each(['pending', 'confirmed'])('end when they are %s, with time and reason', async (status) => {
      await request();
      if (status === 'confirmed') await confirm();
      expect(await end()).toMatchObject({ status: 'ended', endedAt: hoursAfter(2), endedBecause: 'unsubscribed' });
      expect(await end(hoursAfter(9))).toBeUndefined();
      expect(await find()).toMatchObject({ endedAt: hoursAfter(2) });
    });

    it('stay ended when an old link is clicked or an old sign-up comes late', async () => {
      await request();
      await end();
      expect(await confirm(hoursAfter(3))).toBeUndefined();
      expect(await request(hoursAfter(1))).toBeUndefined();
      expect(await find()).toMatchObject({ status: 'ended' });
    });

    it('can be asked for again after the end, and keep the end until they are confirmed', async () => {
      await request();
      await confirm();
      await end();
      expect(await request(hoursAfter(3))).toEqual({
        ...aWish({ requestedAt: hoursAfter(3) }),
        status: 'pending',
        endedAt: hoursAfter(2),
        endedBecause: 'unsubscribed',
      });
      expect(await request(hoursAfter(4))).toMatchObject({ status: 'pending', requestedAt: hoursAfter(4) });
      expect(await confirm(hoursAfter(5))).toEqual({
        ...aWish({ requestedAt: hoursAfter(4) }),
        status: 'confirmed',
        confirmedAt: hoursAfter(5),
      });
    });

    it('do not end by something that happened before they were asked for', async () => {
      await request(hoursAfter(5));
      expect(await end(hoursAfter(4))).toBeUndefined();
      expect(await end(hoursAfter(5))).toMatchObject({ status: 'ended' });
    });

    it('end nothing that does not exist', async () => {
      expect(await end()).toBeUndefined();
      expect(await confirm()).toBeUndefined();
      expect(await find()).toBeUndefined();
    });

    it('change topics, cadence and language only while confirmed', async () => {
      const preferences = { topics: [], cadence: 'monthly', language: 'en' } as const;
      const change = () => subscriptions.change(publicationId, subscriberId, { ...preferences, topics: [] });
      await request();
      expect(await change()).toBeUndefined();
      await confirm();
      expect(await change()).toMatchObject(preferences);
      expect(await find()).toMatchObject(preferences);
      await end();
      expect(await change()).toBeUndefined();
    });

    it('carry the mark of a suppression through whatever happens to them', async () => {
      await subscriptions.markSuppressed(publicationId, subscriberId, 'complaint');
      expect(await find()).toBeUndefined();
      await request();
      await subscriptions.markSuppressed(publicationId, subscriberId, 'permanent-bounce');
      expect(await confirm()).toMatchObject({ suppressedBecause: 'permanent-bounce' });
      await subscriptions.markSuppressed(publicationId, subscriberId, 'complaint');
      await end();
      expect(await request(hoursAfter(3))).toMatchObject({ suppressedBecause: 'complaint' });
    });

    it('are listed page by page, each once, only of their publication', async () => {
      const ids = Array.from({ length: 150 }, (_, index) => idOf(`reader-${index}@example.org`));
      await Promise.all(ids.map((id) => subscriptions.request(aWish({ subscriberId: id }), FORGET)));
      await subscriptions.request(aWish({ publicationId: 'courier' }), FORGET);
      const listed: string[] = [];
      const sizes: number[] = [];
      let after: string | undefined;
      do {
        const page = await subscriptions.list('ruhr', { limit: 60, after });
        listed.push(...page.subscriptions.map((one) => one.subscriberId));
        sizes.push(page.subscriptions.length);
        after = page.next;
      } while (after);
      expect(sizes).toEqual([60, 60, 30]);
      expect(listed.toSorted()).toEqual(ids.toSorted());
    });

    it('are listed as nothing when there are none', async () => {
      expect(await subscriptions.list('ruhr', { limit: 10 })).toEqual({ subscriptions: [], next: undefined });
    });

    it('are admitted at once when they confirmed elsewhere, and never against somebody who left', async () => {
      const admitted = { ...aWish(), confirmedAt: MONDAY, fields: { school: 'Nord' }, origin: 'import:i1' as const };
      expect(await subscriptions.admit(admitted)).toEqual({ ...admitted, status: 'confirmed' });
      expect(await subscriptions.admit(admitted)).toBeUndefined();
      await end();
      expect(await subscriptions.admit(admitted)).toBeUndefined();
      expect(await find()).toMatchObject({ status: 'ended' });
    });

    it('are admitted in place of a wish that waits for its confirmation', async () => {
      await request();
      expect(await subscriptions.admit({ ...aWish(), confirmedAt: MONDAY })).toMatchObject({ status: 'confirmed' });
    });

    it('hold a pace for each topic, a time zone, a pause and fields, each until it is taken away', async () => {
      await request();
      await confirm();
      const wish = { topics: ['kita'], cadence: 'weekly' as const, language: 'de' as const };
      const own = { cadences: { kita: 'daily' as const }, timeZone: 'America/New_York' };
      const paused = { ...wish, ...own, pausedUntil: hoursAfter(99) };
      expect(await subscriptions.change(publicationId, subscriberId, paused)).toMatchObject(paused);
      expect(await subscriptions.setFields(publicationId, subscriberId, { school: 'Nord' })).toMatchObject({
        fields: { school: 'Nord' },
      });
      const changed = await subscriptions.change(publicationId, subscriberId, wish);
      for (const gone of ['cadences', 'timeZone', 'pausedUntil']) expect(changed).not.toHaveProperty(gone);
      expect(changed).toHaveProperty('fields');
    });

    it('take and end a consent to tracking only while they are confirmed, and no other change touches it', async () => {
      const set = (agreedAt?: Date) => subscriptions.setTracking(publicationId, subscriberId, agreedAt);
      await request();
      expect(await set(hoursAfter(1))).toBeUndefined();
      await confirm();
      expect(await set(hoursAfter(2))).toMatchObject({ trackingAgreedAt: hoursAfter(2) });
      const { topics, cadence, language } = aWish();
      await subscriptions.change(publicationId, subscriberId, { topics, cadence, language });
      expect(await find()).toMatchObject({ trackingAgreedAt: hoursAfter(2) });
      expect(await set()).not.toHaveProperty('trackingAgreedAt');
      await set(hoursAfter(3));
      await end();
      expect(await set()).toBeUndefined();
      // Whoever comes back is asked anew.
      expect(await request(hoursAfter(5))).not.toHaveProperty('trackingAgreedAt');
      const wish = aWish({ requestedAt: hoursAfter(6), trackingAgreedAt: hoursAfter(6) });
      expect(await subscriptions.request(wish, FORGET)).toMatchObject({ trackingAgreedAt: hoursAfter(6) });
      expect(await confirm(hoursAfter(7))).toMatchObject({ trackingAgreedAt: hoursAfter(6) });
    });

    it('can be resumed by who has just left, and by nobody else', async () => {
      await request();
      await confirm();
      await end(hoursAfter(2));
      expect(await subscriptions.resume(publicationId, subscriberId, hoursAfter(3))).toBeUndefined();
      expect(await subscriptions.resume(publicationId, subscriberId, hoursAfter(1))).toMatchObject({
        status: 'confirmed',
        confirmedAt: hoursAfter(1),
      });
      await subscriptions.end(publicationId, subscriberId, { at: hoursAfter(4), because: 'complaint' });
      expect(await subscriptions.resume(publicationId, subscriberId, hoursAfter(1))).toBeUndefined();
    });

    it('do not come back to life by taking back the end of one that was never confirmed', async () => {
      await request();
      await end();
      expect(await subscriptions.resume(publicationId, subscriberId, hoursAfter(1))).toBeUndefined();
    });

    it('are marked and unmarked for senders', async () => {
      await request();
      await subscriptions.markSuppressed(publicationId, subscriberId, 'permanent-bounce');
      expect(await find()).toMatchObject({ suppressedBecause: 'permanent-bounce' });
      await subscriptions.markSuppressed(publicationId, subscriberId, undefined);
      expect(await find()).not.toHaveProperty('suppressedBecause');
    });

    it('leave nothing behind when they are erased', async () => {
      await request();
      await subscriptions.erase(publicationId, subscriberId);
      await subscriptions.erase(publicationId, subscriberId);
      expect(await find()).toBeUndefined();
    });
  });
}
