import type { Topic } from '../../domain/publication.ts';

/** Ids of the topics whose words a text holds: whole words, any case. */
export type TopicMatcher = (texts: string[]) => string[];

/** Prepared once a document: fifty words a topic and two thousand articles are a hundred thousand searches. */
export function topicMatcher(topics: Topic[]): TopicMatcher {
  const patterns = topics.flatMap(({ id, words }) => {
    const usable = words.map((word) => word.normalize('NFC').trim()).filter(Boolean);
    return usable.length > 0 ? [{ id, pattern: wholeWords(usable) }] : [];
  });
  return (texts) => {
    // A blank line between, so that no phrase spans two texts.
    const text = texts.join('\n\n').normalize('NFC');
    return patterns.filter(({ pattern }) => pattern.test(text)).map(({ id }) => id);
  };
}

/** Finds any of the words as a whole word, in any case; the text is to be in Unicode's form C. */
export function wholeWords(words: string[]): RegExp {
  const alternatives = words.map((word) => word.normalize('NFC').trim().split(/\s+/).map(escaped).join('\\s+'));
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${alternatives.join('|')})(?![\\p{L}\\p{N}])`, 'iu');
}

// A hyphen needs no escape outside a class, and with the flag `u` it must not have one.
const escaped = (word: string) => word.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
