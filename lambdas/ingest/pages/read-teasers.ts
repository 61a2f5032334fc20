import { readDate } from '../items/read-date.ts';
import {
  classAndId,
  isBlock,
  isElement,
  isLink,
  isSilent,
  type PageElement,
  type PageNode,
  textOf,
} from './page-nodes.ts';
import {
  isDate,
  isMark,
  isMetaLine,
  isMore,
  leadingDate,
  namesBadge,
  namesDate,
  namesMeta,
  namesMore,
  namesTeaser,
} from './page-words.ts';

/** A block and what of it is already understood. */
export interface BlockParts {
  block: PageNode[];
  title?: PageElement;
  date?: PageElement;
}

export interface ReadTeaser {
  /** Paragraphs are kept apart by an empty line. */
  text: string;
  /** A line in the block that is a date, where most blocks of the list have one. */
  date?: string;
}

interface Run {
  text: string;
  place: string;
  isParagraph: boolean;
  isTeaser: boolean;
}

const MAX_RUNS = 200;
const MAX_LABEL = 40;
const MOST = 0.5;
const FEW = 3;

/** What is left of each block when title, date, labels and "Weiterlesen" are gone. Judged over all blocks at once. */
export function readTeasers(parts: BlockParts[]): ReadTeaser[] {
  const all = parts.map(runsOf);
  const isLabelPlace = labelPlaces(all);
  const isRepeated = repeatedTexts(all);
  // One date in one paragraph may be the date of an event, and belong to the text.
  const isDateOfItem = (run: Run) => isDateLine(run) && (all.length >= FEW || !run.isParagraph);
  const hasDateLines = share(all, (runs) => runs.some(isDateOfItem)) >= MOST;
  const cleaned = all.map((runs) => {
    const dateAt = hasDateLines ? runs.findIndex(isDateOfItem) : -1;
    const rest = runs.filter(
      (run, index) =>
        index !== dateAt &&
        !isMark(run.text) &&
        !isMore(run.text) &&
        !isMetaLine(run.text) &&
        !isRepeated(run) &&
        (run.isTeaser || !isLabelPlace.has(run.place)),
    );
    return { rest, date: runs[dateAt]?.text };
  });
  const isWanted = kindWanted(cleaned.map(({ rest }) => rest));
  const wanted = cleaned.map(({ rest, date }) => ({ texts: rest.filter(isWanted).map(({ text }) => text), date }));
  const beginsWithDate =
    share(wanted, ({ texts }) => leadingDate(texts[0] ?? '') !== undefined) > 0.6 && all.length >= FEW;
  return wanted.map(({ texts: [first = '', ...others], date }) => {
    const leading = beginsWithDate ? leadingDate(first) : undefined;
    const text = [leading?.rest ?? first, ...others].filter(Boolean).join('\n\n');
    return { text, date: date ?? leading?.date };
  });
}

/** The text of an element that is known to be a teaser, without "Weiterlesen". */
export function teaserIn(element: PageElement): string {
  const texts = runsOf({ block: [element] }).map(({ text }) => text);
  return texts.filter((text) => !isMark(text) && !isMore(text)).join('\n\n');
}

/** Parts that are called teasers, else paragraphs, else whatever is there: one rule for the whole list. */
function kindWanted(all: Run[][]): (run: Run) => boolean {
  if (share(all, (runs) => runs.some((run) => run.isTeaser)) >= MOST) return (run) => run.isTeaser;
  const hasParagraph = (runs: Run[]) => runs.some((run) => run.isParagraph && run.text.length > MAX_LABEL);
  if (share(all, hasParagraph) >= MOST) return (run) => run.isParagraph;
  return () => true;
}

/** Places that hold a word or two in most blocks: a category, a town, an author. */
function labelPlaces(all: Run[][]): Set<string> {
  const lengths = new Map<string, number[]>();
  for (const runs of all) {
    for (const { place, text, isParagraph } of runs) {
      if (!isParagraph) lengths.set(place, [...(lengths.get(place) ?? []), text.length]);
    }
  }
  const isLabel = (texts: number[]) => texts.filter((length) => length < MAX_LABEL).length > texts.length * 0.6;
  return new Set([...lengths].filter(([, texts]) => isLabel(texts)).map(([place]) => place));
}

/** The same words in several blocks are about the list, not about one article. */
function repeatedTexts(all: Run[][]): (run: Run) => boolean {
  const counts = new Map<string, number>();
  for (const runs of all)
    for (const text of new Set(runs.map((run) => run.text))) counts.set(text, (counts.get(text) ?? 0) + 1);
  const limit = all.length < 4 ? all.length : Math.max(2, all.length * 0.3);
  return ({ text, isTeaser }) => {
    const count = counts.get(text) ?? 0;
    return count > 1 && count >= limit && (!isTeaser || text.length < MAX_LABEL * 2);
  };
}

