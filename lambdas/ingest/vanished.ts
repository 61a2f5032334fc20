/**
 * What a publisher has taken back. A feed rarely says so (RFC 6721); mostly an article is simply no longer there. Articles
 * leave a list at its end, so one that is missing from the middle was taken out.
 */
const MAX_SEEN = 200;
/** More than this at once is a list that was rebuilt, not a handful of articles taken back. */
const CREDIBLE_LOSS = 3;

/**
 * @param before - ids in the order of the last document
 * @param now - ids in the order of this one
 * @returns those that were followed before by an article that is still there
 */
export function vanished(before: string[], now: string[]): string[] {
  const present = new Set(now);
  const lastStanding = before.findLastIndex((id) => present.has(id));
  const missing = before.slice(0, Math.max(0, lastStanding)).filter((id) => !present.has(id));
  return missing.length > CREDIBLE_LOSS ? [] : missing;
}

export const seenOf = (articleIds: string[]) => ({ articleIds: articleIds.slice(0, MAX_SEEN) });
