import { beforeEach, describe, expect, it } from 'vitest';
import type { PersonFile } from '../../../lambdas/audience/index.ts';
import { personalLinks } from '../../../lambdas/audience/index.ts';
import { signLink } from '../../../lambdas/audience/links/links.ts';
import { House, posted } from '../house.ts';
import { ADA, hoursAfter, KEYS, SITE } from '../samples.ts';
import { dataLink, post, subscribed } from './everything-held.ts';

const { subscriberId } = ADA;

let house: House;
beforeEach(async () => {
  house = new House();
  await subscribed(house);
  house.mails.length = 0;
});

/** As the preferences page asks for it. */
const ask = async (who = ADA) => {
  await house.queue.send({ kind: 'data', ...who });
  await house.deliver();
};
const everything = () =>
  structuredClone([...house.audience.subscriptions.held.values(), house.audience.proofs.entries]);

describe('the mail to who asks what is held about them', () => {
  it('goes to the address that is held, in their language, and holds nothing but the link', async () => {
    await ask();
    const [mail] = house.mails;
    expect(mail?.to).toBe('ada@reader.example');
    const head = Buffer.from(mail?.raw ?? '').toString('latin1');
    expect(head).toMatch(/^Auto-Submitted: auto-generated\r$/m);
    expect(head).toMatch(/^Content-Language: de\r$/m);
    expect(mail?.text).toContain('was zu dieser E-Mail-Adresse gespeichert ist');
    expect(mail?.text).not.toMatch(/ada|kita/i);
    expect(house.link).toBe(dataLink(house));
    expect(mail?.tags).toEqual({ purpose: 'data', publication: 'ruhr' });
  });

  it('speaks English to who reads English', async () => {
    await house.audience.subscriptions.change('ruhr', subscriberId, { topics: [], cadence: 'weekly', language: 'en' });
    await ask();
    expect(house.mails[0]?.text).toContain('what is stored about this email address');
  });

  it('comes once a day', async () => {
    await ask();
    await ask();
    expect(house.mails).toHaveLength(1);
    house.laterBy(25);
    await ask();
    expect(house.mails).toHaveLength(2);
  });

  it('also goes to who is suppressed, and to nobody who was erased', async () => {
    await house.audience.suppressions.add({ subscriberId, reason: 'complaint', since: house.now });
    await ask();
    expect(house.mails).toHaveLength(1);
    await post(house, dataLink(house), { act: 'erase', sure: 'yes' });
    house.laterBy(25);
    await ask();
    expect(house.mails).toHaveLength(1);
  });

  it('is asked for again when SES certainly took nothing', async () => {
    house.ses = { kind: 'not-sent', because: 'throttled', detail: '' };
    await expect(ask()).rejects.toMatchObject({ fault: 'unavailable' });
    house.ses = { kind: 'accepted', messageId: 'x' };
    await ask();
    expect(house.mails).toHaveLength(1);
    house.ses = { kind: 'unknown', detail: 'TimeoutError' };
    house.laterBy(25);
    await ask();
    await ask();
    expect(house.mails).toHaveLength(1);
  });
});

