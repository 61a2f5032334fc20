import { describe, expect, it } from 'vitest';
import { suggestSubject, suggestSubjects } from '../../lambdas/digest/suggest-subject.ts';
import type { EditionItem } from '../../lambdas/domain/edition.ts';

const NOW = new Date('2026-11-23T06:00:00Z');
const DE = { title: 'Bildungsnetz Ruhr', language: 'de', timeZone: 'Europe/Berlin' } as const;
const EN = { title: 'Night Desk', language: 'en', timeZone: 'Europe/Berlin' } as const;

const item = (title: string, over: Partial<EditionItem> = {}): EditionItem => ({
  articleId: title,
  title,
  teaser: `Mehr über ${title}.`,
  topics: [],
  publishedAt: NOW,
  ...over,
});
const event = (title: string, startsAt: string) =>
  item(title, { event: { startsAt: new Date(startsAt), allDay: false, online: false } });

const subjects = (items: EditionItem[], publication: typeof DE | typeof EN = DE) =>
  suggestSubjects(items, publication, NOW).map(({ subject }) => subject);

describe('suggested subjects', () => {
  it('offer several beginnings, each with a line that says something else', () => {
    const items = [
      item('Brücke gesperrt'),
      item('Neue Kita'),
      item('Forum'),
      event('Sommerfest', '2026-11-26T15:00:00Z'),
    ];
    expect(suggestSubjects(items, DE, NOW)).toEqual([
      { subject: 'Brücke gesperrt und 3 weitere Beiträge', preheader: 'Außerdem: Neue Kita · Forum · Sommerfest' },
      { subject: 'Brücke gesperrt', preheader: 'Außerdem: Neue Kita · Forum · Sommerfest' },
      { subject: 'Brücke gesperrt · Neue Kita', preheader: 'Außerdem: Forum · Sommerfest' },
      { subject: 'Sommerfest am 26. November', preheader: 'Außerdem: Brücke gesperrt · Neue Kita · Forum' },
      {
        subject: 'Bildungsnetz Ruhr: 3 Beiträge und ein Termin',
        preheader: 'Brücke gesperrt · Neue Kita · Forum · Sommerfest',
      },
    ]);
  });

  it('speak English, by its plural rules, and date events in the publication’s zone', () => {
    const items = [event('Fair', '2026-11-30T23:30:00Z'), event('Concert', '2026-12-24T15:00:00Z')];
    expect(subjects(items, EN)).toEqual([
      'Fair and one more story',
      'Fair',
      'Fair · Concert',
      'Fair on 1 December and one more event',
      'Night Desk: 2 events',
    ]);
  });

  it('say nothing of events that are over', () => {
    expect(subjects([item('Rückblick'), event('Vorbei', '2026-11-20T15:00:00Z')]).join()).not.toContain('Vorbei am');
  });

  it.each([
    { what: 'nothing', items: [], count: 0 },
    { what: 'one article', items: [item('Allein')], count: 2 },
  ])('of $what are $count', ({ items, count }) => {
    expect(subjects(items)).toHaveLength(count);
  });

  it('fit into the line of an inbox, whatever the headlines', () => {
    const endless = '🎉 Größe '.repeat(60);
    const items = [item(endless), item(`Auch ${endless}`), event(endless, '2026-11-26T15:00:00Z')];
    const suggested = suggestSubjects(items, { ...DE, title: endless }, NOW);
    expect(suggested).toHaveLength(4);
    for (const { subject, preheader } of suggested) {
      expect([...subject].length).toBeLessThanOrEqual(60);
      expect([...preheader].length).toBeLessThanOrEqual(130);
    }
    expect(suggested.map(({ subject }) => subject)).toContainEqual(expect.stringMatching(/… am 26\. November$/));
  });

  it('leave out how many others there are before they cut a headline for it', () => {
    const headline = 'Fünf neue Familiengrundschulzentren öffnen nach den Ferien';
    expect(subjects([item(headline), item('Neue Kita')])[0]).toBe(headline);
  });

  it('begin with the one that editions begin with', () => {
    const items = [item('A'), item('B')];
    expect(suggestSubjects(items, DE, NOW)[0]).toEqual(suggestSubject(items, 'de'));
  });
});
