import { createSecretKey, type KeyObject } from 'node:crypto';
import * as z from 'zod/mini';

/** Keys of personal links, by name (kid). Old ones stay: a link in a mail of last year must still end a subscription. */
export interface LinkKeys {
  /** Name of the key to sign with. */
  current: string;
  byName: ReadonlyMap<string, KeyObject>;
}

const KEY_NAME = /^[a-z0-9]{1,8}$/;
const LEAST_KEY_LENGTH = 16;

const secretText = z.record(z.string(), z.string()).check(
  z.refine(({ current = '', ...keys }) => keys[current] !== undefined, 'current must name one of the keys'),
  z.refine(
    ({ current, ...keys }) => Object.keys(keys).every((name) => KEY_NAME.test(name)),
    'a key is named by up to 8 lower-case letters and digits',
  ),
  z.refine(
    ({ current, ...keys }) => Object.values(keys).every((key) => key.length >= LEAST_KEY_LENGTH),
    `a key has at least ${LEAST_KEY_LENGTH} characters`,
  ),
);

/**
 * Reads the secret of the link keys: `{"current":"k2","k1":"<random>","k2":"<random>"}`.
 *
 * @throws Error saying what is wrong with it, without showing any of it
 */
export function parseLinkKeys(text: string): LinkKeys {
  const read = secretText.safeParse(jsonOrNothing(text));
  if (!read.success) throw new Error(`The link keys cannot be read: ${read.error.issues[0]?.message}`);
  const { current = '', ...keys } = read.data;
  return {
    current,
    byName: new Map(Object.entries(keys).map(([name, key]) => [name, createSecretKey(key, 'utf8')])),
  };
}

/** A reader of the keys that parses the secret's text only when it has changed. */
export function linkKeysFrom(secret: () => Promise<string>): () => Promise<LinkKeys> {
  let held: { text: string; keys: LinkKeys } | undefined;
  return async () => {
    const text = await secret();
    if (held?.text !== text) held = { text, keys: parseLinkKeys(text) };
    return held.keys;
  };
}

function jsonOrNothing(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
