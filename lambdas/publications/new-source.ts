import { createHash } from 'node:crypto';
import { RundbriefError } from '../domain/errors.ts';
import { NO_RULES, type PageSelectors, type Source, type SourceKind, type SourceRules } from '../domain/publication.ts';

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
  /** Otherwise a feed. */
  kind?: SourceKind;
  rules?: SourceRules;
  fullText?: boolean;
  selectors?: PageSelectors;
}

/**
 * A source that is due at once.
 *
 * @throws RundbriefError `invalid` when the address is not one of the web
 */
export function newSource(
  {
    publicationId,
    url,
    id,
    title,
    topics = [],
    kind = 'feed',
    rules = NO_RULES,
    fullText = false,
    selectors,
  }: SourceWish,
  now: Date,
): Source {
  const address = sourceAddress(url);
  const isAsked = isPolled(kind);
  return {
    id: id ?? sourceIdOf(isAsked ? address : `${kind} ${address} ${title ?? ''}`),
    publicationId,
    kind,
    url: address,
    title: title || new URL(address).hostname,
    topics,
    rules,
    fullText,
    ...(selectors ? { selectors } : {}),
    status: 'active',
    intervalMinutes: FIRST_INTERVAL_MINUTES,
    ...(isAsked ? { nextRunAt: now } : {}),
    // What is sent to us is meant for readers from the first article on: there is no back catalogue to keep out.
    fetchState: { failures: 0, ...(isAsked ? {} : { baselineAt: now }) },
  };
}

/** False for the kinds whose articles come to us by themselves. */
export const isPolled = (kind: SourceKind) => kind !== 'push' && kind !== 'editor';

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
