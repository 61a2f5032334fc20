import type { Edition } from '../domain/edition.ts';
import type { Objects } from '../platform/objects.ts';
import { chosenItems, joinBlocks } from './edition-content.ts';
import { loadContent } from './edition-parts.ts';

/** Links that lead nowhere: a preview must not unsubscribe anyone. */
const INERT = { unsubscribe: '#unsubscribe', preferences: '#preferences' };

/**
 * An edition as a reader with these topics would get it; no topics means everything.
 *
 * @throws RundbriefError `not-found` when its rendered content is gone
 */
export async function loadPreview(
  objects: Pick<Objects, 'get'>,
  { id, contentHash }: Pick<Edition, 'id' | 'contentHash'>,
  { topics = [] }: { topics?: string[] } = {},
): Promise<{ html: string; text: string }> {
  const content = await loadContent(objects, id, contentHash);
  const chosen = chosenItems(content.items, topics);
  return { html: joinBlocks(content.html, chosen, INERT), text: joinBlocks(content.text, chosen, INERT) };
}
