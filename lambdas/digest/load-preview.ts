import type { Edition } from '../domain/edition.ts';
import type { Objects } from '../platform/objects.ts';
import { chosenItems, joinBlocks } from './edition-content.ts';
import { loadContent } from './edition-parts.ts';

/** Links that lead nowhere: a preview must not unsubscribe anyone. */
const INERT = { unsubscribe: '#unsubscribe', preferences: '#preferences' };

export interface Preview {
  html: string;
  text: string;
  articles: number;
}

/**
 * An edition as a reader with these topics would get it; no topics means everything.
 *
 * @param at - events that are over by then are left out; absent: none
 * @returns also how many of its items are in it
 *
 * @throws RundbriefError `not-found` when its rendered content is gone
 */
export async function loadPreview(
  objects: Pick<Objects, 'get'>,
  { id, contentHash }: Pick<Edition, 'id' | 'contentHash'>,
  { topics = [], at }: { topics?: string[]; at?: Date } = {},
): Promise<Preview> {
  const content = await loadContent(objects, id, contentHash);
  const chosen = chosenItems(content.items, topics, at);
  return {
    html: joinBlocks(content.html, chosen, INERT),
    text: joinBlocks(content.text, chosen, INERT),
    articles: chosen.filter(Boolean).length,
  };
}
