/** Authors whose articles are shown somewhere have feeds of their own. */
import { createHash } from 'node:crypto';
import type { Article } from '../domain/article.ts';
import { authorsOf } from './feed-item.ts';

const MOST_AUTHORS = 100;
const LONGEST_SLUG = 60;

export interface AuthorArticles {
  slug: string;
  name: string;
  /** Of those that are shown, in their order; none when all of them have gone from the feeds since. */
  articles: Article[];
}

/**
 * Who has a feed: those of the articles shown now, and those who had one before, for a feed that somebody reads must
 * not vanish because its author was away for a while. More than a hundred are too many; who wrote most recently counts.
 *
 * @param known - names by the slugs they got before: an author keeps the address for good
 */
export function authorFeeds(articles: Article[], known: Record<string, string>): AuthorArticles[] {
  const byName = new Map<string, Article[]>();
  for (const article of articles) {
    for (const name of authorsOf(article)) byName.set(name, [...(byName.get(name) ?? []), article]);
  }
  const before = Object.entries(known);
  const names = [...new Set([...byName.keys(), ...before.map(([, name]) => name)])].slice(0, MOST_AUTHORS);
  const slugs = new Map(before.map(([slug, name]) => [name, slug]));
  // Sorted, so that of two who would have the same slug it does not depend on the news of the day who gets it.
  const newcomers = names.filter((name) => !slugs.has(name)).sort();
  const taken = new Set(before.map(([slug]) => slug));
  for (const name of newcomers) {
    const slug = freeSlug(name, taken);
    taken.add(slug);
    slugs.set(name, slug);
  }
  return names.map((name) => ({ name, slug: slugs.get(name) ?? '', articles: byName.get(name) ?? [] }));
}

function freeSlug(name: string, taken: ReadonlySet<string>): string {
  const plain = slugOf(name);
  if (plain && !taken.has(plain)) return plain;
  const hash = createHash('sha256').update(name).digest('hex');
  const candidates = [4, 8, 16].map((length) => [plain, hash.slice(0, length)].filter(Boolean).join('-'));
  return candidates.find((slug) => !taken.has(slug)) ?? hash;
}

const GERMAN: Record<string, string> = { ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss', æ: 'ae', ø: 'o', ł: 'l', đ: 'd' };

/** `Jürgen Groß` → `juergen-gross`; empty for a name without a Latin letter or a digit. */
function slugOf(name: string): string {
  return name
    .normalize('NFC')
    .toLowerCase()
    .replaceAll(/[äöüßæøłđ]/g, (letter) => GERMAN[letter] ?? letter)
    .normalize('NFD')
    .replaceAll(/\p{Mark}/gu, '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, LONGEST_SLUG)
    .replaceAll(/^-+|-+$/g, '');
}
