import type { AuditedAction } from '../domain/campaign.ts';
import { RundbriefError } from '../domain/errors.ts';
import type { Publication } from '../domain/publication.ts';
import type { Segment } from '../domain/segment.ts';
import type { Outbox } from '../platform/queue.ts';
import type { CampaignAudit } from './campaign-audit.ts';
import type { CampaignRecord, Campaigns, FollowUp } from './campaigns.ts';
import { campaignsOf, isSettledUp, nextCampaignId } from './follow-ups.ts';
import type { PlanMessage } from './messages.ts';
import { type MissedDeps, missedBy } from './missed.ts';
import { MOST_ON_LIST, type RecipientLists } from './recipient-lists.ts';
import { WALKS } from './walks.ts';

/** To whom an edition is sent once more. */
export type FollowUpWish =
  | { kind: 'missed' }
  /** @param subscriberIds - of people in its publication, in whatever state: who must not get it is skipped */
  | { kind: 'list'; subscriberIds: string[] }
  /** As it is now. */
  | { kind: 'segment'; segment: Segment };

export interface FollowUpDeps extends MissedDeps {
  campaigns: Pick<Campaigns, 'find' | 'start'>;
  lists: Pick<RecipientLists, 'keep'>;
  /** Whether it still asks for tracking. */
  publications: { find(id: string): Promise<Pick<Publication, 'tracking'> | undefined> };
  audit: Pick<CampaignAudit, 'note'>;
  plans: Outbox<PlanMessage>;
  now: () => Date;
}

interface Asked {
  editionId: string;
  wish: FollowUpWish;
  /** The edition's latest campaign as the asker saw it; the latest there is where nothing is said. */
  after?: string;
  by: string;
}

const ACTION: Record<FollowUpWish['kind'], AuditedAction> = {
  missed: 'send-to-missed',
  list: 'send-to-list',
  segment: 'send-to-list',
};

/**
 * Sends an edition, as it was frozen, once more: to those who missed it, or to some. It is a campaign of its own with books of
 * its own, and may begin when all campaigns before it have ended. Whoever is on a list gets it also when they have it; nobody
 * counts as having missed it who is known to have it ({@link missedBy}).
 *
 * Asking twice makes one: the campaign's id follows from the ones before it, and the first to ask decides what it is.
 *
 * @throws RundbriefError `not-found` when the edition was not sent, `conflict` when it is being sent, when others were
 *   asked for meanwhile, or when nobody missed it, `invalid` for a list of nobody or of too many
 */
export async function startFollowUp(asked: Asked, deps: FollowUpDeps): Promise<CampaignRecord> {
  const { editionId, wish, by } = asked;
  const campaigns = await campaignsOf(editionId, deps);
  const { before, there } = placed(asked, campaigns);
  const first = before[0] as CampaignRecord;
  const followUp = await followUpOf(first, wish, before, deps);
  const audience = audienceFor(first, wish);
  const id = nextCampaignId(editionId, before);
  if (!there) await refuseUnlessDue(before, followUp, deps);
  await deps.audit.note({ editionId, campaignId: id, action: ACTION[wish.kind], by, at: deps.now() });
  const campaign = there ?? (await begin({ ...first, id, audience, followUp }, deps));
  if (!isSameWish(campaign, { followUp, audience })) {
    throw new RundbriefError('conflict', `The edition "${editionId}" was sent to others meanwhile: look at its report`);
  }
  if (campaign.status === 'planning') {
    await deps.plans.sendAll(WALKS.map((shard) => ({ campaignId: id, shard })));
  }
  return campaign;
}

/** The campaigns that the new one follows, and the one that is there in its place already. */
function placed({ editionId, after, wish }: Asked, campaigns: CampaignRecord[]) {
  if (campaigns.length === 0) throw new RundbriefError('not-found', `The edition "${editionId}" was not sent`);
  const last = campaigns.at(-1) as CampaignRecord;
  // Somebody who does not say what they saw, and asks for what is under way, has asked twice.
  const isAskedAgain = after === undefined && !isSettledUp(last) && last.followUp?.kind === wish.kind;
  const end = isAskedAgain ? campaigns.length - 2 : campaigns.findIndex(({ id }) => id === (after ?? last.id));
  if (end < 0) throw new RundbriefError('not-found', `The edition "${editionId}" has no campaign "${after}"`);
  return { before: campaigns.slice(0, end + 1), there: campaigns[end + 1] };
}

async function followUpOf(
  { editionId }: CampaignRecord,
  wish: FollowUpWish,
  before: CampaignRecord[],
  { lists, now }: FollowUpDeps,
): Promise<FollowUp> {
  if (wish.kind === 'missed') return { kind: 'missed', of: before.map(({ id }) => id) };
  if (wish.kind === 'segment') return { kind: 'segment' };
  const people = new Set(wish.subscriberIds).size;
  if (people === 0) throw new RundbriefError('invalid', 'Nobody of this list is in the publication');
  if (people > MOST_ON_LIST) throw new RundbriefError('invalid', `A list has at most ${MOST_ON_LIST} people`);
  return { kind: 'list', list: await lists.keep(editionId, wish.subscriberIds, now()) };
}

/** Wishes of readers hold whoever is asked for: who wants nothing of what the edition is about is skipped. */
function audienceFor({ audience }: CampaignRecord, wish: FollowUpWish): CampaignRecord['audience'] {
  if (wish.kind === 'missed') return audience;
  const { segment, ...everybody } = audience;
  return wish.kind === 'segment' ? { ...everybody, segment: wish.segment } : everybody;
}

async function refuseUnlessDue(before: CampaignRecord[], followUp: FollowUp, deps: FollowUpDeps): Promise<void> {
  const running = before.find((campaign) => !isSettledUp(campaign));
  if (running) throw new RundbriefError('conflict', `The edition "${running.editionId}" is still being sent`);
  if (followUp.kind !== 'missed' || (await isAnyoneMissed(followUp.of, deps))) return;
  throw new RundbriefError('conflict', `Nobody missed the edition "${before[0]?.editionId}"`);
}

async function isAnyoneMissed(of: string[], deps: MissedDeps): Promise<boolean> {
  for (const walk of WALKS) for await (const _ of missedBy(of, { walk }, deps)) return true;
  return false;
}

async function begin(
  { id, editionId, publicationId, contentHash, audience, followUp, ...first }: CampaignRecord,
  { campaigns, publications, now }: FollowUpDeps,
): Promise<CampaignRecord> {
  const at = now();
  const isTracked = first.isTracked && (await publications.find(publicationId))?.tracking;
  return campaigns.start({
    ...{ id, editionId, publicationId, contentHash, audience, followUp, isTracked, quietHours: first.quietHours },
    ...{ status: 'planning', startedAt: at, audienceUntil: at },
  });
}

const isSameWish = (
  { followUp, audience }: CampaignRecord,
  asked: { followUp: FollowUp; audience: CampaignRecord['audience'] },
): boolean =>
  JSON.stringify(followUp) === JSON.stringify(asked.followUp) && audience.segment?.id === asked.audience.segment?.id;