const MAX_DATE_LINE = 70;
function isDateLine({ text, isTeaser }: Run): boolean {
  if (isTeaser || text.length > MAX_DATE_LINE || !/\d/.test(text)) return false;
  if (isDate(text)) return true;
  const words = text.split(/[\s|·•–—/,-]+/).length;
  return words <= 8 && /[|·•–—/,]| - /.test(text) && !/[.!?]$/.test(text) && readDate(text) !== undefined;
}

function share<One>(all: One[], test: (one: One) => boolean): number {
  return all.length === 0 ? 0 : all.filter(test).length / all.length;
}

/** The texts of a block in order, one for each paragraph or what a page shows as one. */
function runsOf(parts: BlockParts): Run[] {
  const runs: Run[] = [];
  let current = '';
  let isAfterCut = false;
  const owner: { element?: PageElement; place: string; isTeaser: boolean }[] = [{ place: '', isTeaser: false }];
  const flush = (isCut = false) => {
    const text = trimmed(current, isAfterCut, isCut);
    const { element, place, isTeaser } = owner.at(-1) ?? { place: '', isTeaser: false };
    // Some pages carry a text twice, for phones and for larger screens.
    if (text && runs.length < MAX_RUNS && !runs.some((run) => run.text === text))
      runs.push({ text, place, isTeaser, isParagraph: isParagraph(element, parts.block) });
    current = '';
    isAfterCut = isCut;
  };
  const read = (node: PageNode, isSplit: boolean): void => {
    if (node.type === 'text') current += node.data;
    if (!isElement(node)) return;
    if (isSilent(node) || isUnderstood(node, parts)) {
      flush(true);
      return;
    }
    const isOwn = isSplit || isBlock(node);
    if (isOwn) {
      flush();
      const { place, isTeaser } = owner.at(-1) ?? { place: '', isTeaser: false };
      owner.push({
        element: node,
        place: `${place}>${node.name}.${node.attribs.class ?? ''}`,
        isTeaser: isTeaser || isTeaserPart(node, parts),
      });
    }
    const split = isOwn && hasOnlyElements(node);
    for (const child of node.children) read(child, split);
    if (isOwn) {
      flush();
      owner.pop();
    }
  };
  parts.block.forEach((node, index) => {
    if (index > 0 && node.prev !== parts.block[index - 1]) flush();
    read(node, true);
  });
  flush();
  return runs;
}

function trimmed(text: string, isAfterCut: boolean, isBeforeCut: boolean): string {
  let folded = text
    .replace(/[\u200b\u00ad\ufeff]/g, '')
    .replace(/\s+/g, ' ')
    .trim();
  if (isAfterCut) folded = folded.replace(/^[|·•–—:→»›)\],-]+\s*/, '');
  if (isBeforeCut) folded = folded.replace(/\s*[|·•–—→»›([]+$/, (marks) => (marks.includes('…') ? marks : ''));
  return folded;
}

const PARAGRAPHS = new Set(['p', 'blockquote', 'li', 'dd', 'pre']);
function isParagraph(element: PageElement | undefined, block: PageNode[]): boolean {
  if (!element || !PARAGRAPHS.has(element.name)) return false;
  return element.name === 'p' || !block.includes(element) || block.length > 1;
}

const NO_TEXT = new Set(['figure', 'figcaption', 'picture', 'form', 'time']);

/** Title, date, labels and links to the rest: none of it is teaser. */
function isUnderstood(element: PageElement, { block, title, date }: BlockParts): boolean {
  if (block.length === 1 && block[0] === element) return false;
  if (element === title || element === date || NO_TEXT.has(element.name)) return true;
  const names = classAndId(element);
  if (isLink(element)) {
    const text = textOf(element, { limit: 300 });
    return text === '' || isMore(text) || (namesMore(names) && text.length < 80);
  }
  const isNamed = namesDate(names) || namesMeta(names) || namesBadge(names) || namesMore(names);
  if (!isNamed || (title && holds(element, title))) return false;
  return textOf(element, { limit: 200 }).length < 150;
}

function isTeaserPart(element: PageElement, { title, block }: BlockParts): boolean {
  if (block.length === 1 && block[0] === element) return false;
  const isNamed =
    namesTeaser(classAndId(element)) || /^(?:description|articleBody|text)$/.test(element.attribs.itemprop ?? '');
  return isNamed && !(title && holds(element, title));
}

function holds(element: PageElement, inner: PageElement): boolean {
  for (let at: PageNode['parent'] | PageElement = inner; at; at = at.parent) if (at === element) return true;
  return false;
}

/** Its parts are kept apart by a style sheet: it has no words of its own between them. */
function hasOnlyElements(element: PageElement): boolean {
  let elements = 0;
  for (const child of element.children) {
    if (child.type === 'text' && child.data.trim() !== '') return false;
    if (isElement(child)) elements += 1;
  }
  return elements > 1;
}
