/** What a block of a page holds that could be the title, the link or the date of an item. */
import { isElsewhere, itemAddress, withoutFragment } from './item-address.ts';
import { hostOf, type Page } from './load-page.ts';
import {
  ancestorsOf,
  classAndId,
  findAll,
  isBlock,
  isElement,
  isHeading,
  isLink,
  isSilent,
  type PageElement,
  type PageNode,
  parentOf,
  textOf,
} from './page-nodes.ts';
import { isDate, isMark, isMore, namesBadge, namesDate, namesMeta, namesMore, namesTitle } from './page-words.ts';

export interface FoundLink {
  element: PageElement;
  address: string;
  text: string;
  isMore: boolean;
  /** Stands in a line about the article: category, author, comments. */
  isAside: boolean;
  isForeign: boolean;
}

/** What may be the title of an item. */
export interface TitleCandidate {
  element: PageElement;
  kind: 'heading' | 'title' | 'link' | 'bold' | 'term' | 'text';
  /** Its place in the block, by tags and class names: the same in all items. */
  place: string;
  text: string;
}

export interface Survey {
  block: PageNode[];
  links: FoundLink[];
  titles: TitleCandidate[];
  /** Elements that say by themselves that they are dates. */
  dates: PageElement[];
  /** Lines about the article, in which a date may stand. */
  infos: PageElement[];
}

const MAX_TITLE = 300;
const MAX_FOUND = 60;

export function surveyBlock(block: PageNode[], page: Page): Survey {
  const survey: Survey = { block, links: [], titles: [], dates: [], infos: [] };
  for (const around of block[0] ? ancestorsOf(block[0]) : []) if (isLink(around)) addLink(survey, around, page, false);
  for (const node of block) visit(node, { survey, page, place: '', isAside: false });
  return survey;
}

interface Visit {
  survey: Survey;
  page: Page;
  place: string;
  isAside: boolean;
}

function visit(node: PageNode, { survey, page, place, isAside }: Visit): void {
  if (!isElement(node)) return;
  if (isSilent(node) && !isLink(node)) return;
  const names = classAndId(node);
  const here = `${place}>${node.name}`;
  if (isDateElement(node, names)) survey.dates.push(node);
  else if (namesMeta(names) && textOf(node, { limit: 130 }).length < 120) survey.infos.push(node);
  const isNowAside = isAside || (!survey.block.includes(node) && isAsideElement(names, node));
  if (isLink(node)) addLink(survey, node, page, isNowAside || (namesBadge(names) && !namesTitle(names)));
  const kind = isNowAside ? undefined : titleKind(node, names);
  if (kind && survey.titles.length < MAX_FOUND) {
    const text = titleText(node);
    if (isTitle(text)) survey.titles.push({ element: node, kind, place: `${here}#${positionOf(node)}`, text });
  }
  for (const child of node.children) visit(child, { survey, page, place: here, isAside: isNowAside });
}

function isDateElement(element: PageElement, names: string): boolean {
  if (element.name === 'time') return true;
  if (!/date|published|dateCreated|startDate/i.test(element.attribs.itemprop ?? '') && !namesDate(names)) return false;
  return (
    element.attribs.datetime !== undefined ||
    element.attribs.content !== undefined ||
    textOf(element, { limit: 120 }).length < 90
  );
}

/** Badges and lines about the article; a wide element that is called so, or one with the headline in it, is something else. */
function isAsideElement(names: string, element: PageElement): boolean {
  if (isLink(element) || isHeading(element) || namesTitle(names) || !(namesMeta(names) || namesBadge(names)))
    return false;
  return textOf(element, { limit: 200 }).length < 130 && findAll([element], isHeading).length === 0;
}

