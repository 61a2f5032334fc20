import { PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { ConsentProof } from '../../domain/subscription.ts';
import { type DynamoDBDocumentClient, isConditionFailure, queryAll } from '../../platform/dynamo.ts';
import { personKey } from './shards.ts';
import { ttlAt } from './subscription-item.ts';

/**
 * Where the proof of consent is kept, entry by entry. What an entry says is never changed, with one exception: when its
 * person is erased, {@link Proofs.reduce} takes away what could tell who they were, and the rest ends with the time in
 * which somebody could still ask for it. An entry names its person by the keyed hash only.
 *
 *   pk  person#<subscriberId>      sk  proof#<publicationId>#<ISO time>#<kind>
 */
export interface Proofs {
  /**
   * Adds an entry; the same one again changes nothing.
   *
   * @param forgetAt - for a request that nobody confirmed: forgotten then, unless {@link Proofs.keep} comes first
   */
  append(proof: ConsentProof, forgetAt?: Date): Promise<void>;
  /** Keeps the entries of a request: it was confirmed. */
  keep(publicationId: string, subscriberId: string): Promise<void>;
  /**
   * Leaves of every entry of a person, in all publications, what proves that we might write to them: kind, time, wording,
   * page, network and who did it. The user agent goes, and the statement where people wrote it. Each ends at `endsAt`, or
   * when it would have ended anyway. Safe to repeat.
   */
  reduce(subscriberId: string, endsAt: Date): Promise<void>;
  /** Oldest first, strongly consistent. */
  list(publicationId: string, subscriberId: string): Promise<ConsentProof[]>;
}

export function proofsTable(dynamo: DynamoDBDocumentClient, TableName: string): Proofs {
  const entriesBelow = (prefix: string, subscriberId: string) =>
    Array.fromAsync(
      queryAll<ProofItem>(dynamo, {
        TableName,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
        ExpressionAttributeValues: { ':pk': personKey(subscriberId), ':prefix': prefix },
        ConsistentRead: true,
      }),
    );
  const entriesOf = (publicationId: string, subscriberId: string) =>
    entriesBelow(`proof#${publicationId}#`, subscriberId);

  return {
    async append({ subscriberId, publicationId, kind, at, ...said }, forgetAt) {
      const sk = `proof#${publicationId}#${at.toISOString()}#${kind}`;
      try {
        await dynamo.send(
          new PutCommand({
            TableName,
            Item: { pk: personKey(subscriberId), sk, ...said, ...(forgetAt ? { ttl: ttlAt(forgetAt) } : {}) },
            ConditionExpression: 'attribute_not_exists(pk)',
          }),
        );
      } catch (error) {
        if (!isConditionFailure(error)) throw error;
      }
    },
    async keep(publicationId, subscriberId) {
      for (const { pk, sk, ttl } of await entriesOf(publicationId, subscriberId)) {
        if (ttl === undefined) continue;
        await dynamo
          .send(
            new UpdateCommand({
              TableName,
              Key: { pk, sk },
              UpdateExpression: 'REMOVE #ttl',
              ExpressionAttributeNames: { '#ttl': 'ttl' },
              ConditionExpression: 'attribute_exists(pk)',
            }),
          )
          .catch(ignoreForgotten);
      }
    },
    async reduce(subscriberId, endsAt) {
      for (const { pk, sk, ...entry } of await entriesBelow('proof#', subscriberId)) {
        const lost = tooMuch(fromItem({ pk, sk }).kind, entry);
        const remove = lost.length > 0 ? ` REMOVE ${lost.map((name) => `#${name}`).join(', ')}` : '';
        const update = new UpdateCommand({
          TableName,
          Key: { pk, sk },
          UpdateExpression: `SET #ttl = if_not_exists(#ttl, :ttl)${remove}`,
          ExpressionAttributeNames: Object.fromEntries(['ttl', ...lost].map((name) => [`#${name}`, name])),
          ExpressionAttributeValues: { ':ttl': ttlAt(endsAt) },
          ConditionExpression: 'attribute_exists(pk)',
        });
        await dynamo.send(update).catch(ignoreForgotten);
      }
    },
    async list(publicationId, subscriberId) {
      return (await entriesOf(publicationId, subscriberId)).map(fromItem);
    },
  };
}

type ProofItem = Omit<ConsentProof, 'subscriberId' | 'publicationId' | 'kind' | 'at'> & {
  pk: string;
  sk: string;
  ttl?: number;
};

function fromItem({ pk, sk, ttl, ...said }: ProofItem): ConsentProof {
  const [, publicationId = '', at = '', kind = ''] = sk.split('#');
  return {
    subscriberId: pk.slice(pk.indexOf('#') + 1),
    publicationId,
    kind: kind as ConsentProof['kind'],
    at: new Date(at),
    ...said,
  };
}

/** What an entry may still say after an erasure. */
const PROVES = new Set(['wording', 'network', 'page', 'by', 'imported', 'ttl']);
/** Words and ids of ours. Anything else may be what an editor wrote, with an address in it. */
const OUR_STATEMENT =
  /^(unsubscribed|complaint|address-change|editor|erased|permanent-bounce|transient-bounces|[\w-]{22})$/;

function tooMuch(kind: ConsentProof['kind'], said: object): string[] {
  const isKept = ([name, value]: [string, unknown]) =>
    PROVES.has(name) || (name === 'statement' && kind !== 'imported' && OUR_STATEMENT.test(String(value)));
  return Object.entries(said)
    .filter((entry) => !isKept(entry))
    .map(([name]) => name);
}

/** An entry that ended in between needs no keeping. */
function ignoreForgotten(error: unknown): void {
  if (!isConditionFailure(error)) throw error;
}

/** The same promises in memory, for tests. */
export function proofsInMemory(): Proofs & { entries: ConsentProof[] } {
  const entries: ConsentProof[] = [];
  const isSame = (one: ConsentProof, other: ConsentProof) =>
    one.subscriberId === other.subscriberId &&
    one.publicationId === other.publicationId &&
    one.kind === other.kind &&
    one.at.getTime() === other.at.getTime();
  return {
    entries,
    async append(proof) {
      if (!entries.some((entry) => isSame(entry, proof))) entries.push(structuredClone(proof));
    },
    async keep() {},
    async reduce(subscriberId) {
      for (const entry of entries.filter((one) => one.subscriberId === subscriberId)) {
        const { subscriberId: who, publicationId, kind, at, ...said } = entry;
        for (const name of tooMuch(kind, said)) delete entry[name as keyof ConsentProof];
      }
    },
    async list(publicationId, subscriberId) {
      const own = entries.filter((one) => one.publicationId === publicationId && one.subscriberId === subscriberId);
      return structuredClone(own.sort((one, other) => one.at.getTime() - other.at.getTime()));
    },
  };
}
