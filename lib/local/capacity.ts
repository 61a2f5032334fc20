/**
 * What a DynamoDB request would be billed.
 *
 * Reads take dynalite's own figure, with the minimum DynamoDB charges for an empty answer. Writes are computed
 * here from the item before and after, because dynalite leaves out the writes to indexes.
 */
import type { Item } from './dynalite.ts';
import { itemBytes } from './item-size.ts';

export interface Index {
  name: string;
  keys: string[];
  /** Undefined means all attributes. */
  attributes?: string[];
}

export interface TableShape {
  name: string;
  keys: string[];
  indexes: Index[];
}

export interface Units {
  read: number;
  write: number;
}

const units = (bytes: number) => Math.max(1, Math.ceil(bytes / 1024));

/** Write units of one item going from `before` to `after`, its indexes included. */
export function writeUnits({ keys, indexes }: TableShape, before: Item | undefined, after: Item | undefined): number {
  const table = units(Math.max(bytesOf(before), bytesOf(after)));
  return indexes.reduce((sum, index) => sum + indexUnits(index, keys, before, after), table);
}

/** A refused condition is billed like a write of what is there. */
export function refusedWriteUnits(existing: Item | undefined): number {
  return units(bytesOf(existing));
}

export function readUnits(consumed: number, consistent: boolean): number {
  return Math.max(consumed, consistent ? 1 : 0.5);
}

function indexUnits(index: Index, tableKeys: string[], before: Item | undefined, after: Item | undefined): number {
  const old = project(index, tableKeys, before);
  const fresh = project(index, tableKeys, after);
  if (!old && !fresh) return 0;
  if (!old || !fresh) return units(bytesOf(old ?? fresh));
  if (JSON.stringify(sorted(old)) === JSON.stringify(sorted(fresh))) return 0;
  const moved = index.keys.some((key) => JSON.stringify(old[key]) !== JSON.stringify(fresh[key]));
  // A changed index key is a delete and a put.
  return moved ? units(bytesOf(old)) + units(bytesOf(fresh)) : units(Math.max(bytesOf(old), bytesOf(fresh)));
}

function project({ keys, attributes }: Index, tableKeys: string[], item: Item | undefined): Item | undefined {
  if (!item || keys.some((key) => !(key in item))) return undefined;
  if (!attributes) return item;
  const kept = new Set([...keys, ...tableKeys, ...attributes]);
  return Object.fromEntries(Object.entries(item).filter(([name]) => kept.has(name)));
}

function sorted(item: Item): Array<[string, unknown]> {
  return Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1));
}

function bytesOf(item: Item | undefined): number {
  return item ? itemBytes(item) : 0;
}