function addLink(survey: Survey, element: PageElement, page: Page, isAside: boolean): void {
  if (survey.links.length >= MAX_FOUND) return;
  const address = itemAddress(element, page);
  if (!address) return;
  const label = element.attribs['aria-label'] ?? element.attribs.title ?? '';
  const text = textOf(element, { limit: MAX_TITLE });
  survey.links.push({
    element,
    address,
    text,
    isMore: isMore(text || label) || (namesMore(classAndId(element)) && text.length < 60),
    isAside: isAside || isElsewhere(address) || (address.includes('#') && isAsideFragment(address)),
    isForeign: !page.hosts.has(hostOf(address) ?? ''),
  });
}

const isAsideFragment = (address: string) => /#(?:comments?|respond|kommentare?|disqus)/i.test(address);

function titleKind(element: PageElement, names: string): TitleCandidate['kind'] | undefined {
  if (isHeading(element)) return 'heading';
  const prop = element.attribs.itemprop ?? '';
  if (/^(?:headline|name|title)$/i.test(prop)) return 'title';
  if (isLink(element)) return isOneText(element) ? (namesTitle(names) ? 'title' : 'link') : undefined;
  if (namesTitle(names) && isOneText(element)) return 'title';
  if (element.name === 'dt' || element.name === 'summary' || element.name === 'th') return 'term';
  if (element.name === 'strong' || element.name === 'b') return 'bold';
  return isOneText(element) ? 'text' : undefined;
}

const MAX_PARTS = 2_000;

/** Holds one line of text, and no parts that a page would show below one another. */
function isOneText(element: PageElement): boolean {
  let parts = 0;
  let budget = MAX_PARTS;
  const count = (node: PageNode): void => {
    budget -= 1;
    if (budget < 0 || parts > 1) return;
    if (node.type === 'text') {
      if (node.data.trim() !== '' && (parts === 0 || isPseudoBlock(node))) parts += 1;
    } else if (isElement(node) && !isSilent(node)) {
      if (isBlock(node) && node !== element && textOf(node, { limit: 1 }) !== '') parts += 1;
      for (const child of node.children) count(child);
    }
  };
  count(element);
  return parts === 1 && budget >= 0;
}

/** Words in an element whose neighbours are all elements: a style sheet puts them below one another. */
function isPseudoBlock(text: PageNode): boolean {
  for (let at = parentOf(text); at; at = parentOf(at)) {
    const family = parentOf(at)?.children ?? [];
    const elements = family.filter((node) => isElement(node) && textOf(node, { limit: 1 }) !== '');
    if (elements.length > 1) return !family.some((node) => node.type === 'text' && node.data.trim() !== '');
    if (isBlock(at)) return false;
  }
  return false;
}

/** Which of the siblings that look alike; dates are not counted, as some items lack one. */
function positionOf(element: PageElement): number {
  let position = 0;
  for (let node = element.prev; node && position < 20; node = node.prev) {
    if (isElement(node) && node.name === element.name && !isDate(textOf(node, { limit: 100 }))) position += 1;
  }
  return position;
}

const isTitle = (text: string) =>
  text.length > 1 && text.length < MAX_TITLE && !isMark(text) && !isMore(text) && !isDate(text);

/** The words of a title without dates, labels, icons and "Weiterlesen" in it. */
export function titleText(element: PageElement): string {
  const whole = textOf(element, { limit: MAX_TITLE });
  const bare = textOf(element, { limit: MAX_TITLE, without: (one) => one !== element && isNoTitle(one) });
  return bare.length > 1 ? bare.replace(/^[|·•–—:→»›]\s*|\s*[|·•→»›]$/g, '') : whole;
}

function isNoTitle(element: PageElement): boolean {
  const names = classAndId(element);
  const text = textOf(element, { limit: 120 });
  if (element.name === 'time' || element.name === 'small' || element.name === 'sup') return true;
  if (text.length < 60 && (isDate(text) || (isLink(element) && isMore(text)))) return true;
  return text.length < 60 && (namesBadge(names) || namesDate(names) || namesMeta(names)) && !namesTitle(names);
}

export function sameArticle(one: string, other: string): boolean {
  return withoutFragment(one) === withoutFragment(other);
}
