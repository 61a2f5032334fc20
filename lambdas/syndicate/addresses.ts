/**
 * Where our feeds are. These addresses never change: people have them in their readers.
 *
 * A key in the site's bucket is the public path without its leading slash.
 */
import { createHash } from 'node:crypto';

export interface FeedAddresses {
  rss: string;
  atom: string;
  json: string;
  ics: string;
  /** For people: what a feed is, and all feeds of the publication. */
  page: string;
}

/** Absolute addresses of the feeds of a publication, or of one of its topics (the calendar holds all topics). */
export function feedAddresses(siteUrl: string, publicationId: string, topicId?: string): FeedAddresses {
  const base = siteUrl.replace(/\/$/, '');
  const keys = feedKeys(publicationId, topicId);
  return {
    rss: `${base}/${keys.rss}`,
    atom: `${base}/${keys.atom}`,
    json: `${base}/${keys.json}`,
    ics: `${base}/${keys.ics}`,
    // A folder means its index page, at the edge and locally.
    page: `${base}/feeds/${publicationId}/`,
  };
}

export function feedKeys(publicationId: string, topicId?: string) {
  const folder = `feeds/${publicationId}`;
  const topicFolder = topicId ? `${folder}/topics/${topicId}` : folder;
  return {
    rss: `${topicFolder}/rss.xml`,
    atom: `${topicFolder}/atom.xml`,
    json: `${topicFolder}/feed.json`,
    ics: `${folder}/events.ics`,
    page: `${folder}/index.html`,
  };
}

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
