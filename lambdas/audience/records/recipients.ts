import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { type EditionAudience, type NoMailReason, topicsWanted } from '../../domain/edition-audience.ts';
import type { Language } from '../../domain/publication.ts';
import { isInSegment } from '../../domain/segment.ts';
import type { Subscription } from '../../domain/subscription.ts';
import type { DynamoDBDocumentClient } from '../../platform/dynamo.ts';
import { type Standing, wantedOrWhyNot } from '../why-no-mail.ts';
import { readNow } from './read-now.ts';
import { SHARDS, shardKey } from './shards.ts';
import type { SubscriptionItem } from './subscription-item.ts';

/** Whom an edition is for, as a planner asks. */
export interface AudienceFilter extends EditionAudience {
  /** When the campaign began: who confirmed later, or has paused for longer, gets the next edition. */
  confirmedUntil: Date;
}

export interface AudiencePage {
  subscriberIds: string[];
  timeZones?: Record<string, string>;
  next?: string;
}

/** What a mail to somebody needs. */
export interface Recipient {
  /** Who they are by now, if they have moved to another address. */
  subscriberId?: string;
  address: string;
  /** What they want of the edition; empty for all of it. */
  topics: string[];
  language: Language;
  /** Whether this mail arrives is to be told to the audience: earlier ones came back. */
  isWatched?: boolean;
  /** They let their opens and clicks be counted. */
  isTracked?: boolean;
}

/** People looked at right before sending, by id. Who is in neither is not in the list any more. */
export interface Rechecked {
  /** They get it. */
  present: Map<string, Recipient>;
  /** They must not get mail any more, or want nothing of this edition. */
  absent: Map<string, NoMailReason>;
}

/** The audience as a sender sees it: who is to get an edition, and right before sending, who still is. */
export interface Recipients {
  /**
   * The next subscribers of one shard who are confirmed and not suppressed, in the order of their ids. Eventually
   * consistent, and memory does not grow with the audience.
   *
   * @param page.after - `next` of the page before
   * @returns `next` absent when the shard has no more; the page after a `next` may still be empty. `timeZones` of those who
   *   chose one, by id; absent when nobody did
   */
  page(
    publicationId: string,
    shard: number,
    page: AudienceFilter & { after?: string; limit: number },
  ): Promise<AudiencePage>;
  /** How many are confirmed and not suppressed, give or take those of this moment. Nobody's address is read. */
  count(publicationId: string): Promise<number>;
  /**
   * What is true of them now (strongly consistent). Who has moved to an address that confirmed after `audienceUntil`, and so is
   * not among the recipients itself, gets it there.
   *
   * @param subscriberIds - at most 100
   */
  recheck(
    publicationId: string,
    subscriberIds: string[],
    edition: EditionAudience & { audienceUntil?: Date },
  ): Promise<Rechecked>;
}

export const MOST_RECHECKED = 100;
/** Items a query reads at least: of an audience that mostly left, single ones would be asked for a thousand times. */
const LEAST_READ = 100;
const SHARDS_AT_ONCE = 16;

export function recipientsTable(
  dynamo: DynamoDBDocumentClient,
  TableName: string,
  now: () => Date = () => new Date(),
): Recipients {
  return {
    async page(publicationId, shard, { after, limit, ...filter }) {
      const pk = shardKey(publicationId, shard);
      const meant: SubscriptionItem[] = [];
      let ExclusiveStartKey: Record<string, unknown> | undefined = after ? { pk, sk: after } : undefined;
      do {
        const { Items = [], LastEvaluatedKey } = await dynamo.send(
          new QueryCommand({
            TableName,
            KeyConditionExpression: 'pk = :pk',
            ExpressionAttributeValues: { ':pk': pk },
            // The planner has no use for addresses, so it never sees them.
            ProjectionExpression:
              'sk, #status, topics, cadence, cadences, #language, confirmedAt, pausedUntil, suppressedBecause, origin, #fields, #timeZone',
            ExpressionAttributeNames: {
              '#status': 'status',
              '#language': 'language',
              '#fields': 'fields',
              '#timeZone': 'timeZone',
            },
            ExclusiveStartKey,
            Limit: Math.max(limit - meant.length, LEAST_READ),
          }),
        );
        const items = Items as SubscriptionItem[];
        for (const [index, item] of items.entries()) {
          if (!isMeant(item, filter)) continue;
          meant.push(item);
          if (meant.length < limit) continue;
          const hasMore = index < items.length - 1 || LastEvaluatedKey;
          return { ...pageOf(meant.map(planned)), next: hasMore ? item.sk : undefined };
        }
        ExclusiveStartKey = LastEvaluatedKey;
      } while (ExclusiveStartKey);
      return pageOf(meant.map(planned));
    },
    async count(publicationId) {
      let total = 0;
      for (let first = 0; first < SHARDS; first += SHARDS_AT_ONCE) {
        const shards = Array.from({ length: SHARDS_AT_ONCE }, (_, index) => shardKey(publicationId, first + index));
        const counts = await Promise.all(shards.map((pk) => countShard(dynamo, TableName, pk)));
        total = counts.reduce((sum, count) => sum + count, total);
      }
      return total;
    },
    async recheck(publicationId, subscriberIds, edition) {
      if (subscriberIds.length > MOST_RECHECKED) {
        throw new RangeError(`At most ${MOST_RECHECKED} subscribers are checked at once`);
      }
      const rechecked: Rechecked = { present: new Map(), absent: new Map() };
      const place = { dynamo, TableName, publicationId };
      const items = await readNow(place, subscriberIds);
      for (const item of items) sortIn(rechecked, item.sk, recipientOf(item, edition, now()));
      const moves = items.flatMap(moveOf);
      const moved =
        moves.length > 0
          ? await readNow(
              place,
              moves.map(({ to }) => to),
            )
          : [];
      for (const item of moved) follow(rechecked, moves, { ...item, subscriberId: item.sk }, edition, now());
      return rechecked;
    },
  };
}

