/** Addresses as publishers give them → absolute http(s) addresses. */

const MAX_LENGTH = 2000;
/** Already absolute and free of anything that needs encoding: kept as it is, to the letter. */
const PLAIN = /^https?:\/\/[A-Za-z0-9.:_-]+(?:[/?#][A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=%]*)?$/;

/** @returns undefined for anything that is no http or https address, such as `tag:`, `javascript:` or a text */
export function absoluteAddress(given: string | undefined, base: string | undefined): string | undefined {
  const trimmed = given
    ?.slice(0, MAX_LENGTH * 2)
    .trim()
    .replace(/[\t\n\r]+/g, '')
    .replaceAll('&amp;', '&');
  if (!trimmed || trimmed.length > MAX_LENGTH) return undefined;
  if (PLAIN.test(trimmed) && URL.canParse(trimmed)) return trimmed;
  const url = URL.parse(trimmed, base);
  return url && (url.protocol === 'http:' || url.protocol === 'https:') && url.hostname ? url.href : undefined;
}

/** A base for what stands inside: an xml:base resolved against the one around it; one that makes no sense is ignored. */
export function innerBase(xmlBase: string | undefined, outer: string): string {
  return absoluteAddress(xmlBase, outer) ?? outer;
}
