/**
 * A publisher's HTML → HTML that can stand in our mails, feeds and pages: what is not on the list is gone, addresses are
 * absolute and http(s), or someone's to write to. Nothing here runs, submits, styles or frames.
 */
import sanitizeHtml from 'sanitize-html';
import { ALLOWED_ATTRIBUTES, ALLOWED_TAGS, withSafeAddress } from './allowed-html.ts';
import { escapeMarkup } from './character-references.ts';
import { isTrackingPixel } from './first-image.ts';
import { textOfHtml } from './html-text.ts';
import { sanitisePlainHtml } from './sanitise-plain-html.ts';

/** A book has 500,000 characters; beyond twice that, it is not an article. */
const MAX_SOURCE_LENGTH = 1_000_000;
const MAX_NESTING = 60;
/** The HTML parser takes a quadratic time for elements nested in elements; no article has so many. */
const MAX_TAGS = 10_000;

/** @param base - what relative addresses in it are relative to */
export function sanitiseHtml(html: string, base: string): string {
  if (!/[<&>]/.test(html)) return html.trim();
  const source = html.slice(0, MAX_SOURCE_LENGTH);
  if (hasTooManyTags(source)) return escapeMarkup(textOfHtml(source));
  // Most articles are plain; the parser for all the rest takes four times as long.
  return sanitisePlainHtml(source, base) ?? sanitiseAnyHtml(source, base);
}

function sanitiseAnyHtml(source: string, base: string): string {
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
      a: (tagName, attribs) => ({ tagName, attribs: withSafeAddress(tagName, attribs, base) }),
      img: (tagName, attribs) => ({ tagName, attribs: withSafeAddress(tagName, attribs, base) }),
    },
    exclusiveFilter: ({ tag, attribs }) => tag === 'img' && (!attribs.src || isTrackingPixel(attribs)),
  }).trim();
}

function hasTooManyTags(html: string): boolean {
  let at = -1;
  for (let count = 0; count <= MAX_TAGS; count += 1) {
    at = html.indexOf('<', at + 1);
    if (at < 0) return false;
  }
  return true;
}
