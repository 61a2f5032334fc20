/**
 * Opens and clicks of an edition, of readers who have agreed to it: as they came, and without what programs did.
 *
 * Everything is in sets of numbers, so that events may come doubled and in any order. A click is one number: who (by index
 * in the chunk), which link (by a part of its hash, so no address is kept), a moment, and whether it was taken for a
 * program's when it came. The moment says when within six minutes, over and over: enough to see that clicks came at once,
 * and not when somebody reads.
 */
import { createHash } from 'node:crypto';
import type { Indexes } from './ledger.ts';

const LINKS = 2 ** 24;
const MOMENTS = 180;
const MOMENT_MS = 2_000;
/** So many different links at one moment, or at one and the next, are more than a person follows. */
const LINKS_OF_A_BURST = 3;

export interface Follow {
  index: number;
  link: number;
  /** Since sending; without it the click is in nobody's burst. */
  delayMs?: number;
  isMachine: boolean;
}

/** The number by which a link is known. Spelling does not matter, as far as it leads to the same address. */
export function linkNumber(url: string): number {
  const hash = createHash('sha256')
    .update(URL.parse(url)?.href ?? url)
    .digest();
  return hash.readUIntBE(0, 3);
}

/** One click as one number. */
export function followCode({ index, link, delayMs, isMachine }: Follow): number {
  const moment = delayMs === undefined ? MOMENTS : Math.floor(Math.max(delayMs, 0) / MOMENT_MS) % MOMENTS;
  return ((index * LINKS + link) * (MOMENTS + 1) + moment) * 2 + (isMachine ? 1 : 0);
}

interface Click {
  index: number;
  link: number;
  moment: number;
  isMachine: boolean;
}

function clickOf(code: number): Click {
  const rest = Math.floor(code / 2);
  const place = Math.floor(rest / (MOMENTS + 1));
  const link = place % LINKS;
  return { index: Math.floor(place / LINKS), link, moment: rest % (MOMENTS + 1), isMachine: code % 2 === 1 };
}

/** Readers, each counted once: all of them, and without those of whom only programs are known. */
export interface Counted {
  raw: number;
  filtered: number;
}

export interface Engagement {
  /** Who agreed, and whom the mail has reached. */
  readers: number;
  opens: Counted;
  clicks: Counted;
  /** By the links' numbers. */
  links: Map<number, Counted>;
}

/** What of a chunk's evidence is about it. */
type Watched = Partial<Record<'tracked' | 'delivery' | 'open' | 'openByPerson' | 'click' | 'follows', Indexes>>;

export const noEngagement = (): Engagement => ({
  readers: 0,
  opens: { raw: 0, filtered: 0 },
  clicks: { raw: 0, filtered: 0 },
  links: new Map(),
});

/** Adds what was counted elsewhere, of other readers. */
export function joinEngagement(sum: Engagement, more: Engagement): void {
  sum.readers += more.readers;
  join(sum.opens, more.opens);
  join(sum.clicks, more.clicks);
  for (const [link, counted] of more.links) join(countedOf(sum.links, link), counted);
}

function join(sum: Counted, { raw, filtered }: Counted): void {
  sum.raw += raw;
  sum.filtered += filtered;
}

function countedOf(links: Engagement['links'], link: number): Counted {
  const counted = links.get(link) ?? { raw: 0, filtered: 0 };
  links.set(link, counted);
  return counted;
}

/** Adds what is known of one chunk. */
export function addEngagement(sum: Engagement, evidence: Watched): void {
  const { tracked = NOBODY, delivery = NOBODY, open = NOBODY, click = NOBODY, openByPerson = NOBODY } = evidence;
  if (tracked.size === 0) return;
  sum.readers += [...tracked].filter((index) => [delivery, open, click].some((set) => set.has(index))).length;
  sum.opens.raw += open.size;
  sum.opens.filtered += openByPerson.size;
  sum.clicks.raw += click.size;
  const clicks = [...(evidence.follows ?? [])].map(clickOf);
  const byPeople = clicks.filter((one) => !one.isMachine && !isInBurst(one, clicks));
  sum.clicks.filtered += new Set(byPeople.map(({ index }) => index)).size;
  addLinks(sum.links, clicks, 'raw');
  addLinks(sum.links, byPeople, 'filtered');
}

const NOBODY: Indexes = new Set();

function isInBurst({ index, moment }: Click, clicks: Click[]): boolean {
  if (moment === MOMENTS) return false;
  const linksAt = (...moments: number[]) =>
    new Set(clicks.filter((one) => one.index === index && moments.includes(one.moment)).map(({ link }) => link)).size;
  const before = (moment + MOMENTS - 1) % MOMENTS;
  const after = (moment + 1) % MOMENTS;
  return linksAt(before, moment) >= LINKS_OF_A_BURST || linksAt(moment, after) >= LINKS_OF_A_BURST;
}

function addLinks(links: Engagement['links'], clicks: Click[], which: keyof Counted): void {
  const readers = Map.groupBy(clicks, ({ link }) => link);
  for (const [link, ofLink] of readers) {
    countedOf(links, link)[which] += new Set(ofLink.map(({ index }) => index)).size;
  }
}
