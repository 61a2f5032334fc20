import { type Context, Hono } from 'hono';
import * as z from 'zod';
import { mailedIn } from '../digest/index.ts';
import type { Edition } from '../domain/edition.ts';
import { RundbriefError } from '../domain/errors.ts';
import type { Segment } from '../domain/segment.ts';
import { answeredEdition, answeredReport, answeredRun } from './answered.ts';
import type { ApiDeps } from './api-deps.ts';
import { jsonOf, pageSize, publicationOf, queryOf, segmentNamed, shown } from './api-input.ts';
import { previewOf, previewWish } from './api-reader-preview.ts';
import { isKey } from './keys.ts';

const articleIds = z
  .array(z.string().min(1).max(100))
  .min(1, 'must name an article')
  .max(200, 'must be at most 200')
  .refine((ids) => new Set(ids).size === ids.length, 'an article may be there once only');
const compositionWish = z.strictObject({
  digest: z.string().min(1).max(100).optional(),
  /** These in this order, instead of what is new. */
  articles: articleIds.optional(),
});
const sendWish = z.strictObject({
  contentHash: z.string().max(100).optional(),
  /** Only for these; left out: for everybody. */
  segment: z.string().max(100).optional(),
});
const listing = z.object({ limit: pageSize(20) });
const reporting = z.object({ exact: z.stringbool().default(false) });

/** Editions from the wish for one to the report of its sending. */
export function editionRoutes(deps: ApiDeps): Hono {
  const routes = new Hono();

  routes.get('/publications/:publication/editions', async (context) => {
    const { id } = await publicationOf(context, deps);
    const { limit } = queryOf(context, listing);
    const editions = await deps.editions.list(id, { limit });
    const mailed = await mailedItems(id, editions, deps);
    return context.json({ editions: editions.map((edition) => answeredEdition(edition, mailed)) });
  });

  routes.post('/publications/:publication/editions', async (context) => {
    const { id } = await publicationOf(context, deps);
    const { digest, articles } = await jsonOf(context, compositionWish);
    if (digest !== undefined && !(isKey(digest) && (await deps.digests.find(id, digest)))) {
      throw new RundbriefError('not-found', `The publication "${id}" has no digest "${shown(digest)}"`);
    }
    return context.json(await deps.askForEdition({ publicationId: id, digestId: digest, articles }), 202);
  });

  routes.get('/publications/:publication/runs', async (context) => {
    const { id } = await publicationOf(context, deps);
    const runs = await deps.editions.listRuns(id, queryOf(context, listing));
    return context.json({ runs: runs.map(answeredRun) });
  });

  routes.get('/publications/:publication/runs/:request', async (context) => {
    const { id } = await publicationOf(context, deps);
    const requestId = context.req.param('request');
    const run = isKey(requestId) ? await deps.editions.findRun(id, requestId) : undefined;
    if (!run) throw new RundbriefError('not-found', 'This composition has not ended yet, or was never asked for');
    return context.json(answeredRun(run));
  });

  routes.get('/editions/:edition', (context) => editionAnswered(context, deps));

  routes.get('/editions/:edition/preview', async (context) => {
    const edition = await editionOf(context, deps);
    return previewOf(context, edition, queryOf(context, previewWish), deps);
  });

  routes.post('/editions/:edition/send', async (context) => {
    const { id, publicationId, contentHash, status } = await editionOf(context, deps);
    const wish = await jsonOf(context, sendWish);
    if (wish.contentHash !== undefined && wish.contentHash !== contentHash) {
      throw new RundbriefError(
        'conflict',
        `The edition "${id}" has changed since: look at it again before you send it`,
      );
    }
    const segment = wish.segment === undefined ? undefined : await segmentNamed(wish.segment, publicationId, deps);
    if (status !== 'draft') await refuseOthers(id, segment, deps);
    await deps.noteSend({ editionId: id, by: 'api' });
    await deps.askForSend({ editionId: id, contentHash, ...(segment ? { segment } : {}) });
    return context.json({ edition: id, contentHash }, 202);
  });

  routes.get('/editions/:edition/report', async (context) => {
    const { id } = await editionOf(context, deps);
    const { exact } = queryOf(context, reporting);
    return context.json(answeredReport(await deps.report(id, { isExact: exact })));
  });

  return routes;
}

/** Sending again goes on with what was begun: it cannot go to others. @throws RundbriefError `conflict` */
async function refuseOthers(id: string, segment: Segment | undefined, { findReport }: Pick<ApiDeps, 'findReport'>) {
  const report = await findReport(id);
  if (!report || report.segment?.id === segment?.id) return;
  throw new RundbriefError('conflict', `The edition "${id}" was sent to others; it cannot be sent again`);
}

/** The edition of a route as it is now. */
export async function editionAnswered(context: Context, deps: Pick<ApiDeps, 'editions'>): Promise<Response> {
  const edition = await editionOf(context, deps);
  return context.json(answeredEdition(edition, await mailedItems(edition.publicationId, [edition], deps)));
}

function mailedItems(publicationId: string, editions: Edition[], deps: Pick<ApiDeps, 'editions'>) {
  const ids = editions.flatMap(({ items }) => items.map(({ articleId }) => articleId));
  return mailedIn(publicationId, ids, deps.editions);
}

/** @throws RundbriefError `not-found` with its name */
export async function editionOf(context: Context, { editions }: Pick<ApiDeps, 'editions'>): Promise<Edition> {
  const id = context.req.param('edition') ?? '';
  const edition = isKey(id) ? await editions.find(id) : undefined;
  if (!edition) throw new RundbriefError('not-found', `There is no edition "${shown(id)}"`);
  return edition;
}
