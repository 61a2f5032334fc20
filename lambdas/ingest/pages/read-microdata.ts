/** The same as JSON-LD, written into the page's elements: schema.org as microdata. */
import { absoluteAddress } from '../items/web-address.ts';
import { findImage, pictureAddress } from './find-image.ts';
import type { Page } from './load-page.ts';
import { findAll, isElement, type PageElement, textOf } from './page-nodes.ts';
import type { DescribedItem } from './read-json-ld.ts';

const DESCRIBED = /schema\.org\/(?:(?:News|Blog|Report)?(?:Article|Posting)|Report|\w*Event|Festival)$/;
const MAX_ITEMS = 500;

export function readMicrodata({ body, base }: Page): DescribedItem[] {
  const scopes = findAll([body], ({ attribs }) => DESCRIBED.test(attribs.itemtype?.split(/\s+/, 1)[0] ?? ''));
  return scopes.slice(0, MAX_ITEMS).flatMap((scope) => describe(scope, base) ?? []);
}

function describe(scope: PageElement, base: string): DescribedItem | undefined {
  const props = propsOf(scope);
  const first = (name: string) => props.get(name)?.[0];
  const words = (name: string) => wordsOf(first(name));
  const title = words('headline') ?? words('name');
  if (!title) return undefined;
  const link = first('url') ?? first('mainEntityOfPage') ?? first('headline') ?? first('name');
  const isEvent = /Event$|Festival$/.test(scope.attribs.itemtype ?? '');
  const picture = first('image') ?? first('thumbnailUrl');
  const start = words('startDate');
  return {
    title,
    address: addressIn(link, base) ?? absoluteAddress(scope.attribs.itemid, base),
    teaser: words('description'),
    published: words('datePublished'),
    updated: words('dateModified'),
    image:
      picture &&
      (pictureAddress(picture, base) ?? findImage([picture], base)?.url ?? absoluteAddress(wordsOf(picture), base)),
    authors: (props.get('author') ?? []).flatMap((element) => nameIn(element) ?? []),
    categories: (props.get('articleSection') ?? []).flatMap((element) => wordsOf(element) ?? []),
    event: isEvent && start ? { start, end: words('endDate'), place: placeIn(first('location')) } : undefined,
  };
}

/** Its own properties; a property that is a thing of its own keeps its properties to itself. */
function propsOf(scope: PageElement): Map<string, PageElement[]> {
  const props = new Map<string, PageElement[]>();
  const visit = (element: PageElement): void => {
    for (const name of element.attribs.itemprop?.split(/\s+/) ?? [])
      props.set(name, [...(props.get(name) ?? []), element]);
    if (element.attribs.itemscope !== undefined) return;
    for (const child of element.children) if (isElement(child)) visit(child);
  };
  for (const child of scope.children) if (isElement(child)) visit(child);
  return props;
}

function wordsOf(element: PageElement | undefined): string | undefined {
  if (!element) return undefined;
  const { content, datetime } = element.attribs;
  return content ?? datetime ?? (textOf(element, { limit: 2_000 }) || undefined);
}

function addressIn(element: PageElement | undefined, base: string): string | undefined {
  if (!element) return undefined;
  const link = [element, ...findAll(element.children, ({ name }) => name === 'a')].find(({ attribs }) => attribs.href);
  const parent = isElement(element.parent) ? element.parent.attribs.href : undefined;
  return absoluteAddress(
    link?.attribs.href ??
      parent ??
      (/^https?:/.test(element.attribs.content ?? '') ? element.attribs.content : undefined),
    base,
  );
}

function nameIn(element: PageElement): string | undefined {
  return element.attribs.itemscope === undefined ? wordsOf(element) : wordsOf(propsOf(element).get('name')?.[0]);
}

function placeIn(element: PageElement | undefined): string | undefined {
  if (!element || element.attribs.itemscope === undefined) return wordsOf(element);
  const props = propsOf(element);
  const address = props.get('address')?.[0];
  const inner = address?.attribs.itemscope === undefined ? new Map<string, PageElement[]>() : propsOf(address);
  const town = [inner.get('postalCode')?.[0], inner.get('addressLocality')?.[0]].map(wordsOf).filter(Boolean).join(' ');
  const parts = [
    wordsOf(props.get('name')?.[0]),
    wordsOf(inner.get('streetAddress')?.[0]),
    town || (inner.size ? undefined : wordsOf(address)),
  ];
  return parts.filter(Boolean).join(', ') || undefined;
}
