/**
 * The words of a mail as somebody sees them: in which colour, on what, how large.
 *
 * What only a browser can lay out (floats, positions, pictures behind text) is left out; where a background cannot be told,
 * the text has none, and nobody is told that it is too pale.
 */
import type { CheerioAPI } from 'cheerio';
import { cascade, type PageElement, type Styles } from './cascade.ts';
import { type Colour, hexOf, over, readColour } from './colours.ts';
import type { Scheme } from './finding.ts';

export interface SeenText {
  text: string;
  /** `#rrggbb`; absent when it cannot be told. */
  colour?: string;
  background?: string;
  pixels: number;
  /** Height of its line. */
  linePixels: number;
  isBold: boolean;
  /** The link it is part of. */
  link?: SeenLink;
}

export interface SeenLink {
  element: PageElement;
  styles: Styles;
}

interface Surroundings {
  colour?: Colour;
  background?: Colour;
  pixels: number;
  /** Of the letters' size; a fixed height when `isFixed`. */
  line: { height: number; isFixed: boolean };
  isBold: boolean;
  opacity: number;
  link?: SeenLink;
}

const CANVAS = {
  light: { colour: '#000000', background: '#ffffff', link: '#0000ee' },
  // Chromium's; only for mails that say they have a dark side.
  dark: { colour: '#ffffff', background: '#121212', link: '#9e9eff' },
};
const UNSEEN = new Set(['head', 'style', 'script', 'title', 'template', 'meta', 'link']);
const HEADING_SIZES: Record<string, number> = { h1: 2, h2: 1.5, h3: 1.17, h4: 1, h5: 0.83, h6: 0.67 };
const BOLD = new Set(['b', 'strong', 'th', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6']);
const KEYWORD_PIXELS: Record<string, number> = {
  ...{ 'xx-small': 9, 'x-small': 10, small: 13, medium: 16 },
  ...{ large: 18, 'x-large': 24, 'xx-large': 32 },
};

export function seenTexts(page: CheerioAPI, scheme: Scheme): SeenText[] {
  const stylesOf = cascade(page, scheme);
  const root = page('html').get(0) as PageElement | undefined;
  if (!root) return [];
  const meta = page('meta[name="color-scheme"]').attr('content') ?? '';
  const hasDarkSide = /\bdark\b/.test(`${meta} ${stylesOf(root).get('color-scheme') ?? ''}`);
  const canvas = CANVAS[scheme === 'dark' && hasDarkSide ? 'dark' : 'light'];
  const texts: SeenText[] = [];

  const walk = (element: PageElement, around: Surroundings) => {
    const name = element.name;
    if (UNSEEN.has(name)) return;
    const styles = stylesOf(element);
    if (isHidden(element, styles)) return;
    const here = surroundingsIn(element, styles, around, canvas.link);
    for (const child of element.children) {
      if (child.type === 'text') texts.push(...seen(child.data, here));
      else if ('attribs' in child) walk(child as PageElement, here);
    }
  };

  walk(root, {
    colour: readColour(canvas.colour),
    background: readColour(canvas.background),
    pixels: 16,
    line: { height: 1.2, isFixed: false },
    isBold: false,
    opacity: 1,
  });
  return texts;
}

function seen(data: string, here: Surroundings): SeenText[] {
  const { colour, background, pixels, line, isBold, opacity, link } = here;
  // MJML's cells have letters of no size, but for what stands in them.
  if (pixels === 0 || !/[\p{L}\p{N}]/u.test(data)) return [];
  const isTold = colour && background;
  return [
    {
      text: data.replaceAll(/\s+/g, ' ').trim(),
      ...(isTold && {
        colour: hexOf(over({ ...colour, alpha: colour.alpha * opacity }, background)),
        background: hexOf(background),
      }),
      pixels,
      linePixels: line.isFixed ? line.height : line.height * pixels,
      isBold,
      ...(link && { link }),
    },
  ];
}

function isHidden({ attribs }: PageElement, styles: Styles): boolean {
  const isNothing = (property: string) => /^0(\.0+)?(px|em|%)?$/.test(styles.get(property) ?? '');
  return (
    'hidden' in attribs ||
    styles.get('display') === 'none' ||
    styles.get('visibility') === 'hidden' ||
    isNothing('opacity') ||
    ((isNothing('max-height') || isNothing('height')) && styles.get('overflow') === 'hidden')
  );
}

function surroundingsIn(element: PageElement, styles: Styles, around: Surroundings, linkColour: string): Surroundings {
  const isLink = element.name === 'a' && 'href' in element.attribs;
  const pixels = pixelsOf(styles.get('font-size'), element.name, around.pixels);
  const weight = styles.get('font-weight');
  return {
    colour: colourIn(styles.get('color') ?? (isLink ? linkColour : element.attribs.color), around.colour),
    background: backgroundIn(styles, around.background),
    pixels,
    line: lineIn(styles.get('line-height'), pixels, around.line),
    isBold: weight ? /^(bold|bolder|[6-9]00)$/.test(weight) : around.isBold || BOLD.has(element.name),
    opacity: around.opacity * Number(/^\d*\.?\d+$/.exec(styles.get('opacity') ?? '')?.[0] ?? 1),
    link: isLink ? { element, styles } : around.link,
  };
}

function colourIn(value: string | undefined, inherited: Colour | undefined): Colour | undefined {
  if (value === undefined || /^(inherit|currentcolor|unset)$/i.test(value)) return inherited;
  return readColour(value);
}

function backgroundIn(styles: Styles, behind: Colour | undefined): Colour | undefined {
  const image = styles.get('background-image') ?? 'none';
  const own = styles.get('background-color');
  const colour = own === undefined ? readColour('transparent') : readColour(own);
  // A picture may be anything; a colour behind it stands where pictures are off, and that counts.
  if (image !== 'none' && colour?.alpha !== 1) return undefined;
  if (!colour || colour.alpha === 1) return colour;
  return behind && over(colour, behind);
}

function pixelsOf(value: string | undefined, name: string, inherited: number): number {
  if (value === undefined) return inherited * (HEADING_SIZES[name] ?? 1);
  const [, digits, unit] = /^(\d*\.?\d+)(px|pt|em|rem|%)$/.exec(value.toLowerCase()) ?? [];
  if (digits === undefined) return KEYWORD_PIXELS[value.toLowerCase()] ?? inherited;
  const factors: Record<string, number> = { px: 1, pt: 4 / 3, em: inherited, rem: 16, '%': inherited / 100 };
  return Number(digits) * (factors[unit ?? 'px'] ?? 1);
}

function lineIn(value: string | undefined, pixels: number, inherited: Surroundings['line']): Surroundings['line'] {
  const [, digits, unit] = /^(\d*\.?\d+)(px|em|%)?$/.exec(value ?? '') ?? [];
  if (digits === undefined) return value === 'normal' ? { height: 1.2, isFixed: false } : inherited;
  if (!unit) return { height: Number(digits), isFixed: false };
  const height = unit === 'px' ? Number(digits) : Number(digits) * (unit === 'em' ? pixels : pixels / 100);
  return { height, isFixed: true };
}
