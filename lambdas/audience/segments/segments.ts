import { DeleteCommand, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Segment } from '../../domain/segment.ts';
import { type DynamoDBDocumentClient, isConditionFailure, queryAll, unlessRefused } from '../../platform/dynamo.ts';

/**
 * Where segments are kept. What a segment means is never changed, only its title: an edition that was sent to one
 * carries its own copy.
 *
 *   pk  segments#<publicationId>      sk  <segmentId>
 */
export interface Segments {
  /** In the order of their ids. */
  list(publicationId: string): Promise<Segment[]>;
  find(publicationId: string, segmentId: string): Promise<Segment | undefined>;
  /** @returns false when there is one with this id */
  add(publicationId: string, segment: Segment): Promise<boolean>;
  /** @returns undefined when there is none */
  rename(publicationId: string, segmentId: string, title: string): Promise<Segment | undefined>;
  /** Nothing happens when there is none. */
  remove(publicationId: string, segmentId: string): Promise<void>;
}

type SegmentItem = Omit<Segment, 'id'> & { pk: string; sk: string };

const fromItem = ({ sk: id, title, filter }: SegmentItem): Segment => ({ id, title, filter });

export function segmentsTable(dynamo: DynamoDBDocumentClient, TableName: string): Segments {
  const pkOf = (publicationId: string) => `segments#${publicationId}`;
  const keyOf = (publicationId: string, sk: string) => ({ pk: pkOf(publicationId), sk });
  return {
    async list(publicationId) {
      const items = queryAll<SegmentItem>(dynamo, {
        TableName,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': pkOf(publicationId) },
        ConsistentRead: true,
      });
      return (await Array.fromAsync(items)).map(fromItem);
    },
    async find(publicationId, segmentId) {
      const Key = keyOf(publicationId, segmentId);
      const { Item } = await dynamo.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
      return Item && fromItem(Item as SegmentItem);
    },
    add(publicationId, { id, title, filter }) {
      const Item = { ...keyOf(publicationId, id), title, filter };
      return unlessRefused(
        dynamo.send(new PutCommand({ TableName, Item, ConditionExpression: 'attribute_not_exists(pk)' })),
      );
    },
    async rename(publicationId, segmentId, title) {
      try {
        const { Attributes } = await dynamo.send(
          new UpdateCommand({
            TableName,
            Key: keyOf(publicationId, segmentId),
            UpdateExpression: 'SET title = :title',
            ConditionExpression: 'attribute_exists(pk)',
            ExpressionAttributeValues: { ':title': title },
            ReturnValues: 'ALL_NEW',
          }),
        );
        return fromItem(Attributes as SegmentItem);
      } catch (error) {
        if (isConditionFailure(error)) return undefined;
        throw error;
      }
    },
    async remove(publicationId, segmentId) {
      await dynamo.send(new DeleteCommand({ TableName, Key: keyOf(publicationId, segmentId) }));
    },
  };
}

/** The same promises in memory, for tests. */
export function segmentsInMemory(): Segments {
  const held = new Map<string, Map<string, Segment>>();
  const of = (publicationId: string) => held.get(publicationId) ?? new Map<string, Segment>();
  return {
    async list(publicationId) {
      return structuredClone([...of(publicationId).values()].sort((one, other) => (one.id < other.id ? -1 : 1)));
    },
    async find(publicationId, segmentId) {
      return structuredClone(of(publicationId).get(segmentId));
    },
    async add(publicationId, segment) {
      if (of(publicationId).has(segment.id)) return false;
      held.set(publicationId, of(publicationId).set(segment.id, structuredClone(segment)));
      return true;
    },
    async rename(publicationId, segmentId, title) {
      const segment = of(publicationId).get(segmentId);
      if (segment) segment.title = title;
      return structuredClone(segment);
    },
    async remove(publicationId, segmentId) {
      of(publicationId).delete(segmentId);
    },
  };
}
