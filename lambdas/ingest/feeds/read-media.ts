import type { FoundItem } from '../items/parsed-document.ts';
import { attribute, childrenOf, type Elements, textOf, type XmlNode } from './xml-nodes.ts';

/** Pictures that the publisher names for an item, the most deliberate first. */
export function imagesIn(elements: Elements): FoundItem['images'] {
  const pictures = mediaContents(elements).filter((node) => isKind(node, 'image'));
  const thumbnails = withGroups(elements, 'media:thumbnail');
  const enclosed = (elements.enclosure ?? []).filter((node) => isKind(node, 'image'));
  return [
    ...pictures.map((node) => ({ url: attribute(node, 'url'), alt: altOf(node) })),
    ...thumbnails.map((node) => ({ url: attribute(node, 'url') })),
    ...enclosed.map((node) => ({ url: attribute(node, 'url') })),
    ...(elements['itunes:image'] ?? []).map((node) => ({ url: attribute(node, 'href') })),
    ...(elements.image ?? []).map((node) => ({ url: textOf(childrenOf(node, 'url')[0]) || textOf(node) })),
  ];
}

/** All enclosures of an RSS item, its own before those of the media module. */
export function enclosuresIn(elements: Elements): FoundItem['enclosures'] {
  const own = (elements.enclosure ?? []).map((node) => ({
    url: attribute(node, 'url') ?? attribute(node, 'href'),
    type: attribute(node, 'type'),
    length: attribute(node, 'length'),
  }));
  return [...own, ...mediaEnclosures(elements)];
}

/** What stands only within the media of an item, as titles and texts of videos do. */
export function mediaText(elements: Elements, name: string): XmlNode | undefined {
  const holders = [...(elements['media:group'] ?? []), ...mediaContents(elements), ...(elements.enclosure ?? [])];
  return holders.flatMap((holder) => childrenOf(holder, name)).find((node) => textOf(node).trim());
}

/** Sound, film and documents of the media module; its pictures are pictures. */
export function mediaEnclosures(elements: Elements): FoundItem['enclosures'] {
  return mediaContents(elements)
    .filter((node) => !isKind(node, 'image'))
    .map((node) => ({
      url: attribute(node, 'url'),
      type: attribute(node, 'type'),
      length: attribute(node, 'filesize') ?? attribute(node, 'fileSize'),
    }));
}

const mediaContents = (elements: Elements) => withGroups(elements, 'media:content');

function withGroups(elements: Elements, name: string): XmlNode[] {
  return [...(elements[name] ?? []), ...(elements['media:group'] ?? []).flatMap((group) => childrenOf(group, name))];
}

function isKind(node: XmlNode, kind: string): boolean {
  const type = attribute(node, 'type') ?? '';
  if (attribute(node, 'medium') === kind || type.startsWith(`${kind}/`)) return true;
  const isUntyped = !type && !attribute(node, 'medium');
  return isUntyped && /\.(jpe?g|png|gif|webp|avif)($|\?)/i.test(attribute(node, 'url') ?? '');
}

function altOf(node: XmlNode): string {
  return textOf(childrenOf(node, 'media:description')[0]) || textOf(childrenOf(node, 'media:title')[0]);
}
