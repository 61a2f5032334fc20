import type { Publication, Source } from '../../domain/publication.ts';
import { type RuledItem, type RuledResult, rulerOf } from './apply-rules.ts';
import { topicMatcher } from './match-topics.ts';

/** Whether an item is taken, under which title, and with which of the publication's topics. */
export type Judge = (item: RuledItem & { topics?: string[] }) => RuledResult;

/**
 * What a publication and the rules of one of its sources make of any item. Topics come from the source, from the item's
 * client, from the rules and from the topics' own words; the default topic only where none of them gives one.
 */
export function judgeOf(
  publication: Pick<Publication, 'topics'>,
  { topics: ofSource, rules }: Pick<Source, 'topics' | 'rules'>,
): Judge {
  const topicsIn = topicMatcher(publication.topics);
  const rule = rulerOf(rules);
  const ours = new Set(publication.topics.map(({ id }) => id));
  return (item) => {
    const { topics: byRules, ...ruled } = rule(item);
    const byWords = topicsIn([item.title, item.teaser, ...item.categories]);
    const named = [...ofSource, ...(item.topics ?? []), ...byRules, ...byWords].filter((topic) => ours.has(topic));
    const { defaultTopic } = rules;
    const topics = named.length > 0 || !defaultTopic || !ours.has(defaultTopic) ? named : [defaultTopic];
    return { ...ruled, topics: [...new Set(topics)] };
  };
}
