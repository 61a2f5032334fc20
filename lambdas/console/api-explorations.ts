import { Hono } from 'hono';
import * as z from 'zod';
import { RundbriefError } from '../domain/errors.ts';
import { pageSelectors, polledKind, sourceAddress, typedAddress } from '../publications/index.ts';
import type { ApiDeps } from './api-deps.ts';
import { jsonOf, publicationOf } from './api-input.ts';
import { isKey } from './keys.ts';

const wish = z.strictObject({
  url: z.string().trim().min(1).max(2000),
  kind: polledKind.optional(),
  selectors: pageSelectors.optional(),
});

/** What an address offers, before it becomes a source. */
export function explorationRoutes(deps: ApiDeps): Hono {
  const routes = new Hono();

  routes.post('/:publication/explorations', async (context) => {
    const { id: publicationId, timeZone } = await publicationOf(context, deps);
    const { url, ...how } = await jsonOf(context, wish);
    const address = sourceAddress(typedAddress(url));
    return context.json(await deps.askForExploration({ publicationId, timeZone, url: address, ...how }), 202);
  });

  routes.get('/:publication/explorations/:exploration', async (context) => {
    const { id } = await publicationOf(context, deps);
    const explorationId = context.req.param('exploration');
    const found = isKey(explorationId) ? await deps.findExploration(id, explorationId) : undefined;
    if (!found) throw new RundbriefError('not-found', 'This exploration has not ended yet, or was never asked for');
    const { asked: _, ...answer } = found;
    return context.json(answer);
  });

  return routes;
}
