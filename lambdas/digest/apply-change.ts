import type { Article } from '../domain/article.ts';
import type { Edition, EditionItem } from '../domain/edition.ts';
import { RundbriefError } from '../domain/errors.ts';
import type { Language } from '../domain/publication.ts';
import { itemOf } from './choose-articles.ts';
import type { EditionChange } from './edition-change.ts';
import { inOrder, sectionIds } from './item-edits.ts';
import { followingLines } from './suggest-subject.ts';

type Find = (articleId: string) => Promise<Article | undefined>;
type ItemChoice = NonNullable<EditionChange['items']>[number];

/**
 * The edition as an editor wants it. A subject that was our suggestion follows the articles.
 *
 * @param find - an article as it is now; undefined when there is none, or it was taken back
 * @throws RundbriefError `invalid` for an article that is not there, or a section that the edition does not have
 */
export async function applyChange(
  edition: Edition,
  { items: choices, sections = edition.sections, ...texts }: EditionChange,
  { find, language }: { find: Find; language: Language },
): Promise<Edition> {
  const items = choices ? await chosen(edition, choices, find) : edition.items;
  const known = new Set(sectionIds({ sections }));
  const astray = items.find(({ section }) => section !== undefined && !known.has(section));
  if (astray && choices) throw new RundbriefError('invalid', `The edition has no section "${astray.section}"`);
  const placed = inOrder(
    items.map((item) => inItsSection(item, known)),
    sectionIds({ sections }),
  );
  return {
    ...edition,
    ...followingLines(edition, placed, language),
    ...texts,
    ...(sections && { sections }),
    items: placed,
  };
}

/** What stands above everything stands under no heading. */
function inItsSection({ section, ...item }: EditionItem, known: Set<string>): EditionItem {
  return section !== undefined && known.has(section) && !item.isPinned ? { ...item, section } : item;
}

async function chosen(edition: Edition, choices: ItemChoice[], find: Find): Promise<EditionItem[]> {
  const held = new Map(edition.items.map((item) => [item.articleId, item]));
  const items: EditionItem[] = [];
  for (const choice of choices) items.push(await itemFor(choice, held.get(choice.articleId), find));
  return items;
}

async function itemFor(
  { articleId, isShort, isPinned, section, teaser }: ItemChoice,
  held: EditionItem | undefined,
  find: Find,
): Promise<EditionItem> {
  // Its own teaser is not in the draft any more once an editor has written another.
  const isGivenBack = teaser === null && held?.hasOwnTeaser;
  const article = held && !isGivenBack ? undefined : await find(articleId);
  const item = article ? itemOf(article) : held;
  if (!item || (isGivenBack && !article))
    throw new RundbriefError('invalid', `There is no article "${articleId}" to put into the edition`);
  const { isShort: _, isPinned: __, section: ___, ...content } = item;
  return {
    ...content,
    ...(typeof teaser === 'string' && { teaser, hasOwnTeaser: true }),
    ...(isShort && { isShort }),
    ...(isPinned && { isPinned }),
    ...(section !== undefined && { section }),
  };
}
