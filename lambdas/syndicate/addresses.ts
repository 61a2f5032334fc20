/**
 * Where our feeds are. These addresses never change: people have them in their readers.
 *
 * A key in the site's bucket is the public path without its leading slash.
 */
import { createHash } from 'node:crypto';
import { baseOf } from './public-addresses.ts';

export interface FeedAddresses {
  rss: string;
  atom: string;
  json: string;
  ics: string;
  /** For people: what a feed is, and all feeds of the publication. */
  page: string;
}

/** Absolute addresses of the feeds of a publication, or of one of its topics. */
export function feedAddresses(siteUrl: string, publicationId: string, topicId?: string): FeedAddresses {
  const folder = `feeds/${publicationId}`;
  return {
    ...addressesIn(siteUrl, topicId ? `${folder}/topics/${topicId}` : folder),
    // A folder means its index page, at the edge and locally.
    page: `${baseOf(siteUrl)}/${folder}/`,
  };
}

/** Absolute addresses of what can be in a folder of feeds; not every one has a calendar. */
export function addressesIn(siteUrl: string, folder: string): Omit<FeedAddresses, 'page'> {
  const { rss, atom, json, ics } = keysIn(folder);
  const absolute = (key: string) => `${baseOf(siteUrl)}/${key}`;
  return { rss: absolute(rss), atom: absolute(atom), json: absolute(json), ics: absolute(ics) };
}

export const keysIn = (folder: string) => ({
  rss: `${folder}/rss.xml`,
  atom: `${folder}/atom.xml`,
  json: `${folder}/feed.json`,
  ics: `${folder}/events.ics`,
});

/** The calendar file of one event (`templates/digest/event-links.ts` knows the same address). */
export const eventKey = (publicationId: string, articleId: string) => `feeds/${publicationId}/events/${articleId}.ics`;

/** The event that a key is the calendar file of. */
export const eventOfKey = (publicationId: string, key: string): string | undefined => {
  const folder = eventKey(publicationId, '').replace(/\.ics$/, '');
  return key.startsWith(folder) && key.endsWith('.ics') ? key.slice(folder.length, -'.ics'.length) : undefined;
};

/**
 * An id for ever, made from names of ours: it says nothing of titles, positions or hosts, which may change.
 * (A UUID of version 5, RFC 9562; it passes `new URL(…)` unchanged, which the Atom writer asks of ids.)
 */
export function stableId(...names: string[]): string {
  const hash = createHash('sha1').update(NAMESPACE).update(names.join('/')).digest().subarray(0, 16);
  hash.writeUInt8((hash.readUInt8(6) & 0x0f) | 0x50, 6);
  hash.writeUInt8((hash.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = hash.toString('hex');
  return `urn:uuid:${hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, '$1-$2-$3-$4-$5')}`;
}

/** Drawn once; another one would make everything unread in every reader. */
const NAMESPACE = Buffer.from('5a1f0c52d9e34c3b8f6e7b0d4e6c2a91', 'hex');
