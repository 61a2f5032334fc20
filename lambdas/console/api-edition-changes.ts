import { type Context, Hono } from 'hono';
import * as z from 'zod';
import { editionChange } from '../digest/index.ts';
import { RundbriefError } from '../domain/errors.ts';
import { answeredEdition } from './answered.ts';
import type { ApiDeps } from './api-deps.ts';
import { editionOf } from './api-editions.ts';
import { jsonOf } from './api-input.ts';
import { isKey } from './keys.ts';

/** Who changes something by the API, in the records: the token is nobody's in particular. */
const BY_API = 'api';

const hash = z.string().regex(/^[0-9a-f]{64}$/, 'must be the contentHash of the edition as you saw it');
const changeWish = z.strictObject({ contentHash: hash, change: editionChange });
const approvalWish = z.strictObject({ contentHash: hash, sendAt: z.iso.datetime({ offset: true }).optional() });
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
    const { id } = await editionOf(context, deps);
    const { contentHash, sendAt } = await jsonOf(context, approvalWish);
    const at = sendAt === undefined ? {} : { sendAt: new Date(sendAt) };
    await deps.approveEdition({ editionId: id, contentHash, by: BY_API, ...at });
    return answer(context, deps);
  });

  routes.delete('/editions/:edition/approval', async (context) => {
    const { id } = await editionOf(context, deps);
    await deps.withdrawApproval({ editionId: id, ...(await jsonOf(context, withdrawalWish)) });
    return answer(context, deps);
  });

  return routes;
}

const answer = async (context: Context, deps: ApiDeps) => context.json(answeredEdition(await editionOf(context, deps)));
