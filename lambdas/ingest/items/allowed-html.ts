/** Which HTML of a publisher may stay, and what becomes of its addresses. */
import { imageSource } from './first-image.ts';
import { absoluteAddress } from './web-address.ts';

export const ALLOWED_TAGS =
  `a abbr b blockquote br caption cite code dd del details dfn dl dt em figcaption figure h2 h3 h4 h5 h6 hr i img ins kbd li
  mark ol p pre q s samp small strong sub summary sup table tbody td tfoot th thead time tr u ul var`.split(/\s+/);

export const ALLOWED_ATTRIBUTES: Record<string, string[]> = {
  '*': ['lang', 'dir'],
  a: ['href', 'title'],
  abbr: ['title'],
  img: ['src', 'alt', 'title', 'width', 'height'],
  ol: ['start'],
  td: ['colspan', 'rowspan'],
  th: ['colspan', 'rowspan', 'scope'],
  time: ['datetime'],
};

/** The attributes of a link or picture with the address that it may have, which comes last. */
export function withSafeAddress(
  tagName: string,
  attribs: Record<string, string>,
  base: string,
): Record<string, string> {
  if (tagName === 'a') return withAttribute(attribs, 'href', linkOf(attribs.href, base));
  if (tagName === 'img') return withAttribute(attribs, 'src', absoluteAddress(imageSource(attribs), base));
  return attribs;
}

function withAttribute(attribs: Record<string, string>, name: string, value: string | undefined) {
  const { [name]: _, ...others } = attribs;
  return value ? { ...others, [name]: value } : others;
}

/** A page, or someone to write to; what else a mail should contain is not for the publisher to say. */
function linkOf(href: string | undefined, base: string): string | undefined {
  const [, address] =
    /^\s*mailto:([^\s?,;:<>"'&]{1,64}@[A-Za-z0-9.-]{1,255})(?:\?|\s*$)/i.exec(href?.slice(0, 2000) ?? '') ?? [];
  return address ? `mailto:${address}` : absoluteAddress(href, base);
}
