import { load } from 'cheerio';
import { Temporal } from 'temporal-polyfill';
import { beforeEach, describe, expect, it } from 'vitest';
import { describePerson } from '../../../lambdas/audience/index.ts';
import { zoneInWords, zonesOffered } from '../../../lambdas/audience/pages/time-zones.ts';
import { heldIn } from '../../../lambdas/audience/person/held-in-words.ts';
import { timeZoneNamed } from '../../../lambdas/domain/time-zone.ts';
import { House, posted } from '../house.ts';
import { ADA, aPublication } from '../samples.ts';
import { aReader, expectPage, type Fields, find, links, post } from './readers.ts';

const NEW_YORK = 'America/New_York';
let house: House;
beforeEach(() => {
  house = new House();
  house.digests = [{ cadence: 'weekly', topics: [], inReadersZone: true }];
});
const ada = () => find(house);
const selectOn = (html: string) => load(html)('select[name="time-zone"]');
const chosenOn = (html: string) => selectOn(html).find('option[selected]').attr('value');
const preferences = async () => (await house.ask(links(house).preferences)).body;
const save = (fields: Fields) => post(house, links(house).preferences, { action: 'save', topic: 'kita', ...fields });

describe('a zone of their own', () => {
  it.each(['/subscribe/ruhr', '/subscribe/ruhr/embed', 'preferences'])(
    'is offered on %s only where an edition comes by it',
    async (where) => {
      await aReader(house);
      const page = async () => {
        const html = where === 'preferences' ? await preferences() : (await house.ask(where)).body;
        return where.endsWith('embed') ? load(html)('#snippet').text() : html;
      };
      const select = selectOn(await page());
      expect(select.find('option').first().attr('value')).toBe('');
      expect(select.find('option').first().text()).toBe('wie der Newsletter (Berlin)');
      expect(select.find('option[selected]')).toHaveLength(0);
      expect(select.find(`option[value="${NEW_YORK}"]`).text()).toBe('New York, Toronto');
      expect(select.find('option[value="Europe/Berlin"]')).toHaveLength(0);
      expect(load(await page())(`label[for="${select.attr('id')}"]`).text()).toBe('Nach welcher Ortszeit?');
      house.digests = [{ cadence: 'weekly', topics: [] }];
      expect(selectOn(await page())).toHaveLength(0);
    },
  );

  it('is asked for with the sign-up, named where it is confirmed, and kept', async () => {
    await house.subscribe('ada@reader.example', { 'time-zone': NEW_YORK });
    await house.deliver();
    expect(await ada()).toMatchObject({ status: 'pending', timeZone: NEW_YORK });
    expect((await house.ask(house.link)).body).toContain('Ortszeit: New York, Toronto');
    await house.ask(house.link, posted(new URLSearchParams()));
    expect(await ada()).toMatchObject({ status: 'confirmed', timeZone: NEW_YORK });
  });

  it.each([
    { what: 'nothing', typed: '' },
    { what: 'what is none', typed: 'Mars/Olympus' },
    { what: 'an offset', typed: '+01:00' },
    { what: 'markup', typed: '"><script>' },
    { what: 'very much', typed: 'A'.repeat(5_000) },
  ])('is none when the form says $what', async ({ typed }) => {
    await house.subscribe('ada@reader.example', { 'time-zone': typed });
    await house.deliver();
    expect(await ada()).toMatchObject({ status: 'pending' });
    expect((await ada())?.timeZone).toBeUndefined();
  });

  it('is not taken where none is offered', async () => {
    house.digests = [{ cadence: 'weekly', topics: [] }];
    await house.subscribe('ada@reader.example', { 'time-zone': NEW_YORK });
    await house.deliver();
    expect(await ada()).toMatchObject({ status: 'pending' });
    expect((await ada())?.timeZone).toBeUndefined();
  });

  it('stands in the form still when it is shown again', async () => {
    const answer = await house.subscribe('no address', { 'time-zone': 'Asia/Tokyo' });
    expect(answer.status).toBe(400);
    expect(chosenOn(answer.body)).toBe('Asia/Tokyo');
  });

  it('is changed and given up in the preferences', async () => {
    await aReader(house);
    expectPage(await save({ 'time-zone': NEW_YORK }), { status: 200, says: 'Ihre Einstellungen sind gespeichert' });
    expect(await ada()).toMatchObject({ timeZone: NEW_YORK });
    expect(chosenOn(await preferences())).toBe(NEW_YORK);
    await save({ 'time-zone': '' });
    expect((await ada())?.timeZone).toBeUndefined();
  });

  it.each<{ what: string; fields: Fields }>([
    { what: 'a form without it', fields: {} },
    { what: 'what is no zone', fields: { 'time-zone': 'Mars/Olympus' } },
  ])('stays as it is after $what', async ({ fields }) => {
    await aReader(house, { timeZone: NEW_YORK });
    await save(fields);
    expect(await ada()).toMatchObject({ timeZone: NEW_YORK });
  });

  it('is kept by a form from before it was offered, and shown although it is none of those we list', async () => {
    await aReader(house, { timeZone: 'America/Punta_Arenas' });
    expect(chosenOn(await preferences())).toBe('America/Punta_Arenas');
    expect(
      selectOn(await preferences())
        .find('option[selected]')
        .text(),
    ).toBe('Punta Arenas');
  });

  it('is among what is held about a person, in words', async () => {
    await aReader(house, { timeZone: NEW_YORK });
    const file = await describePerson(ADA.subscriberId, { ...house.deps, ...house.audience }, 'de');
    expect(file.subscriptions).toMatchObject([{ timeZone: NEW_YORK }]);
    const held = heldIn(file, { language: 'de', timeZone: 'Europe/Berlin', publications: [aPublication()] });
    expect(held.flatMap(({ lists }) => lists.flat())).toContainEqual(['Ortszeit', 'New York, Toronto']);
  });
});

