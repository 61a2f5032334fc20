import { describe, expect, it } from 'vitest';
import { readCalendar } from '../../../lambdas/ingest/calendars/read-calendar.ts';

const NOW = new Date('2026-03-02T08:00:00Z');

/** Lines of one VEVENT each, in their calendar. */
function calendar(...events: string[]): Uint8Array {
  const parts = events.map((lines) =>
    /^(BEGIN|METHOD|X-|NAME|REFRESH)/.test(lines) ? lines : `BEGIN:VEVENT\n${lines}\nEND:VEVENT`,
  );
  return Buffer.from(`BEGIN:VCALENDAR\nVERSION:2.0\n${parts.join('\n')}\nEND:VCALENDAR\n`.replaceAll('\n', '\r\n'));
}

function read(bytes: Uint8Array, timeZone = 'Europe/Berlin') {
  return readCalendar(bytes, { url: 'https://town.example/events.ics', timeZone, now: NOW });
}

const starts = (...events: string[]) =>
  read(calendar(...events)).items.map(({ event }) => event?.startsAt.toISOString());
const UID = 'UID:a@town.example\nSUMMARY:Treff';

describe('a calendar', () => {
  it('gives its events with all they say', () => {
    const { title, ttlMinutes, items } = read(
      calendar(
        'X-WR-CALNAME:Bildung im Revier',
        'REFRESH-INTERVAL;VALUE=DURATION:PT2H',
        `UID:forum@town.example
DTSTAMP:20260301T000000Z
CREATED:20260201T090000Z
LAST-MODIFIED:20260215T090000Z
DTSTART;TZID=Europe/Berlin:20260320T100000
DTEND;TZID=Europe/Berlin:20260320T163000
SUMMARY:Forum\\, die zweite
DESCRIPTION:Erst Vorträge\\,
  dann Gespräche.\\n\\nEintritt frei.
LOCATION:Mercatorhalle\\nDuisburg
URL:/forum
CATEGORIES:Schule,Kitas\\, Krippen
ORGANIZER;CN="Jana Öztürk":mailto:jana@town.example
ATTACH;FMTTYPE=application/pdf:https://town.example/forum.pdf
BEGIN:VALARM
TRIGGER:-PT15M
DESCRIPTION:Gleich!
END:VALARM`,
      ),
    );
    expect({ title, ttlMinutes }).toEqual({ title: 'Bildung im Revier', ttlMinutes: 120 });
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({
      guid: 'forum@town.example',
      url: 'https://town.example/forum',
      title: 'Forum, die zweite',
      teaser: 'Erst Vorträge, dann Gespräche. Eintritt frei.',
      html: '<p>Erst Vorträge, dann Gespräche.</p><p>Eintritt frei.</p>',
      authors: ['Jana Öztürk'],
      categories: ['Schule', 'Kitas, Krippen'],
      enclosures: [{ url: 'https://town.example/forum.pdf', type: 'application/pdf' }],
      publishedAt: new Date('2026-02-01T09:00:00Z'),
      updatedAt: new Date('2026-02-15T09:00:00Z'),
      event: {
        startsAt: new Date('2026-03-20T09:00:00Z'),
        endsAt: new Date('2026-03-20T15:30:00Z'),
        allDay: false,
        place: 'Mercatorhalle, Duisburg',
        online: false,
      },
    });
  });

  it.each([
    { as: 'UTC', line: 'DTSTART:20260320T170000Z', iso: '2026-03-20T17:00:00.000Z' },
    { as: 'a zone', line: 'DTSTART;TZID=America/New_York:20260320T130000', iso: '2026-03-20T17:00:00.000Z' },
    {
      as: 'a zone with its maker',
      line: 'DTSTART;TZID=/ical.example.org/Europe/Berlin:20260320T180000',
      iso: '2026-03-20T17:00:00.000Z',
    },
    {
      as: 'a zone of Windows',
      line: 'DTSTART;TZID=W. Europe Standard Time:20260720T180000',
      iso: '2026-07-20T16:00:00.000Z',
    },
    { as: 'a zone nobody knows', line: 'DTSTART;TZID=Bei uns:20260320T180000', iso: '2026-03-20T17:00:00.000Z' },
    { as: 'no zone', line: 'DTSTART:20260320T180000', iso: '2026-03-20T17:00:00.000Z' },
    { as: 'a day', line: 'DTSTART;VALUE=DATE:20260320', iso: '2026-03-19T23:00:00.000Z' },
    { as: 'a day without saying so', line: 'DTSTART:20260320', iso: '2026-03-19T23:00:00.000Z' },
  ])('reads times given as $as', ({ line, iso }) => expect(starts(`${UID}\n${line}`)).toEqual([iso]));

  it('follows what it defines a zone to be, where the name says nothing', () => {
    const zone = `BEGIN:VTIMEZONE\nTZID:Zone 1\nBEGIN:DAYLIGHT\nTZOFFSETTO:-0400\nEND:DAYLIGHT\nBEGIN:STANDARD\nTZOFFSETTO:-0500\nEND:STANDARD\nEND:VTIMEZONE`;
    expect(starts(zone, `${UID}\nDTSTART;TZID=Zone 1:20260720T120000`)).toEqual(['2026-07-20T16:00:00.000Z']);
  });

  it.each([
    { days: 'one', lines: 'DTSTART;VALUE=DATE:20260320', endsAt: undefined },
    { days: 'one, with its end', lines: 'DTSTART;VALUE=DATE:20260320\nDTEND;VALUE=DATE:20260321', endsAt: undefined },
    {
      days: 'three',
      lines: 'DTSTART;VALUE=DATE:20260320\nDTEND;VALUE=DATE:20260323',
      endsAt: new Date('2026-03-21T23:00:00Z'),
    },
    {
      days: 'two, by duration',
      lines: 'DTSTART;VALUE=DATE:20260320\nDURATION:P2D',
      endsAt: new Date('2026-03-20T23:00:00Z'),
    },
  ])('knows whole days: $days', ({ lines, endsAt }) => {
    const [item] = read(calendar(`${UID}\n${lines}`)).items;
    expect(item?.event).toMatchObject({ allDay: true, startsAt: new Date('2026-03-19T23:00:00Z') });
    expect(item?.event?.endsAt).toEqual(endsAt);
  });

  it.each([
    { place: 'https://zoom.example/j/1', online: true },
    { place: 'Online (Zoom)', online: true },
    { place: 'Rathaus, Saal 1', online: false },
  ])('says whether $place is online', ({ place, online }) => {
    expect(read(calendar(`${UID}\nDTSTART:20260320T170000Z\nLOCATION:${place}`)).items[0]?.event?.online).toBe(online);
  });

  it('leaves out what is over for more than a day, and begins with what comes first', () => {
    const event = (uid: string, start: string, end: string) =>
      `UID:${uid}\nSUMMARY:${uid}\nDTSTART:${start}\nDTEND:${end}`;
    const { items } = read(
      calendar(
        event('next year', '20270320T170000Z', '20270320T180000Z'),
        event('over', '20260301T070000Z', '20260301T075959Z'),
        event('just over', '20260301T070000Z', '20260301T090000Z'),
        event('an exhibition that runs', '20251101T090000Z', '20260401T180000Z'),
      ),
    );
    expect(items.map(({ guid }) => guid)).toEqual(['an exhibition that runs', 'just over', 'next year']);
  });
});

