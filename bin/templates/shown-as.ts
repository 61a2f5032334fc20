import type { Wish } from './wish.ts';

const DARK = /@media\s*\(prefers-color-scheme:\s*dark\)/g;
const TURNED = 'invert(1) hue-rotate(180deg)';
const FORCED = `<style>html { filter: ${TURNED}; background: #fff } img { filter: ${TURNED} }</style>`;

/** A mail as mail programs differ: dark by our own rules or by force, without style sheets, without pictures. */
export function shownAs(html: string, { scheme, part }: Pick<Wish, 'scheme' | 'part'>): string {
  // A page cannot choose the scheme of a frame, so the rule is made to hold, or not to.
  const schemed = html
    .replace(DARK, scheme === 'dark' ? '@media all' : '@media not all')
    .replaceAll('color-scheme: light dark', `color-scheme: ${scheme === 'dark' ? 'dark' : 'light'}`);
  const styled = part === 'unstyled' ? schemed.replace(/<style[^>]*>.*?<\/style>/gs, '') : schemed;
  const pictured = part === 'unpictured' ? styled.replace(/(<img\b[^>]*?\s)src="[^"]*"/g, '$1src=""') : styled;
  if (scheme !== 'inverted') return pictured;
  // Logos have an edge of their own, by a filter that would win over ours.
  return pictured.replace('</head>', `${FORCED}</head>`).replace(/(filter:drop-shadow[^;"]*)/g, `$1 ${TURNED}`);
}
