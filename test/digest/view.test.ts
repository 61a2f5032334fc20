import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Edition, EditionItem } from '../../lambdas/domain/edition.ts';
import { Markup } from '../../templates/digest/markup.ts';
import { sampleDigest } from '../../templates/digest/sample.ts';
import { TEMPLATE_PARTS } from '../../templates/digest/templates.ts';
import { digestView } from '../../templates/digest/view.ts';
import { SITE_URL } from './samples.ts';

const ARCHIVE = `${SITE_URL}/archive/ruhr/12`;
const SLOTS = { unsubscribe: 'U', preferences: 'P' };

function viewed(over: Partial<Edition> = {}, fit?: { full: number; shown: number }, language: 'de' | 'en' = 'de') {
  const { publication, edition: sample } = sampleDigest(language);
  const edition = { ...sample, ...over };
  const count = edition.items.length;
  return digestView({
    publication,
    edition,
    language,
    siteUrl: SITE_URL,
    archiveUrl: ARCHIVE,
    slots: SLOTS,
    fit: fit ?? { full: count, shown: count },
  });
}

const anItem = (over: Partial<EditionItem> = {}): EditionItem => ({
  articleId: 'a',
  title: 'Titel',
  teaser: 'Anreißer',
  topics: [],
  publishedAt: new Date('2026-11-20T08:00:00Z'),
  ...over,
});

const FORUM = { startsAt: new Date('2026-11-26T15:00:00Z'), allDay: false, online: false };

describe('what a template is given', () => {
  it('has all its names in docs/templates.md', () => {
    const documented = new Set(
      [
        ...readFileSync(join(import.meta.dirname, '../../docs/templates.md'), 'utf8').matchAll(/`\.?([\w.-]+)`/g),
      ].flatMap(([, name = '']) => name.split('.')),
    );
    const names = [namesOf(viewed()), namesOf(viewed({}, undefined, 'en')), Object.keys(TEMPLATE_PARTS)].flat();
    expect(names.filter((name) => !documented.has(name))).toEqual([]);
    expect(names.length).toBeGreaterThan(100);
  });

  it('is plain text, but for what we have made ourselves', () => {
    expect(valuesOf(viewed()).filter((value) => value === undefined)).toEqual([]);
    const made = valuesOf(viewed()).filter((value) => value instanceof Markup);
    expect(made.length).toBe(4);
  });

  it('leads those who see a shortened article to where it stands whole', () => {
    const items = ['a', 'b', 'c'].map((articleId) =>
      anItem({ articleId, image: { url: 'https://a.example/b.jpg', alt: '' } }),
    );
    const { notes, groups } = viewed({ items, leftOut: undefined }, { full: 1, shown: 2 });
    expect(notes.map(({ url }) => url)).toEqual([`${ARCHIVE}#b`, ARCHIVE]);
    expect(notes.map((note) => note.items)).toEqual([[{ at: 1 }], [{ at: 2 }]]);
    const [whole, headline] = groups[0]?.items ?? [];
    expect([whole?.isFull, whole?.teaser, whole?.image?.alt]).toEqual([true, 'Anreißer', '']);
    expect([headline?.isFull, headline?.teaser, headline?.image]).toEqual([false, undefined, undefined]);
  });

  it('does not say twice what an article without a title says', () => {
    const text = 'Heute um zwölf läuten alle Glocken.';
    const [same, more] = viewed({ items: [anItem({ title: text, teaser: ` ${text}\n` }), anItem({ teaser: text })] })
      .groups[0]?.items ?? [{}];
    expect([same?.teaser, more?.teaser]).toEqual([undefined, text]);
  });

  it('counts as its language does', () => {
    const [leftOut] = viewed({ leftOut: 4950 }).notes;
    expect(leftOut).toEqual({
      text: '4.950 weitere Beiträge sind inzwischen auf unserer Website erschienen.',
      url: 'https://bildungsnetz.example',
    });
    expect(viewed({ leftOut: 4950 }, undefined, 'en').notes[0]?.text).toContain('4,950 more stories');
    expect(viewed({ leftOut: 1 }, undefined, 'en').notes[0]?.text).toContain('One more story has');
  });

  it('tells links with the same words apart for those who hear them', () => {
    const event = { ...FORUM, place: 'Mercatorhalle, Duisburg' };
    const [item] = viewed({ items: [anItem({ event })] }).events?.items ?? [];
    expect(item?.readOnLabel).toBe('Weiterlesen: Titel');
    expect(item?.event).toMatchObject({
      when: 'Donnerstag, 26.\u00a0November 2026, 16:00–18:00\u00a0Uhr'.replace('–18:00', ''),
      where: 'Mercatorhalle, Duisburg',
      shortDate: '26.\u00a0Nov.',
      ics: `${SITE_URL}/feeds/ruhr/events/a.ics`,
      icsLabel: 'Termin speichern (.ics): Titel',
      map: 'https://www.openstreetmap.org/search?query=Mercatorhalle%2C%20Duisburg',
      mapLabel: 'Karte: Mercatorhalle, Duisburg',
    });
  });

  it('keeps time and place of an event where room is short, and gives no map of nowhere', () => {
    const items = [anItem({ event: { ...FORUM, online: true } }), anItem({ event: { ...FORUM, place: 'Essen' } })];
    const [first, second] = viewed({ items }, { full: 1, shown: 2 }).events?.items ?? [];
    expect(first?.event).toMatchObject({ where: 'Online', ics: expect.any(String) });
    expect(first?.event?.map).toBeUndefined();
    expect(second?.event).toMatchObject({ where: 'Essen' });
    expect([second?.event?.ics, second?.event?.map]).toEqual([undefined, undefined]);
  });

  it('calls the first article its hero, even below a pinned event', () => {
    const items = [anItem({ event: FORUM, isPinned: true }), anItem(), anItem()];
    expect(viewed({ items }).groups[0]?.items.map(({ isHero }) => isHero)).toEqual([false, true, false]);
  });

  it.each([
    ['Kurz.', 'Kurz.'],
    [
      `${'Ein Satz mit etwas mehr Text als sonst, bis er dann doch endet. '.repeat(4)}`,
      `${'Ein Satz mit etwas mehr Text als sonst, bis er dann doch endet. '.repeat(2)}`.trim(),
    ],
    [`${'langes Wort, '.repeat(20)}`, `${'langes Wort, '.repeat(12).trim().replace(/,$/, '')} …`],
    ['W'.repeat(200), `${'W'.repeat(160)} …`],
  ])('cuts %j after a sentence or a word', (teaser, brief) => {
    expect(viewed({ items: [anItem({ teaser })] }).groups[0]?.items[0]?.brief).toBe(brief);
  });

  it('keeps what follows a short preheader out of the list of mails', () => {
    const padding = (preheader: string) => viewed({ preheader }).edition.preheaderEnd.html;
    expect(padding('Kurz').length).toBeGreaterThan(1_000);
    expect(padding('Lang '.repeat(30))).toBe('');
  });
});

function namesOf(value: unknown): string[] {
  if (value instanceof Markup) return [];
  if (Array.isArray(value)) return value.flatMap(namesOf);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => [name, ...namesOf(inner)]);
}

function valuesOf(value: unknown): unknown[] {
  if (value instanceof Markup || typeof value !== 'object' || value === null) return [value];
  return Object.values(value).flatMap(valuesOf);
}
