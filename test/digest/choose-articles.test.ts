import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseArticles, shortenText } from '../../lambdas/digest/choose-articles.ts';
import { suggestSubject } from '../../lambdas/digest/suggest-subject.ts';
import { anArticle } from './samples.ts';

const NOW = new Date('2026-11-23T06:00:00Z');
const recipe = { topics: [], maxItems: 50, takesBaseline: false };
const chosen = (...articles: Parameters<typeof anArticle>[0][]) =>
  chooseArticles(articles.map(anArticle), recipe, { used: new Set(), now: NOW }).items;

describe('what an edition takes from an article', () => {
  it('has one line for a title, and no address that is none of the web', () => {
    const [item] = chosen({
      title: ' Zwei\r\nZeilen\u0000 und\tmehr ',
      url: 'javascript:alert(1)',
      image: { url: 'data:image/png;base64,AA', alt: '' },
    });
    expect(item).toMatchObject({ title: 'Zwei Zeilen und mehr' });
    expect(item).not.toHaveProperty('url');
    expect(item).not.toHaveProperty('image');
  });

  it('leaves out what its publisher has taken back', () => {
    expect(chosen({ withdrawnAt: NOW }, {})).toHaveLength(1);
  });

  it('cuts a title that fills a page', () => {
    const [item] = chosen({ title: 'Wort '.repeat(200) });
    expect([...(item?.title ?? '')].length).toBeLessThanOrEqual(300);
    expect(item?.title).toMatch(/Wort…$/);
  });

  it.each([
    { what: 'that ended a minute ago', startsAt: '2026-11-23T04:00:00Z', endsAt: '2026-11-23T05:59:00Z', kept: 0 },
    { what: 'that still runs', startsAt: '2026-11-23T04:00:00Z', endsAt: '2026-11-23T06:01:00Z', kept: 1 },
    { what: 'of today without an end', startsAt: '2026-11-23T05:00:00Z', kept: 1 },
    { what: 'of yesterday', startsAt: '2026-11-22T05:00:00Z', kept: 0 },
    { what: 'of today, all day', startsAt: '2026-11-22T23:00:00Z', allDay: true, kept: 1 },
    { what: 'to come', startsAt: '2027-01-01T05:00:00Z', kept: 1 },
  ])('keeps $kept of an event $what', ({ startsAt, endsAt, allDay = false, kept }) => {
    const event = { startsAt: new Date(startsAt), ...(endsAt && { endsAt: new Date(endsAt) }), allDay, online: false };
    expect(chosen({ event })).toHaveLength(kept);
  });
});

describe('shortening', () => {
  it('never passes the limit, never cuts a character in two, and keeps what fits', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 2, max: 60 }), (text, most) => {
        const short = shortenText(text, most);
        expect([...short].length).toBeLessThanOrEqual(most);
        expect(short.isWellFormed()).toBe(true);
        if ([...text].length <= most) expect(short).toBe(text);
      }),
    );
  });

  it('prefers a blank and leaves no comma before the ellipsis', () => {
    expect(shortenText('Zahlen, Daten, Fakten und mehr', 17)).toBe('Zahlen, Daten…');
    expect(shortenText('Donaudampfschifffahrtsgesellschaft', 10)).toBe('Donaudamp…');
  });
});

describe('the suggested subject', () => {
  it.each([
    { language: 'de', others: 0, subject: 'Bildungsforum Ruhr' },
    { language: 'de', others: 1, subject: 'Bildungsforum Ruhr und ein weiterer Beitrag' },
    { language: 'de', others: 5, subject: 'Bildungsforum Ruhr und 5 weitere Beiträge' },
    { language: 'en', others: 1, subject: 'Bildungsforum Ruhr and one more story' },
    { language: 'en', others: 5, subject: 'Bildungsforum Ruhr and 5 more stories' },
  ] as const)('of $others more in $language is $subject', ({ language, others, subject }) => {
    const items = chosen(
      { title: 'Bildungsforum Ruhr', publishedAt: new Date('2026-11-22T08:00:00Z') },
      ...Array.from({ length: others }, () => ({})),
    );
    expect(suggestSubject(items, language).subject).toBe(subject);
  });

  it('announces what else there is, or the beginning of the only article', () => {
    const only = chosen({ title: 'Allein', teaser: 'Ein Satz.\nNoch einer.' });
    expect(suggestSubject(only, 'de').preheader).toBe('Ein Satz. Noch einer.');
    const many = chosen(...Array.from({ length: 9 }, (_, at) => ({ title: `${at} ${'lang '.repeat(20)}` })));
    const { preheader, subject } = suggestSubject(many, 'de');
    expect(preheader).toMatch(/^Außerdem: .*…$/);
    expect(preheader.length).toBeLessThanOrEqual(130);
    expect(subject).toMatch(/… und 8 weitere Beiträge$/);
  });
});
