import { RundbriefError } from '../domain/errors.ts';
import type { PingMessage } from './hub-pings.ts';

export interface PingDeps {
  hub: string;
  /** Names us to the hub's operator. */
  userAgent: string;
  fetch: typeof globalThis.fetch;
}

const TIMEOUT_MS = 10_000;

/** How long a message rests after its first and second failure; after the third it is put aside. */
const PAUSES_SECONDS = [60, 10 * 60];

/** @param receives - how often the message has come, this time included */
export const pauseSeconds = (receives: number): number => PAUSES_SECONDS[receives - 1] ?? 1;

/**
 * Tells the hub that these feeds have changed. Safe to repeat: the hub fetches them and finds nothing new.
 *
 * @throws RundbriefError `unavailable` when the hub does not take it, with what it answered
 */
export async function pingHub({ feeds }: PingMessage, { hub, userAgent, fetch }: PingDeps): Promise<void> {
  const form = new URLSearchParams({ 'hub.mode': 'publish' });
  for (const feed of feeds) form.append('hub.url', feed);
  const answer = await fetch(hub, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'user-agent': userAgent },
    body: form.toString(),
    // A redirect would turn this into a GET that says nothing.
    redirect: 'manual',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  }).catch((cause: unknown) => {
    throw new RundbriefError('unavailable', `The hub at ${new URL(hub).host} does not answer`, { cause });
  });
  await answer.body?.cancel();
  if (!answer.ok)
    throw new RundbriefError('unavailable', `The hub at ${new URL(hub).host} answered ${answer.status} to a ping`);
}
