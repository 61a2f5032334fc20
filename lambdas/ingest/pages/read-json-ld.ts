/** What a page says of its articles and events for machines: schema.org in JSON-LD. */
import type { FoundEvent } from '../items/parsed-document.ts';
import { absoluteAddress } from '../items/web-address.ts';
import type { Page } from './load-page.ts';

/** An article or event as a page describes it. */
export interface DescribedItem {
  title: string;
  address?: string;
  /** May be HTML. */
  teaser?: string;
  published?: string;
  updated?: string;
  image?: string;
  authors: string[];
  categories: string[];
  event?: FoundEvent;
}

type Thing = Record<string, unknown>;

const MAX_SCRIPT = 1_000_000;
const MAX_THINGS = 20_000;
const MAX_DEPTH = 12;
const MAX_ITEMS = 500;
const ARTICLES =
  /^(?:Article|NewsArticle|BlogPosting|Report|LiveBlogPosting|SocialMediaPosting|TechArticle|ScholarlyArticle|ReportageNewsArticle|AnalysisNewsArticle|OpinionNewsArticle|BackgroundNewsArticle|ReviewNewsArticle|PressRelease|CreativeWork|WebPage)$/;
const EVENTS = /^(?:\w*Event|Festival|Hackathon|EventSeries|CourseInstance)$/;
/** A page calls itself a web page; only inside a list this is an article. */
const ONLY_IN_LISTS = /^(?:CreativeWork|WebPage)$/;

/** In the order of the page; an article that is described twice counts once. */
export function readJsonLd({ $, base }: Page): DescribedItem[] {
  const things: { thing: Thing; isListed: boolean }[] = [];
  $('script[type="application/ld+json" i]').each((_, script) => {
    const parsed = parseScript($(script).text());
    if (parsed !== undefined) collect(parsed, things, 0, false);
  });
  const byKey = new Map<string, DescribedItem>();
  for (const { thing, isListed } of things) {
    const item = described(thing, base, isListed);
    if (item && byKey.size < MAX_ITEMS) {
      const key = item.address ?? item.title;
      byKey.set(key, { ...item, ...withoutNothing(byKey.get(key) ?? {}) });
    }
  }
  return [...byKey.values()];
}

function parseScript(text: string): unknown {
  if (text.length > MAX_SCRIPT) return undefined;
  const bare = text
    .trim()
    .replace(/^(?:<!--|\/\*\s*<!\[CDATA\[\s*\*\/|<!\[CDATA\[)/, '')
    .replace(/(?:-->|\/\*\s*\]\]>\s*\*\/|\]\]>)$/, '');
  try {
    return JSON.parse(bare);
  } catch {
    try {
      // Line breaks within texts are the most frequent mistake.
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is mended
      return JSON.parse(bare.replace(/[\u0000-\u001f]+/g, ' '));
    } catch {
      return undefined;
    }
  }
}

const LISTS = [
  '@graph',
  'itemListElement',
  'item',
  'mainEntity',
  'hasPart',
  'blogPost',
  'blogPosts',
  'subEvent',
  'subEvents',
  'event',
  'events',
  'about',
];

