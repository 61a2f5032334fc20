/** What `npm run templates` shows; bundled again whenever one of its sources changes. */
import { checkTemplate } from '../../lambdas/digest/check-template.ts';
import { joinBlocks } from '../../lambdas/digest/edition-content.ts';
import { renderEdition } from '../../lambdas/digest/render-edition.ts';
import type { TemplateFault } from '../../lambdas/digest/template-fault.ts';
import { LAYOUTS, type Language, type Layout } from '../../lambdas/domain/publication.ts';
import { sampleDigest } from '../../templates/digest/sample.ts';
import { showPictures } from '../../templates/digest/sample-pictures.ts';

const SITE_URL = 'https://news.example.org';
const INERT = { unsubscribe: '#unsubscribe', preferences: '#preferences' };

export const looks: readonly Layout[] = LAYOUTS;

export interface ShownMail {
  html: string;
  text: string;
  bytes: number;
  /** Items that stand by their headlines only. */
  shortened: number;
}

/**
 * The sample edition as a mail.
 *
 * @param source - a template of one's own, in place of the look
 */
export async function render({
  language,
  look,
  source,
}: {
  language: Language;
  look: Layout;
  source?: string;
}): Promise<ShownMail> {
  const { publication, edition } = sampleDigest(language);
  const { content, shortened } = await renderEdition(
    { ...edition, layout: look },
    { publication, siteUrl: SITE_URL, template: source },
  );
  const everything = content.items.map(() => true);
  const html = joinBlocks(content.html, everything, INERT);
  return {
    html: showPictures(html),
    text: joinBlocks(content.text, everything, INERT),
    bytes: Buffer.byteLength(html),
    shortened,
  };
}

export function check(source: string, language: Language): Promise<TemplateFault[]> {
  return checkTemplate(source, { publication: sampleDigest(language).publication, siteUrl: SITE_URL });
}
