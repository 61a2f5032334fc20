/** Whether the words can be read, and the links be hit. */
import { contrast } from '../../domain/contrast.ts';
import type { PageElement, Styles } from './cascade.ts';
import { readColour } from './colours.ts';
import { type Finding, finding, type Scheme, shown } from './finding.ts';
import type { MailUnderCheck } from './mail-under-check.ts';
import { type SeenLink, type SeenText, seenTexts } from './seen-text.ts';

const SCHEMES: Scheme[] = ['light', 'dark'];
/** WCAG 2.2, 1.4.3; less for large letters. */
const LEAST_CONTRAST = 4.5;
const LEAST_FOR_LARGE = 3;
const SMALLEST_PIXELS = 14;
/** Of what looks like a button: the width of a thumb. */
const BUTTON_PIXELS = 44;
/** Of a link with a line to itself (WCAG 2.2, 2.5.8); in running text no height is asked for. */
const LINE_PIXELS = 24;

export function sightFindings({ page }: MailUnderCheck): Finding[] {
  const light = seenTexts(page, 'light');
  return [
    ...SCHEMES.flatMap((scheme) => contrastFindings(scheme === 'light' ? light : seenTexts(page, scheme), scheme)),
    ...smallTexts(light),
    ...smallTargets(light),
  ];
}

/** One finding a pair of colours: what is wrong in one place is wrong wherever they meet. */
function contrastFindings(texts: SeenText[], scheme: Scheme): Finding[] {
  const pairs = Map.groupBy(texts, ({ colour, background, ...text }) => `${colour} ${background} ${leastFor(text)}`);
  return [...pairs.values()].flatMap(([first, ...others]) => {
    if (!first?.colour || !first.background) return [];
    const ratio = contrast(first.colour, first.background);
    const least = leastFor(first);
    if (ratio >= least) return [];
    const colours = `${first.colour} / ${first.background}`;
    const cut = Math.floor(ratio * 100) / 100;
    return [
      finding('contrast', { scheme, ratio: cut, least, colours, text: shown(first.text), count: others.length + 1 }),
    ];
  });
}

const leastFor = ({ pixels, isBold }: Pick<SeenText, 'pixels' | 'isBold'>) =>
  pixels >= 24 || (isBold && pixels >= 18.66) ? LEAST_FOR_LARGE : LEAST_CONTRAST;

function smallTexts(texts: SeenText[]): Finding[] {
  const small = texts.filter(({ pixels }) => pixels < SMALLEST_PIXELS);
  return [...Map.groupBy(small, ({ pixels }) => pixels)].map(([pixels, [first, ...others]]) =>
    finding('text-small', { pixels: rounded(pixels), text: shown(first?.text ?? ''), count: others.length + 1 }),
  );
}

const rounded = (pixels: number) => Math.round(pixels * 10) / 10;

function smallTargets(texts: SeenText[]): Finding[] {
  const links = new Map<PageElement, SeenText & { link: SeenLink }>();
  for (const text of texts) {
    const { link } = text;
    if (link && text.linePixels >= (links.get(link.element)?.linePixels ?? 0))
      links.set(link.element, { ...text, link });
  }
  const small = [...links.values()].flatMap(({ text, link, linePixels }) => {
    const isButton = looksLikeButton(link.styles);
    if (!isButton && !hasLineToItself(link.element)) return [];
    const pixels = rounded(linePixels + paddingOf(link));
    const least = isButton ? BUTTON_PIXELS : LINE_PIXELS;
    return pixels < least ? [{ pixels, least, text: shown(text) }] : [];
  });
  return [...Map.groupBy(small, ({ pixels, least }) => `${pixels} of ${least}`).values()].flatMap(
    ([first, ...others]) => (first ? [finding('target-small', { ...first, count: others.length + 1 })] : []),
  );
}

function looksLikeButton(styles: Styles): boolean {
  const isBox = /^(inline-)?(block|flex)$/.test(styles.get('display') ?? '');
  const isFilled = (readColour(styles.get('background-color') ?? '')?.alpha ?? 0) > 0;
  const border = styles.get('border') ?? 'none';
  return isBox && (isFilled || /[1-9]\d*px\s+(solid|dashed|dotted)/.test(border));
}

/** Above and below its words, where it is a box. */
function paddingOf({ styles }: SeenLink): number {
  if (!/block|flex/.test(styles.get('display') ?? '')) return 0;
  const sides = (styles.get('padding') ?? '').split(/\s+/);
  const above = styles.get('padding-top') ?? sides[0];
  const below = styles.get('padding-bottom') ?? sides[2] ?? sides[0];
  return pixelsIn(above) + pixelsIn(below);
}

const pixelsIn = (value = '') => Number(/^(\d*\.?\d+)px$/.exec(value)?.[1] ?? 0);

const INLINE = new Set(['a', 'abbr', 'b', 'em', 'font', 'i', 'small', 'span', 'strong', 'u', 'sub', 'sup', 'code']);

/** No words beside it in its line but those of other links. A heading has enough room around it. */
function hasLineToItself(link: PageElement): boolean {
  for (let inner = link; ; inner = inner.parent as PageElement) {
    if (hasWords(inner, 'prev') || hasWords(inner, 'next')) return false;
    if (!inner.parent || !('attribs' in inner.parent)) return true;
    const { name } = inner.parent as PageElement;
    if (!INLINE.has(name)) return !/^h[1-6]$/.test(name);
  }
}

function hasWords(element: PageElement, way: 'prev' | 'next'): boolean {
  for (let beside = element[way]; beside; beside = beside[way]) {
    if (beside.type === 'text') {
      if (/\p{L}/u.test(beside.data)) return true;
    } else if ('attribs' in beside) {
      const { name } = beside as PageElement;
      if (!INLINE.has(name)) return false;
      if (name !== 'a' && holdsWords(beside as PageElement)) return true;
    }
  }
  return false;
}

const holdsWords = ({ children }: PageElement): boolean =>
  children.some((child) =>
    child.type === 'text' ? /\p{L}/u.test(child.data) : 'attribs' in child && holdsWords(child as PageElement),
  );
