import { describe, expect, it } from 'vitest';
import { chooseArticles } from '../../lambdas/digest/choose-articles.ts';
import { editionRecord } from '../../lambdas/digest/edition-item.ts';
import { refuseTooLarge } from '../../lambdas/digest/record-size.ts';
import { suggestSubject } from '../../lambdas/digest/suggest-subject.ts';
import { anArticle, anEdition } from './samples.ts';

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

  it('takes no more than can be kept, however large each is, and counts the others', () => {
    const huge = {
      title: '🎉'.repeat(300),
      teaser: '🦊'.repeat(500),
      url: `https://example.org/${'p'.repeat(2000)}`,
      image: { url: `https://example.org/${'i'.repeat(2000)}`, alt: '🐦'.repeat(300) },
    };
    const articles = Array.from({ length: 50 }, () => anArticle(huge));
    const { items, leftOut } = chooseArticles(articles, recipe, { used: new Set(), now: NOW });
    expect(items.length).toBeGreaterThan(25);
    expect(items.length + leftOut).toBe(50);
    const seen = Array.from({ length: 2_000 }, () => '01j0000000aaaaaaaaaa');
    expect(() => refuseTooLarge(editionRecord(anEdition(1, { items, seen }), 'r'))).not.toThrow();
    expect(() => refuseTooLarge(editionRecord(anEdition(1, { items: [...items, ...items], seen }), 'r'))).toThrow(
      /too large to be kept: its \d+ articles .* “🎉{59}…”/u,
    );
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
    expect(subject).toMatch(/^8 lang (?:lang )+lang…$/);
  });
});
