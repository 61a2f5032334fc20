import { Hono } from 'hono';
import * as z from 'zod';
import { CAMPAIGN_ACTIONS } from '../delivery/index.ts';
import type { AuditAnswer, ControlAnswer } from './answers.ts';
import type { ApiDeps } from './api-deps.ts';
import { editionOf } from './api-editions.ts';
import { jsonOf } from './api-input.ts';

const wish = z.strictObject({ action: z.enum(CAMPAIGN_ACTIONS, 'must be pause, resume or cancel') });

/** The sending of an edition, while it runs. */
export function campaignRoutes(deps: ApiDeps): Hono {
  const routes = new Hono();

  routes.post('/editions/:edition/campaign', async (context) => {
    const { id } = await editionOf(context, deps);
    const { action } = await jsonOf(context, wish);
    const status = await deps.controlCampaign({ campaignId: id, action, by: 'api' });
    return context.json({ edition: id, status } satisfies ControlAnswer);
  });

  routes.get('/editions/:edition/audit', async (context) => {
    const { id } = await editionOf(context, deps);
    const entries = (await deps.listAudit(id)).map(({ action, by, at }) => ({ action, by, at: at.toISOString() }));
    return context.json({ entries } satisfies AuditAnswer);
  });

  return routes;
}
