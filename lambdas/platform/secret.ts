import { createHash, timingSafeEqual } from 'node:crypto';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';

const REFRESH_AFTER_MS = 5 * 60 * 1000;

/**
 * Reads a secret when first asked for, keeps it for five minutes, so that a rotated key is picked up by warm functions.
 *
 * @returns a reader of the secret's text
 */
export function secret(arn: string, client = new SecretsManagerClient()): () => Promise<string> {
  let held: { value: string; until: number } | undefined;
  return async () => {
    if (held && held.until > Date.now()) return held.value;
    const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: arn }));
    if (!SecretString) throw new Error(`The secret ${arn} is empty`);
    held = { value: SecretString, until: Date.now() + REFRESH_AFTER_MS };
    return SecretString;
  };
}

/** Compares in constant time, whatever the lengths: both sides are hashed first. */
export function isSameSecret(given: string, expected: string): boolean {
  return timingSafeEqual(sha256(given), sha256(expected));
}

const sha256 = (text: string) => createHash('sha256').update(text).digest();
