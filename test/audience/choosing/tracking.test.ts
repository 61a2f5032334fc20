import { describe, expect, it } from 'vitest';
import { trackingWording } from '../../../lambdas/audience/joining/tracking-wording.ts';
import { describePerson } from '../../../lambdas/audience/person/describe-person.ts';
import { erasePerson } from '../../../lambdas/audience/person/erase-person.ts';
import type { Publication } from '../../../lambdas/domain/publication.ts';
import { House, hiddenFields, posted } from '../house.ts';
import { ADA, aPublication, COURIER, hoursAfter, SITE } from '../samples.ts';
import { aReader, find, kindsOf, links, post, proofsOf, textOf } from './readers.ts';

const ADDRESS = 'ada@reader.example';
const NAMES = { title: 'Bildungsnetz Ruhr', sender: 'Bildungsnetz Ruhr' };
const GERMAN = trackingWording('de', NAMES);
const { text, ...PROVEN } = GERMAN;

/** One whose publication asks. */
const aHouse = () => set(new House(), true);

function set(house: House, tracking: boolean | undefined): House {
  const all: Publication[] = [aPublication({ tracking }), COURIER];
  Object.assign(house.deps, {
    publications: { find: async (id: string) => all.find((one) => one.id === id), list: async () => all },
  });
  return house;
}

const box = (html: string) => /<input type="checkbox" name="tracking"[^>]*>/.exec(html)?.[0];
const agree = { action: 'tracking', tracking: GERMAN.hash };
const withdraw = { action: 'tracking' };

describe('signing up to a publication that asks', () => {
  it('shows an empty box before the very text that the proof will name', async () => {
    const { body } = await aHouse().ask('/subscribe/ruhr');
    expect(box(body)).toContain(`value="${GERMAN.hash}"`);
    expect(box(body)).not.toContain('checked');
    expect(body).toContain(text);
    expect(body).not.toContain('wird nicht erfasst');
  });

  it('keeps a tick as a consent of its own, which counts once it is confirmed', async () => {
    const house = aHouse();
    await house.subscribe(ADDRESS, { tracking: GERMAN.hash });
    await house.deliver();
    expect(await find(house)).toMatchObject({ status: 'pending', trackingAgreedAt: house.now });
    const asked = await house.ask(house.link);
    expect(textOf(asked.body)).toContain('Mit Zustimmung dazu, dass gezählt wird');
    await house.laterBy(1).ask(house.link, posted(new URLSearchParams()));
    expect(await find(house)).toMatchObject({ status: 'confirmed', trackingAgreedAt: hoursAfter(-1, house.now) });
    const proofs = await proofsOf(house);
    expect(proofs.find(({ kind }) => kind === 'tracking-agreed')).toMatchObject({
      ...{ wording: PROVEN, network: '192.0.2.77', userAgent: 'Mozilla/5.0 (test)', page: `${SITE}/subscribe/ruhr` },
    });
  });

  it.each<{ what: string; fields: Record<string, string> }>([
    { what: 'an empty box', fields: {} },
    { what: 'a tick before another text', fields: { tracking: 'f'.repeat(64) } },
  ])('takes $what for no consent', async ({ fields }) => {
    const house = aHouse();
    await house.subscribe(ADDRESS, fields);
    await house.deliver();
    await house.ask(house.link, posted(new URLSearchParams()));
    expect(await find(house)).toMatchObject({ status: 'confirmed' });
    expect(await find(house)).not.toHaveProperty('trackingAgreedAt');
    expect(await kindsOf(house)).toEqual(['requested', 'mail-sent', 'confirmed']);
  });

  it('keeps the tick when the form is shown again', async () => {
    const { body } = await aHouse().subscribe('no address', { tracking: GERMAN.hash });
    expect(box(body)).toContain('checked');
  });

  it('lets no stranger agree for who is subscribed already', async () => {
    const house = aHouse();
    await aReader(house);
    await house.subscribe(ADDRESS, { tracking: GERMAN.hash });
    await house.deliver();
    expect(await find(house)).not.toHaveProperty('trackingAgreedAt');
    expect(await kindsOf(house)).toEqual(['confirmed']);
  });

  it('notes no consent of who is subscribed and suppressed, and asked again', async () => {
    const house = aHouse();
    const { subscriberId } = await aReader(house);
    await house.audience.subscriptions.markSuppressed('ruhr', subscriberId, 'complaint');
    await house.laterBy(24).subscribe(ADDRESS, { tracking: GERMAN.hash });
    await house.deliver();
    expect(await find(house)).not.toHaveProperty('trackingAgreedAt');
    expect(await kindsOf(house)).toEqual(['confirmed', 'requested', 'mail-sent']);
  });

  it('asks on other websites as well', async () => {
    const { body } = await aHouse().ask('/subscribe/ruhr/embed');
    expect(body).toContain(`name=&quot;tracking&quot; value=&quot;${GERMAN.hash}&quot;`);
  });
});

