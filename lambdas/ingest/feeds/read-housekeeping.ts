/** What a feed says about itself rather than its items: how often to ask, who announces it, where older items are, what was taken back. */
import type { FoundDocument } from '../items/parsed-document.ts';
import { absoluteAddress } from '../items/web-address.ts';
import { attribute, type Elements, textOf, type XmlNode } from './xml-nodes.ts';

type Housekeeping = Pick<FoundDocument, 'ttlMinutes' | 'hub' | 'hubTopic' | 'earlierUrl' | 'withdrawnGuids'>;

interface FeedParts {
  nodes: Elements;
  /** All links of the feed, of its own vocabulary or Atom's. */
  links: XmlNode[];
  base: string;
  /** Where the feed came from. */
  url: string;
  hasItems: boolean;
}

const MAX_TTL_MINUTES = 24 * 60;
const MINUTES_OF_PERIOD: Record<string, number> = {
  hourly: 60,
  daily: 24 * 60,
  weekly: 7 * 24 * 60,
  monthly: 30 * 24 * 60,
  yearly: 365 * 24 * 60,
};

export function housekeepingOf({ nodes, links, base, url, hasItems }: FeedParts): Housekeeping {
  const linked = (relation: string) =>
    links
      .filter((link) => (attribute(link, 'rel') ?? '').toLowerCase().split(/\s+/).includes(relation))
      .map((link) => absoluteAddress(attribute(link, 'href'), base))
      .find(Boolean);
  const earlier = linked('prev-archive') ?? linked('next') ?? (hasItems ? wordPressPage(nodes, url) : undefined);
  return {
    ttlMinutes: ttlOf(nodes),
    ...hubOf(linked('hub'), linked('self')),
    earlierUrl: earlier === url ? undefined : earlier,
    withdrawnGuids: withdrawnIn(nodes),
  };
}

/** The hub, and what the feed is called there. */
export function hubOf(hub: string | undefined, self: string | undefined): Pick<Housekeeping, 'hub' | 'hubTopic'> {
  return hub ? { hub, hubTopic: self } : {};
}

/** `ttl` of RSS in minutes, else the syndication module's period and how often in it. */
function ttlOf(nodes: Elements): number | undefined {
  const ttl = wholeNumber(nodes.ttl?.[0]);
  const period = MINUTES_OF_PERIOD[textOf(nodes['sy:updateperiod']?.[0]).trim().toLowerCase()];
  const minutes = ttl ?? (period && period / (wholeNumber(nodes['sy:updatefrequency']?.[0]) ?? 1));
  return minutes && Math.min(Math.max(1, Math.round(minutes)), MAX_TTL_MINUTES);
}

function wholeNumber(node: XmlNode | undefined): number | undefined {
  const text = textOf(node).trim();
  return /^[1-9]\d{0,6}$/.test(text) ? Number(text) : undefined;
}

/** WordPress gives older items of any feed page by page, without saying so. */
function wordPressPage({ generator }: Elements, url: string): string | undefined {
  const isWordPress = generator?.some((node) =>
    /\bwordpress\.(org|com)\b|^\s*WordPress\b/i.test(`${textOf(node)} ${attribute(node, 'uri') ?? ''}`.slice(0, 300)),
  );
  const address = isWordPress ? URL.parse(url) : null;
  if (!address) return undefined;
  const page = Number(address.searchParams.get('paged') ?? 1);
  if (!Number.isSafeInteger(page) || page < 1) return undefined;
  address.searchParams.set('paged', String(page + 1));
  return address.href;
}

/** RFC 6721: `<at:deleted-entry ref="…">`. */
function withdrawnIn(nodes: Elements): string[] | undefined {
  const guids = (nodes['at:deleted-entry'] ?? []).flatMap((node) => attribute(node, 'ref')?.trim() || []);
  return guids.length > 0 ? [...new Set(guids)] : undefined;
}
