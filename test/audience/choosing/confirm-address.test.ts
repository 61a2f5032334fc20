import { beforeEach, describe, expect, it } from 'vitest';
import type { Subscription } from '../../../lambdas/domain/subscription.ts';
import { House } from '../house.ts';
import { ADA, aWish, hoursAfter, idOf, MONDAY } from '../samples.ts';
import { addressLink, aReader, expectPage, find, kindsOf, links, post, proofsOf, textOf } from './readers.ts';

const FRESH = 'Ada.Lovelace@new.example';
const NEW = { subscriberId: idOf(FRESH), publicationId: 'ruhr' };
const IN_COURIER = { publicationId: 'courier' };

let house: House;
beforeEach(() => {
  house = new House();
});

/** Asks for the new address and hands out the link in the mail. */
async function asked(): Promise<string> {
  await post(house, links(house).preferences, { action: 'address', address: FRESH });
  await house.laterBy(0.25).deliver();
  house.laterBy(0.75);
  return house.link;
}
const press = (link: string) => post(house, link);
/** Of former and new address, in both publications. */
const states = async () =>
  Promise.all(
    [ADA, NEW, { ...ADA, ...IN_COURIER }, { ...NEW, ...IN_COURIER }].map(
      async (who) => (await find(house, who))?.status,
    ),
  );

