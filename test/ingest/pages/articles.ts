import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { shorten } from '../../../lambdas/ingest/items/html-text.ts';

/** One article as a theme is given it. */
export interface Sample {
  title: string;
  path: string;
  paragraphs: string[];
  date: Date;
  image?: string;
  category: string;
}

const CATEGORIES = ['Presse', 'Projekte', 'Presse', 'Aus den Städten'];

/** The ten articles of the education network's page; one has no teaser and one no picture, where a theme shows them. */
export function samples({ withoutTeaserAt = -1, withoutImageAt = -1 } = {}): Sample[] {
  const articles = JSON.parse(
    readFileSync(join(import.meta.dirname, '../../fixtures/pages/articles.json'), 'utf8'),
  ) as {
    title: string;
    path: string;
    paragraphs: string[];
  }[];
  return articles.map((article, index) => ({
    ...article,
    paragraphs: index === withoutTeaserAt ? [] : article.paragraphs,
    date: new Date(Date.UTC(2023, 2, 20 - index * 2, 9)),
    image: index === withoutImageAt ? undefined : `/wp-content/uploads/2023/bild-${index + 1}.jpg`,
    category: CATEGORIES[index % CATEGORIES.length] ?? '',
  }));
}

/** What a reader must make of them. */
export function truth(items: Sample[], site: string): { title: string; url: string; teaser: string }[] {
  return items.map(({ title, path, paragraphs }) => ({
    title,
    url: new URL(path, site).href,
    teaser: shorten(
      paragraphs
        .join(' ')
        .replace(/\s+/g, ' ')
        .replace(/ \[…\]$/, '…'),
      500,
    ),
  }));
}

export const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const MONTHS = 'Januar Februar März April Mai Juni Juli August September Oktober November Dezember'.split(' ');
export const german = (date: Date) => `${date.getUTCDate()}. ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
export const dotted = (date: Date) =>
  `${String(date.getUTCDate()).padStart(2, '0')}.${String(date.getUTCMonth() + 1).padStart(2, '0')}.${date.getUTCFullYear()}`;
export const english = (date: Date) => date.toLocaleDateString('en-US', { dateStyle: 'long', timeZone: 'UTC' });
export const isoDay = (date: Date) => date.toISOString().slice(0, 10);
