import type { Edition } from '../domain/edition.ts';
import { audienceOf } from '../domain/edition-audience.ts';
import { RundbriefError } from '../domain/errors.ts';
import type { Digest, Publication } from '../domain/publication.ts';
import type { Segment } from '../domain/segment.ts';
import type { Outbox } from '../platform/queue.ts';
import type { CampaignRecord, Campaigns } from './campaigns.ts';
import type { PlanMessage } from './messages.ts';
import { dueOnClocks } from './readers-clock.ts';
import { WALKS } from './walks.ts';

export interface StartDeps {
  campaigns: Campaigns;
  plans: Outbox<PlanMessage>;
  /** Settles what goes out. @throws RundbriefError `conflict` when the edition has changed since */
  freeze(editionId: string, contentHash: string, how: { forSegment: boolean }): Promise<Edition>;
  /** The recipes of a publication: which cadences are served. */
  digests: { list(publicationId: string): Promise<Digest[]> };
  /** Whose time zone its schedules are in, and whether it asks for tracking. */
  publications: { find(id: string): Promise<Pick<Publication, 'timeZone' | 'quietHours' | 'tracking'> | undefined> };
  now: () => Date;
}

/**
 * Freezes an edition and begins to send it.
 *
 * Safe to repeat at every step: the edition is frozen once, there is one campaign for an edition, and planning again
 * follows what is planned. Who is confirmed now is the audience; who comes later gets the next edition.
 *
 * @param contentHash - of the edition as it was approved
 * @param segment - only these, as it was then; otherwise everybody
 * @throws RundbriefError `not-found` when there is no such edition, `conflict` when it has changed since, or went to others
 */
export async function startCampaign(
  { editionId, contentHash, segment }: { editionId: string; contentHash: string; segment?: Segment },
  deps: StartDeps,
): Promise<CampaignRecord> {
  const { campaigns, plans } = deps;
  const edition = await deps.freeze(editionId, contentHash, { forSegment: segment !== undefined });
  const startedAt = deps.now();
  const recipe = await recipeOf(edition, deps);
  const publication = await deps.publications.find(edition.publicationId);
  const campaign = await campaigns.start({
    id: edition.id,
    editionId: edition.id,
    publicationId: edition.publicationId,
    contentHash,
    status: 'planning',
    startedAt,
    audienceUntil: startedAt,
    audience: { ...audienceOf(edition, recipe.all), ...(segment ? { segment } : {}) },
    ...readersTimeOf(publication, recipe, startedAt),
    ...quietHoursOf(publication),
    ...(publication?.tracking ? { isTracked: true } : {}),
  });
  if (campaign.contentHash !== contentHash) {
    throw new RundbriefError('conflict', `The edition ${editionId} is being sent with other content`);
  }
  if (campaign.audience.segment?.id !== segment?.id) {
    throw new RundbriefError('conflict', `The edition ${editionId} is being sent to others`);
  }
  if (campaign.status === 'planning') {
    await plans.sendAll(WALKS.map((shard) => ({ campaignId: campaign.id, shard })));
  }
  return campaign;
}

/** The digest that an edition was made from, among all of its publication. */
interface Recipe {
  digest?: Digest;
  all: Digest[];
}

async function recipeOf({ publicationId, digestId }: Edition, { digests }: StartDeps): Promise<Recipe> {
  const all = digestId ? await digests.list(publicationId) : [];
  return { digest: all.find(({ id }) => id === digestId), all };
}

/** When it goes to who chose a zone of their own, if its digest is for their clocks. */
function readersTimeOf(
  publication: Pick<Publication, 'timeZone'> | undefined,
  { digest }: Recipe,
  startedAt: Date,
): Pick<CampaignRecord, 'readersTime'> {
  if (!publication || !digest?.inReadersZone || !digest.time) return {};
  return { readersTime: dueOnClocks(digest.time, publication.timeZone, startedAt) };
}

function quietHoursOf(
  publication: Pick<Publication, 'timeZone' | 'quietHours'> | undefined,
): Pick<CampaignRecord, 'quietHours'> {
  return publication?.quietHours ? { quietHours: { ...publication.quietHours, timeZone: publication.timeZone } } : {};
}
