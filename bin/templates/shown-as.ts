import type { Wish } from './wish.ts';

const DARK = /@media\s*\(prefers-color-scheme:\s*dark\)/g;
const FORCED =
  '<style>html { filter: invert(1) hue-rotate(180deg); background: #fff } img { filter: invert(1) hue-rotate(180deg) }</style>';

/** A mail as mail programs differ: dark by our own rules or by force, without style sheets, without pictures. */
export function shownAs(html: string, { scheme, part }: Pick<Wish, 'scheme' | 'part'>): string {
  // A page cannot choose the scheme of a frame, so the rule is made to hold, or not to.
  const schemed = html
    .replace(DARK, scheme === 'dark' ? '@media all' : '@media not all')
    .replaceAll('color-scheme: light dark', `color-scheme: ${scheme === 'dark' ? 'dark' : 'light'}`);
  const styled = part === 'unstyled' ? schemed.replace(/<style[^>]*>.*?<\/style>/gs, '') : schemed;
  const pictured = part === 'unpictured' ? styled.replace(/(<img\b[^>]*?\s)src="[^"]*"/g, '$1src=""') : styled;
  return scheme === 'inverted' ? pictured.replace('</head>', `${FORCED}</head>`) : pictured;
}
