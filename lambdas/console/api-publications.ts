import { Hono } from 'hono';
import { answeredPublication } from './answered.ts';
import type { ApiDeps } from './api-deps.ts';

/** Publications, each made from its file. */
export function publicationRoutes(deps: ApiDeps): Hono {
  const routes = new Hono();

  routes.get('/', async (context) =>
    context.json({ publications: (await deps.publications.list()).map(answeredPublication) }),
  );

  routes.post('/', async (context) => {
    const { publication, created } = await deps.applyPublication(await context.req.text());
    // Its feeds are there from the first moment, if empty, and bear its name at once.
    await deps.askForFeeds(publication.id);
    return context.json({ id: publication.id, created }, created ? 201 : 200);
  });

  return routes;
}
