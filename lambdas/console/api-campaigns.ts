import { type Context, Hono } from 'hono';
import * as z from 'zod';
import { type CampaignRecord, type FollowUpWish, MOST_ON_LIST } from '../delivery/index.ts';
import { CAMPAIGN_ACTIONS } from '../domain/campaign.ts';
import type { Edition } from '../domain/edition.ts';
import { RundbriefError } from '../domain/errors.ts';
import { log } from '../platform/log.ts';
import type { AuditAnswer, ControlAnswer, FollowUpAnswer } from './answers-campaigns.ts';
import type { ApiDeps } from './api-deps.ts';
import { editionOf } from './api-editions.ts';
import { jsonOf, segmentNamed, shown } from './api-input.ts';

/** In the log of who did what: the API has one token and knows no persons. */
const BY = 'api';

const campaignId = z.string().max(200);
const control = z.strictObject({
  action: z.enum(CAMPAIGN_ACTIONS, 'must be pause, resume or cancel'),
  /** Which of the edition's sendings; the latest where nothing is said. */
  campaign: campaignId.optional(),
});
const address = z.string().min(1).max(400);
const once = {
  /** The latest sending as the asker saw it: then asking twice makes one. */
  after: campaignId.optional(),
};
const sendAgain = z.union(
  [
    z.strictObject({ to: z.literal('missed'), ...once }),
    z.strictObject({ addresses: z.array(address).min(1).max(MOST_ON_LIST), ...once }),
    z.strictObject({ segment: z.string().max(100), ...once }),
  ],
  `say to whom: {"to": "missed"}, {"addresses": […]} of 1 to ${MOST_ON_LIST}, or {"segment": "…"}`,
);

/** The sendings of an edition: while they run, and once more. */
export function campaignRoutes(deps: ApiDeps): Hono {
  const routes = new Hono();

  routes.post('/editions/:edition/campaign', async (context) => {
    const { id } = await editionOf(context, deps);
    const { action, campaign } = await jsonOf(context, control);
    const after = await deps.controlCampaign({ editionId: id, campaignId: campaign, action, by: BY });
    return context.json(await answeredControl(after, deps));
  });

  routes.post('/editions/:edition/send-again', async (context) => {
    const edition = await editionOf(context, deps);
    const asked = await jsonOf(context, sendAgain);
    const { wish, strangers } = await wishOf(asked, edition, deps);
    const campaign = await deps.startFollowUp({ editionId: edition.id, wish, after: asked.after, by: BY });
    log.info('An edition is sent once more by the API', { campaignId: campaign.id, to: wish.kind });
    return context.json(
      { edition: edition.id, campaign: campaign.id, status: campaign.status, strangers } satisfies FollowUpAnswer,
      202,
    );
  });

  routes.get('/editions/:edition/audit', async (context) => {
    const { id } = await editionOf(context, deps);
    const entries = (await deps.listAudit(id)).map(({ action, campaignId: campaign, by, at }) => ({
      ...{ action, campaign, by, at: at.toISOString() },
    }));
    return context.json({ entries } satisfies AuditAnswer);
  });

  return routes;
}

/** With who has it already: what was handed to SES is not taken back. */
async function answeredControl({ id, editionId, status }: CampaignRecord, deps: ApiDeps): Promise<ControlAnswer> {
  const { campaigns } = await deps.report(editionId);
  const books = campaigns.find(({ campaign }) => campaign === id);
  const { accepted = 0, unknown = 0, pending = 0, audience = 0 } = books ?? {};
  return { edition: editionId, campaign: id, status, accepted, unknown, pending, audience };
}

async function wishOf(
  asked: z.infer<typeof sendAgain>,
  { publicationId }: Edition,
  deps: ApiDeps,
): Promise<{ wish: FollowUpWish; strangers: number | null }> {
  if ('to' in asked) return { wish: { kind: 'missed' }, strangers: null };
  if ('segment' in asked) {
    return {
      wish: { kind: 'segment', segment: await segmentNamed(asked.segment, publicationId, deps) },
      strangers: null,
    };
  }
  const ids = new Set(await Promise.all(asked.addresses.map((one) => deps.subscriberIdOf(one))));
  const subscriberIds = await deps.knownHere(publicationId, [...ids]);
  return { wish: { kind: 'list', subscriberIds }, strangers: ids.size - subscriberIds.length };
}

/** The sending a question is about, the first where nothing is said. @throws RundbriefError `not-found` with its name */
export async function campaignOf(
  context: Context,
  named: string | undefined,
  deps: ApiDeps,
): Promise<{ edition: Edition; campaign: CampaignRecord; campaigns: CampaignRecord[] }> {
  const edition = await editionOf(context, deps);
  const campaigns = await deps.listCampaigns(edition.id);
  const campaign = campaigns.find(({ id }) => id === (named ?? edition.id));
  if (campaign) return { edition, campaign, campaigns };
  throw new RundbriefError(
    'not-found',
    named === undefined || campaigns.length === 0
      ? `The edition "${edition.id}" was not sent`
      : `The edition "${edition.id}" has no sending "${shown(named)}"`,
  );
}
