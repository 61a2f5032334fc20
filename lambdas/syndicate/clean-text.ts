// Beside what XML 1.0 forbids: DEL and the C1 controls, which are always a decoding gone wrong. Half a character (a lone
// surrogate) is dropped too, rather than shown as a question mark.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is dropped
const NO_TEXT = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff\p{Surrogate}]/gu;

/** Text as XML can hold it and readers can show it, with line ends as XML reads them. */
export function cleanText(text: string): string {
  return text.replaceAll(/\r\n?/g, '\n').replaceAll(NO_TEXT, '');
}

/** The same in one line. */
export function cleanLine(text: string): string {
  return cleanText(text).replaceAll(/\s+/g, ' ').trim();
}

/** So many characters of it at most; the last one says that there was more. */
export function beginning(text: string, most: number): string {
  return text.length <= most ? text : `${cleanText(text.slice(0, most))}…`;
}

/** Plain text where markup is expected. */
export function escapeMarkup(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/**
 * An address as RFC 3986 wants it, which is narrower than what `URL` writes: IDN as punycode, everything else encoded.
 *
 * @returns undefined when it is no address of the web
 */
export function webUrl(address: string | undefined, base?: string): string | undefined {
  const url = address?.trim() ? URL.parse(address.trim(), base) : null;
  if (!url || !/^https?:$/.test(url.protocol)) return undefined;
  const rest = `${url.pathname}${url.search}${url.hash}`.replaceAll(/[[\]\\^`{|}"<>]/g, encodeURIComponent);
  return cleanLine(`${url.origin}${rest}`);
}

const ADDRESS_ATTRIBUTE = /(\s(?:href|src|poster|cite|longdesc)\s*=\s*)(?:"([^"]*)"|'([^']*)')/gi;

/** Our articles come sanitised with absolute addresses; what is relative nevertheless means nothing inside a feed. */
export function withAbsoluteAddresses(html: string, base: string): string {
  return html.replaceAll(ADDRESS_ATTRIBUTE, (attribute, name: string, double?: string, single?: string) => {
    const address = (double ?? single ?? '').trim();
    if (/^[a-z][a-z0-9+.-]*:/i.test(address)) return attribute;
    const absolute = URL.parse(address.replaceAll('&amp;', '&'), base);
    return absolute ? `${name}"${escapeMarkup(absolute.href)}"` : '';
  });
}
