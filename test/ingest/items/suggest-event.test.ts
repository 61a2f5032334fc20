import { describe, expect, it } from 'vitest';
import { suggestEvent } from '../../../lambdas/ingest/items/suggest-event.ts';

const PUBLISHED = new Date('2023-03-01T09:00:00Z');
const suggest = (text: string, publishedAt: Date | undefined = PUBLISHED) =>
  suggestEvent(text, { timeZone: 'Europe/Berlin', publishedAt });

/** Times on the wall in Berlin: what a reader would write into a diary. */
function diary(date: Date | undefined): string | undefined {
  return date?.toLocaleString('sv-SE', { timeZone: 'Europe/Berlin', dateStyle: 'short', timeStyle: 'short' });
}

describe('an event is suggested', () => {
  it.each<[text: string, start: string, place?: string, end?: string]>([
    ['20. März 2023, Mercatorhalle, Duisburg', '2023-03-20 00:00', 'Mercatorhalle, Duisburg'],
    [
      'Bildungsforum\n20. März 2023 Mercatorhalle, Duisburg Zukunft des Bildungsmanagements in NRW Das Jubiläum nehmen wir zum Anlass',
      '2023-03-20 00:00',
      'Mercatorhalle, Duisburg',
    ],
    [
      'Bildungsforum Ruhr\n20. März 2023\nMercatorhalle, Duisburg\nZukunft des Bildungsmanagements',
      '2023-03-20 00:00',
      'Mercatorhalle, Duisburg',
    ],
    ['20.–22. März 2023, Messe Essen', '2023-03-20 00:00', 'Messe Essen', '2023-03-22 00:00'],
    [
      '20. bis 22. März 2023, Haus der Technik, Essen',
      '2023-03-20 00:00',
      'Haus der Technik, Essen',
      '2023-03-22 00:00',
    ],
    [
      '31. März bis 2. April 2023, Jugendherberge, Haltern: Seminar',
      '2023-03-31 00:00',
      'Jugendherberge, Haltern',
      '2023-04-02 00:00',
    ],
    [
      'Elternabend\n20. März 2023, 18 bis 20 Uhr, Aula der Gesamtschule',
      '2023-03-20 18:00',
      'Aula der Gesamtschule',
      '2023-03-20 20:00',
    ],
    ['Elternabend\n20.03.2023, 18:00–20:00 Uhr', '2023-03-20 18:00', undefined, '2023-03-20 20:00'],
    [
      'Mittwoch, 5. April 2023, 19.30 Uhr, Kulturzentrum Bahnhof Langendreer',
      '2023-04-05 19:30',
      'Kulturzentrum Bahnhof Langendreer',
    ],
    ['Vortrag\n20. März 2023 | 10 Uhr | Rathaus', '2023-03-20 10:00', 'Rathaus'],
    ['Vortrag\n20. März 2023\n19 Uhr\nStadtbibliothek Essen', '2023-03-20 19:00', 'Stadtbibliothek Essen'],
    [
      'Wann: 20. März 2023, 19 Uhr\nWo: Altes Pfarrhaus, Kirchplatz 3',
      '2023-03-20 19:00',
      'Altes Pfarrhaus, Kirchplatz 3',
    ],
    ['Termin: 20.03.2023, 17 Uhr\nOrt: Haus Ruhrnatur, Mülheim', '2023-03-20 17:00', 'Haus Ruhrnatur, Mülheim'],
    [
      'Die Fachtagung findet am 20. März 2023 im Wissenschaftspark Gelsenkirchen statt.',
      '2023-03-20 00:00',
      'Wissenschaftspark Gelsenkirchen',
    ],
    ['Am 20. März 2023 um 18 Uhr laden wir herzlich zum Filmabend ein.', '2023-03-20 18:00'],
    ['Der nächste Stammtisch findet am 20. März um 19 Uhr statt.', '2023-03-20 19:00'],
    ['Das Schulfest beginnt am Samstag, 17. Juni 2023, um 14 Uhr auf dem Schulhof.', '2023-06-17 14:00', 'Schulhof'],
    ['Workshop am 20. März 2023 in der Volkshochschule Bochum', '2023-03-20 00:00', 'Volkshochschule Bochum'],
    ['Im Januar treffen wir uns wieder: Konferenz am 12. Januar 2024, 9 Uhr', '2024-01-12 09:00'],
    ['Neujahrsempfang\n12. Januar, 18 Uhr, Rathaus', '2024-01-12 18:00', 'Rathaus'],
    ['March 20–22, 2023, 6–8 pm, Town Hall', '2023-03-20 18:00', 'Town Hall', '2023-03-22 20:00'],
    ['Open day\n20 March 2023, 6pm, Town Hall', '2023-03-20 18:00', 'Town Hall'],
    ['Saturday, April 15, 2023 at 10:30 am in Room 5', '2023-04-15 10:30', 'Room 5'],
    ['The conference takes place on 15 April 2023 at the Science Park.', '2023-04-15 00:00', 'Science Park'],
    ['Join us on March 20, 2023 at 7 pm for a reading.', '2023-03-20 19:00'],
    ['When: March 20, 2023, 7 pm\nWhere: Old Library, Main Street 4', '2023-03-20 19:00', 'Old Library, Main Street 4'],
  ])('%j', (text, start, place, end) => {
    const event = suggest(text);
    expect({ start: diary(event?.startsAt), place: event?.place, end: diary(event?.endsAt) }).toEqual({
      start,
      place,
      end,
    });
    expect(event?.allDay).toBe(start.endsWith('00:00'));
  });

  it.each(['Bildungsforum Ruhr\n20. März 2023\nMercatorhalle, Duisburg', '20. März 2023, Mercatorhalle, Duisburg'])(
    'of the past, when the line at its beginning names the year: %j',
    (text) => {
      expect(diary(suggest(text, new Date('2024-02-01T09:00:00Z'))?.startsAt)).toBe('2023-03-20 00:00');
      expect(diary(suggestEvent(text, { timeZone: 'Europe/Berlin' })?.startsAt)).toBe('2023-03-20 00:00');
    },
  );

  it.each([
    ['Vortrag\n20. März 2023, 18 Uhr, online', true],
    ['Vortrag\n20. März 2023, 18 Uhr (Zoom)', true],
    ['Webinar am 20. März 2023, 18 Uhr', true],
    ['Das Treffen findet am 20. März 2023 digital statt. Es findet digital über Teams statt.', true],
    [
      'Forum\n20. März 2023, Mercatorhalle, Duisburg\nDie Veranstaltung findet als reine Präsenzveranstaltung statt, nicht online.',
      false,
    ],
    ['Vortrag\n20. März 2023, 18 Uhr, Rathaus\nBitte melden Sie sich online an.', false],
    ['Vortrag\n20. März 2023, 18 Uhr, Rathaus\nZur Online-Anmeldung', false],
  ])('online or in person: %j', (text, online) => {
    expect(suggest(text)?.online).toBe(online);
  });
});

