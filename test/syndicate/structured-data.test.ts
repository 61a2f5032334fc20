import { describe, expect, it } from 'vitest';
import { EVENT, structuredData } from './public-content.ts';
import { anArticle, aPublication, SITE_URL } from './samples.ts';

describe('what the page of a publication says to search engines', () => {
  it('is a collection of news articles with what Google reads of them', () => {
    const image = { url: 'https://cdn.example/a.jpg', alt: '' };
    const { page, items } = structuredData({ articles: [anArticle({ image })] });
    expect(page).toMatchObject({
      '@context': 'https://schema.org',
      '@type': 'CollectionPage',
      url: `${SITE_URL}/publications/ruhr/`,
      inLanguage: 'de',
      publisher: { '@type': 'Organization', name: 'Redaktion Ruhr' },
    });
    expect(items).toMatchObject([
      {
        '@type': 'NewsArticle',
        headline: 'Größere Räume für „kleine“ Leute',
        url: anArticle().url,
        image: image.url,
        datePublished: '2026-09-01T08:00:00.000Z',
        author: [{ '@type': 'Person', name: 'Redaktion' }],
        articleSection: ['Kita & Schule'],
      },
    ]);
  });

  it.each([
    ['at a place', { ...EVENT }, 'OfflineEventAttendanceMode', { '@type': 'Place', address: EVENT.place }],
    ['online', { ...EVENT, place: undefined, online: true }, 'OnlineEventAttendanceMode', { url: anArticle().url }],
    ['both', { ...EVENT, online: true }, 'MixedEventAttendanceMode', [{ name: EVENT.place }, { url: anArticle().url }]],
  ])('is an event %s, with the hour that the clock shows there', (_where, event, mode, location) => {
    const [item] = structuredData({ articles: [anArticle({ event })] }).items;
    expect(item).toMatchObject({
      '@type': 'Event',
      name: anArticle().title,
      startDate: '2026-11-26T16:00:00+01:00',
      endDate: '2026-11-26T18:00:00+01:00',
      eventAttendanceMode: `https://schema.org/${mode}`,
      location,
    });
  });

  it.each([
    ['Europe/Berlin', '2026-10-25T00:30:00Z', '2026-10-25T02:30:00+02:00'],
    ['Europe/Berlin', '2026-10-25T01:30:00Z', '2026-10-25T02:30:00+01:00'],
    ['Europe/London', '2026-12-01T12:00:00Z', '2026-12-01T12:00:00+00:00'],
    ['America/St_Johns', '2026-12-01T12:00:00Z', '2026-12-01T08:30:00-03:30'],
  ])('tells in %s the moment %s as %s', (timeZone, moment, written) => {
    const event = { ...EVENT, startsAt: new Date(moment), endsAt: undefined };
    const [item] = structuredData({ publication: aPublication({ timeZone }), articles: [anArticle({ event })] }).items;
    expect(item?.startDate).toBe(written);
  });

  it('knows days without hours', () => {
    const event = { ...EVENT, allDay: true, startsAt: new Date('2026-11-25T23:00:00Z'), endsAt: undefined };
    expect(structuredData({ articles: [anArticle({ event })] }).items[0]?.startDate).toBe('2026-11-26');
  });

  it('is no event where nobody knows the place, which search engines insist on', () => {
    const event = { ...EVENT, place: undefined };
    expect(structuredData({ articles: [anArticle({ event })] }).items[0]?.['@type']).toBe('NewsArticle');
  });
});
