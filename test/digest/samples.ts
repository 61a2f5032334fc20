import type { Article } from '../../lambdas/domain/article.ts';
import { earliestArticleId } from '../../lambdas/domain/article.ts';
import type { Edition } from '../../lambdas/domain/edition.ts';
import type { Digest } from '../../lambdas/domain/publication.ts';
import { sampleDigest } from '../../templates/digest/sample.ts';

export const RUHR = sampleDigest('de').publication;
export const SITE_URL = 'https://news.example.org';

let made = 0;

/** An article that came in when it was published, unless said otherwise. */
export function anArticle(over: Partial<Article> = {}): Article {
  made += 1;
  const publishedAt = over.publishedAt ?? over.ingestedAt ?? new Date('2026-11-20T08:00:00Z');
  const ingestedAt = over.ingestedAt ?? publishedAt;
  return {
    id: `${earliestArticleId(ingestedAt)}${String(made).padStart(10, '0')}`,
    publicationId: 'ruhr',
    sourceId: 'seite',
    url: `https://bildungsnetz.example/${made}`,
    title: `Beitrag ${made}`,
    teaser: 'Ein Anreißer.',
    html: '',
    authors: [],
    categories: [],
    topics: [],
    enclosures: [],
    publishedAt,
    updatedAt: publishedAt,
    ingestedAt,
    isBaseline: false,
    ...over,
  };
}

export function anEdition(number: number, over: Partial<Edition> = {}): Edition {
  const { edition } = sampleDigest('de');
  return { ...edition, id: `ruhr-${number}`, number, contentHash: 'a'.repeat(64), ...over };
}

export function aDigest(over: Partial<Digest> = {}): Digest {
  return {
    id: 'woche',
    publicationId: 'ruhr',
    cadence: 'weekly',
    time: '07:00',
    weekday: 'monday',
    topics: [],
    maxItems: 12,
    mode: 'draft',
    nextRunAt: new Date('2026-11-23T06:00:00Z'),
    ...over,
  };
}

/** As the ingest room answers: what came in after and up to, in that order, without bodies. */
export function articlesHeld(...articles: Article[]) {
  return {
    held: articles,
    async find(publicationId: string, articleId: string) {
      return this.held.find((article) => article.publicationId === publicationId && article.id === articleId);
    },
    async ingestedBetween(
      publicationId: string,
      { after, until, limit }: { after?: Date; until: Date; limit: number },
    ) {
      return this.held
        .filter((article) => article.publicationId === publicationId)
        .filter(({ ingestedAt }) => (!after || ingestedAt > after) && ingestedAt <= until)
        .sort((one, other) => (one.id < other.id ? -1 : 1))
        .slice(0, limit);
    },
  };
}
