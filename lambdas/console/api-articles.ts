import { type Context, Hono } from 'hono';
import * as z from 'zod';
import { mailedIn } from '../digest/index.ts';
import type { Article } from '../domain/article.ts';
import { RundbriefError } from '../domain/errors.ts';
import { answeredArticle } from './answered.ts';
import type { ApiDeps } from './api-deps.ts';
import { jsonOf, pageSize, publicationOf, queryOf, shown } from './api-input.ts';
import { isKey } from './keys.ts';

const listing = z.object({
  limit: pageSize(50),
  /** Those that were taken back, and no others. */
  withdrawn: z.enum(['true', 'false']).default('false'),
});

const moment = z.iso.datetime({ offset: true, error: 'must be a time such as 2026-03-20T18:00:00+01:00' });
const decision = z.strictObject({
  isEvent: z.boolean(),
  event: z
    .strictObject({
      startsAt: moment,
      endsAt: moment.nullish(),
      allDay: z.boolean().default(false),
      place: z.string().trim().min(1).max(200).nullish(),
      online: z.boolean().default(false),
    })
    .transform(({ startsAt, endsAt, place, ...event }) => ({
      ...event,
      startsAt: new Date(startsAt),
      ...(endsAt ? { endsAt: new Date(endsAt) } : {}),
      ...(place ? { place } : {}),
    }))
    .refine(({ startsAt, endsAt }) => !endsAt || endsAt >= startsAt, {
      path: ['endsAt'],
      error: 'must not be before startsAt',
    })
    .optional(),
});

/** Articles as they came in, what editors decide about them, and the feeds made of them. */
export function articleRoutes(deps: ApiDeps): Hono {
  const routes = new Hono();

  routes.get('/:publication/articles', async (context) => {
    const { id } = await publicationOf(context, deps);
    const { limit, withdrawn } = queryOf(context, listing);
    const wanted = withdrawn === 'true' ? { limit, withdrawn: true } : { limit };
    const [articles, sources] = await Promise.all([deps.articles.latest(id, wanted), deps.sources.list(id)]);
    const mailed = await mailedArticles(id, articles, deps);
    return context.json({ articles: articles.map((article) => answeredArticle(article, sources, mailed)) });
  });

  routes.get('/:publication/articles/:article', async (context) => {
    const { id } = await publicationOf(context, deps);
    return context.json(await answeredNow(context, id, deps));
  });

  routes.post('/:publication/articles/:article/event', async (context) => {
    const { id: publicationId } = await publicationOf(context, deps);
    const articleId = articleIdOf(context);
    await deps.decideEvent({ publicationId, articleId, ...(await jsonOf(context, decision)) });
    return context.json(await answeredNow(context, publicationId, deps));
  });

  routes.post('/:publication/articles/:article/withdraw', async (context) => {
    const { id: publicationId } = await publicationOf(context, deps);
    await deps.withdrawArticle({ publicationId, articleId: articleIdOf(context) });
    return context.json(await answeredNow(context, publicationId, deps));
  });

  routes.post('/:publication/feeds', async (context) => {
    const { id } = await publicationOf(context, deps);
    await deps.askForFeeds(id);
    return context.json({ feeds: deps.feedAddresses(id) }, 202);
  });

  return routes;
}

async function answeredNow(context: Context, publicationId: string, deps: ApiDeps) {
  const article = await deps.articles.find(publicationId, articleIdOf(context));
  if (!article) throw unknownArticle(context);
  const [sources, mailed] = await Promise.all([
    deps.sources.list(publicationId),
    mailedArticles(publicationId, [article], deps),
  ]);
  return answeredArticle(article, sources, mailed);
}

const mailedArticles = (publicationId: string, articles: Article[], { editions }: ApiDeps) =>
  mailedIn(
    publicationId,
    articles.map(({ id }) => id),
    editions,
  );

/** @throws RundbriefError `not-found` for what can be no id */
function articleIdOf(context: Context): string {
  const id = context.req.param('article') ?? '';
  if (!isKey(id)) throw unknownArticle(context);
  return id;
}

function unknownArticle(context: Context): RundbriefError {
  return new RundbriefError('not-found', `There is no article "${shown(context.req.param('article') ?? '')}"`);
}
