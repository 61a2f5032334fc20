/** Public pages made from little, and what tests read in them. */
import { parseHTML } from 'linkedom';
import type { Article } from '../../lambdas/domain/article.ts';
import type { Edition } from '../../lambdas/domain/edition.ts';
import type { Publication } from '../../lambdas/domain/publication.ts';
import { publicPages, sitePages } from '../../lambdas/syndicate/public-pages.ts';
import { aPublication, SITE_URL } from './samples.ts';

export const ADA = { name: 'Ada Löwe', slug: 'ada-loewe' };
export const EVENT = {
  startsAt: new Date('2026-11-26T15:00:00Z'),
  endsAt: new Date('2026-11-26T17:00:00Z'),
  allDay: false,
  place: 'Halle 5 & Foyer, Essen',
  online: false,
};
export const COURIER = aPublication({ id: 'courier', title: 'The <Courier>', language: 'en', topics: [] });

interface Given {
  publication?: Publication;
  articles?: Article[];
  events?: Article[];
  editions?: Edition[];
  authors?: { name: string; slug: string }[];
  asOf?: Date;
  attributions?: ReadonlyMap<string, { title: string; url: string }>;
}

export function pagesOf(given: Given = {}) {
  const content = { publication: aPublication(), articles: [], events: [], editions: [], authors: [], ...given };
  const pages = publicPages({ ...content, siteUrl: SITE_URL });
  return new Map(pages.map(({ key, body }) => [key, body]));
}

export const htmlOf = (given: Given, key = 'publications/ruhr/index.html') => pagesOf(given).get(key) ?? '';
export const documentOf = (given: Given, key?: string) => parseHTML(htmlOf(given, key)).document;
export const siteOf = (publications = [COURIER, aPublication()]) =>
  new Map(sitePages({ publications, siteUrl: SITE_URL }).map(({ key, body }) => [key, body]));

export function anEdition(number: number, changes: Partial<Edition> = {}): Edition {
  return {
    id: `ruhr-${number}`,
    publicationId: 'ruhr',
    number,
    subject: `Ausgabe & <${number}>`,
    preheader: '',
    intro: '',
    items: [],
    window: { from: new Date(0), until: new Date(0) },
    status: 'sent',
    contentHash: '',
    composedAt: new Date('2026-09-10T08:00:00Z'),
    frozenAt: new Date('2026-09-10T09:00:00.123Z'),
    ...changes,
  };
}

interface StructuredItem {
  '@type': string;
  [property: string]: unknown;
}

export function structuredData(given: Given) {
  const text = documentOf(given).querySelector('script[type="application/ld+json"]')?.textContent ?? '';
  const page = JSON.parse(text) as StructuredItem & { mainEntity: { itemListElement: StructuredItem[] } };
  return { page, items: page.mainEntity.itemListElement };
}
