/**
 * Looks at a mail's addresses as a polite stranger: one request at a time for each host with a rest between two, some hosts
 * side by side, none again that asks us to come less often, and all of it within a time limit.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { AddressLook, LookAtAddress } from '../../ingest/index.ts';
import type { AddressFacts } from './address-rules.ts';

export interface Wanted {
  url: string;
  /** Of a picture; 0 for a page, of which nothing is read. */
  mostBytes: number;
}

interface LookingSettings {
  look: LookAtAddress;
  restMilliseconds?: number;
  totalMilliseconds?: number;
}

const MOST_ADDRESSES = 100;
const HOSTS_AT_ONCE = 8;
const REST_MILLISECONDS = 200;
/** The function has 60 seconds. */
const TOTAL_MILLISECONDS = 40_000;

export async function lookAtAddresses(
  wanted: Wanted[],
  { look, restMilliseconds = REST_MILLISECONDS, totalMilliseconds = TOTAL_MILLISECONDS }: LookingSettings,
): Promise<AddressFacts> {
  const looks = new Map<string, AddressLook>();
  const timeout = AbortSignal.timeout(totalMilliseconds);
  const hosts = [...Map.groupBy(wanted.slice(0, MOST_ADDRESSES), ({ url }) => new URL(url).host).values()];

  const askHost = async (addresses: Wanted[]) => {
    for (const [place, { url, mostBytes }] of addresses.entries()) {
      if (place > 0) await pause(restMilliseconds);
      if (timeout.aborted) return;
      const found = await look(url, { mostBytes, signal: timeout });
      // What our own time limit has cut off says nothing about the server.
      if (timeout.aborted && found.kind === 'unclear') return;
      looks.set(url, found);
      if (found.kind === 'unclear' && found.status === 429) return;
    }
  };
  const worker = async () => {
    for (let next = hosts.shift(); next; next = hosts.shift()) await askHost(next);
  };
  await Promise.all(Array.from({ length: HOSTS_AT_ONCE }, worker));
  return { looks, unchecked: wanted.length - looks.size };
}
