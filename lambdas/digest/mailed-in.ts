import { earliestArticleId } from '../domain/article.ts';
import type { Edition } from '../domain/edition.ts';
import type { Editions } from './editions.ts';

const PAGE = 20;
/** Two years of weekly editions: articles older than that are nobody's question any more. */
const MOST_EDITIONS_READ = 104;

/**
 * In which editions articles have gone out.
 *
 * @param articleIds - of this publication; those from before its last hundred editions are not looked for
 * @returns ids of settled editions, the newest first, by article; an article that went out in none is absent
 */
export async function mailedIn(
  publicationId: string,
  articleIds: string[],
  editions: Pick<Editions, 'list'>,
): Promise<Map<string, string[]>> {
  const asked = new Set(articleIds);
  const found = new Map<string, string[]>();
  const oldest = [...asked].sort()[0];
  if (oldest === undefined) return found;
  let before: number | undefined;
  for (let read = 0; read < MOST_EDITIONS_READ; ) {
    const page = await editions.list(publicationId, { limit: PAGE, before });
    for (const edition of page) note(edition, asked, found);
    const last = page.at(-1);
    if (!last || page.length < PAGE || isBefore(page, oldest)) break;
    before = last.number;
    read += page.length;
  }
  return found;
}

function note({ id, status, items }: Edition, asked: Set<string>, found: Map<string, string[]>): void {
  if (status === 'draft') return;
  for (const { articleId } of items)
    if (asked.has(articleId)) found.set(articleId, [...(found.get(articleId) ?? []), id]);
}

/** Ids sort by time of ingest: editions that were settled before an article came in do not have it. */
function isBefore(editions: Edition[], articleId: string): boolean {
  const settled = editions.flatMap(({ frozenAt }) => frozenAt ?? []);
  return settled.length > 0 && settled.every((at) => earliestArticleId(at) < articleId);
}
