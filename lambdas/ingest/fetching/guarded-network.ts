/**
 * The only way out to strangers' servers: public addresses on ports 80 and 443, and on a laptop its own loopback.
 *
 * Checked three times, because each check alone has a hole: a literal address never reaches a lookup, one name may have a
 * public and a private address, and what the socket is really connected to is known only afterwards.
 */
import { lookup as resolve } from 'node:dns';
import type { LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { Agent, buildConnector, type Dispatcher } from 'undici';
import * as z from 'zod';

/** Which addresses that are not public may be asked; what the template says in ALLOWED_PRIVATE_NETWORKS. */
export const allowedPrivateNetworks = z.enum(['none', 'loopback']);
export type AllowedPrivateNetworks = z.infer<typeof allowedPrivateNetworks>;

export const CONNECT_SECONDS = 5;
const MAX_HEADER_BYTES = 16 * 1024;
const PUBLIC_PORTS = new Set([80, 443]);

/** Why an address is not asked. */
export class RefusedAddress extends Error {
  readonly reason: 'private-address' | 'port';

  constructor(reason: 'private-address' | 'port') {
    super(reason);
    this.name = 'RefusedAddress';
    this.reason = reason;
  }
}

export interface GuardedNetwork {
  dispatcher: Dispatcher;
  /** @throws RefusedAddress for a literal address or a port that is not allowed */
  assertAllowed(url: URL): void;
}

export function guardedNetwork(allowed: AllowedPrivateNetworks, resolveName: typeof resolve = resolve): GuardedNetwork {
  const check = (address: string, port: number) => {
    const range = rangeOf(address);
    if (range === 'loopback' && allowed === 'loopback') return;
    if (range !== 'unicast') throw new RefusedAddress('private-address');
    if (!PUBLIC_PORTS.has(port)) throw new RefusedAddress('port');
  };
  return {
    dispatcher: new Agent({
      connect: guardedConnector(check, resolveName),
      maxHeaderSize: MAX_HEADER_BYTES,
      pipelining: 0,
    }),
    assertAllowed(url) {
      const host = url.hostname.replace(/^\[|\]$/g, '');
      if (ipaddr.isValid(host)) check(host, portOf(url));
      // A name may still turn out to be the loopback, where any port is allowed: then the look-up decides.
      else if (allowed === 'none' && !PUBLIC_PORTS.has(portOf(url))) throw new RefusedAddress('port');
    },
  };
}

type Check = (address: string, port: number) => void;

function guardedConnector(check: Check, resolveName: typeof resolve): buildConnector.connector {
  return (options, callback) => {
    const port = Number(options.port || (options.protocol === 'https:' ? 443 : 80));
    const connect = buildConnector({
      timeout: CONNECT_SECONDS * 1000,
      lookup: guardedLookup(check, port, resolveName),
    });
    connect(options, (...answer) => {
      const [error, socket] = answer;
      if (error || !socket) return callback(...answer);
      try {
        check(socket.remoteAddress ?? '', port);
        callback(null, socket);
      } catch (refusal) {
        socket.destroy();
        callback(refusal as RefusedAddress, null);
      }
    });
  };
}

/** All answers must be allowed; only checked ones are dialled. */
function guardedLookup(check: Check, port: number, resolveName: typeof resolve): LookupFunction {
  return (hostname, options, callback) => {
    resolveName(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, '', 0);
      try {
        for (const { address } of addresses) check(address, port);
      } catch (refusal) {
        return callback(refusal as RefusedAddress, '', 0);
      }
      const [first] = addresses;
      if (options.all) callback(null, addresses);
      else callback(null, first?.address ?? '', first?.family);
    });
  };
}

/** `unicast` is the one range that strangers may have us ask; mapped IPv4 addresses are unwrapped first. */
function rangeOf(address: string): string {
  return ipaddr.isValid(address) ? ipaddr.process(address).range() : 'unknown';
}

function portOf(url: URL): number {
  return Number(url.port || (url.protocol === 'https:' ? 443 : 80));
}
