import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { type DynamoDBDocumentClient, unlessRefused } from '../../platform/dynamo.ts';
import type { BounceStreak } from '../feedback/bounce-streak.ts';
import { personKey } from './shards.ts';
import { ttlAt } from './subscription-item.ts';

/** A streak as it was read; `version` 0 where nothing is kept. */
export interface KeptStreak extends BounceStreak {
  version: number;
}

/**
 * Mails that came back for the time being, by person.
 *
 *   pk  person#<subscriberId>      sk  bounces
 */
export interface Bounces {
  /** Strongly consistent. */
  find(subscriberId: string): Promise<KeptStreak>;
  /**
   * Puts `after` in place of what was read.
   *
   * @returns false when somebody else has written since
   */
  replace(subscriberId: string, before: KeptStreak, after: BounceStreak, forgetAt: Date): Promise<boolean>;
}

interface BouncesItem {
  /** Milliseconds of sending, by SES's id. */
  mails: Record<string, number>;
  countsAfter?: number;
  version: number;
}

export function bouncesTable(dynamo: DynamoDBDocumentClient, TableName: string): Bounces {
  const keyOf = (subscriberId: string) => ({ pk: personKey(subscriberId), sk: 'bounces' });
  return {
    async find(subscriberId) {
      const Key = keyOf(subscriberId);
      const { Item } = await dynamo.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
      return Item ? fromItem(Item as BouncesItem) : { mails: [], version: 0 };
    },
    replace(subscriberId, { version }, { mails, countsAfter }, forgetAt) {
      const item: BouncesItem = {
        mails: Object.fromEntries(mails.map(({ id, sentAt }) => [id, sentAt.getTime()])),
        countsAfter: countsAfter?.getTime(),
        version: version + 1,
      };
      return unlessRefused(
        dynamo.send(
          new PutCommand({
            TableName,
            Item: { ...keyOf(subscriberId), ...item, ttl: ttlAt(forgetAt) },
            ...(version === 0
              ? { ConditionExpression: 'attribute_not_exists(pk)' }
              : { ConditionExpression: 'version = :read', ExpressionAttributeValues: { ':read': version } }),
          }),
        ),
      );
    },
  };
}

function fromItem({ mails, countsAfter, version }: BouncesItem): KeptStreak {
  const sent = Object.entries(mails).map(([id, ms]) => ({ id, sentAt: new Date(ms) }));
  sent.sort((one, other) => one.sentAt.getTime() - other.sentAt.getTime() || (one.id < other.id ? -1 : 1));
  return { mails: sent, ...(countsAfter === undefined ? {} : { countsAfter: new Date(countsAfter) }), version };
}

/** The same promises in memory, for tests. */
export function bouncesInMemory(): Bounces & { held: Map<string, KeptStreak & { subscriberId: string }> } {
  const held = new Map<string, KeptStreak & { subscriberId: string }>();
  return {
    held,
    async find(subscriberId) {
      const { subscriberId: _, ...kept } = held.get(subscriberId) ?? { subscriberId, mails: [], version: 0 };
      return structuredClone(kept);
    },
    async replace(subscriberId, { version }, after) {
      if ((held.get(subscriberId)?.version ?? 0) !== version) return false;
      held.set(subscriberId, structuredClone({ subscriberId, ...after, version: version + 1 }));
      return true;
    },
  };
}
