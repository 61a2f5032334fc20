import { Hono } from 'hono';
import * as z from 'zod';
import { answeredArticle } from './answered.ts';
import type { ApiDeps } from './api-deps.ts';
import { pageSize, publicationOf, queryOf } from './api-input.ts';

const listing = z.object({ limit: pageSize(50) });

/** Articles as they came in, and the feeds made of them. */
export function articleRoutes(deps: ApiDeps): Hono {
  const routes = new Hono();

  routes.get('/:publication/articles', async (context) => {
    const { id } = await publicationOf(context, deps);
    const { limit } = queryOf(context, listing);
    return context.json({ articles: (await deps.articles.latest(id, { limit })).map(answeredArticle) });
  });

  routes.post('/:publication/feeds', async (context) => {
    const { id } = await publicationOf(context, deps);
    await deps.askForFeeds(id);
    return context.json({ feeds: deps.feedAddresses(id) }, 202);
  });

  return routes;
}
