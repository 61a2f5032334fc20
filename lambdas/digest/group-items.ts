import { DIGEST_WORDS } from '../../templates/digest/words.ts';
import type { Edition, EditionItem } from '../domain/edition.ts';
import { UNLABELLED } from '../domain/edition-audience.ts';
import type { Publication } from '../domain/publication.ts';
import { inOrder } from './item-edits.ts';

/**
 * Puts each article under the heading of the first of its topics, in the publication's order of topics; what has none comes
 * last. Events keep to their own heading.
 */
export function groupByTopic(
  items: EditionItem[],
  { topics, language }: Pick<Publication, 'topics' | 'language'>,
): Pick<Edition, 'items' | 'sections'> {
  const sectionOf = (item: EditionItem) => topics.find(({ id }) => item.topics.includes(id))?.id ?? UNLABELLED;
  const placed = items.map((item) => (item.event ? item : { ...item, section: sectionOf(item) }));
  const used = new Set(placed.map(({ section }) => section));
  const named = [...topics, { id: UNLABELLED, title: DIGEST_WORDS[language].otherTopics }];
  const sections = named.filter(({ id }) => used.has(id)).map(({ id, title }) => ({ id, title }));
  // One heading over everything would say nothing.
  if (sections.length < 2) return { items };
  const order = sections.map(({ id }) => id);
  return { items: inOrder(placed, order), sections };
}
