import { type Edition, type EditionItem, isAmongEvents } from '../domain/edition.ts';

/** An item as its article is now, with what editors made of it in an edition. */
export function asEdited(fresh: EditionItem, edited: EditionItem): EditionItem {
  const { isShort, isPinned, hasOwnTeaser, section } = edited;
  return {
    ...fresh,
    ...(isShort && { isShort }),
    ...(isPinned && { isPinned }),
    ...(hasOwnTeaser && { hasOwnTeaser, teaser: edited.teaser }),
    ...(section !== undefined && { section }),
  };
}

/**
 * In the order of reading: pinned ones first, then those without a section, then in the order of the sections, among their
 * like as the editor has put them; in the end the block of events, by date.
 */
export function inOrder(items: EditionItem[], sections: string[] = []): EditionItem[] {
  const place = (item: EditionItem) => {
    if (item.isPinned) return -2;
    if (isAmongEvents(item)) return sections.length;
    return item.section === undefined ? -1 : sections.indexOf(item.section);
  };
  const startOf = (item: EditionItem) => (isAmongEvents(item) ? (item.event?.startsAt.getTime() ?? 0) : 0);
  return items.toSorted((one, other) => place(one) - place(other) || startOf(one) - startOf(other));
}

export const sectionIds = ({ sections = [] }: Pick<Edition, 'sections'>): string[] => sections.map(({ id }) => id);
