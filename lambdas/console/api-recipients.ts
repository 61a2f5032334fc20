import { Hono } from 'hono';
import * as z from 'zod';
import { EXPORT_DIALECTS } from '../audience/index.ts';
import type { Recipient } from '../delivery/index.ts';
import { OUTCOMES, REPORTS } from '../domain/campaign.ts';
import { log } from '../platform/log.ts';
import type { OutcomePlanAnswer, PersonOutcomeAnswer, RecipientAnswer, RecipientsAnswer } from './answers-campaigns.ts';
import { campaignOf } from './api-campaigns.ts';
import type { ApiDeps } from './api-deps.ts';
import { editionOf } from './api-editions.ts';
import { jsonOf, pageSize, queryOf } from './api-input.ts';

const outcome = z.enum([...OUTCOMES, ...REPORTS], {
  error: `must be of ${[...OUTCOMES, ...REPORTS].join(', ')}; several with a comma between them`,
});
/** Whoever has one of them; everybody where nothing is said. */
const outcomes = z
  .string()
  .max(200)
  .transform((text) => text.split(','))
  .pipe(z.array(outcome))
  .transform((all) => new Set(all))
  .default(new Set());
const which = z.object({ campaign: z.string().max(200).optional(), outcome: outcomes });
const listing = which.extend({ after: z.string().max(100).optional(), limit: pageSize(100) });
const piece = which.extend({
  part: z.coerce.number().int().min(1).default(1),
  dialect: z.enum(EXPORT_DIALECTS, { error: `one of ${EXPORT_DIALECTS.join(', ')}` }).default('comma'),
});
const search = z.strictObject({ address: z.string().min(1).max(400) });

/** What became of an edition for each of its recipients. Addresses travel in bodies only, never in an address of ours. */
export function recipientRoutes(deps: ApiDeps): Hono {
  const routes = new Hono();

  routes.get('/editions/:edition/recipients', async (context) => {
    const { campaign: named, outcome: wanted, ...page } = queryOf(context, listing);
    const { edition, campaign } = await campaignOf(context, named, deps);
    const { publicationId } = edition;
    const { recipients, next } = await deps.listRecipients({ publicationId, campaignId: campaign.id, wanted, ...page });
    return context.json({
      recipients: recipients.map(answeredRecipient),
      next: next ?? null,
    } satisfies RecipientsAnswer);
  });

  routes.post('/editions/:edition/recipients/search', async (context) => {
    const edition = await editionOf(context, deps);
    const { address } = await jsonOf(context, search);
    const subscriberId = await deps.subscriberIdOf(address);
    const { publicationId } = edition;
    const found: Recipient[] = [];
    for (const { id: campaignId } of await deps.listCampaigns(edition.id)) {
      const one = await deps.findRecipient({ publicationId, campaignId, subscriberId });
      if (one) found.push(one);
    }
    const [known] = await deps.knownHere(publicationId, [subscriberId]);
    const view = found.length === 0 && known ? await deps.readerOf(edition, subscriberId) : undefined;
    return context.json({
      subscriberId,
      outcomes: found.map(answeredRecipient),
      because: view && 'because' in view ? view.because : null,
    } satisfies PersonOutcomeAnswer);
  });

  routes.get('/editions/:edition/exports/recipients', async (context) => {
    const { campaign: named } = queryOf(context, which);
    const { campaign } = await campaignOf(context, named, deps);
    const parts = Math.max(1, await deps.outcomeParts(campaign.id));
    return context.json({ campaign: campaign.id, parts } satisfies OutcomePlanAnswer);
  });

  routes.get('/editions/:edition/exports/recipients.csv', async (context) => {
    const { campaign: named, outcome: wanted, ...rest } = queryOf(context, piece);
    const { edition, campaign } = await campaignOf(context, named, deps);
    const { publicationId } = edition;
    const csv = await deps.outcomePart({ publicationId, campaignId: campaign.id, wanted, ...rest });
    log.info('Recipients are exported by the API', { campaignId: campaign.id, part: rest.part });
    return context.body(csv, 200, {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${campaign.id}-recipients-${rest.part}.csv"`,
    });
  });

  return routes;
}

function answeredRecipient({ campaignId, because, ...one }: Recipient): RecipientAnswer {
  const { outcome: became, reported, messageIds } = one;
  return {
    campaign: campaignId,
    subscriberId: one.subscriberId ?? null,
    address: one.address ?? null,
    outcome: became,
    because: because ?? null,
    ...{ reported, messageIds },
  };
}
