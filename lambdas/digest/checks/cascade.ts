/** Which declaration wins for an element: important ones, then those on the element itself, then the more specific, then the later. */
import type { CheerioAPI } from 'cheerio';
import { readColour } from './colours.ts';
import type { Scheme } from './finding.ts';
import { type Declaration, declarationsIn, rulesIn } from './style-sheet.ts';

export type PageElement = Extract<ReturnType<CheerioAPI>[number], { attribs: unknown }>;
/** Winning values by property. */
export type Styles = ReadonlyMap<string, string>;

const IMPORTANT = 1e15;
const INLINE = 1e14;
const PER_SPECIFICITY = 1e7;
/** Attributes such as `bgcolor` lose to every rule. */
const ATTRIBUTE = -1;
/** What depends on the moment, or is no element. */
const NEVER = /::|:(?!root\b|not\b|first-child\b|last-child\b|only-child\b|nth-|first-of|last-of|empty\b)[a-z-]/i;

export function cascade(page: CheerioAPI, scheme: Scheme): (element: PageElement) => Styles {
  const won = new Map<PageElement, Map<string, { value: string; weight: number }>>();
  const apply = (element: PageElement, { property, value, isImportant }: Declaration, weight: number) => {
    const styles = won.get(element) ?? new Map();
    won.set(element, styles);
    const total = weight + (isImportant ? IMPORTANT : 0);
    if (total >= (styles.get(property)?.weight ?? Number.NEGATIVE_INFINITY))
      styles.set(property, { value, weight: total });
  };
  const applyAll = (element: PageElement, declarations: Declaration[], weight: number) => {
    for (const declaration of declarations.flatMap(longhand)) apply(element, declaration, weight);
  };

  const sheet = page('style')
    .toArray()
    .map((style) => `@media ${page(style).attr('media') ?? 'all'} {${page(style).text()}\n}`)
    .join('\n');
  for (const [order, rule] of rulesIn(sheet, scheme).entries()) {
    const weight = rule.specificity * PER_SPECIFICITY + order;
    for (const element of matching(page, rule.selector)) applyAll(element, rule.declarations, weight);
  }
  for (const element of page('[style], [bgcolor]').toArray() as PageElement[]) {
    const { style = '', bgcolor } = element.attribs;
    if (bgcolor) apply(element, { property: 'background-color', value: bgcolor, isImportant: false }, ATTRIBUTE);
    applyAll(element, declarationsIn(style), INLINE);
  }
  return (element) => new Map([...(won.get(element) ?? [])].map(([property, { value }]) => [property, value]));
}

function matching(page: CheerioAPI, selector: string): PageElement[] {
  if (NEVER.test(selector)) return [];
  try {
    return page(selector).toArray() as PageElement[];
  } catch {
    // Browsers pass over selectors they do not know, too.
    return [];
  }
}

/** `background` sets what it does not name back to nothing. */
function longhand(declaration: Declaration): Declaration[] {
  if (declaration.property !== 'background') return [declaration];
  const parts = declaration.value.match(/[^\s(]+(?:\([^()]*(?:\([^()]*\)[^()]*)*\))?/g) ?? [];
  const colour = parts.find((part) => readColour(part)) ?? 'transparent';
  const image = parts.find((part) => /^(url|[\w-]*gradient|image-set)\(/i.test(part)) ?? 'none';
  return [
    { ...declaration, property: 'background-color', value: colour },
    { ...declaration, property: 'background-image', value: image },
  ];
}
