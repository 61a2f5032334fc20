import type { SourceRules } from '../../domain/publication.ts';
import { wholeWords } from './match-topics.ts';

/** What rules look at. */
export interface RuledItem {
  title: string;
  teaser: string;
  categories: string[];
}

/** What becomes of an item by its source's rules. */
export interface RuledResult {
  kept: boolean;
  /** Which word or category decided, in plain words; absent when nothing spoke against the item. */
  because?: string;
  /** Without the beginnings that are to be left out. */
  title: string;
  /** Ids of topics that the rules give; the default topic is not among them. */
  topics: string[];
}

/** Rules made ready once for a whole document. */
export type Ruler = (item: RuledItem) => RuledResult;

/**
 * Prepares a source's rules. Words are looked for in title and teaser as whole words in any case, categories are compared
 * whole. An exclusion is stronger than an inclusion; rules that include nothing by name include everything.
 */
export function rulerOf({ include, exclude, topics, removePrefixes }: SourceRules): Ruler {
  const wanted = finderOf(include);
  const unwanted = finderOf(exclude);
  const finders = topics.map(({ topic, ...either }) => ({ topic, find: finderOf(either) }));
  const isSelective = include.words.length + include.categories.length > 0;
  return (item) => {
    const text = `${item.title}\n\n${item.teaser}`.normalize('NFC');
    const refusal = unwanted(text, item.categories);
    const admission = isSelective ? wanted(text, item.categories) : undefined;
    return {
      ...verdict(refusal, admission, isSelective),
      title: withoutPrefixes(item.title, removePrefixes),
      topics: [...new Set(finders.filter(({ find }) => find(text, item.categories)).map(({ topic }) => topic))],
    };
  };
}

function verdict(refusal: string | undefined, admission: string | undefined, isSelective: boolean) {
  if (refusal) return { kept: false, because: `left out because of ${refusal}` };
  if (!isSelective) return { kept: true };
  return admission
    ? { kept: true, because: `taken because of ${admission}` }
    : { kept: false, because: 'left out because it has none of the words and categories that are wanted' };
}

/** @returns what was found, in plain words */
type Finder = (text: string, categories: string[]) => string | undefined;

function finderOf({ words, categories }: { words: string[]; categories: string[] }): Finder {
  const patterns = words.map((word) => ({ word, pattern: wholeWords([word]) }));
  const named = new Set(categories.map(folded));
  return (text, given) => {
    const found = patterns.find(({ pattern }) => pattern.test(text));
    if (found) return `the word “${found.word}”`;
    const category = given.find((one) => named.has(folded(one)));
    return category === undefined ? undefined : `the category “${category}”`;
  };
}

const folded = (text: string) => text.normalize('NFKC').trim().toLocaleLowerCase('de');

/** The longest beginning first, and what joined it to the rest goes with it; a title is never left empty. */
function withoutPrefixes(title: string, prefixes: string[]): string {
  for (const prefix of [...prefixes].sort((one, other) => other.length - one.length)) {
    const beginning = title.slice(0, prefix.length);
    if (folded(beginning) !== folded(prefix)) continue;
    const rest = title.slice(prefix.length);
    // “Pressemitteilungen” does not begin with “Pressemitteilung” as a word.
    if (/[\p{L}\p{N}]$/u.test(prefix) && /^[\p{L}\p{N}]/u.test(rest)) continue;
    const shorter = rest.replace(/^[\s:|–—·•»›/-]+/u, '');
    if (shorter) return shorter;
  }
  return title;
}
