import { Hono } from 'hono';
import * as z from 'zod';
import { OUTCOMES } from '../domain/campaign.ts';
import { RundbriefError } from '../domain/errors.ts';
import { log } from '../platform/log.ts';
import type { ConsoleDeps } from './console-deps.ts';
import { editionOf, refuseUnlessMaySend } from './console-editions.tsx';
import type { ConsoleEnv } from './console-env.ts';
import { mayHandleLists } from './console-imports-input.tsx';
import { formOf } from './console-input.ts';
import { isKey } from './keys.ts';

const table = z.object({
  campaign: z.string().refine(isKey),
  outcome: z.enum(OUTCOMES).optional(),
  part: z.coerce.number().int().min(1),
});

/** Further sendings of an edition, and its recipients as tables. */
export function sendingRoutes(deps: ConsoleDeps): Hono<ConsoleEnv> {
  const routes = new Hono<ConsoleEnv>();

  routes.post('/editions/:edition/missed', async (context) => {
    const { edition } = await editionOf(context, deps);
    const session = refuseUnlessMaySend(context);
    const after = (await formOf(context)).text('after');
    try {
      const wish = { kind: 'missed' as const };
      await deps.startFollowUp({ editionId: edition.id, wish, after, by: session.subject });
    } catch (error) {
      // Nobody missed it by now, or somebody was faster: the report shows which.
      if (!(error instanceof RundbriefError) || error.fault !== 'conflict') throw error;
    }
    return context.redirect(`/console/editions/${edition.id}/report`, 303);
  });

  routes.get('/editions/:edition/recipients.csv', mayHandleLists, async (context) => {
    const { edition } = await editionOf(context, deps);
    const asked = table.safeParse(context.req.query());
    const campaigns = asked.success ? await deps.listCampaigns(edition.id) : [];
    const campaign = campaigns.find(({ id }) => id === asked.data?.campaign);
    if (!asked.success || !campaign) throw new RundbriefError('not-found', '');
    const { outcome, part } = asked.data;
    const words = context.get('words');
    const csv = await deps.outcomePart({
      ...{ publicationId: edition.publicationId, campaignId: campaign.id, part, isFile: true },
      wanted: new Set(outcome ? [outcome] : []),
      dialect: words.language === 'de' ? 'excel' : 'comma',
    });
    const editor = context.get('session').subject;
    log.info('Recipients are exported from the console', { campaignId: campaign.id, part, editor });
    const name = [campaign.id, words.sendings.fileName, ...(outcome ? [outcome] : []), part].join('-');
    return context.body(csv, 200, {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${name}.csv"`,
    });
  });

  return routes;
}
