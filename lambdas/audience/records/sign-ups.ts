import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Cadence } from '../../domain/publication.ts';
import type { ConsentProof, Origin } from '../../domain/subscription.ts';
import type { DynamoDBDocumentClient } from '../../platform/dynamo.ts';
import { personKey } from './shards.ts';
import { ttlAt } from './subscription-item.ts';

/** What somebody sent with the form, as it came. Nothing follows from it until the address's owner confirms. */
export interface SignUp {
  subscriberId: string;
  publicationId: string;
  address: string;
  topics: string[];
  cadence: Cadence;
  timeZone?: string;
  origin: Extract<Origin, 'form' | 'embedded'>;
  at: Date;
  wording: NonNullable<ConsentProof['wording']>;
  /** The text to which they agreed that lets their opens and clicks be counted. */
  tracking?: NonNullable<ConsentProof['wording']>;
  /** Where the form was, as far as the browser says it. */
  page?: string;
  network: string;
  userAgent: string;
}

/**
 * Where sign-ups lie until the confirmation is sent. Keeping one is a single write that asks nothing, so the form takes
 * the same time and the same steps for an address that is new, pending, confirmed or suppressed.
 *
 *   pk  person#<subscriberId>      sk  sign-up#<publicationId>
 */
export interface SignUps {
  /** The latest one of a person and publication counts. It is forgotten at `forgetAt`. */
  put(signUp: SignUp, forgetAt: Date): Promise<void>;
  /** Strongly consistent. */
  find(publicationId: string, subscriberId: string): Promise<SignUp | undefined>;
}

export function signUpsTable(dynamo: DynamoDBDocumentClient, TableName: string): SignUps {
  const keyOf = (publicationId: string, subscriberId: string) => ({
    pk: personKey(subscriberId),
    sk: `sign-up#${publicationId}`,
  });
  return {
    async put({ subscriberId, publicationId, at, ...typed }, forgetAt) {
      const Item = { ...keyOf(publicationId, subscriberId), ...typed, at: at.toISOString(), ttl: ttlAt(forgetAt) };
      await dynamo.send(new PutCommand({ TableName, Item }));
    },
    async find(publicationId, subscriberId) {
      const Key = keyOf(publicationId, subscriberId);
      const { Item } = await dynamo.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
      if (!Item) return undefined;
      const { pk, sk, ttl, at, ...typed } = Item as SignUpItem;
      return { ...typed, subscriberId, publicationId, at: new Date(at) };
    },
  };
}

type SignUpItem = Omit<SignUp, 'subscriberId' | 'publicationId' | 'at'> & {
  pk: string;
  sk: string;
  ttl: number;
  at: string;
};

/** The same promises in memory, for tests. */
export function signUpsInMemory(): SignUps & { held: Map<string, SignUp> } {
  const held = new Map<string, SignUp>();
  return {
    held,
    async put(signUp) {
      held.set(`${signUp.publicationId} ${signUp.subscriberId}`, structuredClone(signUp));
    },
    async find(publicationId, subscriberId) {
      return structuredClone(held.get(`${publicationId} ${subscriberId}`));
    },
  };
}