describe('a publication that does not ask', () => {
  it.each([undefined, false])('has no box, and its form says that nothing is recorded (%s)', async (tracking) => {
    const house = set(new House(), tracking);
    const { body } = await house.ask('/subscribe/ruhr');
    expect(body).not.toContain('tracking');
    expect(body).toContain('wird nicht erfasst');
    await aReader(house);
    expect((await house.ask(links(house).preferences)).body).not.toContain('tracking');
    await house.subscribe('bob@reader.example', { tracking: GERMAN.hash });
    await house.deliver();
    expect(JSON.stringify([...house.audience.subscriptions.held.values()])).not.toContain('tracking');
  });

  it('takes no consent on the page of preferences', async () => {
    const house = new House();
    await aReader(house);
    expect((await post(house, links(house).preferences, agree)).status).toBe(400);
    expect(await find(house)).not.toHaveProperty('trackingAgreedAt');
  });
});

describe('the page of preferences', () => {
  it('takes a consent and its withdrawal at the same place, each with its proof', async () => {
    const house = aHouse();
    await aReader(house);
    const { preferences } = links(house);
    expect(box((await house.ask(preferences)).body)).not.toContain('checked');
    const agreed = await post(house, preferences, agree);
    expect(textOf(agreed.body)).toContain('Ab der nächsten Ausgabe wird gezählt');
    expect(box(agreed.body)).toContain('checked');
    expect(await find(house)).toMatchObject({ trackingAgreedAt: house.now });
    const ended = await post(house.laterBy(1), preferences, withdraw);
    expect(textOf(ended.body)).toContain('Ab jetzt wird nicht mehr gezählt');
    expect(box(ended.body)).not.toContain('checked');
    expect(await find(house)).not.toHaveProperty('trackingAgreedAt');
    const visit = { network: '192.0.2.77', userAgent: 'Mozilla/5.0 (test)' };
    expect((await proofsOf(house)).slice(1)).toEqual([
      { ...ADA, kind: 'tracking-agreed', at: hoursAfter(-1, house.now), wording: PROVEN, ...visit },
      { ...ADA, kind: 'tracking-withdrawn', at: house.now, ...visit },
    ]);
  });

  it('changes nothing when the same is said again, nor when it is only opened', async () => {
    const house = aHouse();
    await aReader(house);
    const { preferences } = links(house);
    await post(house, preferences, withdraw);
    await post(house, preferences, agree);
    await post(house.laterBy(1), preferences, agree);
    await house.ask(preferences);
    expect(await find(house)).toMatchObject({ trackingAgreedAt: hoursAfter(-1, house.now) });
    expect(await kindsOf(house)).toEqual(['confirmed', 'tracking-agreed']);
  });

  it('takes no tick before a text that is not the one of today', async () => {
    const house = aHouse();
    await aReader(house);
    const answer = await post(house, links(house).preferences, { ...agree, tracking: 'f'.repeat(64) });
    expect(answer.status).toBe(400);
    expect(await find(house)).not.toHaveProperty('trackingAgreedAt');
    expect(await kindsOf(house)).toEqual(['confirmed']);
  });

  it('leaves the consent alone when something else is saved', async () => {
    const house = aHouse();
    await aReader(house);
    const { preferences } = links(house);
    await post(house, preferences, agree);
    await post(house, preferences, { action: 'save', topic: 'kita', cadence: 'weekly', language: 'en' });
    expect(await find(house)).toMatchObject({ language: 'en', trackingAgreedAt: house.now });
    const english = trackingWording('en', NAMES);
    expect((await house.ask(preferences)).body).toContain(english.text);
  });

  it('lets a consent be withdrawn also when the publication asks no longer', async () => {
    const house = aHouse();
    await aReader(house);
    await post(house, links(house).preferences, agree);
    set(house, undefined);
    const { body } = await house.ask(links(house).preferences);
    expect(box(body)).toContain('checked');
    await post(house, links(house).preferences, withdraw);
    expect(await find(house)).not.toHaveProperty('trackingAgreedAt');
    expect((await house.ask(links(house).preferences)).body).not.toContain('name="tracking"');
  });
});

describe('what is held of a consent', () => {
  it('stands in the file of the person, and goes with them', async () => {
    const house = aHouse();
    const { subscriberId } = await aReader(house);
    await post(house, links(house).preferences, agree);
    const file = await describePerson(subscriberId, { ...house.deps }, 'de');
    expect(file.subscriptions).toMatchObject([{ trackingAgreedAt: house.now.toISOString() }]);
    expect(file.consent).toMatchObject([{ kind: 'confirmed' }, { kind: 'tracking-agreed', wording: PROVEN }]);
    await erasePerson(subscriberId, { at: house.now, by: 'subscriber' }, house.deps);
    expect(await find(house)).toBeUndefined();
    const left = (await proofsOf(house)).find(({ kind }) => kind === 'tracking-agreed');
    expect(left).toMatchObject({ wording: PROVEN });
    expect(left).not.toHaveProperty('userAgent');
  });

  it('ends with a new sign-up that does not repeat it', async () => {
    const house = aHouse();
    await aReader(house);
    await post(house, links(house).preferences, agree);
    await post(house, links(house).unsubscribe);
    expect((await find(house))?.status).toBe('ended');
    await house.laterBy(48).subscribe(ADDRESS);
    await house.deliver();
    expect(await find(house)).toMatchObject({ status: 'pending' });
    expect(await find(house)).not.toHaveProperty('trackingAgreedAt');
  });
});

it('the hidden fields of the form are what they were', async () => {
  expect(Object.keys(hiddenFields((await aHouse().ask('/subscribe/ruhr')).body))).toEqual(['shown', 'wording']);
});
