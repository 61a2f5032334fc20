/**
 * By what we know an article again. Address, guid and fingerprint each point to one article; the first is the strongest
 * and the only one that sources of a publication share.
 *
 * A value that several items of one document carry identifies none of them: feeds exist whose items all link to the front
 * page, and others that give every item the same guid.
 */
import { createHash } from 'node:crypto';
import type { Source } from '../../domain/publication.ts';
import { isPolled } from '../../publications/index.ts';
import type { ParsedDocument, ParsedItem } from '../items/parsed-document.ts';
import { canonicalAddress, isFrontPage } from './canonical-address.ts';

export interface IdentifiedItem {
  item: ParsedItem;
  /** Strongest first, never empty. */
  keys: string[];
  /** The one of them that a publisher may have used before for something else. */
  guidKey?: string;
}

/**
 * The document's items with their keys; an item that says the same as an earlier one is left out.
 *
 * @param source - what is sent to us has ids that its client answers for: there the guid counts before the address, and as
 *   one that is never used again for something else
 */
export function identify(
  { items, siteUrl }: ParsedDocument,
  { id: sourceId, kind }: Pick<Source, 'id' | 'kind'>,
): IdentifiedItem[] {
  const site = canonicalAddress(siteUrl);
  const all = distinct(items.map((item) => ({ item, ...keysOf(item, sourceId, site) })));
  const shared = sharedKeys(all);
  const own = (key: string | undefined) => (key && !shared.has(key) ? key : undefined);
  return all.map(({ item, whole, ...found }) => {
    const [addressKey, guidKey, printKey] = [own(found.addressKey), own(found.guidKey), own(found.printKey)];
    const isOfClient = guidKey && !isPolled(kind);
    const usable = isOfClient ? [guidKey, addressKey] : [addressKey, guidKey, printKey, addressKey ? undefined : whole];
    const keys = usable.filter((key) => key !== undefined);
    return { item, keys, ...(guidKey && !isOfClient ? { guidKey } : {}) };
  });
}

/** What two titles have in common if they are the same to a reader. */
export function titleCore(title: string): string {
  return title
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '');
}

interface ItemKeys {
  addressKey?: string;
  guidKey?: string;
  printKey?: string;
  /** Everything a reader sees of it. */
  whole: string;
}

function keysOf(
  { url, guid, title, teaser, publishedAt }: ParsedItem,
  sourceId: string,
  site: string | undefined,
): ItemKeys {
  const address = canonicalAddress(url);
  const isPage = address && address !== site && !isFrontPage(address);
  const date = publishedAt?.toISOString() ?? '';
  const print = titleCore(title) + titleCore(teaser.slice(0, 200));
  return {
    ...(isPage ? { addressKey: keyOf('address', address) } : {}),
    ...(guid ? { guidKey: guidKeyOf(guid, sourceId) } : {}),
    // Without its date, this week's canteen menu would be last week's.
    ...(print && date ? { printKey: keyOf('print', sourceId, print, date) } : {}),
    whole: keyOf('whole', sourceId, address ?? '', guid ?? '', print, date),
  };
}

/** A guid is one source's own; one that is an address survives a move to https. */
export const guidKeyOf = (guid: string, sourceId: string) => keyOf('guid', sourceId, canonicalAddress(guid) ?? guid);

function distinct<Item extends ItemKeys>(items: Item[]): Item[] {
  const said = new Set<string>();
  return items.filter(({ whole, addressKey, guidKey }) => {
    const key = addressKey && guidKey ? addressKey + guidKey : whole;
    return said.has(key) ? false : said.add(key);
  });
}

function sharedKeys(items: ItemKeys[]): Set<string> {
  const seen = new Set<string>();
  const shared = new Set<string>();
  for (const { addressKey, guidKey, printKey } of items) {
    for (const key of [addressKey, guidKey, printKey]) {
      if (key && seen.has(key)) shared.add(key);
      else if (key) seen.add(key);
    }
  }
  return shared;
}

function keyOf(...parts: string[]): string {
  return createHash('sha256').update(parts.join('\n')).digest('base64url').slice(0, 27);
}