describe('a series', () => {
  it.each([
    ['FREQ=WEEKLY;COUNT=3', ['20260303', '20260310', '20260317']],
    ['FREQ=WEEKLY;BYDAY=TU,TH;UNTIL=20260312T180000Z', ['20260303', '20260305', '20260310', '20260312']],
    ['FREQ=WEEKLY;BYDAY=TU,TH;UNTIL=20260312T165959Z', ['20260303', '20260305', '20260310']],
    ['FREQ=WEEKLY;INTERVAL=2;COUNT=3', ['20260303', '20260317', '20260331']],
    ['FREQ=DAILY;INTERVAL=10;UNTIL=20260401', ['20260303', '20260313', '20260323']],
    ['FREQ=MONTHLY;BYDAY=1TU;COUNT=3', ['20260303', '20260407', '20260505']],
    ['FREQ=MONTHLY;BYDAY=-1FR;COUNT=3', ['20260303', '20260327', '20260424']],
    ['FREQ=MONTHLY;BYMONTHDAY=31;COUNT=3', ['20260303', '20260331', '20260531']],
    ['FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=3', ['20260303', '20260331', '20260430']],
    ['FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=3', ['20260303', '20260331', '20260430']],
    ['FREQ=YEARLY;UNTIL=20300101', ['20260303']],
    ['FREQ=YEARLY;BYMONTH=9;BYDAY=1SA', ['20260303', '20260905']],
    ['FREQ=SECONDLY', ['20260303']],
    ['FREQ=MONTHLY;BYWEEKNO=20', ['20260303']],
    ['nonsense', ['20260303']],
  ])('by %s', (rule, days) => {
    const { items } = read(calendar(`${UID}\nDTSTART;TZID=Europe/Berlin:20260303T180000\nRRULE:${rule}`));
    expect(items.map(({ event }) => event?.startsAt.toISOString().slice(0, 10).replaceAll('-', ''))).toEqual(days);
    expect(new Set(items.map(({ guid }) => guid)).size).toBe(days.length);
  });

  it('keeps its wall-clock time over a clock change, and its duration', () => {
    const { items } = read(
      calendar(
        `${UID}\nDTSTART;TZID=Europe/Berlin:20200101T180000\nDTEND;TZID=Europe/Berlin:20200101T193000\nRRULE:FREQ=WEEKLY;BYDAY=WE`,
      ),
    );
    expect(items).toHaveLength(50);
    const times = items.slice(0, 5).map(({ event }) => [event?.startsAt.toISOString(), event?.endsAt?.toISOString()]);
    expect(times[0]).toEqual(['2026-03-04T17:00:00.000Z', '2026-03-04T18:30:00.000Z']);
    expect(times[4]).toEqual(['2026-04-01T16:00:00.000Z', '2026-04-01T17:30:00.000Z']);
  });

  it('has one guid for each time, the same in every poll, also when that time is moved', () => {
    const series = `${UID}\nDTSTART;TZID=Europe/Berlin:20260303T180000\nRRULE:FREQ=WEEKLY;COUNT=2`;
    const before = read(calendar(series));
    const after = read(
      calendar(
        series,
        `UID:a@town.example\nSUMMARY:Treff im Park\nRECURRENCE-ID;TZID=Europe/Berlin:20260310T180000\nDTSTART;TZID=Europe/Berlin:20260311T150000`,
      ),
    );
    expect(after.items.map(({ guid }) => guid)).toEqual(before.items.map(({ guid }) => guid));
    expect(after.items[1]).toMatchObject({
      title: 'Treff im Park',
      event: { startsAt: new Date('2026-03-11T14:00:00Z') },
    });
  });

  it('takes further days, and takes back those it excludes', () => {
    const { items, withdrawnGuids } = read(
      calendar(
        `${UID}\nDTSTART:20260303T170000Z\nRRULE:FREQ=WEEKLY;COUNT=3\nEXDATE:20260310T170000Z\nRDATE:20260401T170000Z`,
      ),
    );
    expect(items.map(({ event }) => event?.startsAt.toISOString().slice(0, 10))).toEqual([
      '2026-03-03',
      '2026-03-17',
      '2026-04-01',
    ]);
    expect(withdrawnGuids).toEqual(['a@town.example/20260310T170000Z']);
  });
});

