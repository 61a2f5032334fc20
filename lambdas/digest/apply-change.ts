import type { Article } from '../domain/article.ts';
import type { Edition, EditionItem } from '../domain/edition.ts';
import { RundbriefError } from '../domain/errors.ts';
import type { Language } from '../domain/publication.ts';
import { itemOf } from './choose-articles.ts';
import type { EditionChange } from './edition-change.ts';
import { suggestSubject } from './suggest-subject.ts';

/**
 * The edition as an editor wants it. A subject that was our suggestion follows the articles.
 *
 * @param find - an article that is not in the edition yet; undefined when there is none, or it was taken back
 * @throws RundbriefError `invalid` for an article that is not there, or a section that the edition does not have
 */
export async function applyChange(
  edition: Edition,
  { items: choices, sections = edition.sections, ...texts }: EditionChange,
  { find, language }: { find: (articleId: string) => Promise<Article | undefined>; language: Language },
): Promise<Edition> {
  const items = choices ? await chosen(edition, choices, find) : edition.items;
  const known = new Set(sections?.map(({ id }) => id));
  const astray = items.find(({ section }) => section !== undefined && !known.has(section));
  if (astray && choices) throw new RundbriefError('invalid', `The edition has no section "${astray.section}"`);
  const placed = items.map(({ section, ...item }) =>
    section !== undefined && known.has(section) ? { ...item, section } : item,
  );
  const suggested = suggestSubject(edition.items, language);
  const now = suggestSubject(placed, language);
  return {
    ...edition,
    ...(edition.subject === suggested.subject && { subject: now.subject }),
    ...(edition.preheader === suggested.preheader && { preheader: now.preheader }),
    ...texts,
    ...(sections && { sections }),
    items: inSections(placed, sections?.map(({ id }) => id) ?? []),
  };
}

async function chosen(
  edition: Edition,
  choices: NonNullable<EditionChange['items']>,
  find: (articleId: string) => Promise<Article | undefined>,
): Promise<EditionItem[]> {
  const held = new Map(edition.items.map((item) => [item.articleId, item]));
  const items: EditionItem[] = [];
  for (const { articleId, isShort, section } of choices) {
    const article = held.has(articleId) ? undefined : await find(articleId);
    const item = held.get(articleId) ?? (article && itemOf(article));
    if (!item) throw new RundbriefError('invalid', `There is no article "${articleId}" to put into the edition`);
    const { isShort: _, section: before, ...content } = item;
    items.push({ ...content, ...(isShort && { isShort }), ...(section !== undefined && { section }) });
  }
  return items;
}

/** In the order of their sections, those without one first; within a section as the editor has put them. */
export function inSections(items: EditionItem[], sections: string[]): EditionItem[] {
  const place = ({ section }: EditionItem) => (section === undefined ? -1 : sections.indexOf(section));
  return items.toSorted((one, other) => place(one) - place(other));
}
