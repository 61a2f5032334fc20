/**
 * A publisher's HTML → HTML that can stand in our mails, feeds and pages: what is not on the list is gone, addresses are
 * absolute and http(s), or someone's to write to. Nothing here runs, submits, styles or frames.
 */
import sanitizeHtml from 'sanitize-html';
import { escapeMarkup } from './character-references.ts';
import { imageSource, isTrackingPixel } from './first-image.ts';
import { textOfHtml } from './html-text.ts';
import { absoluteAddress } from './web-address.ts';

/** A book has 500,000 characters; beyond twice that, it is not an article. */
const MAX_SOURCE_LENGTH = 1_000_000;
const MAX_NESTING = 60;
/** The HTML parser takes a quadratic time for elements nested in elements; no article has so many. */
const MAX_TAGS = 10_000;

const ALLOWED_TAGS =
  `a abbr b blockquote br caption cite code dd del details dfn dl dt em figcaption figure h2 h3 h4 h5 h6 hr i img ins kbd li
  mark ol p pre q s samp small strong sub summary sup table tbody td tfoot th thead time tr u ul var`.split(/\s+/);

const ALLOWED_ATTRIBUTES = {
  '*': ['lang', 'dir'],
  a: ['href', 'title'],
  abbr: ['title'],
  img: ['src', 'alt', 'title', 'width', 'height'],
  ol: ['start'],
  td: ['colspan', 'rowspan'],
  th: ['colspan', 'rowspan', 'scope'],
  time: ['datetime'],
};

/** @param base - what relative addresses in it are relative to */
export function sanitiseHtml(html: string, base: string): string {
  if (!/[<&]/.test(html)) return html.trim();
  const source = html.slice(0, MAX_SOURCE_LENGTH);
  if (hasTooManyTags(source)) return escapeMarkup(textOfHtml(source));
  return sanitizeHtml(source, {
    allowedTags: ALLOWED_TAGS,
    allowedAttributes: ALLOWED_ATTRIBUTES,
    allowedSchemes: ['http', 'https', 'mailto'],
    allowedSchemesAppliedToAttributes: ['href', 'src'],
    allowProtocolRelative: false,
    disallowedTagsMode: 'discard',
    // With their content: none of it is text for readers.
    nonTextTags: [
      'script',
      'style',
      'textarea',
      'option',
      'noscript',
      'template',
      'iframe',
      'object',
      'svg',
      'math',
      'head',
      'title',
      'xmp',
      'noembed',
      'noframes',
      'plaintext',
    ],
    nestingLimit: MAX_NESTING,
    parseStyleAttributes: false,
    transformTags: {
      h1: 'h2',
      a: (tagName, attribs) => ({ tagName, attribs: withAttribute(attribs, 'href', linkOf(attribs.href, base)) }),
      img: (tagName, attribs) => ({
        tagName,
        attribs: withAttribute(attribs, 'src', absoluteAddress(imageSource(attribs), base)),
      }),
    },
    exclusiveFilter: ({ tag, attribs }) => tag === 'img' && (!attribs.src || isTrackingPixel(attribs)),
  }).trim();
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

function hasTooManyTags(html: string): boolean {
  let at = -1;
  for (let count = 0; count <= MAX_TAGS; count += 1) {
    at = html.indexOf('<', at + 1);
    if (at < 0) return false;
  }
  return true;
}