describe('what is called off', () => {
  it('is taken back, one time of a series too', () => {
    const { items, withdrawnGuids } = read(
      calendar(
        'UID:b\nSUMMARY:Fest\nSTATUS:CANCELLED\nDTSTART:20260320T170000Z',
        `${UID}\nDTSTART:20260303T170000Z\nRRULE:FREQ=WEEKLY;COUNT=2`,
        'UID:a@town.example\nSTATUS:CANCELLED\nRECURRENCE-ID:20260310T170000Z\nDTSTART:20260310T170000Z',
      ),
    );
    expect(items).toHaveLength(1);
    expect(withdrawnGuids).toEqual(['b', 'a@town.example/20260310T170000Z']);
  });

  it('is everything in a calendar that cancels', () => {
    const { items, withdrawnGuids } = read(calendar('METHOD:CANCEL', 'UID:b\nDTSTART:20260320T170000Z'));
    expect(items).toEqual([]);
    expect(withdrawnGuids).toEqual(['b']);
  });
});

describe('a hostile calendar', () => {
  it.each([
    ['a web page', '<!doctype html><p>Sorry</p>', 'The document is not a calendar: it has no BEGIN:VCALENDAR'],
    ['nothing', '', 'The document is not a calendar: it has no BEGIN:VCALENDAR'],
  ])('is refused when it is %s', (_, text, says) => {
    expect(() => read(Buffer.from(text))).toThrow(says);
  });

  it('may name 100,000 events: those that come first are read', () => {
    const events = Array.from({ length: 100_000 }, (_, index) => `UID:${index}\nSUMMARY:x\nDTSTART:20260320T170000Z`);
    expect(read(calendar(...events)).items).toHaveLength(2000);
  });

  it('may repeat for ever, in many ways at once', () => {
    const rules = [
      'FREQ=DAILY;COUNT=9999999',
      'FREQ=MONTHLY;BYMONTHDAY=31;BYMONTH=2',
      'FREQ=YEARLY;INTERVAL=10000',
      'FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;COUNT=5',
    ];
    const events = Array.from(
      { length: 4000 },
      (_, index) => `UID:${index}\nSUMMARY:x\nDTSTART:19700101T000000Z\nRRULE:${rules[index % 4]}`,
    );
    expect(read(calendar(...events)).items.length).toBeLessThanOrEqual(2000);
  });

  it.each([
    ['a line of 5 MB', `${UID}\nDTSTART:20260320T170000Z\nDESCRIPTION:${'x'.repeat(5_000_000)}`],
    ['300,000 folds', `${UID}\nDTSTART:20260320T170000Z\nDESCRIPTION:x${'\n y'.repeat(300_000)}`],
    ['100,000 parameters', `${UID}\nDTSTART${';A=b'.repeat(100_000)}:20260320T170000Z`],
    ['100,000 beginnings', `${UID}\nDTSTART:20260320T170000Z\n${'BEGIN:VALARM\n'.repeat(100_000)}`],
    [
      '100,000 exceptions',
      `${UID}\nDTSTART:20260320T170000Z\nRRULE:FREQ=DAILY\nEXDATE:${'20260320T170000Z,'.repeat(100_000)}`,
    ],
    ['impossible dates', `${UID}\nDTSTART:20260320T170000Z\nDTEND:99999999T999999\nRRULE:FREQ=DAILY;UNTIL=00000000`],
    ['a duration of ages', `${UID}\nDTSTART:20260320T170000Z\nDURATION:P9999W99999DT99999H`],
  ])('may have %s', (_, lines) => {
    for (const item of read(calendar(lines)).items) expect(item.teaser.length).toBeLessThanOrEqual(500);
  });

  it.each(['DTSTART:99999999T999999', 'DTSTART:20260230T100000', 'DTSTART:soon', 'SUMMARY:no start'])(
    'has no event on %s',
    (line) => {
      expect(starts(`${UID}\n${line}`)).toEqual([]);
    },
  );

  it('brings no script and no foreign address along', () => {
    const [item] = read(
      calendar(
        `${UID}\nDTSTART:20260320T170000Z\nURL:javascript:alert(1)\nDESCRIPTION:<p onclick="x()">Hallo<script>alert(1)</script></p>\nATTACH:file:///etc/passwd`,
      ),
    ).items;
    expect(item).toMatchObject({ url: undefined, html: '<p>Hallo</p>', enclosures: [] });
  });
});
