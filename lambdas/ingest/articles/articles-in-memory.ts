import type { Article } from '../../domain/article.ts';
import { amended, asArticle, endOf } from './article-item.ts';
import type { ArticleKeeper, Articles, KeptArticle, SeenArticles } from './articles.ts';

/** The promises of the table in memory, for tests. */
export function articlesInMemory(...held: (Article & Partial<KeptArticle>)[]): Articles & ArticleKeeper {
  const byId = new Map<string, KeptArticle>();
  const owners = new Map<string, string>();
  const keep = (article: KeptArticle) => byId.set(`${article.publicationId}#${article.id}`, structuredClone(article));
  for (const article of held) keep({ revision: '', wording: '', ...article });
  const seen = new Map<string, SeenArticles>();
  const changes = new Map<string, Date>();

  const all = (publicationId: string) =>
    structuredClone([...byId.values()].filter((article) => article.publicationId === publicationId));
  const byIngest = (one: Article, other: Article) => (one.id < other.id ? -1 : 1);
  const byPublished = (one: Article, other: Article) =>
    other.publishedAt.getTime() - one.publishedAt.getTime() || byIngest(other, one);

  return {
    async find(publicationId, articleId) {
      const found = byId.get(`${publicationId}#${articleId}`);
      return found && asArticle(structuredClone(found));
    },
    async ingestedBetween(publicationId, { after, until, limit, withHtml = false }) {
      return all(publicationId)
        .filter(({ ingestedAt }) => (!after || ingestedAt > after) && ingestedAt <= until)
        .sort(byIngest)
        .slice(0, limit)
        .map((article) => asArticle(withHtml ? article : { ...article, html: '' }));
    },
    async latest(publicationId, { limit, topic, withdrawn = false }) {
      return all(publicationId)
        .filter(({ topics, withdrawnAt }) => (!topic || topics.includes(topic)) && Boolean(withdrawnAt) === withdrawn)
        .sort(byPublished)
        .slice(0, limit)
        .map(asArticle);
    },
    async ingestedAfter(publicationId, { articleId = '', limit }) {
      return all(publicationId)
        .filter(({ id }) => id > articleId)
        .sort(byIngest)
        .slice(0, limit)
        .map(asArticle);
    },
    async upcomingEvents(publicationId, now) {
      return all(publicationId)
        .filter(({ event, withdrawnAt }) => event && endOf(event) >= now && !withdrawnAt)
        .sort((one, other) => startOf(one) - startOf(other))
        .map(asArticle);
    },
    async owners(publicationId, keys) {
      return new Map(
        keys.flatMap((key) => {
          const owner = owners.get(`${publicationId}#${key}`);
          return owner ? [[key, owner] as const] : [];
        }),
      );
    },
    async findAll(publicationId, articleIds) {
      const wanted = new Set(articleIds);
      const found = all(publicationId).filter(({ id }) => wanted.has(id));
      return new Map(found.map((article) => [article.id, { ...article, html: '' }]));
    },
    async claim(publicationId, key, articleId, insteadOf) {
      const name = `${publicationId}#${key}`;
      const owner = owners.get(name);
      if (owner !== undefined && owner !== insteadOf) return owner;
      owners.set(name, articleId);
      return articleId;
    },
    async add(article) {
      if (byId.has(`${article.publicationId}#${article.id}`)) return false;
      keep(article);
      return true;
    },
    async replace(article) {
      keep(article);
    },
    async addTopics({ publicationId, id }, topics) {
      const stored = byId.get(`${publicationId}#${id}`);
      if (stored) stored.topics = [...new Set([...stored.topics, ...topics])];
    },
    async amend(publicationId, articleId, change) {
      const stored = byId.get(`${publicationId}#${articleId}`);
      const changes = stored && change(structuredClone(stored));
      if (stored && changes) keep(amended(stored, changes));
      return structuredClone(byId.get(`${publicationId}#${articleId}`));
    },
    async lastSeen(publicationId, sourceId) {
      return structuredClone(seen.get(`${publicationId}#${sourceId}`));
    },
    async recordSeen(publicationId, sourceId, articles) {
      seen.set(`${publicationId}#${sourceId}`, structuredClone(articles));
    },
    async changedAt(publicationId) {
      return changes.get(publicationId);
    },
    async noteChange(publicationId, at) {
      changes.set(publicationId, at);
    },
  };
}

const startOf = ({ event }: Article) => event?.startsAt.getTime() ?? 0;
