import { objectsInMemory } from '../../../lambdas/platform/objects.ts';
import { editionOf, PUBLICATION } from './editions.ts';
import { type Letter, SITE_URL, SLOTS } from './mail-writers/letter.ts';
import type * as Rooms from './rendering-rooms.ts';

/** The shortest edition whose HTML, for a reader of everything, has at least as many bytes. */
export async function letterOfSize(leastBytes: number, rooms: typeof Rooms): Promise<Letter & { articles: number }> {
  for (let articles = 1; ; articles += 1) {
    const letter = await letterOf(articles, rooms);
    if (Buffer.byteLength(letter.html) >= leastBytes) return { ...letter, articles };
  }
}

async function letterOf(
  articles: number,
  { renderEdition, storeContent, joinBlocks, filledMjml }: typeof Rooms,
): Promise<Letter> {
  const edition = editionOf(articles);
  const { content } = await renderEdition(edition, { publication: PUBLICATION, siteUrl: SITE_URL });
  const objects = objectsInMemory();
  const contentHash = await storeContent(objects, content);
  const parts = await objects.get(`editions/${edition.id}/${contentHash}/parts.json`);
  const everything = content.items.map(() => true);
  return {
    editionId: content.editionId,
    publicationId: content.publicationId,
    sender: content.sender,
    subject: content.subject,
    contentHash,
    composedAt: edition.composedAt.getTime(),
    parts: Buffer.from(parts?.body ?? '').toString('utf8'),
    html: joinBlocks(content.html, everything, SLOTS),
    text: joinBlocks(content.text, everything, SLOTS),
    mjml: filledMjml(edition, { publication: PUBLICATION, siteUrl: SITE_URL, slots: SLOTS }),
  };
}
