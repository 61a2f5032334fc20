/** What renders an edition, for measuring: run bundled, because Node runs neither .mjml nor .tsx by itself. */

import type { Edition } from '../../../lambdas/domain/edition.ts';
import type { Publication } from '../../../lambdas/domain/publication.ts';
import { templateEngine } from '../../../templates/digest/engine.ts';
import { TEMPLATE_PARTS, TEMPLATES } from '../../../templates/digest/templates.ts';
import { digestView } from '../../../templates/digest/view.ts';

export { joinBlocks } from '../../../lambdas/digest/edition-content.ts';
export { storeContent } from '../../../lambdas/digest/edition-parts.ts';
export { renderEdition } from '../../../lambdas/digest/render-edition.ts';

/** The edition's look filled with it, but not compiled: what somebody would compile anew for every reader. */
export function filledMjml(
  edition: Edition,
  {
    publication,
    siteUrl,
    slots,
  }: { publication: Publication; siteUrl: string; slots: { unsubscribe: string; preferences: string } },
): string {
  const fit = { full: edition.items.length, shown: edition.items.length };
  const archiveUrl = `${siteUrl}/archive/${edition.publicationId}/${edition.number}`;
  const view = digestView({ publication, edition, language: publication.language, siteUrl, archiveUrl, slots, fit });
  return templateEngine(() => '', TEMPLATE_PARTS).parseAndRenderSync(
    TEMPLATES[view.look.layout],
    {},
    { globals: view },
  );
}
