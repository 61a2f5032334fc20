import { type Recipients, shardOf } from '../audience/index.ts';
import { RundbriefError } from '../domain/errors.ts';
import type { CampaignRecord } from './campaigns.ts';
import { isBefore } from './find-recipient.ts';
import type { WalkPosition } from './manifests.ts';
import { type MissedDeps, missedBy } from './missed.ts';
import type { RecipientLists } from './recipient-lists.ts';
import { nextShard, walkWith } from './walks.ts';

export interface AudienceDeps extends MissedDeps {
  recipients: Pick<Recipients, 'page'>;
  lists: Pick<RecipientLists, 'find'>;
}

/** Some of a campaign's audience, in the order of a walk, and where to go on; no `next` at its end. */
interface AudiencePart {
  subscriberIds: string[];
  timeZones?: Record<string, string>;
  next?: WalkPosition;
}

/**
 * The next people of a campaign's audience: of a first sending those whom its edition is for, as the audience has them; of a
 * later one those it was started for. Whether each may be written to is looked at again before it is sent.
 */
export async function audiencePage(
  campaign: CampaignRecord,
  at: WalkPosition,
  limit: number,
  deps: AudienceDeps,
): Promise<AudiencePart> {
  const { followUp } = campaign;
  const from = { walk: walkWith(at.shard), after: at.after };
  if (followUp?.kind === 'missed') return firstOf(missedBy(followUp.of, from, deps), limit);
  if (followUp?.kind === 'list') return firstOf(await onList(campaign, followUp.list, from, deps), limit);
  const page = await deps.recipients.page(campaign.publicationId, at.shard, {
    ...{ after: at.after, limit, confirmedUntil: campaign.audienceUntil },
    ...campaign.audience,
  });
  return { ...page, next: page.next ? { shard: at.shard, after: page.next } : nextShard(at.shard) };
}

interface From {
  walk: number;
  after?: string;
}

async function onList({ editionId }: CampaignRecord, list: string, { walk, after }: From, deps: AudienceDeps) {
  const people = await deps.lists.find(editionId, list);
  if (!people) throw new RundbriefError('not-found', `The list ${list} of ${editionId} is gone`);
  return people.filter((id) => walkWith(shardOf(id)) === walk && (after === undefined || isBefore(after, id)));
}

/** One more than is wanted tells whether there is more. */
async function firstOf(people: AsyncIterable<string> | Iterable<string>, limit: number): Promise<AudiencePart> {
  const subscriberIds: string[] = [];
  for await (const id of people) {
    const last = subscriberIds.at(-1);
    if (last && subscriberIds.length === limit) return { subscriberIds, next: { shard: shardOf(last), after: last } };
    subscriberIds.push(id);
  }
  return { subscriberIds };
}
