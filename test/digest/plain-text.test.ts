import { describe, expect, it } from 'vitest';
import { contrast } from '../../lambdas/domain/contrast.ts';
import { datesIn } from '../../templates/digest/dates.ts';
import { DARK, LIGHT, readableOn } from '../../templates/digest/look.ts';
import { plainText, wrap } from '../../templates/digest/plain-text.ts';
import { sampleDigest } from '../../templates/digest/sample.ts';
import { typeset } from '../../templates/digest/typeset.ts';
import { SITE_URL } from './samples.ts';

const ARCHIVE = 'https://news.example.org/archive/ruhr/12';

function sampleText(language: 'de' | 'en'): string {
  const slots = { unsubscribe: 'https://news.example.org/u', preferences: 'https://news.example.org/p' };
  return plainText({
    ...sampleDigest(language),
    language,
    siteUrl: SITE_URL,
    archiveUrl: ARCHIVE,
    slots,
    mark: () => '',
  });
}

describe('the plain text', () => {
  it.each(['de', 'en'] as const)('is a whole newsletter in %s', (language) => {
    const text = sampleText(language);
    const lines = text.split('\n');
    const { edition, publication } = sampleDigest(language);
    const flat = text.replace(/[\s\u00a0]+/g, ' ');
    for (const { title, teaser, url = '' } of edition.items) {
      expect(flat).toContain(title);
      expect(flat).toContain(teaser);
      expect(lines).toContain(url);
    }
    for (const line of publication.imprint) expect(flat).toContain(line);
    for (const link of [ARCHIVE, 'https://news.example.org/u', 'https://news.example.org/p']) {
      expect(lines).toContain(link);
    }
    expect(lines.filter((line) => line.length > 76 && !/^(?:\[\d+\] )?https:\/\//.test(line))).toEqual([]);
    // Every address stands alone on its line, but for its number.
    const alone = lines.map((line) => line.replace(/^\[\d+\] /, ''));
    expect(alone.filter((line) => /\S https?:|https?:\S+ \S/.test(line))).toEqual([]);
    expect(text).toMatch(/[^\n]\n$/);
  });

  it('tells when and where', () => {
    const text = sampleText('de').replaceAll('\u00a0', ' ');
    expect(text).toContain('TERMINE');
    expect(text).toContain('Wann: Donnerstag, 26. November 2026, 16:00–18:00 Uhr\nWo: Mercatorhalle, Duisburg\n');
    expect(sampleText('en')).toContain('When: Saturday, 5 December 2026, 10:00–13:30\nWhere: Old Fish Market');
  });

  it('numbers the addresses that running text leads to, and lists them below it', () => {
    expect(sampleText('de').replaceAll('\u00a0', ' ')).toContain(
      [
        'Haben Sie etwas entdeckt, das andere lesen sollten? Schreiben Sie uns [1],',
        'oder schlagen Sie auf unserer Website [2] einen Beitrag vor.',
        '',
        '[1] redaktion@bildungsnetz.example',
        '[2] https://bildungsnetz.example/vorschlag',
        '',
      ].join('\n'),
    );
  });

  it('does not say twice what an article without a title says', () => {
    const { edition, publication } = sampleDigest('de');
    const title = 'Heute läuten alle Glocken.';
    const items = edition.items.slice(0, 1).map((item) => ({ ...item, title, teaser: title }));
    const text = plainText({
      ...{ publication, edition: { ...edition, items, subject: '' }, language: 'de', siteUrl: SITE_URL },
      ...{ archiveUrl: ARCHIVE, slots: { unsubscribe: 'u', preferences: 'p' }, mark: () => '' },
    });
    expect(text.split(title).length).toBe(2);
  });

  it('leads to the calendar file of an event and to a map', () => {
    const lines = sampleText('en').split('\n');
    const save = lines.indexOf('Save the date (.ics):');
    expect(lines.slice(save + 1, save + 5)).toEqual([
      'https://news.example.org/feeds/courier/events/01kaqv0004bbbbbbbbbb.ics',
      '',
      'Map:',
      'https://www.openstreetmap.org/search?query=Old%20Fish%20Market%2C%20Northhaven',
    ]);
    expect(lines.filter((line) => line === 'Map:').length).toBe(1);
  });

  it.each([
    ['', ['']],
    ['a  b', ['a b']],
    [`${'x'.repeat(76)} y`, ['x'.repeat(76), 'y']],
    [`y ${'x'.repeat(100)} z`, ['y', 'x'.repeat(100), 'z']],
    [`${'x'.repeat(70)} 20.\u00a0März`, ['x'.repeat(70), '20.\u00a0März']],
    ['a\n\nb', ['a', '', 'b']],
  ])('wraps %j', (text, lines) => {
    expect(wrap(text)).toEqual(lines);
  });
});

describe('dates', () => {
  const berlin = datesIn('de', 'Europe/Berlin');
  const event = (startsAt: string, endsAt?: string, allDay = false) => {
    const details = {
      startsAt: new Date(startsAt),
      ...(endsAt && { endsAt: new Date(endsAt) }),
      allDay,
      online: false,
    };
    return berlin.event(details).replaceAll('\u00a0', ' ');
  };

  it('are those of the publication’s zone: half an hour before midnight in UTC is tomorrow in Berlin', () => {
    expect(berlin.day(new Date('2026-11-21T23:30:00Z')).replaceAll('\u00a0', ' ')).toBe('22. November 2026');
    expect(datesIn('en', 'America/New_York').day(new Date('2026-11-21T23:30:00Z'))).toBe('21 November 2026');
  });

  it.each([
    ['2026-03-29T00:30:00Z', undefined, false, 'Sonntag, 29. März 2026, 01:30 Uhr'],
    ['2026-03-29T00:30:00Z', '2026-03-29T01:30:00Z', false, 'Sonntag, 29. März 2026, 01:30–03:30 Uhr'],
    ['2026-11-26T20:00:00Z', '2026-11-26T23:00:00Z', false, 'Donnerstag, 26. November 2026, 21:00–00:00 Uhr'],
    [
      '2026-11-26T15:00:00Z',
      '2026-11-28T11:00:00Z',
      false,
      'Donnerstag, 26. November 2026, 16:00 Uhr – Samstag, 28. November 2026, 12:00 Uhr',
    ],
    [
      '2026-11-25T23:00:00Z',
      '2026-11-26T23:00:00Z',
      true,
      'Donnerstag, 26. November 2026 – Freitag, 27. November 2026',
    ],
    ['2026-11-25T23:00:00Z', undefined, true, 'Donnerstag, 26. November 2026'],
    ['2026-11-26T15:00:00Z', '2026-11-26T15:00:00Z', false, 'Donnerstag, 26. November 2026, 16:00 Uhr'],
  ])('say %s to %s (all day: %s) as %s', (startsAt, endsAt, allDay, said) => {
    expect(event(startsAt, endsAt, allDay)).toBe(said);
  });
});

describe('German type', () => {
  it.each([
    ['am 20. März 2023', 'am 20.\u00a0März 2023'],
    ['Bildungsnetz Ruhr e. V.', 'Bildungsnetz Ruhr e.\u00a0V.'],
    ['um 16 Uhr, 12 %', 'um 16\u00a0Uhr, 12\u00a0%'],
    ['Kapitel 3. Maibaum', 'Kapitel 3. Maibaum'],
  ])('keeps together %j', (text, kept) => {
    expect(typeset(text, 'de')).toBe(kept);
    expect(typeset(text, 'en')).toBe(text);
  });
});

describe('colours', () => {
  it.each(['#1d5d8c', '#8a2b3d', '#000000', '#767676', '#0b6e5f', '#ffff00'])(
    'of links can be read on light and dark paper: %s',
    (accent) => {
      expect(contrast(readableOn(LIGHT.paper, accent), LIGHT.paper)).toBeGreaterThanOrEqual(5);
      expect(contrast(readableOn(DARK.paper, accent), DARK.paper)).toBeGreaterThanOrEqual(5);
    },
  );

  it('of text can be read on every ground', () => {
    for (const scheme of [LIGHT, DARK]) {
      for (const ground of [scheme.page, scheme.paper]) {
        expect(contrast(scheme.ink, ground)).toBeGreaterThan(10);
        expect(contrast(scheme.soft, ground)).toBeGreaterThan(4.5);
      }
    }
  });
});
