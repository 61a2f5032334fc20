import { beforeEach, describe, expect, it } from 'vitest';
import type { Subscription } from '../../../lambdas/domain/subscription.ts';
import { House } from '../house.ts';
import { ADA, idOf } from '../samples.ts';
import { aReader, expectPage, type Fields, find, kindsOf, links, post, textOf } from './readers.ts';

let house: House;
beforeEach(() => {
  house = new House();
});
const ada = () => find(house);
const page = async () => (await house.ask(links(house).preferences)).body;
const save = (fields: Fields) => post(house, links(house).preferences, { action: 'save', ...fields });
const ALL = ['schule', 'kita', 'termine'];
const TWO_PACES: House['digests'] = [
  { cadence: 'weekly', topics: [] },
  { cadence: 'monthly', topics: ['schule', 'kita'] },
];

describe('the preferences', () => {
  it('show what a subscriber gets, and change nothing when they are opened', async () => {
    await aReader(house);
    const before = { subscription: await ada(), kinds: await kindsOf(house) };
    for (const method of ['GET', 'HEAD', 'GET']) await house.ask(links(house).preferences, { method });
    const answer = await house.ask(links(house).preferences);
    expectPage(answer, { status: 200, says: 'Ihre Einstellungen' });
    expect(answer.body).toMatch(/value="kita" checked/);
    expect(answer.body).not.toMatch(/value="schule" checked/);
    expect(answer.body).toMatch(/value="de" selected/);
    expect({ subscription: await ada(), kinds: await kindsOf(house) }).toEqual(before);
    expect(house.queue.sent).toEqual([]);
  });

  it('save topics and language, and answer in that language what was done', async () => {
    await aReader(house);
    const answer = await save({ topic: ['schule', 'termine'], language: 'en' });
    expectPage(answer, { status: 200, says: 'Your preferences have been saved' });
    expect(answer.body).toContain('role="status"');
    expect(await ada()).toMatchObject({ topics: ['schule', 'termine'], cadence: 'weekly', language: 'en' });
  });

  it('mean all topics, also later ones, when every topic is ticked', async () => {
    await aReader(house);
    await save({ topic: ALL });
    expect(await ada()).toMatchObject({ topics: [], cadence: 'weekly', language: 'de' });
    expect((await page()).match(/ checked/g)).toHaveLength(3);
  });

  it.each<{ what: string; fields: Fields; says: string }>([
    { what: 'no topic', fields: { action: 'save' }, says: 'Bitte wählen Sie mindestens ein Thema' },
    {
      what: 'an unknown topic',
      fields: { action: 'save', topic: 'nonsense' },
      says: 'Bitte wählen Sie mindestens ein Thema',
    },
    { what: 'no action', fields: { topic: 'schule' }, says: 'Das Formular kam nicht vollständig an' },
    { what: 'an unknown action', fields: { action: 'explode' }, says: 'Das Formular kam nicht vollständig an' },
    {
      what: 'an unknown cadence',
      fields: { action: 'save', topic: 'schule', cadence: 'hourly' },
      says: 'Das Formular kam nicht vollständig an',
    },
    {
      what: 'a cadence that is not offered',
      fields: { action: 'save', topic: 'schule', cadence: 'daily' },
      says: 'Diese Häufigkeit gibt es nicht mehr',
    },
    {
      what: 'a pace that is not offered',
      fields: { action: 'save', topic: 'schule', 'pace-schule': 'daily' },
      says: 'Diese Häufigkeit gibt es nicht mehr',
    },
    {
      what: 'an unknown language',
      fields: { action: 'save', topic: 'schule', language: 'tlh' },
      says: 'Das Formular kam nicht vollständig an',
    },
    { what: 'no day', fields: { action: 'pause' }, says: 'Das Formular kam nicht vollständig an' },
    { what: 'no address', fields: { action: 'address' }, says: 'Das Formular kam nicht vollständig an' },
  ])('keep everything as it is when the form says $what', async ({ fields, says }) => {
    house.digests = TWO_PACES;
    const before = await aReader(house);
    const answer = await post(house, links(house).preferences, fields);
    expectPage(answer, { status: 400, says });
    expect(answer.body).toContain('role="alert"');
    expect(answer.body).toContain('<title>Bitte prüfen Sie Ihre Angaben');
    expect(await ada()).toEqual(before);
    expect(house.queue.sent).toEqual([]);
  });

  it.each([
    { body: '{"action":"save"}', type: 'application/json' },
    { body: '' },
    { body: '--x', type: 'multipart/form-data' },
  ])('keep everything as it is for the body $body', async ({ body, type }) => {
    const before = await aReader(house);
    const headers: Record<string, string> = type ? { 'content-type': type } : {};
    expect((await house.ask(links(house).preferences, { method: 'POST', body, headers })).status).toBe(400);
    expect(await ada()).toEqual(before);
  });

  it('are no way back for who has left, and nothing for who was erased', async () => {
    await aReader(house);
    await post(house, links(house).unsubscribe);
    expectPage(await save({ topic: 'kita' }), { status: 409, says: 'Dieses Abo ist beendet' });
    const unknown = links(house, { ...ADA, subscriberId: idOf('erased@example.org') }).preferences;
    expectPage(await house.ask(unknown), { status: 404, says: 'Dazu haben wir nichts gespeichert' });
    expect(await ada()).toMatchObject({ status: 'ended', topics: ['kita'] });
  });

  it('let somebody leave with one press', async () => {
    await aReader(house);
    const [, action = ''] = /<section id="leave">.*?action="([^"]+)"/s.exec(await page()) ?? [];
    expectPage(await post(house, action), { status: 200, says: 'Sie sind abgemeldet' });
    expect(await ada()).toMatchObject({ status: 'ended' });
  });

  it('offer to leave everything only to who gets something else', async () => {
    await aReader(house);
    expect(await page()).not.toContain('Von allen Newslettern abmelden');
    await aReader(house, { publicationId: 'courier' });
    expect(await page()).toContain('Von allen Newslettern abmelden');
  });
});

