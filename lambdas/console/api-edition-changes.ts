import { Hono } from 'hono';
import * as z from 'zod';
import { editionChange, suggestSubjects } from '../digest/index.ts';
import { RundbriefError } from '../domain/errors.ts';
import type { ApiDeps } from './api-deps.ts';
import { editionAnswered, editionOf } from './api-editions.ts';
import { jsonOf, shown } from './api-input.ts';
import { isKey } from './keys.ts';
import { momentAt } from './wall-clock.ts';

/** Who changes something by the API, in the records: the token is nobody's in particular. */
const BY_API = 'api';

const hash = z.string().regex(/^[0-9a-f]{64}$/, 'must be the contentHash of the edition as you saw it');
const TIME = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}(?::\d{2})?)(?:\.\d+)?(Z|[+-]\d{2}:\d{2})?$/;
const time = z.string().regex(TIME, 'must be a time such as 2026-11-24T07:00, by the clocks of the publication');
const changeWish = z.strictObject({ contentHash: hash, change: editionChange });
const approvalWish = z.strictObject({ contentHash: hash, sendAt: time.optional() });
const withdrawalWish = z.strictObject({ contentHash: hash });

/** A draft on its way to its readers: changed, approved, given a time. Each names the content it means. */
export function editionChangeRoutes(deps: ApiDeps): Hono {
  const routes = new Hono();

  routes.post('/editions/:edition/changes', async (context) => {
    const { id } = await editionOf(context, deps);
    const { contentHash, change } = await jsonOf(context, changeWish);
    return context.json(await deps.askForEdit({ editionId: id, contentHash, change, by: BY_API }), 202);
  });

  routes.get('/editions/:edition/changes/:request', async (context) => {
    const { id } = await editionOf(context, deps);
    const requestId = context.req.param('request');
    const run = isKey(requestId) ? await deps.editions.findEdit(id, requestId) : undefined;
    if (!run) throw new RundbriefError('not-found', 'This change has not been made yet, or was never asked for');
    return context.json({ requestId, at: run.at.toISOString(), outcome: run.outcome });
  });

  routes.put('/editions/:edition/approval', async (context) => {
    const { id, publicationId } = await editionOf(context, deps);
    const { contentHash, sendAt } = await jsonOf(context, approvalWish);
    const at = sendAt === undefined ? {} : { sendAt: await momentOf(sendAt, publicationId, deps) };
    await deps.approveEdition({ editionId: id, contentHash, by: BY_API, ...at });
    return editionAnswered(context, deps);
  });

  routes.delete('/editions/:edition/approval', async (context) => {
    const { id } = await editionOf(context, deps);
    await deps.withdrawApproval({ editionId: id, ...(await jsonOf(context, withdrawalWish)) });
    return editionAnswered(context, deps);
  });

  routes.get('/editions/:edition/suggestions', async (context) => {
    const { items, publicationId } = await editionOf(context, deps);
    const publication = await deps.publications.find(publicationId);
    return context.json({ suggestions: publication ? suggestSubjects(items, publication, new Date()) : [] });
  });

  routes.post('/editions/:edition/duplicate', async (context) => {
    const { id, publicationId } = await editionOf(context, deps);
    await jsonOf(context, z.strictObject({}));
    const { requestId } = await deps.askForEdition({ publicationId, duplicateOf: id });
    // The run stands where those of all compositions stand.
    return context.json({ requestId, publicationId }, 202);
  });

  return routes;
}

/**
 * A time without an offset is what the clocks of the publication show then.
 *
 * @throws RundbriefError `invalid` when it is none
 */
async function momentOf(typed: string, publicationId: string, { publications }: ApiDeps): Promise<Date> {
  const [, day = '', time = '', offset] = TIME.exec(typed) ?? [];
  const zone = offset ? undefined : ((await publications.find(publicationId))?.timeZone ?? 'UTC');
  const moment = zone ? momentAt({ day, time }, zone) : new Date(typed);
  if (!moment || Number.isNaN(moment.getTime())) throw new RundbriefError('invalid', `"${shown(typed)}" is no time`);
  return moment;
}
