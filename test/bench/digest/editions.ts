/** Editions to measure with: the sample's articles and events again and again, each about one of ten topics. */
import type { Edition } from '../../../lambdas/domain/edition.ts';
import type { Layout, Publication } from '../../../lambdas/domain/publication.ts';
import { sampleDigest } from '../../../templates/digest/sample.ts';

export const TOPICS = Array.from({ length: 10 }, (_, index) => `topic-${index}`);

const SAMPLE = sampleDigest('de');

export const PUBLICATION: Publication = {
  ...SAMPLE.publication,
  topics: TOPICS.map((id, index) => ({ id, title: `Thema ${index + 1}`, words: [] })),
};

export function editionOf(articles: number, layout: Layout = 'letter'): Edition {
  const { items, ...edition } = SAMPLE.edition;
  const repeated = Array.from({ length: articles }, (_, index) => {
    const item = items[index % items.length] as Edition['items'][number];
    return {
      ...item,
      articleId: `${item.articleId}-${index}`,
      title: `${item.title} (${index + 1})`,
      topics: [TOPICS[index % TOPICS.length] as string],
    };
  });
  return { ...edition, layout, items: repeated };
}
