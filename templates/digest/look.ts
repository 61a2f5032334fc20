/** Colours of a digest, and the rules that turn it dark. */
import { channels, contrast, luminance } from '../../lambdas/domain/contrast.ts';

export const LIGHT = { page: '#f1efea', paper: '#ffffff', ink: '#1f2429', soft: '#56606b', line: '#dcdad3' };
export const DARK = { page: '#0e1114', paper: '#181c21', ink: '#e7eaed', soft: '#a6b0ba', line: '#39424b' };

export const SERIF = "Georgia, 'Times New Roman', serif";
export const SANS = "-apple-system, BlinkMacSystemFont, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif";

/** WCAG 2: large enough for text of any size. */
const ENOUGH_CONTRAST = 5.5;

/**
 * The accent, lightened or darkened until it can be read on a background.
 *
 * @param colour - `#rrggbb`
 */
export function readableOn(background: string, colour: string): string {
  const towards = luminance(background) < 0.2 ? 255 : 0;
  for (let share = 0; share < 1; share += 0.05) {
    const mixed = `#${channels(colour)
      .map((value) => Math.round(value + (towards - value) * share))
      .map((value) => value.toString(16).padStart(2, '0'))
      .join('')}`;
    if (contrast(mixed, background) >= ENOUGH_CONTRAST) return mixed;
  }
  return towards === 255 ? '#ffffff' : '#000000';
}

/**
 * Style sheet of the mail. It may be dropped by a mail program, so the layout never depends on it.
 *
 * MJML paints a background on the wrapper, on its table and on the cell: dark rules must reach all three, or light
 * text stands on a light table.
 */
export function digestStyle(accent: string): string {
  const link = readableOn(DARK.paper, accent);
  const dark = (prefix: string) => `
${prefix} .page, ${prefix} .page > div { background-color: ${DARK.page} !important; }
${['', ' > table', ' > table > tbody > tr > td'].map((depth) => `${prefix} .paper${depth}`).join(', ')} { background: ${DARK.paper} !important; background-color: ${DARK.paper} !important; }
${prefix} .ink, ${prefix} .ink > div { color: ${DARK.ink} !important; }
${prefix} .soft, ${prefix} .soft > div, ${prefix} .soft a { color: ${DARK.soft} !important; }
${prefix} .link { color: ${link} !important; }
${prefix} .leaf { color: #ffffff !important; }
${prefix} .rule { border-color: ${DARK.line} !important; }`;
  return `
:root { color-scheme: light dark; supported-color-schemes: light dark; }
.link:hover { text-decoration: underline !important; }
p, h1, h2, h3 { -webkit-hyphens: auto; hyphens: auto; overflow-wrap: break-word; }
@media (max-width: 479px) {
.body { padding-left: 20px !important; padding-right: 20px !important; }
.beside, .beside img { width: 88px !important; }
}
@media (prefers-color-scheme: dark) {${dark('')}
}
${dark('[data-ogsc]')}
`;
}
