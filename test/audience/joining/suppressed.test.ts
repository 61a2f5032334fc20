import { beforeEach, describe, expect, it } from 'vitest';
import { signLink } from '../../../lambdas/audience/links/links.ts';
import type { SuppressionReason } from '../../../lambdas/domain/subscription.ts';
import { House, posted } from '../house.ts';
import { ADA, aWish, hoursAfter, KEYS, MONDAY } from '../samples.ts';

const REASONS: SuppressionReason[] = ['transient-bounces', 'permanent-bounce', 'complaint', 'erased', 'editor'];
const { publicationId, subscriberId } = ADA;
const press = (house: House) => house.ask(house.link, posted(new URLSearchParams()));

let house: House;
beforeEach(() => {
  house = new House();
});
const ada = () => house.audience.subscriptions.find(publicationId, subscriberId);
const suppression = () => house.audience.suppressions.find(subscriberId);
const suppress = (reason: SuppressionReason, since = hoursAfter(-1)) =>
  house.audience.suppressions.add({ subscriberId, reason, since });
const kinds = async () => (await house.audience.proofs.list(publicationId, subscriberId)).map(({ kind }) => kind);

async function signUp(): Promise<void> {
  await house.subscribe('ada@reader.example');
  await house.deliver();
}

describe('who is suppressed and signs up', () => {
  it.each(REASONS)('because of %s is asked by mail, and stays suppressed until they confirm', async (reason) => {
    await suppress(reason);
    await signUp();
    expect(house.mails).toHaveLength(1);
    expect(await ada()).toMatchObject({ status: 'pending', suppressedBecause: reason });
    expect(await suppression()).toMatchObject({ reason });
    expect((await press(house)).body).toContain('Ihre Anmeldung ist bestätigt');
    expect(await ada()).toMatchObject({ status: 'confirmed' });
    expect(await ada()).not.toHaveProperty('suppressedBecause');
    expect(await suppression()).toBeUndefined();
    expect(await kinds()).toEqual(expect.arrayContaining(['requested', 'mail-sent', 'confirmed', 'lifted']));
  });

  it.each([
    { days: 1, mails: 1 },
    { days: 29, mails: 1 },
    { days: 30, mails: 2 },
  ])('again after $days days has had $mails mails', async ({ days, mails }) => {
    await suppress('permanent-bounce');
    await signUp();
    house.laterBy(days * 24);
    await signUp();
    expect(house.mails).toHaveLength(mails);
  });

  it('stays suppressed by a complaint that came after the sign-up, and the page says so', async () => {
    await signUp();
    await suppress('complaint', hoursAfter(1));
    await house.audience.subscriptions.markSuppressed(publicationId, subscriberId, 'complaint');
    const { body } = await press(house.laterBy(2));
    expect(body).toContain('Im Augenblick schreiben wir dieser Adresse allerdings nicht');
    expect(await ada()).toMatchObject({ status: 'confirmed', suppressedBecause: 'complaint' });
  });

  it('is free in their other newsletters, too', async () => {
    await house.audience.subscriptions.admit({ ...aWish({ publicationId: 'courier' }), confirmedAt: MONDAY });
    await house.audience.people.keep({ subscriberId, address: 'ada@reader.example' }, 'courier');
    await suppress('permanent-bounce');
    await house.audience.subscriptions.markSuppressed('courier', subscriberId, 'permanent-bounce');
    await signUp();
    await press(house);
    expect(await house.audience.subscriptions.find('courier', subscriberId)).not.toHaveProperty('suppressedBecause');
  });
});

describe('who is subscribed but suppressed', () => {
  beforeEach(async () => {
    await signUp();
    await press(house);
    house.laterBy(24);
    await suppress('permanent-bounce', house.now);
    await house.audience.subscriptions.markSuppressed(publicationId, subscriberId, 'permanent-bounce');
    house.laterBy(24 * 365);
  });

  it('is asked when they sign up again, and gets mail again once they confirm', async () => {
    await signUp();
    expect(house.mails).toHaveLength(2);
    expect(await ada()).toMatchObject({ status: 'confirmed', suppressedBecause: 'permanent-bounce' });
    expect((await press(house)).body).toContain('Ihre Anmeldung ist bestätigt');
    expect(await ada()).not.toHaveProperty('suppressedBecause');
    expect(await suppression()).toBeUndefined();
    expect((await kinds()).slice(-4)).toEqual(['requested', 'mail-sent', 'confirmed', 'lifted']);
  });

  it('is not freed by whoever only opens the link', async () => {
    await signUp();
    for (const method of ['GET', 'HEAD']) await house.ask(house.link, { method });
    expect((await house.ask(house.link)).body).toContain('Anmeldung bestätigen</button>');
    expect(await ada()).toMatchObject({ suppressedBecause: 'permanent-bounce' });
  });

  it('is not freed by an old wish', async () => {
    const token = signLink('confirm', ADA, KEYS, house.now);
    await house.ask(`/confirm?t=${token}`, posted(new URLSearchParams()));
    expect(await ada()).toMatchObject({ suppressedBecause: 'permanent-bounce' });
  });

  it('is freed by a second click when the first one was cut off', async () => {
    await signUp();
    const { markSuppressed } = house.audience.subscriptions;
    house.audience.subscriptions.markSuppressed = async () => {
      throw new Error('The table is not there');
    };
    expect((await press(house)).status).toBe(500);
    house.audience.subscriptions.markSuppressed = markSuppressed;
    expect((await press(house)).status).toBe(200);
    expect(await ada()).not.toHaveProperty('suppressedBecause');
  });
});
