import { TEMPLATES } from '../../templates/digest/templates.ts';
import { type DigestViewData, digestView, type Fit } from '../../templates/digest/view.ts';
import type { Block } from './edition-content.ts';
import { fillTemplate } from './fill-template.ts';
import { htmlSize, MOST_HTML_BYTES } from './html-size.ts';
import { marks } from './marked-text.ts';

/** No template writes an item in fewer bytes: what cannot stand in the mail need not be tried. */
const LEAST_ITEM_BYTES = 60;

export type HtmlInput = Omit<DigestViewData, 'slots' | 'fit'> & {
  /** The publication's own; absent: that of its layout. */
  template?: string;
};

/**
 * The HTML part as blocks. What does not fit is shortened, last items first: to headlines, and if even those are too
 * many, to a sentence that points to the archive page.
 *
 * @returns the blocks, and how many items stand whole and how many stand at all
 * @throws RundbriefError `invalid` when the template cannot be filled or compiled, naming the line
 */
export async function renderHtml(input: HtmlInput): Promise<{ blocks: Block[]; fit: Fit }> {
  const most = Math.min(input.edition.items.length, Math.floor(MOST_HTML_BYTES / LEAST_ITEM_BYTES));
  let fit = { full: most, shown: most };
  for (;;) {
    const blocks = await compile(input, fit);
    const bytes = htmlSize(blocks);
    if (bytes <= MOST_HTML_BYTES || fit.shown === 0) return { blocks, fit };
    fit = smaller(fit, MOST_HTML_BYTES / bytes);
  }
}

/** Each step gives up at least one item, and about as many as the excess suggests. */
function smaller({ full, shown }: Fit, share: number): Fit {
  if (full > 0) return { full: Math.min(full - 1, Math.floor(full * share * share)), shown };
  return { full, shown: Math.min(shown - 1, Math.floor(shown * share)) };
}

async function compile({ template, ...data }: HtmlInput, fit: Fit): Promise<Block[]> {
  const { slots, begin, cut } = marks();
  const view = digestView({ ...data, slots, fit });
  return cut(await fillTemplate(template ?? TEMPLATES[view.look.layout], view, begin));
}