describe('the zones on offer', () => {
  it('are all known to this machine, each once, and named in both languages', () => {
    for (const language of ['de', 'en'] as const) {
      const choices = zonesOffered(language, 'Etc/UTC').flatMap(({ choices: some }) => some);
      expect(choices.map(({ zone }) => timeZoneNamed(zone)).every(Boolean)).toBe(true);
      expect(new Set(choices.map(({ zone }) => zone)).size).toBe(choices.length);
      expect(new Set(choices.map(({ name }) => name)).size).toBe(choices.length);
    }
  });

  it.each(['2026-01-15', '2026-07-15'])('have somebody at every hour from Hawaii to Australia on %s', (day) => {
    const noon = new Date(`${day}T12:00:00Z`);
    const hourIn = (timeZone: string) =>
      Math.floor(Temporal.Instant.from(noon.toISOString()).toZonedDateTimeISO(timeZone).offsetNanoseconds / 3.6e12);
    const zones = zonesOffered('de', '').flatMap(({ choices }) => choices.map(({ zone }) => zone));
    const hours = new Set(zones.map(hourIn));
    // East of Brazil there is water, and in summer east of Hawaii too.
    const inhabited = Array.from({ length: 21 }, (_, index) => index - 10).filter(
      (hour) => ![-9, -2, -1].includes(hour),
    );
    expect(inhabited.filter((hour) => !hours.has(hour))).toEqual([]);
  });

  it.each([
    ['Europe/Berlin', 'de', 'Berlin, Wien, Zürich'],
    ['America/Argentina/Buenos_Aires', 'en', 'Buenos Aires'],
    ['America/Indiana/Knox', 'de', 'Knox'],
    ['UTC', 'en', 'UTC'],
  ] as const)('call %s in %s "%s"', (zone, language, name) => {
    expect(zoneInWords(zone, language)).toBe(name);
  });
});