describe('the pace', () => {
  it.each<{ when: string; digests: House['digests'] }>([
    { when: 'there is one digest', digests: [{ cadence: 'weekly', topics: [] }] },
    { when: 'there is none', digests: [] },
    { when: 'two digests come as often', digests: [TWO_PACES[0], TWO_PACES[0]].flatMap((one) => one ?? []) },
    {
      when: 'each topic comes at one',
      digests: [
        { cadence: 'weekly', topics: ['schule'] },
        { cadence: 'monthly', topics: ['kita', 'termine'] },
      ],
    },
  ])('is no question when $when, and stays what it was', async ({ digests }) => {
    house.digests = digests;
    await aReader(house, { cadence: 'daily' });
    expect(await page()).not.toMatch(/name="(cadence|pace-)/);
    await save({ topic: 'schule' });
    expect(await ada()).toMatchObject({ topics: ['schule'], cadence: 'daily' });
  });

  it('is offered as the digests come, for everything and for the topics that have a choice', async () => {
    house.digests = TWO_PACES;
    await aReader(house, { topics: [] });
    const html = await page();
    expect([...html.matchAll(/name="cadence" value="(\w+)"/g)].map(([, value]) => value)).toEqual([
      'weekly',
      'monthly',
    ]);
    expect([...html.matchAll(/name="pace-(\w+)"/g)].map(([, topic]) => topic)).toEqual(['schule', 'kita']);
    expect(html).toContain('aria-label="Wie oft kommt „Kita“?"');
  });

  it('is shown as it is served: a wish that no digest heeds any longer is the next less frequent one', async () => {
    house.digests = TWO_PACES;
    await aReader(house, { topics: ['kita', 'termine'], cadence: 'daily', cadences: { kita: 'monthly' } });
    const html = await page();
    expect(html).toMatch(/name="cadence" value="weekly" checked/);
    expect(html).toMatch(/name="pace-kita".*?value="monthly" selected/s);
  });

  it.each<{ what: string; fields: Fields; kept: Partial<Subscription> }>([
    {
      what: 'all topics at one pace: also those to come',
      fields: { topic: ALL, cadence: 'monthly' },
      kept: { topics: [], cadence: 'monthly', cadences: undefined },
    },
    {
      what: 'all topics, one at another pace: by name',
      fields: { topic: ALL, cadence: 'weekly', 'pace-kita': 'monthly' },
      kept: { topics: ALL, cadence: 'weekly', cadences: { kita: 'monthly' } },
    },
    {
      what: 'a pace of its own that is the same as everything’s: none',
      fields: { topic: ALL, cadence: 'monthly', 'pace-kita': 'monthly', 'pace-schule': '' },
      kept: { topics: [], cadence: 'monthly', cadences: undefined },
    },
    {
      what: 'a pace of a topic that is not ticked: nothing',
      fields: { topic: 'schule', cadence: 'weekly', 'pace-kita': 'monthly', 'pace-schule': '' },
      kept: { topics: ['schule'], cadence: 'weekly', cadences: undefined },
    },
    {
      what: 'two topics, both at another pace',
      fields: { topic: ['kita', 'schule'], cadence: 'weekly', 'pace-kita': 'monthly', 'pace-schule': 'monthly' },
      kept: { topics: ['schule', 'kita'], cadence: 'weekly', cadences: { schule: 'monthly', kita: 'monthly' } },
    },
  ])('is kept for $what', async ({ fields, kept }) => {
    house.digests = TWO_PACES;
    await aReader(house, { topics: ['kita', 'termine'], cadences: { kita: 'monthly' } });
    expectPage(await save(fields), { status: 200, says: 'Ihre Einstellungen sind gespeichert' });
    const { topics, cadence, cadences } = (await ada()) ?? {};
    expect({ topics, cadence, cadences }).toEqual({ cadences: undefined, ...kept });
  });

  it('of a topic outlives the time in which it is no question', async () => {
    await aReader(house, { topics: ['kita', 'termine'], cadences: { kita: 'monthly' } });
    await save({ topic: ALL });
    expect(await ada()).toMatchObject({ topics: ALL, cadences: { kita: 'monthly' } });
  });

  it('is asked for in English, too', async () => {
    house.digests = ['weekly', 'monthly'].map((cadence) => ({ cadence: cadence as 'weekly', topics: [] }));
    await aReader(house, { publicationId: 'courier', language: 'en', topics: [] });
    const answer = await house.ask(links(house, { ...ADA, publicationId: 'courier' }).preferences);
    expect(textOf(answer.body)).toContain('How often? weekly');
  });
});

describe('one’s own data', () => {
  it('are asked for with a button, which puts ids in line and says what comes', async () => {
    await aReader(house);
    const answer = await post(house, links(house).preferences, { action: 'data' });
    expectPage(answer, { status: 200, says: 'Wir haben Ihnen eine E-Mail mit einem Link zu Ihren Daten geschickt' });
    expect(house.queue.sent).toEqual([{ kind: 'data', ...ADA }]);
  });

  it('are not asked for by a robot all day long', async () => {
    await aReader(house);
    const answers = [];
    for (let count = 0; count < 70; count += 1) {
      answers.push((await post(house, links(house).preferences, { action: 'data' })).status);
    }
    expect(answers.at(-1)).toBe(429);
    expect(house.queue.sent.length).toBeLessThan(70);
  });
});
