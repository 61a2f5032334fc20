import { languageTag, normaliseItem } from './normalise-item.ts';
import type { FoundDocument, FoundItem, ParsedDocument, ParsedItem, ReadingContext } from './parsed-document.ts';
import { readDate } from './read-date.ts';

/** Twice what the longest-running podcasts carry; each costs reads and writes at every poll. */
const MAX_ITEMS = 2000;

/** What any source's reader found, made safe and uniform. */
export function normaliseDocument({ language, ...found }: FoundDocument, context: ReadingContext): ParsedDocument {
  const items = newest(found.items, context).map((item) => normaliseItem(item, context));
  return {
    ...found,
    language: languageTag(language),
    items: items.filter((item): item is ParsedItem => item !== undefined),
  };
}

/** The newest, in the order of the document: some begin with their oldest. */
function newest(items: FoundItem[], { timeZone }: ReadingContext): FoundItem[] {
  if (items.length <= MAX_ITEMS) return items;
  const dated = items.map((item, index) => ({ item, index, time: timeOf(item, timeZone) }));
  dated.sort((one, other) => other.time - one.time || one.index - other.index);
  return dated
    .slice(0, MAX_ITEMS)
    .sort((one, other) => one.index - other.index)
    .map(({ item }) => item);
}

function timeOf({ published, updated }: FoundItem, timeZone: string): number {
  const text = [...published, ...updated].find((candidate) => candidate?.trim());
  return readDate(text, timeZone)?.getTime() ?? 0;
}