const planned = ({ sk, timeZone }: SubscriptionItem) => ({ subscriberId: sk, timeZone });

/** What a planner keeps of those who are meant. */
export function pageOf(meant: Pick<Subscription, 'subscriberId' | 'timeZone'>[]): AudiencePage {
  const zones = meant.flatMap(({ subscriberId, timeZone }) => (timeZone ? [[subscriberId, timeZone]] : []));
  const subscriberIds = meant.map(({ subscriberId }) => subscriberId);
  return zones.length > 0 ? { subscriberIds, timeZones: Object.fromEntries(zones) } : { subscriberIds };
}

/** Counted where the items lie: only the number travels. */
async function countShard(dynamo: DynamoDBDocumentClient, TableName: string, pk: string): Promise<number> {
  let total = 0;
  let ExclusiveStartKey: Record<string, unknown> | undefined;
  do {
    const { Count = 0, LastEvaluatedKey } = await dynamo.send(
      new QueryCommand({
        TableName,
        Select: 'COUNT',
        KeyConditionExpression: 'pk = :pk',
        FilterExpression: '#status = :confirmed AND attribute_not_exists(suppressedBecause)',
        ExpressionAttributeNames: { '#status': 'status' },
        ExpressionAttributeValues: { ':pk': pk, ':confirmed': 'confirmed' },
        ExclusiveStartKey,
      }),
    );
    total += Count;
    ExclusiveStartKey = LastEvaluatedKey;
  } while (ExclusiveStartKey);
  return total;
}

export function mayGetMail({ status, suppressedBecause }: Standing): boolean {
  return status === 'confirmed' && !suppressedBecause;
}

const isPausedAt = ({ pausedUntil }: Standing, at: Date) => pausedUntil !== undefined && new Date(pausedUntil) > at;

/** What of an edition somebody is to get; undefined when nothing. */
function wantedOf(standing: Standing, edition: EditionAudience): string[] | undefined {
  if (edition.segment && !isInSegment(standing, edition.segment.filter)) return undefined;
  return topicsWanted({ ...standing, topics: standing.topics ?? [] }, edition);
}

export function isMeant(standing: Standing, { confirmedUntil, ...edition }: AudienceFilter): boolean {
  const { confirmedAt } = standing;
  if (!mayGetMail(standing) || !confirmedAt || new Date(confirmedAt) > confirmedUntil) return false;
  if (isPausedAt(standing, confirmedUntil)) return false;
  return wantedOf(standing, edition) !== undefined;
}

/** What a mail to somebody needs, or why they get none. */
export function recipientOf(
  standing: Standing & Omit<Recipient, 'topics' | 'isTracked'> & { trackingAgreedAt?: string | Date },
  edition: EditionAudience,
  now: Date,
): Recipient | NoMailReason {
  // Who confirmed a moment ago by another machine's clock has confirmed.
  const { confirmedAt = now } = standing;
  const at = new Date(Math.max(now.getTime(), new Date(confirmedAt).getTime()));
  const wanted = wantedOrWhyNot(standing, { audience: edition, at });
  if (typeof wanted === 'string') return wanted;
  const { address, language, isWatched, trackingAgreedAt } = standing;
  const marks = { ...(isWatched ? { isWatched } : {}), ...(trackingAgreedAt ? { isTracked: true } : {}) };
  return { address, ...wanted, language, ...marks };
}

interface Move {
  from: string;
  to: string;
}

type Moved = Parameters<typeof recipientOf>[0] & { subscriberId: string };

/** Who took another address, and which. */
export function moveOf(one: { sk: string } & Pick<Subscription, 'status' | 'endedBecause' | 'movedTo'>): Move[] {
  const { sk: from, status, endedBecause, movedTo } = one;
  return status === 'ended' && endedBecause === 'address-change' && movedTo ? [{ from, to: movedTo }] : [];
}

/** Whoever was among the recipients at the new address already gets one mail there, not two. */
export function follow(
  { present, absent }: Rechecked,
  moves: Move[],
  moved: Moved,
  { audienceUntil, ...edition }: EditionAudience & { audienceUntil?: Date },
  now: Date,
): void {
  const { subscriberId, confirmedAt } = moved;
  if (!audienceUntil || !confirmedAt || new Date(confirmedAt) <= audienceUntil) return;
  const found = recipientOf(moved, edition, now);
  const [first] = moves.filter(({ to }) => to === subscriberId);
  if (!first || typeof found === 'string') return;
  absent.delete(first.from);
  present.set(first.from, { ...found, subscriberId });
}

export function sortIn({ present, absent }: Rechecked, id: string, found: Recipient | NoMailReason): void {
  if (typeof found === 'string') absent.set(id, found);
  else present.set(id, found);
}
