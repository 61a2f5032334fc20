import { beforeEach, describe, expect, it } from 'vitest';
import { pauseDays } from '../../../lambdas/audience/choosing/pause-subscription.ts';
import { House } from '../house.ts';
import { ADA, aPublication, at } from '../samples.ts';
import { aReader, expectPage, find, links, post } from './readers.ts';

let house: House;
beforeEach(() => {
  house = new House();
});
const ada = () => find(house);
const pause = (day: string) => post(house, links(house).preferences, { action: 'pause', day });

describe('a break', () => {
  it.each([
    { day: '2026-03-20', until: '2026-03-19T23:00:00Z', what: 'in winter' },
    { day: '2026-03-29', until: '2026-03-28T23:00:00Z', what: 'on the day the clocks go forward' },
    { day: '2026-03-30', until: '2026-03-29T22:00:00Z', what: 'in summer' },
    { day: '2026-10-25', until: '2026-10-24T22:00:00Z', what: 'on the day the clocks go back' },
    { day: '2026-10-26', until: '2026-10-25T23:00:00Z', what: 'after it' },
    { day: '2026-03-03', until: '2026-03-02T23:00:00Z', what: 'tomorrow, the first that can be chosen' },
    { day: '2027-03-02', until: '2027-03-01T23:00:00Z', what: 'in a year, the last one' },
  ])('until $day, $what, ends with the start of that day in Berlin', async ({ day, until }) => {
    await aReader(house, { cadences: { kita: 'daily' }, timeZone: 'America/New_York' });
    const before = await ada();
    expectPage(await pause(day), { status: 200, says: 'Ihre Pause ist eingetragen' });
    expect(await ada()).toEqual({ ...before, pausedUntil: at(until) });
  });

  it('begins the day where midnight does not exist at its first moment', async () => {
    const cairo = { timeZone: 'Africa/Cairo' };
    expect(pauseDays(cairo, at('2026-03-02T22:30:00Z')).first).toBe('2026-03-04');
    house.deps.publications = { ...house.deps.publications, find: async () => aPublication(cairo) };
    await aReader(house);
    // The last Friday of April: the clocks go from 00:00 to 01:00.
    await pause('2026-04-24');
    expect((await ada())?.pausedUntil).toEqual(at('2026-04-23T22:00:00Z'));
  });

  it.each([
    '2026-03-02',
    '2025-12-24',
    '2027-03-03',
    '9999-12-31',
    '2026-02-30',
    '2026-04-31',
    '20.03.2026',
    'morgen',
    '',
  ])('until %j is refused beside the field, and nothing changes', async (day) => {
    const before = await aReader(house);
    const answer = await pause(day);
    expectPage(answer, { status: 400, says: 'Bitte wählen Sie einen Tag zwischen morgen und heute in einem Jahr' });
    expect(answer.body).toMatch(/id="day"[^>]*aria-invalid="true"[^>]*aria-describedby="day-hint day-problem"/);
    expect(await ada()).toEqual(before);
  });

  it('can be chosen by name', async () => {
    await aReader(house);
    const { body } = await house.ask(links(house).preferences);
    const choices = [...body.matchAll(/name="day" value="([\d-]+)"[^>]*>([^<]+)</g)].map(([, day, name]) => [
      name,
      day,
    ]);
    expect(choices).toEqual([
      ['2 Wochen', '2026-03-16'],
      ['1 Monat', '2026-04-02'],
      ['3 Monate', '2026-06-02'],
    ]);
    expect(body).toMatch(/type="date"[^>]*min="2026-03-03"[^>]*max="2027-03-02"/);
  });

  it('is shown while it lasts, with the day and a button to end it', async () => {
    await aReader(house, { pausedUntil: at('2026-03-19T23:00:00Z') });
    const open = () => house.ask(links(house).preferences);
    expectPage(await open(), { status: 200, says: 'Ab dem 20. März 2026 bekommen Sie wieder E-Mails' });
    const answer = await post(house, links(house).preferences, { action: 'go-on' });
    expectPage(answer, { status: 200, says: 'Ihre Pause ist beendet' });
    expect(await ada()).not.toHaveProperty('pausedUntil');
    expect((await open()).body).not.toContain('Pause beenden');
  });

  it('is shown no longer when it is over', async () => {
    await aReader(house, { pausedUntil: at('2026-03-19T23:00:00Z') });
    house.now = at('2026-03-19T22:59:59Z');
    expect((await house.ask(links(house).preferences)).body).toContain('Pause beenden');
    house.now = at('2026-03-19T23:00:00Z');
    expect((await house.ask(links(house).preferences)).body).not.toContain('Pause beenden');
  });

  it('goes on when other things are changed', async () => {
    await aReader(house, { pausedUntil: at('2026-03-19T23:00:00Z') });
    await post(house, links(house).preferences, { action: 'save', topic: 'schule' });
    expect(await ada()).toMatchObject({ topics: ['schule'], pausedUntil: at('2026-03-19T23:00:00Z') });
  });

  it('speaks of days in the publication’s time zone', async () => {
    await aReader(house, { publicationId: 'courier', language: 'en' });
    const { preferences } = links(house, { ...ADA, publicationId: 'courier' });
    const answer = await post(house, preferences, { action: 'pause', day: '2026-07-01' });
    expectPage(answer, { status: 200, says: 'From 1 July 2026 on you will get emails again' });
    expect((await find(house, { ...ADA, publicationId: 'courier' }))?.pausedUntil).toEqual(at('2026-06-30T23:00:00Z'));
  });
});
