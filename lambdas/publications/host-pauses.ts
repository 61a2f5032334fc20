import { DeleteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { type DynamoDBDocumentClient, queryAll, unlessRefused } from '../platform/dynamo.ts';

/**
 * Hosts that asked us to come back later (Retry-After, RFC 9110 §10.2.3). It is the host that is busy, so all sources of
 * all publications there wait, each by its own schedule otherwise.
 *
 *   pk  HOST_PAUSES      sk  <host>
 *
 * Few at any time, and one query reads them all.
 */
export interface HostPauses {
  /** Nobody asks this host before `until`. A pause that ends later stays. */
  pause(host: string, until: Date): Promise<void>;
  /** Hosts that are not to be asked now, with the end of each pause. Pauses that are over are forgotten on the way. */
  active(now: Date): Promise<Map<string, Date>>;
}

const PARTITION = 'HOST_PAUSES';

interface PauseItem {
  sk: string;
  until: string;
}

export function hostPausesTable(dynamo: DynamoDBDocumentClient, TableName: string): HostPauses {
  const keyOf = (host: string) => ({ pk: PARTITION, sk: host });

  /** Only the pause that was read: a longer one may have begun meanwhile. */
  const forget = ({ sk, until }: PauseItem) =>
    unlessRefused(
      dynamo.send(
        new DeleteCommand({
          TableName,
          Key: keyOf(sk),
          ConditionExpression: '#until = :read',
          ExpressionAttributeNames: { '#until': 'until' },
          ExpressionAttributeValues: { ':read': until },
        }),
      ),
    );

  return {
    async pause(host, until) {
      await unlessRefused(
        dynamo.send(
          new UpdateCommand({
            TableName,
            Key: keyOf(host),
            UpdateExpression: 'SET #until = :until',
            ConditionExpression: 'attribute_not_exists(pk) OR #until < :until',
            ExpressionAttributeNames: { '#until': 'until' },
            ExpressionAttributeValues: { ':until': until.toISOString() },
          }),
        ),
      );
    },
    async active(now) {
      const held = await Array.fromAsync(
        queryAll<PauseItem>(dynamo, {
          TableName,
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': PARTITION },
        }),
      );
      const isOver = ({ until }: PauseItem) => new Date(until) <= now;
      await Promise.all(held.filter(isOver).map(forget));
      return new Map(held.filter((item) => !isOver(item)).map(({ sk, until }) => [sk, new Date(until)]));
    },
  };
}

/** The same promises in memory, for tests. */
export function hostPausesInMemory(): HostPauses & { held: Map<string, Date> } {
  const held = new Map<string, Date>();
  return {
    held,
    async pause(host, until) {
      const known = held.get(host);
      if (!known || known < until) held.set(host, until);
    },
    async active(now) {
      for (const [host, until] of held) if (until <= now) held.delete(host);
      return new Map(held);
    },
  };
}
