import { createHash } from 'node:crypto';
import { RundbriefError } from '../domain/errors.ts';
import type { Source } from '../domain/publication.ts';

/** An hour until its poll results tell how often it publishes. */
const FIRST_INTERVAL_MINUTES = 60;

/** What an editor says about a source; the rest is ours. */
export interface SourceWish {
  publicationId: string;
  url: string;
  /** Otherwise made from the address, so that the same address is always the same source. */
  id?: string;
  title?: string;
  topics?: string[];
}

/**
 * A source that is due at once.
 *
 * @throws RundbriefError `invalid` when the address is not one of the web
 */
export function newSource({ publicationId, url, id, title, topics = [] }: SourceWish, now: Date): Source {
  const address = sourceAddress(url);
  return {
    id: id ?? sourceIdOf(address),
    publicationId,
    kind: 'feed',
    url: address,
    title: title || new URL(address).hostname,
    topics,
    status: 'active',
    intervalMinutes: FIRST_INTERVAL_MINUTES,
    nextRunAt: now,
    fetchState: { failures: 0 },
  };
}

/** The address in the one form we keep: absolute, http or https, no fragment. */
export function sourceAddress(url: string): string {
  if (!URL.canParse(url)) throw new RundbriefError('invalid', `“${url}” is not a web address`);
  const address = new URL(url);
  if (!/^https?:$/.test(address.protocol)) {
    throw new RundbriefError('invalid', `“${url}” is not a web address: it must begin with https:// or http://`);
  }
  if (address.username || address.password) {
    throw new RundbriefError('invalid', 'A source’s address must not hold a user name or password');
  }
  address.hash = '';
  return address.href;
}

/** 16 characters of its hash: short enough to type, long enough for chance. */
const sourceIdOf = (address: string) => createHash('sha256').update(address).digest('hex').slice(0, 16);
