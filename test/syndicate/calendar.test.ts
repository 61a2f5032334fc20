import { describe, expect, it } from 'vitest';
import type { EventDetails } from '../../lambdas/domain/article.ts';
import { writeCalendar } from '../../lambdas/syndicate/calendar.ts';
import { anArticle, aPublication } from './samples.ts';

const written = (event: Partial<EventDetails>, changes = {}) =>
  writeCalendar(aPublication(), [
    anArticle({
      event: { startsAt: new Date('2026-10-20T14:00:00Z'), allDay: false, online: false, ...event },
      ...changes,
    }),
  ]).calendar;
const unfolded = (calendar: string) => calendar.replaceAll('\r\n ', '');

describe('the calendar of events', () => {
  it.each<[claim: string, event: Partial<EventDetails>, lines: string[]]>([
    [
      'gives moments in UTC',
      { endsAt: new Date('2026-10-20T16:30:00Z') },
      ['DTSTART:20261020T140000Z', 'DTEND:20261020T163000Z'],
    ],
    ['gives no end where there is none', {}, ['DTSTART:20261020T140000Z']],
    [
      'gives a day as a day of the publication’s zone',
      { allDay: true, startsAt: new Date('2026-10-19T22:00:00Z') },
      ['DTSTART;VALUE=DATE:20261020', 'DTEND;VALUE=DATE:20261021'],
    ],
    [
      'gives days over the change of clocks up to and including the last',
      { allDay: true, startsAt: new Date('2026-10-23T22:00:00Z'), endsAt: new Date('2026-10-25T23:00:00Z') },
      ['DTSTART;VALUE=DATE:20261024', 'DTEND;VALUE=DATE:20261027'],
    ],
    ['escapes a place', { place: 'Halle 5, Essen; Foyer' }, ['LOCATION:Halle 5\\, Essen\\; Foyer']],
  ])('%s', (_claim, event, lines) => {
    const calendar = unfolded(written(event));
    for (const line of lines) expect(calendar).toContain(`\r\n${line}\r\n`);
    expect(calendar.match(/DTEND/g)?.length ?? 0).toBe(lines.filter((line) => line.startsWith('DTEND')).length);
  });

  it('is the same whatever zone the server is in', () => {
    const before = process.env.TZ;
    const calendars = ['UTC', 'America/Los_Angeles', 'Pacific/Kiritimati'].map((zone) => {
      process.env.TZ = zone;
      return written({ allDay: true, startsAt: new Date('2026-10-19T22:00:00Z') });
    });
    if (before === undefined) delete process.env.TZ;
    else process.env.TZ = before;
    expect(new Set(calendars).size).toBe(1);
  });

  it('has lines that end in CRLF and are never longer than 75 bytes', () => {
    const calendar = written({ place: 'Größe 🙂 '.repeat(40) }, { title: 'ä'.repeat(300), teaser: '„Ü“, '.repeat(80) });
    const lines = calendar.split('\r\n');
    expect(Math.max(...lines.map((line) => Buffer.byteLength(line)))).toBeLessThanOrEqual(75);
    expect(calendar).not.toMatch(/[^\r]\n/);
    expect(calendar.endsWith('END:VCALENDAR\r\n')).toBe(true);
    expect(unfolded(calendar)).toContain(`SUMMARY:${'ä'.repeat(300)}`);
  });

  it('keeps an event’s id when everything else about it changes', () => {
    const uid = (calendar: string) => /UID:(.*)\r/.exec(calendar)?.[1];
    expect(uid(written({}, { title: 'Anders', url: 'https://new.example/' }))).toBe(uid(written({})));
  });

  it('leaves out an event without a real date and keeps the others', () => {
    const broken = anArticle({ id: 'broken', event: { startsAt: new Date('never'), allDay: true, online: false } });
    const sound = anArticle({ event: { startsAt: new Date('2026-10-20T14:00:00Z'), allDay: false, online: false } });
    const { calendar, leftOut } = writeCalendar(aPublication(), [broken, sound]);
    expect(leftOut).toEqual([{ articleId: 'broken', reason: 'one of its dates is none' }]);
    expect(calendar.match(/BEGIN:VEVENT/g)).toHaveLength(1);
  });

  it('without events is an empty calendar with the publication’s name', () => {
    const { calendar } = writeCalendar(aPublication({ title: 'Ruhr, Emscher; Lippe' }), []);
    expect(calendar).toContain('X-WR-CALNAME:Ruhr\\, Emscher\\; Lippe\r\n');
    expect(calendar).not.toContain('VEVENT');
  });
});
