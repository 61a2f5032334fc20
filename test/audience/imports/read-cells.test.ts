import { describe, expect, it } from 'vitest';
import { languageIn, momentIn, networkIn, topicNamesIn } from '../../../lambdas/audience/imports/read-cells.ts';

describe('a time in a list', () => {
  it.each([
    ['2024-02-03', '2024-02-03T00:00:00.000Z'],
    ['2024-02-03 10:30', '2024-02-03T10:30:00.000Z'],
    ['2024-02-03T10:30:15.123Z', '2024-02-03T10:30:15.000Z'],
    ['2024-02-03 10:30:15+02', '2024-02-03T08:30:15.000Z'],
    ['2024-02-03 10:30:15 +0200 CEST', '2024-02-03T08:30:15.000Z'],
    ['2024-02-03T10:30:15-05:30', '2024-02-03T16:00:15.000Z'],
    ['3.2.2024', '2024-02-03T00:00:00.000Z'],
    ['03.02.2024, 9:05 Uhr', '2024-02-03T09:05:00.000Z'],
    ['29.02.2024', '2024-02-29T00:00:00.000Z'],
  ])('%s is %s', (cell, iso) => expect(momentIn(cell)?.toISOString()).toBe(iso));

  // The American order is left alone: nobody can tell February from March.
  it.each([
    '',
    '2/3/2024',
    '31.02.2024',
    '2024-13-01',
    '2023-02-29',
    '2024-02-03 25:00',
    'gestern',
    '45321',
    '0000-00-00 00:00:00',
  ])('%s is none', (cell) => expect(momentIn(cell)).toBeUndefined());
});

describe('other cells', () => {
  it('are read as people and programs write them', () => {
    expect(['de-DE', 'Deutsch', 'EN_us', 'fr', ''].map(languageIn)).toEqual(['de', 'de', 'en', undefined, undefined]);
    expect(['192.0.2.1', '2001:db8::1', 'ada@x.example', '1.2.3'].map(networkIn)).toEqual([
      ...['192.0.2.1', '2001:db8::1', undefined, undefined],
    ]);
    expect(topicNamesIn(' Kita;"Schule", |  "" ')).toEqual(['Kita', 'Schule']);
  });
});
