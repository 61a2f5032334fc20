import { describe, expect, it } from 'vitest';
import { NO_RULES, type SourceRules } from '../../lambdas/domain/publication.ts';
import { articlesInMemory, tryRules } from '../../lambdas/ingest/index.ts';
import { newSource } from '../../lambdas/publications/index.ts';
import { anArticle, aPublication } from '../console/fake-rooms.ts';

const publication = aPublication({
  topics: [
    { id: 'schule', title: 'Schule', words: ['Schule'] },
    { id: 'termine', title: 'Termine', words: [] },
  ],
});
const source = newSource({ publicationId: publication.id, id: 'news', url: 'https://a.example/feed' }, new Date());
const articles = (count: number, sourceId = 'news', from = 0) =>
  Array.from({ length: count }, (_, n) =>
    anArticle({ id: `${sourceId}-${n}`, sourceId, title: `Nummer ${n}`, publishedAt: new Date(from + n) }),
  );
const tried = (rules: Partial<SourceRules>, held: Partial<ReturnType<typeof anArticle>>) =>
  tryRules({ publication, source, rules: { ...NO_RULES, ...rules } }, { articles: articlesInMemory(anArticle(held)) });

describe('trying rules', () => {
  it('looks at the last fifty articles of this source', async () => {
    const store = articlesInMemory(...articles(60), ...articles(30, 'other'));
    const result = await tryRules({ publication, source }, { articles: store });
    expect(result).toHaveLength(50);
    expect([result[0]?.id, result[49]?.id]).toEqual(['news-59', 'news-10']);
  });

  it('finds those of a quiet source behind a busy one', async () => {
    const store = articlesInMemory(...articles(3), ...articles(300, 'other', 1000));
    expect(await tryRules({ publication, source }, { articles: store })).toHaveLength(3);
  });

  it.each([
    { rules: {}, title: 'Neue Schule', topics: ['schule'] },
    { rules: { defaultTopic: 'termine' }, title: 'Anderes', topics: ['termine'] },
    { rules: { defaultTopic: 'termine' }, title: 'Neue Schule', topics: ['schule'] },
    {
      rules: { topics: [{ topic: 'termine', words: ['Abend'], categories: [] }] },
      title: 'Abend der Schule',
      topics: ['termine', 'schule'],
    },
  ])('gives topics as a poll would: $title → $topics', async ({ rules, title, topics }) => {
    expect(await tried(rules, { title, teaser: '' })).toMatchObject([{ kept: true, topicsAfter: topics }]);
  });
});
