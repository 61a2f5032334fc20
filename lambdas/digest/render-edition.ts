import { plainText } from '../../templates/digest/plain-text.ts';
import { archivePath, type Edition } from '../domain/edition.ts';
import type { Language, Publication } from '../domain/publication.ts';
import { archivePage } from './archive-page.tsx';
import { contentItems, decisionsIn, type EditionContent } from './edition-content.ts';
import { marks } from './marked-text.ts';
import { renderHtml } from './render-html.ts';

/**
 * Everything readers will see of an edition, from its data alone. Compiles MJML once, whatever the number of readers.
 *
 * @param siteUrl - where our public pages live, without a slash at its end
 * @param template - the publication's own; absent: that of its layout
 * @returns the content, and how many items had to be shortened to keep the mail from being clipped
 */
export async function renderEdition(
  edition: Edition,
  { publication, siteUrl, template }: { publication: Publication; siteUrl: string; template?: string },
): Promise<{ content: EditionContent; shortened: number }> {
  const language: Language = publication.language;
  const archiveUrl = `${siteUrl}/${archivePath(edition)}`;
  const { blocks, fit } = await renderHtml({ publication, edition, language, siteUrl, archiveUrl, template });
  const { slots, begin, cut } = marks();
  const content: EditionContent = {
    editionId: edition.id,
    publicationId: publication.id,
    number: edition.number,
    language,
    sender: publication.sender,
    subject: edition.subject,
    preheader: edition.preheader,
    items: contentItems(edition.items),
    html: blocks,
    text: cut(plainText({ publication, edition, language, siteUrl, archiveUrl, slots, mark: begin })),
    archivePage: archivePage({ publication, edition, language, siteUrl }),
    decisions: decisionsIn(edition),
  };
  return { content, shortened: edition.items.length - fit.full };
}
