import type { Article } from '../../lambdas/domain/article.ts';
import { newArticleId } from '../../lambdas/domain/article.ts';
import type { KeptArticle } from '../../lambdas/ingest/index.ts';

export const at = (iso: string) => new Date(iso);

/** Random bytes that are different each time and the same in every run. */
export function predictable(): (count: number) => Uint8Array {
  let calls = 0;
  return (count) => {
    calls += 1;
    return Uint8Array.from({ length: count }, (_, index) => Math.floor(calls / 32 ** index) % 32);
  };
}

const random = predictable();

export function anArticle(changes: Partial<KeptArticle> = {}): KeptArticle {
  const ingestedAt = changes.ingestedAt ?? at('2026-03-02T08:00:00Z');
  return {
    id: newArticleId(ingestedAt, random(10)),
    publicationId: 'night-desk',
    sourceId: 'front',
    guid: 'urn:1',
    url: 'https://example.org/1',
    title: 'A bridge opens',
    teaser: 'After three years.',
    html: '<p>After three years.</p>',
    authors: ['Ada'],
    categories: ['Town'],
    topics: ['town'],
    language: 'en',
    enclosures: [],
    publishedAt: ingestedAt,
    updatedAt: ingestedAt,
    ingestedAt,
    isBaseline: false,
    revision: 'r1',
    wording: 'w1',
    ...changes,
  };
}

export function withoutRevision({ revision, wording, ...article }: KeptArticle): Article {
  return article;
}