describe('the page with somebody’s data', () => {
  it('shows it in plain words, and changes nothing', async () => {
    const before = everything();
    for (const method of ['GET', 'HEAD', 'GET']) await house.ask(dataLink(house), { method });
    const { status, headers, body } = await house.ask(dataLink(house));
    expect([status, headers['cache-control'], headers['referrer-policy']]).toEqual([200, 'no-store', 'no-referrer']);
    expect(body).toContain('ada@reader.example');
    expect(body).toContain('Bildungsnetz Ruhr</dd>');
    expect(body).toContain('2. März 2026 um 10:30 Uhr');
    expect(body).toContain('Nachweis Ihrer Einwilligung');
    expect(body.match(/<form method="post"/g)).toHaveLength(2);
    expect(body).not.toContain('<script');
    expect(everything()).toEqual(before);
  });

  it('hands it over as a file that no cache keeps', async () => {
    const { status, headers, body } = await post(house, dataLink(house), { act: 'download' });
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'content-disposition': 'attachment; filename="meine-daten.json"',
      'cache-control': 'no-store',
    });
    const file = JSON.parse(body) as PersonFile;
    expect(file).toMatchObject({ source: SITE, madeAt: house.now.toISOString(), addresses: ['ada@reader.example'] });
    expect(file.subscriptions).toMatchObject([
      { publication: 'ruhr', title: 'Bildungsnetz Ruhr', status: 'confirmed' },
    ]);
    expect(file.consent.map(({ kind }) => kind)).toEqual(['requested', 'mail-sent', 'confirmed']);
    expect(file.consent[0]).toMatchObject({ networkAddress: '192.0.2.77', userAgent: 'Mozilla/5.0 (test)' });
    expect(file.requests).toMatchObject([{ publication: 'ruhr', address: 'ada@reader.example' }]);
    expect(file.other).toEqual([]);
    expect(file.retention.length).toBeGreaterThan(3);
    expect(await house.audience.subscriptions.find('ruhr', subscriberId)).toMatchObject({ status: 'confirmed' });
  });

  it('tells of all publications, whichever the link came from', async () => {
    await subscribed(house, 'ada@reader.example', 'courier');
    const { body } = await house.ask(dataLink(house));
    expect(body).toContain('The Night Courier</dd>');
  });

  it('erases nothing without the tick, and says so', async () => {
    const before = everything();
    const answer = await post(house, dataLink(house), { act: 'erase' });
    expect(answer.status).toBe(400);
    expect(answer.body).toContain('Es wurde nichts gelöscht');
    expect(everything()).toEqual(before);
  });

  it.each<Record<string, string>>([{}, { act: 'nonsense' }, { sure: 'yes' }])(
    'does nothing when the form says %j',
    async (form) => {
      const before = everything();
      expect((await post(house, dataLink(house), form)).status).toBe(200);
      expect(everything()).toEqual(before);
    },
  );

  it('erases everything with the tick, and says what remains and until when', async () => {
    const { status, body } = await post(house, dataLink(house), { act: 'erase', sure: 'yes' });
    expect(status).toBe(200);
    expect(body).toContain('Ihre Daten sind gelöscht');
    expect(body).toContain('31. Dezember 2029');
    expect(body).not.toContain('ada@reader.example');
    expect(await house.audience.subscriptions.find('ruhr', subscriberId)).toBeUndefined();
    expect(await house.audience.people.find(subscriberId)).toBeUndefined();
    const again = await house.ask(dataLink(house));
    expect(again.status).toBe(200);
    expect(again.body).toContain('was aufgehoben werden muss');
    expect(again.body).toContain('Sie Ihre Daten löschen ließen');
    expect(again.body).not.toMatch(/name="act" value="erase"|ada@/);
    expect((await post(house, dataLink(house), { act: 'erase', sure: 'yes' })).status).toBe(200);
  });

  it('leaves old links that answer sensibly', async () => {
    await house.subscribe('bo@reader.example');
    const { unsubscribe, preferences } = personalLinks(KEYS, SITE, () => house.now)(ADA);
    const confirm = `${SITE}/confirm?t=${signLink('confirm', ADA, KEYS, house.now)}`;
    await post(house, dataLink(house), { act: 'erase', sure: 'yes' });
    for (const press of [1, 2]) {
      const left = await house.ask(unsubscribe, posted(new URLSearchParams({ 'List-Unsubscribe': 'One-Click' })));
      expect([press, left.status, left.cookies, left.headers.location]).toEqual([press, 200, undefined, undefined]);
    }
    for (const link of [preferences, confirm]) {
      const answer = await post(house, link, { topic: 'kita' });
      expect(answer.status).toBe(404);
      expect(answer.body).toContain('Dazu haben wir nichts gespeichert');
    }
    expect(await house.audience.people.find(subscriberId)).toBeUndefined();
  });

  it.each([
    { what: 'altered', link: () => `${dataLink(house).slice(0, -2)}AA`, status: 400, says: 'Dieser Link ist nicht' },
    {
      what: 'made for something else',
      link: () => `${SITE}/my-data?t=${signLink('preferences', ADA, KEYS, house.now)}`,
      ...{ status: 400, says: 'Dieser Link ist nicht' },
    },
    {
      what: 'a day and a second old',
      link: () => `${SITE}/my-data?t=${signLink('data', ADA, KEYS, hoursAfter(-24.001, house.now))}`,
      ...{ status: 410, says: 'Der Link zu Ihren Daten gilt 24 Stunden' },
    },
    { what: 'absent', link: () => `${SITE}/my-data`, status: 400, says: '' },
  ])('is refused with a plain page when the link is $what', async ({ link, status, says }) => {
    const before = everything();
    for (const asked of [{}, { method: 'HEAD' }, posted(new URLSearchParams({ act: 'erase', sure: 'yes' }))]) {
      expect((await house.ask(link(), asked)).status).toBe(status);
    }
    expect((await house.ask(link(), { headers: { 'accept-language': 'de' } })).body).toContain(says);
    expect(everything()).toEqual(before);
  });
});
