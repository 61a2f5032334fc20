import type { EditionItem } from '../domain/edition.ts';

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
 * Pinned ones first, then those without a section, then in the order of the sections; among their like as the editor has
 * put them.
 */
export function inOrder(items: EditionItem[], sections: string[]): EditionItem[] {
  const place = ({ isPinned, section }: EditionItem) => {
    if (isPinned) return -2;
    return section === undefined ? -1 : sections.indexOf(section);
  };
  return items.toSorted((one, other) => place(one) - place(other));
}
