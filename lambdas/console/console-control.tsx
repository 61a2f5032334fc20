import { type Context, Hono } from 'hono';
import * as z from 'zod';
import { CAMPAIGN_ACTIONS } from '../domain/campaign.ts';
import { RundbriefError } from '../domain/errors.ts';
import { log } from '../platform/log.ts';
import { show } from './console-answers.tsx';
import type { ConsoleDeps } from './console-deps.ts';
import { editionOf, refuseUnlessMaySend, wayUp } from './console-editions.tsx';
import type { ConsoleEnv } from './console-env.ts';
import { formOf } from './console-input.ts';
import { isKey } from './keys.ts';
import { CancelPage, goesOn } from './page-control.tsx';

const wish = z.object({ campaign: z.string().refine(isKey), action: z.enum(CAMPAIGN_ACTIONS) });

/** Pausing, resuming and cancelling the sendings of an edition. */
export function controlRoutes(deps: ConsoleDeps): Hono<ConsoleEnv> {
  const routes = new Hono<ConsoleEnv>();

  routes.post('/editions/:edition/control', async (context) => {
    const { edition } = await editionOf(context, deps);
    const session = refuseUnlessMaySend(context);
    const form = await formOf(context);
    const asked = wish.safeParse({ campaign: form.text('campaign'), action: form.text('action') });
    if (!asked.success) throw new RundbriefError('invalid', '');
    const { campaign: campaignId, action } = asked.data;
    try {
      await deps.controlCampaign({ editionId: edition.id, campaignId, action, by: session.subject });
      log.info('A sending is controlled from the console', { campaignId, action, editor: session.subject });
    } catch (error) {
      // It has ended by now, or somebody was faster: the report shows which.
      if (!(error instanceof RundbriefError) || error.fault !== 'conflict') throw error;
    }
    return context.redirect(`/console/editions/${edition.id}/report`, 303);
  });

  routes.get('/editions/:edition/cancel', async (context) => {
    const words = context.get('words');
    const found = await editionOf(context, deps);
    refuseUnlessMaySend(context);
    const report = await sendingOf(context, found.edition.id, deps);
    if (!goesOn(report)) return context.redirect(`/console/editions/${found.edition.id}/report`, 303);
    const content = <CancelPage {...{ words, report }} />;
    return show(context, { title: words.control.cancelTitle, crumbs: wayUp(context, found), content });
  });

  return routes;
}

async function sendingOf(context: Context<ConsoleEnv>, editionId: string, { findReport }: ConsoleDeps) {
  const asked = context.req.query('campaign');
  const report = (await findReport(editionId))?.campaigns.find(({ campaign }) => campaign === asked);
  if (!report) throw new RundbriefError('not-found', '');
  return report;
}
