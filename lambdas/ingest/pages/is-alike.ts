import { slugShare } from './item-address.ts';
import { classAndId, classWords, findAll, isElement, parentOf } from './page-nodes.ts';
import { namesLead } from './page-words.ts';
import type { ListedItem } from './read-blocks.ts';

const MIN_TEASER = 40;

/** Told as the others are, and named or made as an article: a welcome or a call to subscribe is neither. */
export function isAlike(lead: ListedItem, items: ListedItem[]): boolean {
  const most = (test: (item: ListedItem) => boolean) => items.filter(test).length > items.length * 0.6;
  if (most(({ teaser }) => teaser.length >= MIN_TEASER) && lead.teaser.length < MIN_TEASER) return false;
  if (most(({ date }) => date !== undefined) && !lead.date) return false;
  const folder = folderOf(items[0]?.address ?? '');
  const isInFolder = folder !== '/' && most(({ address }) => folderOf(address) === folder);
  if (isInFolder) return folderOf(lead.address) === folder;
  const [block] = lead.block;
  if (!isElement(block)) return false;
  const names = findAll([block], (element) => element.name === 'article' || namesLead(classAndId(element))).length > 0;
  const words = new Set(items.flatMap((item) => (isElement(item.block[0]) ? classWords(item.block[0]) : [])));
  const isNamed =
    names || classWords(block).some((word) => words.has(word)) || namesLead(classAndId(parentOf(block) ?? block));
  return isNamed && (slugShare(lead.address, lead.title) ?? 1) >= 0.5;
}

function folderOf(address: string): string {
  const { pathname } = new URL(address);
  return pathname.replace(/\/$/, '').replace(/[^/]*$/, '');
}
