import { attributesOf } from '../feeds/markup-attributes.ts';
import { textOfHtml } from './html-text.ts';
import { absoluteAddress } from './web-address.ts';

const MAX_TAG = 4000;
const MAX_PICTURES = 10;

/** The first picture in an article that someone is meant to see. */
export function firstImage(html: string, base: string): { url: string; alt: string } | undefined {
  let at = 0;
  for (let count = 0; count < MAX_PICTURES; count += 1) {
    at = html.indexOf('<img', at) + 4;
    if (at < 4) return undefined;
    const tag = /^[^>]*/.exec(html.slice(at, at + MAX_TAG))?.[0] ?? '';
    const attributes: Record<string, string> = Object.fromEntries(attributesOf(tag));
    const url = absoluteAddress(imageSource(attributes), base);
    if (url && !isTrackingPixel(attributes)) return { url, alt: textOfHtml(attributes.alt ?? '', { limit: 300 }) };
  }
  return undefined;
}

/** Pictures that load late keep their address elsewhere, and a placeholder in src. */
export function imageSource(attributes: Record<string, string>): string | undefined {
  return attributes['data-src'] ?? attributes['data-lazy-src'] ?? attributes['data-original'] ?? attributes.src;
}

/** Pictures of one pixel count readers; ours are not counted. */
export function isTrackingPixel({ width, height }: Record<string, string>): boolean {
  return isTiny(width) || isTiny(height);
}

const isTiny = (size: string | undefined) => size !== undefined && /^[ "]*[01](px)?[ "]*$/.test(size);
