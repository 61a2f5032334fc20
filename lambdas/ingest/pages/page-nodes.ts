/** The tree of a page, walked by hand: what is asked of it thousands of times must not make a collection each time. */
import type { CheerioAPI } from 'cheerio';

type PageDocument = ReturnType<CheerioAPI['root']> extends Iterable<infer Root> ? Root : never;
export type PageNode = PageDocument['children'][number];
export type PageElement = Extract<PageNode, { attribs: Record<string, string> }>;

/** No script and no style: these are of other types. */
export function isElement(node: PageNode | PageDocument | null | undefined): node is PageElement {
  return node?.type === 'tag';
}

export function parentOf(node: PageNode): PageElement | undefined {
  return isElement(node.parent) ? node.parent : undefined;
}

export function* ancestorsOf(node: PageNode): Generator<PageElement> {
  for (let parent = parentOf(node); parent; parent = parentOf(parent)) yield parent;
}

/** @param visit - false: not into this one */
export function walk(node: PageNode, visit: (element: PageElement) => boolean | undefined): void {
  if (!isElement(node) || visit(node) === false) return;
  for (const child of node.children) walk(child, visit);
}

export function findAll(nodes: PageNode[], test: (element: PageElement) => boolean): PageElement[] {
  const found: PageElement[] = [];
  for (const node of nodes) {
    walk(node, (element) => {
      if (test(element)) found.push(element);
      return undefined;
    });
  }
  return found;
}

export const classOf = (element: PageElement): string => element.attribs.class ?? '';
export const classWords = (element: PageElement): string[] => classOf(element).split(/\s+/, 40).filter(Boolean);
export const classAndId = (element: PageElement): string => `${classOf(element)} ${element.attribs.id ?? ''}`;

const HEADING = /^h[1-6]$/;
export function isHeading(element: PageElement): boolean {
  return HEADING.test(element.name) || element.attribs.role === 'heading';
}

export function isLink(element: PageElement): boolean {
  return (element.name === 'a' || element.name === 'area') && element.attribs.href !== undefined;
}

const BLOCKS = new Set(
  `address article aside blockquote body button center dd details dialog div dl dt fieldset figcaption figure footer form
  h1 h2 h3 h4 h5 h6 header hgroup hr li main menu nav ol option p pre section select summary table tbody td tfoot th thead
  tr ul br img picture video iframe`.split(/\s+/),
);
/** Begins and ends a paragraph. */
export const isBlock = (element: PageElement): boolean => BLOCKS.has(element.name);

const SILENT = new Set(
  'template noscript iframe object embed svg math select textarea button input video audio canvas map'.split(' '),
);
/** What no reader sees as text. */
export function isSilent(element: PageElement): boolean {
  return SILENT.has(element.name) || isHidden(element);
}

const FOR_SCREEN_READERS =
  /(?:^|\s)(?:screen-reader-text|sr-only|visually-?hidden|visuallyhidden|assistive-text|invisible|elementor-screen-only|element-invisible|u-hidden|swiper-slide-duplicate|slick-cloned|splide__slide--clone|tns-slide-cloned|cloned)(?:\s|$)/;
export function isHidden({ attribs }: PageElement): boolean {
  if (attribs.hidden !== undefined) return true;
  if (attribs.style && /display\s{0,5}:\s{0,5}none|visibility\s{0,5}:\s{0,5}hidden/i.test(attribs.style.slice(0, 500)))
    return true;
  return attribs.class !== undefined && FOR_SCREEN_READERS.test(attribs.class.slice(0, 500));
}

interface TextOptions {
  /** With what these hold left out. */
  without?: (element: PageElement) => boolean;
  /** Stops soon after this many characters. */
  limit?: number;
  /** Between all elements, for words that only a style sheet keeps apart. */
  apart?: boolean;
}

/** Its text with white space folded; blocks are kept apart by a blank. */
export function textOf(
  nodes: PageNode | PageNode[],
  { without, limit = 4_000, apart = false }: TextOptions = {},
): string {
  const pieces: string[] = [];
  let length = 0;
  const read = (node: PageNode) => {
    if (length > limit) return;
    if (node.type === 'text') {
      pieces.push(node.data.slice(0, limit * 4));
      length += node.data.length;
    } else if (isElement(node) && !isSilent(node) && !without?.(node)) {
      const isApart = apart || isBlock(node);
      if (isApart) pieces.push(' ');
      for (const child of node.children) read(child);
      if (isApart) pieces.push(' ');
    }
  };
  for (const node of Array.isArray(nodes) ? nodes : [nodes]) read(node);
  return pieces
    .join('')
    .replace(/[\u200b\u00ad\ufeff]/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}
