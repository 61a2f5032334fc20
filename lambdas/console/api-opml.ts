import { Hono } from 'hono';
import { opmlOf } from '../publications/index.ts';
import { answeredImport } from './answered.ts';
import type { ApiDeps } from './api-deps.ts';
import { publicationOf } from './api-input.ts';

/** Sources as OPML: what every feed reader writes and reads. */
export function opmlRoutes(deps: ApiDeps): Hono {
  const routes = new Hono();

  routes.get('/:publication/sources.opml', async (context) => {
    const publication = await publicationOf(context, deps);
    const opml = opmlOf(publication, await deps.sources.list(publication.id));
    return context.body(opml, 200, {
      'content-type': 'text/x-opml; charset=utf-8',
      'content-disposition': `attachment; filename="${publication.id}.opml"`,
    });
  });

  routes.post('/:publication/sources/opml', async (context) => {
    const publication = await publicationOf(context, deps);
    const bytes = new Uint8Array(await context.req.arrayBuffer());
    return context.json(answeredImport(await deps.importSources(publication, bytes)));
  });

  return routes;
}
