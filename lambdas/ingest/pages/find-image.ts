import { isTrackingPixel } from '../items/first-image.ts';
import { absoluteAddress } from '../items/web-address.ts';
import { findAll, type PageElement, type PageNode } from './page-nodes.ts';

/** Pictures that load late keep their address here, and a placeholder in src. */
const LATE = [
  'data-src',
  'data-lazy-src',
  'data-original',
  'data-lazy',
  'data-image',
  'data-url',
  'data-echo',
  'data-bg',
  'data-background',
];
const LATE_SETS = ['data-srcset', 'data-lazy-srcset', 'srcset'];
const NO_PICTURE = /avatar|gravatar|emoji|smiley|(?:^|[\s_-])(?:icon|logo|spinner|placeholder|spacer)(?:$|[\s_.-])/i;
const PLACEHOLDER =
  /(?:placeholder|blank|spacer|transparent|pixel|loading|lazy|1x1)[\w-]{0,20}\.(?:gif|png|svg|jpe?g)(?:$|\?)/i;

/** The first picture of an item that someone is meant to see. */
export function findImage(nodes: PageNode[], base: string): { url: string; alt: string } | undefined {
  for (const element of findAll(
    nodes,
    (one) => one.name === 'img' || one.name === 'amp-img' || one.attribs.style !== undefined,
  )) {
    const url =
      element.name === 'img' || element.name === 'amp-img'
        ? pictureAddress(element, base)
        : backgroundAddress(element, base);
    if (url) return { url, alt: (element.attribs.alt ?? '').slice(0, 300) };
  }
  for (const source of findAll(nodes, (one) => one.name === 'source' && one.attribs.srcset !== undefined)) {
    const url = usable(largest(source.attribs.srcset), base);
    if (url) return { url, alt: '' };
  }
  return undefined;
}

export function pictureAddress(image: PageElement, base: string): string | undefined {
  const { attribs } = image;
  const isTiny = isTrackingPixel(attribs) || (Number(attribs.width) > 0 && Number(attribs.width) < 33);
  if (isTiny || NO_PICTURE.test((attribs.class ?? '').slice(0, 500))) return undefined;
  const late = LATE.map((name) => attribs[name]);
  const sets = LATE_SETS.map((name) => largest(attribs[name]));
  for (const given of [...late, ...sets.slice(0, 2), attribs.src, sets[2]]) {
    const url = usable(given, base);
    if (url) return url;
  }
  return undefined;
}

function backgroundAddress({ attribs }: PageElement, base: string): string | undefined {
  const style = (attribs.style ?? '').slice(0, 2_000);
  return usable(/background[^;]{0,100}url\(\s{0,5}["']?([^"')]{1,1000})/i.exec(style)?.[1], base);
}

function usable(given: string | undefined, base: string): string | undefined {
  if (!given || /^\s*data:/i.test(given) || PLACEHOLDER.test(given)) return undefined;
  return absoluteAddress(given, base);
}

/** The widest entry of a srcset; its last one where no widths are given. */
function largest(srcset: string | undefined): string | undefined {
  let best: { url: string; size: number } | undefined;
  let url: string | undefined;
  for (const token of (srcset ?? '').slice(0, 8_000).split(/\s+/)) {
    const [, size, next] = /^(\d{1,6}(?:\.\d{1,4})?)[wx](?:,(.*))?$/.exec(token) ?? [];
    if (url && (!best || Number(size ?? 0) >= best.size)) best = { url, size: Number(size ?? 0) };
    url = size === undefined ? token.replace(/,$/, '') || undefined : next || undefined;
  }
  return url && !best ? url : best?.url;
}
