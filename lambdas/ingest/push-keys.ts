/**
 * What a push source's clients know us by: an API key, or the secret of a signed webhook.
 *
 * Both are made from one secret of the stage and the source's id, so none is stored, each can be shown again, and raising
 * the source's `keyVersion` makes those given out before void.
 */
import { createHmac } from 'node:crypto';
import type { Source } from '../domain/publication.ts';
import { isSameSecret } from '../platform/secret.ts';

export interface PushKeys {
  /** `rbp_<publication>.<source>.<base64url>`: says itself what it opens. */
  apiKey: string;
  /** `whsec_<base64>`, as Standard Webhooks writes it. */
  webhookSecret: string;
}

export type KeyOwner = Pick<Source, 'publicationId' | 'id' | 'keyVersion'>;

const API_KEY = /^rbp_([\w-]{1,100})\.([\w-]{1,100})\.[\w-]{43}$/;

/** @param stageSecret - text of the secret that all keys are made from */
export function pushKeys(owner: KeyOwner, stageSecret: string): PushKeys {
  const { publicationId, id } = owner;
  return {
    apiKey: `rbp_${publicationId}.${id}.${derived('api-key', owner, stageSecret).toString('base64url')}`,
    webhookSecret: `whsec_${derived('webhook', owner, stageSecret).toString('base64')}`,
  };
}

/** Whose key this claims to be; undefined for what is no key of ours. */
export function readPushKey(key: string): { publicationId: string; sourceId: string } | undefined {
  const [, publicationId, sourceId] = API_KEY.exec(key) ?? [];
  return publicationId && sourceId ? { publicationId, sourceId } : undefined;
}

export function isPushKeyOf(given: string, owner: KeyOwner, stageSecret: string): boolean {
  return isSameSecret(given, pushKeys(owner, stageSecret).apiKey);
}

function derived(purpose: string, { publicationId, id, keyVersion = 0 }: KeyOwner, stageSecret: string): Buffer {
  const name = JSON.stringify([purpose, publicationId, id, keyVersion]);
  return createHmac('sha256', stageSecret).update(name).digest();
}
