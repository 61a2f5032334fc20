import { GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { type DynamoDBDocumentClient, unlessRefused } from '../../platform/dynamo.ts';
import type { Move, Who } from '../links/links.ts';
import { personKey } from './shards.ts';
import { ttlAt } from './subscription-item.ts';

/** Somebody gave a new address. Nothing follows from it until the owner of that address confirms. */
export interface AddressChange extends Move {
  /** The new one. Personal data, like network and user agent: of whoever sent the form. */
  address: string;
  at: Date;
  network: string;
  userAgent: string;
  /** The first click, from which all that follows takes its time, also when it has to be completed later. */
  confirmed?: { at: Date; network: string; userAgent: string };
}

/**
 * Changes of address that wait for their confirmation, and where a subscription went since.
 *
 *   pk  person#<subscriberId>      sk  change#<publicationId>#<formerId>
 *   pk  person#<formerId>          sk  moved#<publicationId>
 */
export interface AddressChanges {
  /** The latest one between two people counts. It is forgotten at `forgetAt`. */
  put(change: AddressChange, forgetAt: Date): Promise<void>;
  /** Strongly consistent. */
  find(move: Move): Promise<AddressChange | undefined>;
  /** Notes the click, unless there was one before. @returns the change; undefined when it is forgotten */
  confirm(move: Move, click: NonNullable<AddressChange['confirmed']>): Promise<AddressChange | undefined>;
  /** Notes where the former one's subscription went, so that the links in older mails still end it. */
  noteMove(move: Move): Promise<void>;
  /** Who has had this subscription since its address was changed. Strongly consistent. */
  successorOf(former: Who): Promise<Who | undefined>;
}

export function addressChangesTable(dynamo: DynamoDBDocumentClient, TableName: string): AddressChanges {
  const keyOf = ({ subscriberId, publicationId, formerId }: Move) => ({
    pk: personKey(subscriberId),
    sk: `change#${publicationId}#${formerId}`,
  });
  const movedKey = (publicationId: string, formerId: string) => ({
    pk: personKey(formerId),
    sk: `moved#${publicationId}`,
  });
  const read = async (Key: Record<string, string>) =>
    (await dynamo.send(new GetCommand({ TableName, Key, ConsistentRead: true }))).Item;
  const find = async (move: Move) => {
    const item = await read(keyOf(move));
    return item && fromItem(move, item as ChangeItem);
  };
  return {
    find,
    async put({ at, address, network, userAgent, ...move }, forgetAt) {
      const said: ChangeItem = { address, network, userAgent, at: at.toISOString() };
      await dynamo.send(new PutCommand({ TableName, Item: { ...keyOf(move), ...said, ttl: ttlAt(forgetAt) } }));
    },
    async confirm(move, { at, network, userAgent }) {
      await unlessRefused(
        dynamo.send(
          new UpdateCommand({
            TableName,
            Key: keyOf(move),
            UpdateExpression: 'SET confirmed = :click',
            ConditionExpression: 'attribute_exists(pk) AND attribute_not_exists(confirmed)',
            ExpressionAttributeValues: { ':click': { at: at.toISOString(), network, userAgent } },
          }),
        ),
      );
      return find(move);
    },
    async noteMove({ subscriberId, publicationId, formerId }) {
      await dynamo.send(
        new PutCommand({ TableName, Item: { ...movedKey(publicationId, formerId), to: subscriberId } }),
      );
    },
    async successorOf({ subscriberId, publicationId }) {
      const item = await read(movedKey(publicationId, subscriberId));
      return item && { subscriberId: item.to, publicationId };
    },
  };
}

type Written = Omit<AddressChange, keyof Move | 'at' | 'confirmed'>;
interface ChangeItem extends Written {
  at: string;
  confirmed?: { at: string; network: string; userAgent: string };
}

function fromItem(
  { subscriberId, publicationId, formerId }: Move,
  { address, network, userAgent, at, confirmed }: ChangeItem,
): AddressChange {
  return {
    ...{ subscriberId, publicationId, formerId, address, network, userAgent },
    at: new Date(at),
    ...(confirmed ? { confirmed: { ...confirmed, at: new Date(confirmed.at) } } : {}),
  };
}

/** The same promises in memory, for tests. */
export function addressChangesInMemory(): AddressChanges & { held: Map<string, AddressChange> } {
  const held = new Map<string, AddressChange>();
  const moved = new Map<string, Who>();
  const keyOf = ({ subscriberId, publicationId, formerId }: Move) => `${publicationId} ${formerId} ${subscriberId}`;
  return {
    held,
    async put({ confirmed, ...change }) {
      held.set(keyOf(change), structuredClone(change));
    },
    async find(move) {
      return structuredClone(held.get(keyOf(move)));
    },
    async confirm(move, click) {
      const change = held.get(keyOf(move));
      if (change) change.confirmed ??= structuredClone(click);
      return structuredClone(change);
    },
    async noteMove({ subscriberId, publicationId, formerId }) {
      moved.set(`${publicationId} ${formerId}`, { subscriberId, publicationId });
    },
    async successorOf({ subscriberId, publicationId }) {
      return moved.get(`${publicationId} ${subscriberId}`);
    },
  };
}