describe('the link to a new address', () => {
  it('shows what will come there, with one button, and changes nothing', async () => {
    await aReader(house);
    await aReader(house, IN_COURIER);
    const link = await asked();
    const everything = () => [
      ...house.audience.subscriptions.held,
      ...house.audience.addressChanges.held,
      ...house.audience.people.held,
      ...house.audience.proofs.entries,
    ];
    const before = structuredClone(everything());
    for (const method of ['GET', 'HEAD', 'GET']) await house.ask(link, { method });
    const page = await house.ask(link);
    expectPage(page, {
      status: 200,
      says: 'Bildungsnetz Ruhr The Night Courier An die bisherige Adresse geht dann nichts mehr',
    });
    expect(page.body.match(/<button/g)).toHaveLength(1);
    expect(page.body).not.toContain('new.example');
    expect(everything()).toEqual(before);
  });

  it('moves every subscription when the button is pressed, as it was', async () => {
    const was = await aReader(house, {
      cadences: { kita: 'monthly' },
      timeZone: 'America/New_York',
      fields: { school: 'Nord' },
      pausedUntil: hoursAfter(99),
    });
    await aReader(house, { ...IN_COURIER, language: 'en', topics: [] });
    const answer = await press(await asked());
    expectPage(answer, { status: 200, says: 'Ihre neue Adresse ist bestätigt' });
    const { subscriberId, address, topics, cadence, cadences, timeZone, fields, pausedUntil } = was;
    expect(await find(house, NEW)).toEqual({
      ...{ ...NEW, address: FRESH, status: 'confirmed', language: 'de', origin: 'address-change' },
      ...{ topics, cadence, cadences, timeZone, fields, pausedUntil, requestedAt: MONDAY, confirmedAt: hoursAfter(1) },
    });
    expect(await find(house, { ...NEW, ...IN_COURIER })).toMatchObject({
      status: 'confirmed',
      language: 'en',
      topics: [],
    });
    for (const publication of ['ruhr', 'courier']) {
      const former = await find(house, { subscriberId, publicationId: publication });
      expect(former).toMatchObject({
        address,
        status: 'ended',
        endedAt: hoursAfter(1),
        endedBecause: 'address-change',
        movedTo: NEW.subscriberId,
      });
    }
    expect(await house.audience.people.find(NEW.subscriberId)).toMatchObject({
      address: FRESH,
      publications: ['courier', 'ruhr'],
    });
    const [preferences] = /https:\/\/letters\.example\/preferences\?t=[\w-]+/.exec(answer.body) ?? [];
    expectPage(await house.ask(preferences ?? ''), { status: 200, says: 'Ihre Einstellungen' });
  });

  it('is proven on both sides, without an address in it', async () => {
    await aReader(house);
    await press(await asked());
    expect(await proofsOf(house, NEW)).toEqual([
      { ...NEW, kind: 'requested', at: MONDAY, network: '192.0.2.77', userAgent: 'Mozilla/5.0 (test)' },
      {
        ...NEW,
        kind: 'mail-sent',
        at: hoursAfter(0.25),
        wording: { version: '2026-11-address-de', hash: expect.any(String) },
      },
      {
        ...{ ...NEW, kind: 'address-changed', at: hoursAfter(1), statement: ADA.subscriberId },
        ...{ network: '192.0.2.77', userAgent: 'Mozilla/5.0 (test)' },
      },
    ]);
    expect((await proofsOf(house)).at(-1)).toEqual({
      ...ADA,
      kind: 'ended',
      at: hoursAfter(1),
      statement: 'address-change',
    });
    expect(JSON.stringify(house.audience.proofs.entries)).not.toMatch(/example/);
  });

  it('does it once: pressing again is told the same and changes nothing', async () => {
    await aReader(house);
    const link = await asked();
    const first = await press(link);
    const before = structuredClone([...house.audience.subscriptions.held, ...house.audience.proofs.entries]);
    house.laterBy(1);
    expect(textOf((await press(link)).body)).toBe(textOf(first.body));
    expectPage(await house.ask(link), { status: 200, says: 'Ihre neue Adresse ist bestätigt' });
    expect([...house.audience.subscriptions.held, ...house.audience.proofs.entries]).toEqual(before);
  });

  it('does it once when it is pressed twice at the same moment', async () => {
    await aReader(house);
    const link = await asked();
    const answers = await Promise.all([press(link), press(link)]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(await states()).toEqual(['ended', 'confirmed', undefined, undefined]);
    expect(await kindsOf(house, NEW)).toEqual(['requested', 'mail-sent', 'address-changed']);
  });

  it('does nothing for who has left the former one meanwhile', async () => {
    await aReader(house);
    const link = await asked();
    await post(house, links(house).unsubscribe);
    expectPage(await house.ask(link), { status: 409, says: 'Dieses Abo ist beendet' });
    expectPage(await press(link), { status: 409, says: 'Dieses Abo ist beendet' });
    expect(await states()).toEqual(['ended', undefined, undefined, undefined]);
    expect(await kindsOf(house, NEW)).toEqual(['mail-sent']);
  });

  it('moves what is left when only one of several was left meanwhile', async () => {
    await aReader(house);
    await aReader(house, IN_COURIER);
    const link = await asked();
    await post(house, links(house, { ...ADA, ...IN_COURIER }).unsubscribe);
    await press(link);
    expect(await states()).toEqual(['ended', 'confirmed', 'ended', undefined]);
  });

  it('moves nothing that is not confirmed, or was confirmed after the wish', async () => {
    await aReader(house);
    await aReader(house, { ...IN_COURIER, requestedAt: MONDAY });
    await house.audience.subscriptions.erase('courier', ADA.subscriberId);
    const link = await asked();
    const { people, subscriptions } = house.audience;
    await people.keep({ subscriberId: ADA.subscriberId, address: 'ada@reader.example' }, 'third');
    await subscriptions.request(aWish({ publicationId: 'third', requestedAt: MONDAY }), hoursAfter(99));
    await subscriptions.admit({ ...aWish(IN_COURIER), confirmedAt: hoursAfter(0.5) });
    await press(link);
    expect(await states()).toEqual(['ended', 'confirmed', 'confirmed', undefined]);
    expect(await find(house, { ...ADA, publicationId: 'third' })).toMatchObject({ status: 'pending' });
  });

  it('has nothing to do for who asks for the address they have', async () => {
    await aReader(house);
    const same = { ...ADA, formerId: ADA.subscriberId };
    await post(house, links(house).preferences, { action: 'address', address: 'ADA@reader.example' });
    expect((await press(addressLink(house, same))).status).toBe(409);
    expect(await find(house)).toMatchObject({ status: 'confirmed', address: 'ada@reader.example' });
  });

  it('says what to do when the wish is forgotten', async () => {
    await aReader(house);
    const link = await asked();
    house.audience.addressChanges.held.clear();
    expectPage(await house.ask(link), { status: 410, says: 'geben Sie die neue Adresse noch einmal an' });
    expectPage(await press(link), { status: 410, says: 'geben Sie die neue Adresse noch einmal an' });
    expect(await states()).toEqual(['confirmed', undefined, undefined, undefined]);
  });

  it('serves the wish it was sent for, whoever else gives the same address', async () => {
    await aReader(house);
    const eve = await aReader(house, { address: 'eve@reader.example', ...IN_COURIER });
    const link = await asked();
    await post(house, links(house, eve).preferences, { action: 'address', address: FRESH });
    await press(link);
    expect(await states()).toEqual(['ended', 'confirmed', undefined, undefined]);
    expect(await find(house, eve)).toMatchObject({ status: 'confirmed' });
  });
});

describe('a new address whose owner', () => {
  it.each<{
    what: string;
    own: Partial<Subscription>;
    former: Partial<Subscription>;
    topics: string[];
    cadences?: object;
  }>([
    {
      what: 'reads other topics: both',
      own: { topics: ['schule'] },
      former: { topics: ['kita'] },
      topics: ['schule', 'kita'],
    },
    { what: 'reads all: all', own: { topics: [] }, former: { topics: ['kita'] }, topics: [] },
    { what: 'reads one, the former all: all', own: { topics: ['schule'] }, former: { topics: [] }, topics: [] },
    {
      what: 'reads at another pace: each as it was',
      own: { topics: ['schule'], cadence: 'monthly' },
      former: { topics: ['kita', 'schule'], cadence: 'weekly' },
      topics: ['schule', 'kita'],
      cadences: { kita: 'weekly' },
    },
    {
      what: 'has a pace for a topic: their own',
      own: { topics: ['schule'], cadences: { schule: 'daily' } },
      former: { topics: ['schule', 'kita'], cadences: { schule: 'monthly', kita: 'monthly' } },
      topics: ['schule', 'kita'],
      cadences: { schule: 'daily', kita: 'monthly' },
    },
  ])('$what', async ({ own, former, topics, cadences }) => {
    await aReader(house, { ...former, language: 'de' } as object);
    const theirs = await aReader(house, {
      ...own,
      address: FRESH,
      language: 'en',
      pausedUntil: hoursAfter(50),
    } as object);
    expectPage(await press(await asked()), { status: 200, says: 'Your new address is confirmed' });
    const { cadences: before, ...same } = theirs;
    expect(await find(house, NEW)).toEqual({ ...same, topics, ...(cadences ? { cadences } : {}) });
    expect(await find(house)).toMatchObject({ status: 'ended', endedBecause: 'address-change' });
  });

  it('has a sign-up that waits takes over at once', async () => {
    await aReader(house);
    await house.audience.subscriptions.request(aWish({ ...NEW, address: FRESH, topics: ['schule'] }), hoursAfter(99));
    await press(await asked());
    expect(await find(house, NEW)).toMatchObject({ status: 'confirmed', topics: ['kita'] });
  });

  it('has left before comes back, since they have pressed the button', async () => {
    await aReader(house, { pausedUntil: hoursAfter(99), cadences: { kita: 'monthly' } });
    await aReader(house, { address: FRESH });
    await house.audience.subscriptions.end('ruhr', NEW.subscriberId, { at: hoursAfter(-1), because: 'unsubscribed' });
    await press(await asked());
    const subscription = await find(house, NEW);
    expect(subscription).toMatchObject({
      status: 'confirmed',
      pausedUntil: hoursAfter(99),
      cadences: { kita: 'monthly' },
    });
    expect(subscription).not.toHaveProperty('endedAt');
  });

  it('has left after the wish stays away, and the former one as it was', async () => {
    await aReader(house);
    await aReader(house, { address: FRESH });
    const link = await asked();
    await post(house, links(house, NEW).unsubscribe);
    expectPage(await press(link), { status: 409, says: 'Dieses Abo ist beendet' });
    expect(await kindsOf(house, NEW)).toEqual(['confirmed', 'mail-sent', 'ended']);
    expect(await states()).toEqual(['confirmed', 'ended', undefined, undefined]);
  });

  it('leaves after the change is not brought back by the link', async () => {
    await aReader(house);
    const link = await asked();
    await press(link);
    await post(house, links(house, NEW).unsubscribe);
    expect((await press(link)).status).toBe(409);
    expect(await states()).toEqual(['ended', 'ended', undefined, undefined]);
  });

  it.each(['complaint', 'permanent-bounce', 'erased'] as const)(
    'was suppressed (%s) gets mail again',
    async (reason) => {
      await aReader(house);
      await aReader(house, IN_COURIER);
      await house.audience.suppressions.add({ subscriberId: NEW.subscriberId, reason, since: hoursAfter(-99) });
      await press(await asked());
      expect(await house.audience.suppressions.find(NEW.subscriberId)).toBeUndefined();
      for (const publicationId of ['ruhr', 'courier']) {
        expect(await find(house, { ...NEW, publicationId })).not.toHaveProperty('suppressedBecause');
      }
      expect(await kindsOf(house, NEW)).toEqual(['requested', 'mail-sent', 'address-changed', 'lifted']);
    },
  );

  it('was suppressed after the wish gets nothing, and is marked for senders', async () => {
    await aReader(house);
    const link = await asked();
    await house.audience.suppressions.add({
      subscriberId: NEW.subscriberId,
      reason: 'complaint',
      since: hoursAfter(0.5),
    });
    await press(link);
    expect(await find(house, NEW)).toMatchObject({ status: 'confirmed', suppressedBecause: 'complaint' });
  });

  it('takes over from an address that bounced starts anew', async () => {
    await aReader(house);
    await house.audience.suppressions.add({
      subscriberId: ADA.subscriberId,
      reason: 'permanent-bounce',
      since: MONDAY,
    });
    await house.audience.subscriptions.markSuppressed('ruhr', ADA.subscriberId, 'permanent-bounce');
    await press(await asked());
    expect(await find(house, NEW)).toMatchObject({ status: 'confirmed' });
    expect(await find(house, NEW)).not.toHaveProperty('suppressedBecause');
  });
});

describe('after a change of address', () => {
  it('the link of an older mail ends the subscription at the new one, and can be taken back', async () => {
    await aReader(house);
    const old = links(house).unsubscribe;
    await press(await asked());
    expectPage(await house.ask(old), { status: 200, says: 'nicht mehr bekommen? Abmelden' });
    const answer = await post(house, old, { 'List-Unsubscribe': 'One-Click' });
    expectPage(answer, { status: 200, says: 'Sie sind abgemeldet' });
    expect(await find(house, NEW)).toMatchObject({ status: 'ended', endedBecause: 'unsubscribed' });
    const [, undo = ''] = /name="undo" value="([^"]+)"/.exec(answer.body) ?? [];
    expectPage(await post(house, old, { undo }), { status: 200, says: 'Sie sind wieder dabei' });
    expect(await states()).toEqual(['ended', 'confirmed', undefined, undefined]);
  });

  it('the link of an older mail can end everything', async () => {
    await aReader(house);
    await aReader(house, IN_COURIER);
    const old = links(house).unsubscribe;
    await press(await asked());
    expect((await house.ask(old)).body).toContain('Von allen Newslettern abmelden');
    await post(house, old, { scope: 'all' });
    expect(await states()).toEqual(['ended', 'ended', 'ended', 'ended']);
  });

  it('the link of an older mail ends what the former address has subscribed to since, and nothing else', async () => {
    await aReader(house);
    const old = links(house).unsubscribe;
    await press(await asked());
    await house.audience.subscriptions.request(aWish({ requestedAt: hoursAfter(2) }), hoursAfter(99));
    await house.audience.subscriptions.confirm('ruhr', ADA.subscriberId, hoursAfter(2));
    house.laterBy(3);
    await post(house, old);
    expect(await states()).toEqual(['ended', 'confirmed', undefined, undefined]);
  });

  it('can be changed back, and the oldest link still leads to where the mails go', async () => {
    await aReader(house);
    const oldest = links(house).unsubscribe;
    await press(await asked());
    house.laterBy(30);
    await post(house, links(house, NEW).preferences, { action: 'address', address: 'ada@reader.example' });
    await house.deliver();
    house.laterBy(1);
    expectPage(await press(house.link), { status: 200, says: 'Ihre neue Adresse ist bestätigt' });
    expect(await states()).toEqual(['confirmed', 'ended', undefined, undefined]);
    await post(house, oldest);
    expect(await states()).toEqual(['ended', 'ended', undefined, undefined]);
    expect((await post(house, links(house, NEW).unsubscribe)).status).toBe(200);
  });

  it('the old link to the preferences opens nothing', async () => {
    await aReader(house);
    const { preferences } = links(house);
    await press(await asked());
    expectPage(await house.ask(preferences), { status: 409, says: 'Dieses Abo ist beendet' });
  });
});
