import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Suppression, SuppressionReason } from '../../domain/subscription.ts';
import { type DynamoDBDocumentClient, unlessRefused } from '../../platform/dynamo.ts';
import { personKey } from './shards.ts';

/**
 * Whom we must not write to, in any publication. It outlives the person's own record: an id, a reason and a time. One that
 * was lifted stays with the time of the lift, since reports come late.
 *
 *   pk  person#<subscriberId>      sk  suppression
 */
export interface Suppressions {
  /** Strongly consistent. */
  find(subscriberId: string): Promise<Suppression | undefined>;
  /**
   * Adds one, or gives the one there is a graver reason; so events may come doubled and in any order. The first time of a
   * reason stays, but who is erased again is erased since then: it counts against what was asked for in between.
   *
   * @returns what holds now; undefined when it was lifted after this was reported
   */
  add(suppression: Suppression): Promise<Suppression | undefined>;
  /**
   * Ends one that began no later than `askedAt`: the address's owner asked for mail then, and confirmed it. What was
   * reported before the lift cannot bring it back.
   *
   * @returns false when there is none, or it began later
   */
  lift(subscriberId: string, lift: { askedAt: Date; at: Date }): Promise<boolean>;
  /** When one was lifted last. */
  liftedAt(subscriberId: string): Promise<Date | undefined>;
}

/** From light to grave: what a person said counts more than what a mail server said. */
const BY_GRAVITY: SuppressionReason[] = ['transient-bounces', 'permanent-bounce', 'complaint', 'erased', 'editor'];

const gravityOf = (reason: SuppressionReason) => BY_GRAVITY.indexOf(reason);

export function suppressionsTable(dynamo: DynamoDBDocumentClient, TableName: string): Suppressions {
  const keyOf = (subscriberId: string) => ({ pk: personKey(subscriberId), sk: 'suppression' });
  const itemOf = async (subscriberId: string) => {
    const Key = keyOf(subscriberId);
    const { Item } = await dynamo.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
    return Item;
  };
  const find = async (subscriberId: string): Promise<Suppression | undefined> => {
    const Item = await itemOf(subscriberId);
    return Item?.reason && { subscriberId, reason: Item.reason, since: new Date(Item.since) };
  };
  return {
    find,
    async add(suppression) {
      const { subscriberId, reason, since } = suppression;
      const isNewOrGraver = await unlessRefused(
        dynamo.send(
          new UpdateCommand({
            TableName,
            Key: keyOf(subscriberId),
            UpdateExpression: 'SET reason = :reason, since = :since, gravity = :gravity',
            ConditionExpression:
              '(attribute_not_exists(gravity) OR gravity < :gravity OR (reason = :reason AND :reason = :erased AND since < :since)) AND (attribute_not_exists(liftedAt) OR liftedAt < :since)',
            ExpressionAttributeValues: {
              ':reason': reason,
              ':erased': 'erased' satisfies SuppressionReason,
              ':since': since.toISOString(),
              ':gravity': gravityOf(reason),
            },
          }),
        ),
      );
      return isNewOrGraver ? suppression : find(subscriberId);
    },
    lift(subscriberId, { askedAt, at }) {
      return unlessRefused(
        dynamo.send(
          new UpdateCommand({
            TableName,
            Key: keyOf(subscriberId),
            UpdateExpression: 'SET liftedAt = :at REMOVE reason, since, gravity',
            ConditionExpression: 'since <= :askedAt',
            ExpressionAttributeValues: { ':at': at.toISOString(), ':askedAt': askedAt.toISOString() },
          }),
        ),
      );
    },
    async liftedAt(subscriberId) {
      const Item = await itemOf(subscriberId);
      return Item?.liftedAt && new Date(Item.liftedAt);
    },
  };
}

/** The same promises in memory, for tests. */
export function suppressionsInMemory(...given: Suppression[]): Suppressions & { held: Map<string, Suppression> } {
  const held = new Map(given.map((one) => [one.subscriberId, one]));
  const lifted = new Map<string, Date>();
  return {
    held,
    async find(subscriberId) {
      return structuredClone(held.get(subscriberId));
    },
    async add(suppression) {
      const { subscriberId, reason, since } = suppression;
      const current = held.get(subscriberId);
      const isErasedAgain = reason === 'erased' && current?.reason === reason && current.since < since;
      const isGraver = !current || gravityOf(current.reason) < gravityOf(reason) || isErasedAgain;
      const isLate = (lifted.get(subscriberId) ?? new Date(0)) >= since;
      if (isGraver && !isLate) held.set(subscriberId, structuredClone(suppression));
      return structuredClone(held.get(subscriberId));
    },
    async lift(subscriberId, { askedAt, at }) {
      const current = held.get(subscriberId);
      if (!current || current.since > askedAt) return false;
      held.delete(subscriberId);
      lifted.set(subscriberId, at);
      return true;
    },
    async liftedAt(subscriberId) {
      return lifted.get(subscriberId);
    },
  };
}
