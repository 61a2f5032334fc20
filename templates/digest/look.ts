/** Colours and type of a mail, and the rules that turn it dark. */
import { channels, contrast, luminance } from '../../lambdas/domain/contrast.ts';
import type { Layout, Look } from '../../lambdas/domain/publication.ts';
import { Markup } from './markup.ts';

export const LIGHT = { page: '#f1efea', paper: '#ffffff', ink: '#1f2429', soft: '#56606b', line: '#dcdad3' };
export const DARK = { page: '#0e1114', paper: '#181c21', ink: '#e7eaed', soft: '#a6b0ba', line: '#39424b' };

/**
 * Names without quotes: these stand in attributes, where a quote would have to be escaped. The first is one that Windows
 * has, as Outlook falls back to Times for a first one it does not know.
 */
export const SERIF = 'Georgia, Times New Roman, serif';
export const SANS = 'Segoe UI, -apple-system, BlinkMacSystemFont, Roboto, Helvetica, Arial, sans-serif';

/** More than the 4.5:1 of WCAG 2, for text of any size. */
const ENOUGH_CONTRAST = 5.5;
/** Of a grey at night, which nothing else tells from quiet text. */
const ENOUGH_FOR_GREY = 11;

/** What a template says about colours (`#rrggbb`, of the light scheme) and type; `style` brings the dark scheme. */
export interface DigestLook {
  layout: Layout;
  /** Of links and headings; white can be read on it. */
  accent: string;
  page: string;
  paper: string;
  /** Paper with a breath of the accent, for what is to stand apart. */
  tint: string;
  ink: string;
  soft: string;
  line: string;
  /** Font stacks. */
  headings: string;
  text: string;
  logo?: { url: string; alt: string; width: number };
  style: Markup;
}

export function lookOf({ accent: chosen, background, typeface, logo, ...look }: Look, of?: Layout): DigestLook {
  const layout = of ?? look.layout ?? 'letter';
  const tint = mixed(LIGHT.paper, chosen, 0.06);
  const accent = readableOn(tint, chosen);
  // Many small headlines are read faster without serifs.
  const face = typeface ?? (layout === 'compact' ? 'sans' : 'mixed');
  return {
    layout,
    accent,
    ...LIGHT,
    page: background ?? LIGHT.page,
    tint,
    headings: face === 'sans' ? SANS : SERIF,
    text: face === 'serif' ? SERIF : SANS,
    ...(logo && { logo }),
    style: new Markup(digestStyle(chosen)),
  };
}

/**
 * The accent, lightened or darkened until it can be read on a background.
 *
 * @param colour - `#rrggbb`
 */
export function readableOn(background: string, colour: string): string {
  const isDark = luminance(background) < 0.2;
  const end = isDark ? '#ffffff' : '#000000';
  // Towards white a colour is brightened first, as long as it keeps its hue: mixed alone it would turn to dust.
  const bright = isDark ? brightest(colour) : colour;
  const enough = isDark && isGrey(colour) ? ENOUGH_FOR_GREY : ENOUGH_CONTRAST;
  for (const [from, to] of [
    [colour, bright],
    [bright, end],
  ] as const) {
    for (let share = 0; share < 1; share += 0.05) {
      const tried = mixed(from, to, share);
      if (contrast(tried, background) >= enough) return tried;
    }
  }
  return end;
}

/** Of the same hue: its strongest channel as high as it looks good on a dark ground. */
function brightest(colour: string): string {
  const most = Math.max(...channels(colour));
  const factor = most > 0 ? Math.max(1, 235 / most) : 1;
  return hex(channels(colour).map((value) => value * factor));
}

function isGrey(colour: string): boolean {
  const values = channels(colour);
  return Math.max(...values) - Math.min(...values) < 24;
}

const hex = (values: number[]): string =>
  `#${values.map((value) => Math.round(value).toString(16).padStart(2, '0')).join('')}`;

/** @param share - how much of the other colour, 0 to 1 */
function mixed(colour: string, other: string, share: number): string {
  const to = channels(other);
  return hex(channels(colour).map((value, at) => value + ((to[at] ?? value) - value) * share));
}

/**
 * Style sheet of the mail. It may be dropped by a mail program, so the layout never depends on it.
 *
 * MJML paints a background on the wrapper, on its table and on the cell: dark rules must reach all three, or light
 * text stands on a light table.
 */
function digestStyle(accent: string): string {
  const tint = mixed(DARK.paper, accent, 0.14);
  const link = readableOn(tint, accent);
  // Where the accent is a ground: dim enough at night, and white is read on it.
  const ground = mixed(readableOn(LIGHT.paper, accent), DARK.page, 0.25);
  const painted = (prefix: string, name: string, colour: string) =>
    `${['', ' > table', ' > table > tbody > tr > td'].map((depth) => `${prefix} .${name}${depth}`).join(', ')} { background: ${colour} !important; background-color: ${colour} !important; }`;
  const dark = (prefix: string) => `
${prefix} .page, ${prefix} .page > div { background-color: ${DARK.page} !important; }
${painted(prefix, 'paper', DARK.paper)}
${painted(prefix, 'tint', tint)}
${painted(prefix, 'ground', ground)}
${prefix} .ink, ${prefix} .ink > div { color: ${DARK.ink} !important; }
${prefix} .soft, ${prefix} .soft > div, ${prefix} .soft a { color: ${DARK.soft} !important; }
${prefix} .link { color: ${link} !important; }
${prefix} .on, ${prefix} .on > div { color: #ffffff !important; }
${prefix} .rule { border-color: ${DARK.line} !important; }
${prefix} .edge { border-color: ${link} !important; }
${prefix} .plate { background-color: #ffffff !important; }`;
  return `
:root { color-scheme: light dark; supported-color-schemes: light dark; }
.link:hover { text-decoration: underline !important; }
p, h1, h2, h3 { -webkit-hyphens: auto; hyphens: auto; overflow-wrap: break-word; }
@media (max-width: 479px) {
.body { padding-left: 20px !important; padding-right: 20px !important; }
.day { width: 60px !important; padding-right: 8px !important; }
.stack { display: block !important; width: auto !important; padding-right: 0 !important; }
.stack img { width: 100% !important; max-width: 100% !important; }
.big { font-size: 30px !important; }
.lead { font-size: 27px !important; }
.touch { display: inline-block !important; padding: 8px 0 !important; }
}
@media (prefers-color-scheme: dark) {${dark('')}
}
${dark('[data-ogsc]')}
`;
}
