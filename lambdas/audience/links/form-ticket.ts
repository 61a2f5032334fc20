/**
 * The sign-up form carries the time at which it was shown, signed: a form that was never shown, or shown yesterday, is
 * shown again, and one that comes back faster than a person can type is kept waiting until a person could have.
 */
import { createHmac } from 'node:crypto';
import { isSameSecret } from '../../platform/secret.ts';
import type { LinkKeys } from './link-keys.ts';

/** Nobody reads and fills in the form faster; a browser that fills it in for its owner merely waits. */
export const LEAST_SECONDS = 2;
const MOST_HOURS = 24;
const MS_PER_HOUR = 3_600_000;

export function formTicket(publicationId: string, keys: LinkKeys, now: Date): string {
  const shownAt = now.getTime().toString(36);
  return `${shownAt}.${keys.current}.${signatureOf(publicationId, shownAt, keys.current, keys)}`;
}

/** @returns when the form was shown; undefined when we did not show it, or too long ago */
export function shownAt(ticket: string, publicationId: string, keys: LinkKeys, now: Date): Date | undefined {
  const [time = '', kid = '', signature = ''] = ticket.split('.');
  if (!/^[0-9a-z]{1,10}$/.test(time) || !keys.byName.has(kid)) return undefined;
  if (!isSameSecret(signature, signatureOf(publicationId, time, kid, keys))) return undefined;
  const shown = new Date(Number.parseInt(time, 36));
  const ageHours = (now.getTime() - shown.getTime()) / MS_PER_HOUR;
  return ageHours <= MOST_HOURS ? shown : undefined;
}

function signatureOf(publicationId: string, time: string, kid: string, keys: LinkKeys): string {
  const key = keys.byName.get(kid);
  if (!key) throw new Error(`There is no link key ${kid}`);
  const signed = createHmac('sha256', key).update(`rundbrief form\n${publicationId}\n${time}`).digest();
  return signed.subarray(0, 16).toString('base64url');
}