function collect(
  value: unknown,
  things: { thing: Thing; isListed: boolean }[],
  depth: number,
  isListed: boolean,
): void {
  if (depth > MAX_DEPTH || things.length >= MAX_THINGS) return;
  if (Array.isArray(value)) {
    for (const one of value) collect(one, things, depth + 1, isListed);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  const thing = value as Thing;
  if (typesOf(thing).some((type) => /Breadcrumb|SiteNavigation/.test(type))) return;
  things.push({ thing: typesOf(thing).includes('ListItem') && thing.item === undefined ? thing : thing, isListed });
  for (const name of LISTS) {
    if (thing[name] !== undefined)
      collect(thing[name], things, depth + 1, isListed || /^(?:itemListElement|item|blogPosts?|hasPart)$/.test(name));
  }
}

function described(thing: Thing, base: string, isListed: boolean): DescribedItem | undefined {
  const types = typesOf(thing);
  const isEvent = types.some((type) => EVENTS.test(type));
  const isArticle = types.some((type) => ARTICLES.test(type) && (isListed || !ONLY_IN_LISTS.test(type)));
  const isEntry = types.includes('ListItem') && thing.item === undefined;
  const title = textOf(thing.headline) ?? textOf(thing.name);
  if (!title || !(isEvent || isArticle || isEntry)) return undefined;
  const address = addressOf(thing, base);
  return {
    title,
    address,
    teaser: textOf(thing.description) ?? textOf(thing.abstract),
    published: textOf(thing.datePublished) ?? (isEvent ? undefined : textOf(thing.dateCreated)),
    updated: textOf(thing.dateModified),
    image: absoluteAddress(pictureOf(thing.image) ?? pictureOf(thing.thumbnailUrl), base),
    authors: names(thing.author ?? thing.creator),
    categories: [...names(thing.articleSection), ...names(thing.keywords).flatMap((words) => words.split(','))],
    event: isEvent ? eventOf(thing) : undefined,
  };
}

function addressOf(thing: Thing, base: string): string | undefined {
  const main = thing.mainEntityOfPage;
  const mainId =
    typeof main === 'object' && main !== null
      ? (textOf((main as Thing)['@id']) ?? textOf((main as Thing).url))
      : textOf(main);
  for (const given of [textOf(thing.url), mainId, textOf(thing['@id'])]) {
    const address = given && !given.startsWith('#') ? absoluteAddress(given, base) : undefined;
    if (address) return address.replace(/#\/?(?:schema|article|webpage|primaryimage|event).*$/i, '');
  }
  return undefined;
}

function eventOf(thing: Thing): FoundEvent | undefined {
  const start = textOf(thing.startDate);
  if (!start) return undefined;
  const mode = textOf(thing.eventAttendanceMode) ?? '';
  const places = asList(thing.location).map(placeOf);
  const isOnline = /Online/.test(mode) ? true : /Offline|Mixed/.test(mode) ? false : undefined;
  const isVirtual = places.length > 0 && places.every(({ isVirtual: virtual }) => virtual);
  return {
    start,
    end: textOf(thing.endDate),
    place:
      places.find(({ isVirtual: virtual, text }) => !virtual && text)?.text ?? places.find(({ text }) => text)?.text,
    online: isOnline ?? (isVirtual ? true : undefined),
  };
}

function placeOf(location: unknown): { text?: string; isVirtual: boolean } {
  if (typeof location === 'string') return { text: location, isVirtual: /^https?:\/\//.test(location) };
  if (typeof location !== 'object' || location === null) return { isVirtual: false };
  const place = location as Thing;
  if (typesOf(place).includes('VirtualLocation'))
    return { text: textOf(place.url) ?? textOf(place.name), isVirtual: true };
  const { address } = place;
  const postal = typeof address === 'object' && address !== null ? (address as Thing) : {};
  const town = [textOf(postal.postalCode), textOf(postal.addressLocality)].filter(Boolean).join(' ');
  const parts = [textOf(place.name), textOf(postal.streetAddress), town || undefined, textOf(address)];
  return { text: [...new Set(parts.filter(Boolean))].join(', ') || undefined, isVirtual: false };
}

function typesOf(thing: Thing): string[] {
  return asList(thing['@type']).flatMap((type) =>
    typeof type === 'string' ? type.replace(/^(?:https?:\/\/schema\.org\/|schema:)/, '') : [],
  );
}

function pictureOf(value: unknown): string | undefined {
  for (const one of asList(value)) {
    const url =
      typeof one === 'object' && one !== null
        ? (textOf((one as Thing).url) ?? textOf((one as Thing).contentUrl))
        : textOf(one);
    if (url && !url.startsWith('data:')) return url;
  }
  return undefined;
}

function names(value: unknown): string[] {
  return asList(value).flatMap((one) =>
    typeof one === 'object' && one !== null ? (textOf((one as Thing).name) ?? []) : (textOf(one) ?? []),
  );
}

const asList = (value: unknown): unknown[] =>
  Array.isArray(value) ? value.slice(0, 50) : value === undefined || value === null ? [] : [value];

function textOf(value: unknown): string | undefined {
  const [first] = asList(value);
  const text = typeof first === 'object' && first !== null ? (first as Thing)['@value'] : first;
  return typeof text === 'string' && text.trim() ? text.trim().slice(0, 20_000) : undefined;
}

function withoutNothing<One extends object>(given: One): Partial<One> {
  return Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0)),
  ) as Partial<One>;
}
