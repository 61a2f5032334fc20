/**
 * What a WebSub hub and we share for one source, derived from one key so that nothing has to be stored:
 *
 *   the token   ends the callback address, so that nobody can guess it (W3C WebSub §5.1)
 *   the secret  signs what the hub sends (§7)
 */
import { createHmac } from 'node:crypto';
import { isSameSecret } from '../platform/secret.ts';

interface SourceIds {
  publicationId: string;
  sourceId: string;
}

export const hubSecret = (key: string, ids: SourceIds) => derived(key, 'secret', ids);

export function callbackPath(key: string, ids: SourceIds): string {
  const parts = [ids.publicationId, ids.sourceId, derived(key, 'token', ids)];
  return `/websub/${parts.map(encodeURIComponent).join('/')}`;
}

export function isToken(given: string, key: string, ids: SourceIds): boolean {
  return isSameSecret(given, derived(key, 'token', ids));
}

/** The methods that WebSub names, weakest first. */
const METHODS = ['sha1', 'sha256', 'sha384', 'sha512'];

/**
 * True when the header `X-Hub-Signature` (`<method>=<hex>`) is that of these very bytes; compared in constant time.
 */
export function isSignedBody(header: string | undefined, body: Uint8Array, secret: string): boolean {
  const [, method = '', signature = ''] = /^\s*([a-z0-9]+)=([0-9a-f]+)\s*$/i.exec(header ?? '') ?? [];
  if (!METHODS.includes(method.toLowerCase())) return false;
  const expected = createHmac(method.toLowerCase(), secret).update(body).digest('hex');
  return isSameSecret(signature.toLowerCase(), expected);
}

/** 43 characters of base64url: 256 bits. */
function derived(key: string, what: 'token' | 'secret', { publicationId, sourceId }: SourceIds): string {
  return createHmac('sha256', key)
    .update(JSON.stringify(['websub', what, publicationId, sourceId]))
    .digest('base64url');
}