describe('no event is suggested', () => {
  it('by whatever an impossible year makes of a text', () => {
    const text = '18 bis 20 Uhr mt~hde findet 2023 statt';
    for (const publishedAt of [new Date(-8.64e15), new Date(Number.NaN), new Date(8.64e15)]) {
      expect(suggestEvent(text, { timeZone: 'Europe/Berlin', publishedAt })).toBeUndefined();
    }
  });

  it('by a sentence about a hall after a date', () => {
    const text = 'Neues\n3. Oktober 2026 Rathaus wird saniert und bleibt zu';
    expect(suggestEvent(text, { timeZone: 'Europe/Berlin' })).toBeUndefined();
  });

  it.each([
    'Am 3. Oktober 1990 trat die DDR der Bundesrepublik bei.',
    'Am 20. Februar 2023 fand die Fachtagung im Rathaus statt.',
    'Die Ausstellung wurde am 20. Februar 2023 eröffnet.',
    'Bewerbungsschluss ist der 20. März 2023.',
    'Anmeldung bis zum 20. März 2023 unter forum@example.org.',
    'Bitte melden Sie sich bis 20. März 2023 zur Fachtagung an.',
    'Die Regelung gilt ab dem 1. April 2023.',
    'Seit dem 1. Januar 2023 gibt es das neue Programm.',
    'Laut Beschluss vom 20. März 2023 werden die Mittel erhöht.',
    '12.07.2019 Bundesministerium für Familie, Senioren, Frauen und Jugend',
    '12.07.2019\nBundesministerium für Familie, Senioren, Frauen und Jugend\nGleichwertige Lebensverhältnisse',
    'Duisburg, 1. März 2023 – Die Stadt hat heute ihren Bildungsbericht vorgestellt.',
    '1. März 2023\nStadt stellt Bildungsbericht vor',
    'Stand: 20. März 2023',
    'Veröffentlicht am 28. Februar 2023',
    'Anlässlich des NRW-Tages 2018 in Essen gab Ministerpräsident Armin Laschet am 31. das Startsignal.',
    'Im Juli 2018 setzt die Bundesregierung die Kommission ein.',
    'Der Bericht vom 20. März 2023 steht online.',
    'Tag der offenen Tür: Das Programm erscheint bald.',
    '53 Städte, 53.000 Möglichkeiten',
    'Sie wurde am 20. März 1953 in Essen geboren.',
    'Version 2.3.2023 ist da',
    'Telefon 0203 20.03.20 23',
    'Heute, morgen und am Montag wird es warm.',
    'On 20 February 2023 the conference was held in Essen.',
    'Applications are due by March 20, 2023.',
    'Posted on March 20, 2023',
    'Updated March 20, 2023: two typos.',
    'He died on April 15, 1865.',
    'The law of 20 March 2023 says otherwise.',
    'Termine\n3. März 2023, 18 Uhr\n10. März 2023, 18 Uhr\n17. März 2023, 18 Uhr\n24. März 2023, 18 Uhr',
    'Fachtagung\n20. März 2033, 18 Uhr',
    '',
    '1.1.1.1.1.1',
    'M 2.1 - 27km SE of Campo\n2023-03-01 08:42:00 UTC\nLocation 32.5 N',
    'M 2.1 - 27km SE of Campo\n2023-03-01 08:42\n32.5 N',
  ])('%j', (text) => expect(suggest(text)).toBeUndefined());

  it.each(['20. März, 18 Uhr, Rathaus', 'Am 20. März 2023 laden wir ein.'])(
    'where nobody knows when it appeared: %j',
    (text) => {
      expect(suggestEvent(text, { timeZone: 'Europe/Berlin' })).toBeUndefined();
    },
  );
});
