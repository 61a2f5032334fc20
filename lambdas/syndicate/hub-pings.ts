/**
 * WebSub, the publisher's side: which of our feeds have changed is told to the hub of the stage, which fetches them and
 * tells everybody who asked it to.
 *
 * It has a queue and a function of its own, so that a hub's failure costs no feed anything.
 */
import * as z from 'zod';
import { log } from '../platform/log.ts';
import type { Outbox } from '../platform/queue.ts';

/** As many as one request may name. */
const MOST_FEEDS_IN_A_PING = 50;

export const pingMessage = z.object({ feeds: z.array(z.url()).min(1).max(MOST_FEEDS_IN_A_PING) });
export type PingMessage = z.infer<typeof pingMessage>;

export interface Hub {
  address: string;
  pings: Outbox<PingMessage>;
}

/** What the template says where the stage has no hub. */
const NONE = 'none';

/**
 * The stage's hub.
 *
 * @param openOutbox - called only where there is a queue to open
 * @throws Error when the address is neither https nor of this machine: feeds would be announced in the clear
 */
export function hubAt(address: string, openOutbox: () => Outbox<PingMessage>): Hub | undefined {
  if (address === NONE) return undefined;
  return { address: hubAddress(address), pings: openOutbox() };
}

export function hubAddress(address: string): string {
  const url = URL.parse(address);
  const isOfThisMachine = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(url?.hostname ?? '');
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && isOfThisMachine)) return address;
  throw new Error(`The hub's address must be https, not ${address}`);
}

/** Feeds that name the hub in themselves: of a publication, a topic, an author, the editions; not closed months. */
const NAMES_A_HUB = /^feeds\/(?![^/]+\/archive\/).+\/(?:rss\.xml|atom\.xml|feed\.json)$/;

/**
 * Has the hub told of feeds that were just written. What goes wrong is logged only: readers without a hub ask by themselves.
 *
 * @param written - keys of all that was written, feeds or not
 */
export async function tellHub(written: string[], { hub, siteUrl }: { hub?: Hub; siteUrl: string }): Promise<void> {
  const base = siteUrl.replace(/\/$/, '');
  const feeds = written.filter((key) => NAMES_A_HUB.test(key)).map((key) => `${base}/${key}`);
  if (!hub || feeds.length === 0) return;
  try {
    await hub.pings.sendAll(pingsFor(hub.address, feeds));
  } catch (error) {
    log.warn('The hub is not told of changed feeds', { feeds: feeds.length, error: error as Error });
  }
}

/**
 * PubSubHubbub 0.3 lets a ping name several feeds; WebSub leaves pings to the hub, and some read only the last name and
 * say nothing. So every feed gets a ping of its own, unless the hub is known to take several.
 */
export function pingsFor(hub: string, feeds: string[]): PingMessage[] {
  const each = TAKES_SEVERAL.has(new URL(hub).hostname) ? MOST_FEEDS_IN_A_PING : 1;
  const pings: PingMessage[] = [];
  for (let start = 0; start < feeds.length; start += each) pings.push({ feeds: feeds.slice(start, start + each) });
  return pings;
}

const TAKES_SEVERAL = new Set(['pubsubhubbub.appspot.com']);
