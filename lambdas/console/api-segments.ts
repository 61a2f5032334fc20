import { type Context, Hono } from 'hono';
import * as z from 'zod';
import { segmentTitle, segmentWish } from '../audience/index.ts';
import type { Segment } from '../domain/segment.ts';
import { answeredSegmentCount } from './answered-people.ts';
import type { SegmentAnswer } from './answers-people.ts';
import type { ApiDeps } from './api-deps.ts';
import { jsonOf, publicationOf, queryOf, segmentNamed } from './api-input.ts';

const renaming = z.strictObject({ title: segmentTitle });
const counting = z.object({ exact: z.stringbool().default(false) });

/** Named parts of a publication's readers. */
export function segmentRoutes(deps: ApiDeps): Hono {
  const routes = new Hono();
  const ALL = '/:publication/segments';
  const ONE = `${ALL}/:segment`;

  routes.get(ALL, async (context) => {
    const { id } = await publicationOf(context, deps);
    return context.json({ segments: await deps.segments.list(id) } satisfies { segments: SegmentAnswer[] });
  });

  routes.post(ALL, async (context) => {
    const publication = await publicationOf(context, deps);
    const wish = await jsonOf(context, segmentWish);
    return context.json((await deps.addSegment({ publication, wish })) satisfies SegmentAnswer, 201);
  });

  routes.get(ONE, async (context) => {
    const { segment } = await segmentOf(context, deps);
    return context.json(segment satisfies SegmentAnswer);
  });

  routes.get(`${ONE}/count`, async (context) => {
    const { publicationId, segment } = await segmentOf(context, deps);
    const { exact } = queryOf(context, counting);
    const counted = await deps.countSegments({ publicationId, exact, segments: [segment] });
    return context.json(answeredSegmentCount(counted, segment.id));
  });

  routes.patch(ONE, async (context) => {
    const { publicationId, segment } = await segmentOf(context, deps);
    const { title } = await jsonOf(context, renaming);
    const renamed = await deps.renameSegment({ publicationId, segmentId: segment.id, title });
    return context.json(renamed satisfies SegmentAnswer);
  });

  routes.delete(ONE, async (context) => {
    const { publicationId, segment } = await segmentOf(context, deps);
    await deps.segments.remove(publicationId, segment.id);
    return context.json({ removed: segment.id });
  });

  return routes;
}

/** @throws RundbriefError `not-found` with its name */
async function segmentOf(context: Context, deps: ApiDeps): Promise<{ publicationId: string; segment: Segment }> {
  const { id: publicationId } = await publicationOf(context, deps);
  return { publicationId, segment: await segmentNamed(context.req.param('segment') ?? '', publicationId, deps) };
}
