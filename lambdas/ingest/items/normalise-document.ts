import { languageTag, normaliseItem } from './normalise-item.ts';
import type { FoundDocument, ParsedDocument, ParsedItem, ReadingContext } from './parsed-document.ts';

/** What any source's reader found, made safe and uniform. */
export function normaliseDocument({ language, ...found }: FoundDocument, context: ReadingContext): ParsedDocument {
  const items = found.items.map((item) => normaliseItem(item, context));
  return {
    ...found,
    language: languageTag(language),
    items: items.filter((item): item is ParsedItem => item !== undefined),
  };
}
