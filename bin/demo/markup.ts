/** Plain text for HTML and XML. */
export function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/** As WordPress writes text: quotes, dashes and ellipses as numeric references. */
export function texturized(text: string): string {
  return escapeText(text)
    .replaceAll('&amp;', '&#038;')
    .replaceAll(/[„“”‚‘’–—…]/g, (character) => `&#${character.codePointAt(0)};`);
}
