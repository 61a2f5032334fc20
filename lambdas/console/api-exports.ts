import { type Context, Hono } from 'hono';
import * as z from 'zod';
import { EXPORT_DIALECTS } from '../audience/index.ts';
import type { SegmentFilter } from '../domain/segment.ts';
import { log } from '../platform/log.ts';
import type { ApiDeps } from './api-deps.ts';
import { publicationOf, queryOf, segmentNamed } from './api-input.ts';

const choice = z.object({ segment: z.string().optional() });
const piece = choice.extend({
  part: z.coerce.number().int().min(1).default(1),
  parts: z.coerce.number().int().min(1).default(1),
  dialect: z.enum(EXPORT_DIALECTS, { error: `one of ${EXPORT_DIALECTS.join(', ')}` }).default('comma'),
});

/** A publication's subscribers as a table, made while it is asked for. */
export function exportRoutes(deps: ApiDeps): Hono {
  const routes = new Hono();

  routes.get('/:publication/exports/subscribers', async (context) => {
    const { id: publicationId } = await publicationOf(context, deps);
    const { segment } = queryOf(context, choice);
    return context.json(
      await deps.planExport({ publicationId, segment: await filterOf(segment, publicationId, deps) }),
    );
  });

  routes.get('/:publication/exports/subscribers.csv', async (context) => {
    const publication = await publicationOf(context, deps);
    const { segment, ...wish } = queryOf(context, piece);
    const filter = await filterOf(segment, publication.id, deps);
    const fields = context.req.queries('field');
    const csv = await deps.exportPart(publication, { ...wish, fields, segment: filter });
    log.info('Subscribers are exported by the API', {
      publicationId: publication.id,
      part: wish.part,
      parts: wish.parts,
    });
    return table(context, csv, `${publication.id}-subscribers-${wish.part}.csv`);
  });

  return routes;
}

async function filterOf(
  segment: string | undefined,
  publicationId: string,
  deps: ApiDeps,
): Promise<SegmentFilter | undefined> {
  return segment === undefined ? undefined : (await segmentNamed(segment, publicationId, deps)).filter;
}

function table(context: Context, csv: string, fileName: string): Response {
  return context.body(csv, 200, {
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': `attachment; filename="${fileName}"`,
  });
}
