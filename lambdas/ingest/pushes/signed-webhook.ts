import { createHmac } from 'node:crypto';
import { isSameSecret } from '../../platform/secret.ts';

/** The three headers of Standard Webhooks: <https://github.com/standard-webhooks/standard-webhooks>. */
export interface WebhookHeaders {
  id: string | undefined;
  /** Seconds since 1970. */
  timestamp: string | undefined;
  /** One or more of `v1,<base64>`, separated by blanks. */
  signature: string | undefined;
}

const TOLERANCE_SECONDS = 5 * 60;
const MOST_SIGNATURES = 20;

/**
 * True when the body was signed with this secret, no more than five minutes ago or ahead.
 *
 * The same message may come again, as webhooks do: pushing the same articles twice changes nothing.
 *
 * @param secret - `whsec_<base64>`
 */
export function isSignedWith(
  secret: string,
  { headers: { id, timestamp, signature }, body }: { headers: WebhookHeaders; body: Uint8Array },
  now: Date,
): boolean {
  if (!id || !signature || !timestamp || !/^\d{1,12}$/.test(timestamp)) return false;
  if (Math.abs(now.getTime() / 1000 - Number(timestamp)) > TOLERANCE_SECONDS) return false;
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const expected = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest('base64');
  return signature
    .split(' ', MOST_SIGNATURES)
    .some((one) => one.startsWith('v1,') && isSameSecret(one.slice('v1,'.length), expected));
}
