import { describe, expect, it } from 'vitest';
import type { Article, EventDetails } from '../../lambdas/domain/article.ts';
import { writeCalendar } from '../../lambdas/syndicate/calendar.ts';
import type { FeedPart } from '../../lambdas/syndicate/feed-parts.ts';
import { anArticle, aPublication } from './samples.ts';

const EVENT = { startsAt: new Date('2026-10-20T14:00:00Z'), allDay: false, online: false };
const ALL = { kind: 'all' } as const;
const calendarOf = (articles: Article[], publication = aPublication(), part: FeedPart = ALL) =>
  writeCalendar({ publication, part, articles });
const written = (event: Partial<EventDetails>, changes = {}) =>
  calendarOf([anArticle({ event: { ...EVENT, ...event }, ...changes })]).calendar;
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
    const { calendar, leftOut } = calendarOf([broken, sound]);
    expect(leftOut).toEqual([{ articleId: 'broken', reason: 'one of its dates is none' }]);
    expect(calendar.match(/BEGIN:VEVENT/g)).toHaveLength(1);
  });

  it('without events is an empty calendar with the publication’s name', () => {
    const { calendar } = calendarOf([], aPublication({ title: 'Ruhr, Emscher; Lippe' }));
    expect(calendar).toContain('X-WR-CALNAME:Ruhr\\, Emscher\\; Lippe\r\n');
    expect(calendar).not.toContain('VEVENT');
  });

  it('of a topic has its name and its own events alone', () => {
    const publication = aPublication();
    const [topic] = publication.topics;
    if (!topic) throw new Error('a topic');
    const { calendar } = calendarOf([anArticle({ event: EVENT })], publication, { kind: 'topic', topic });
    expect(calendar).toContain('X-WR-CALNAME:Bildung & Region: Kita & Schule\r\n');
  });

  it('asks to be looked at every hour', () => {
    const calendar = written({});
    expect(calendar).toContain('REFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n');
    expect(calendar).toContain('X-PUBLISHED-TTL:PT1H\r\n');
  });

  it('raises the number of a corrected event, again with the next correction, and tells when it changed', () => {
    const numbers = [
      {},
      { correctedAt: new Date('2026-09-03T08:00:00.5Z') },
      { correctedAt: new Date('2026-09-09') },
    ].map((changes) => Number(/SEQUENCE:(\d+)/.exec(written({}, changes))?.[1]));
    expect(numbers).toEqual([0, 1, expect.any(Number)]);
    expect(numbers[2]).toBeGreaterThan(1);
    const corrected = written({}, { correctedAt: new Date('2026-09-09T10:00:00Z') });
    expect(corrected).toContain('DTSTAMP:20260909T100000Z\r\n');
    expect(corrected).toContain('LAST-MODIFIED:20260909T100000Z\r\n');
  });

  it('cancels an event that was taken back, under its own id', () => {
    const gone = written({}, { withdrawnAt: new Date('2026-09-10T10:00:00Z') });
    expect(gone).toContain('STATUS:CANCELLED\r\n');
    expect(gone).toContain('DTSTAMP:20260910T100000Z\r\n');
    expect(Number(/SEQUENCE:(\d+)/.exec(gone)?.[1])).toBeGreaterThan(0);
    expect(/UID:.*/.exec(gone)?.[0]).toBe(/UID:.*/.exec(written({}))?.[0]);
    expect(written({})).not.toContain('STATUS');
  });
});
