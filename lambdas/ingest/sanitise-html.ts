/**
 * A publisher's HTML → HTML that can stand in our mails, feeds and pages: what is not on the list is gone, addresses are
 * absolute and http(s). Nothing here runs, submits, styles or frames.
 */
import sanitizeHtml from 'sanitize-html';
import { absoluteAddress } from './web-address.ts';

/** A book has 500,000 characters; beyond twice that, it is not an article. */
const MAX_SOURCE_LENGTH = 1_000_000;
const MAX_NESTING = 60;

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
  return sanitizeHtml(html.slice(0, MAX_SOURCE_LENGTH), {
    allowedTags: ALLOWED_TAGS,
    allowedAttributes: ALLOWED_ATTRIBUTES,
    allowedSchemes: ['http', 'https'],
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
    ],
    nestingLimit: MAX_NESTING,
    parseStyleAttributes: false,
    transformTags: {
      h1: 'h2',
      a: (tagName, attribs) => ({ tagName, attribs: withAddress(attribs, 'href', attribs.href, base) }),
      img: (tagName, attribs) => ({ tagName, attribs: withAddress(attribs, 'src', imageSource(attribs), base) }),
    },
    exclusiveFilter: ({ tag, attribs }) => tag === 'img' && (!attribs.src || isTrackingPixel(attribs)),
  }).trim();
}

function withAddress(attribs: Record<string, string>, name: string, value: string | undefined, base: string) {
  const { [name]: _, ...others } = attribs;
  const address = absoluteAddress(value, base);
  return address ? { ...others, [name]: address } : others;
}

/** Pictures that load late keep their address elsewhere, and a placeholder in src. */
function imageSource({
  src,
  'data-src': late,
  'data-lazy-src': lazy,
  'data-original': original,
}: Record<string, string>) {
  return late ?? lazy ?? original ?? src;
}

function isTrackingPixel({ width, height }: Record<string, string>): boolean {
  return isTiny(width) || isTiny(height);
}

const isTiny = (size: string | undefined) => size !== undefined && /^\s*[01](px)?\s*$/.test(size);
