import type { Cadence, Digest } from './publication.ts';
import type { Segment } from './segment.ts';
import type { Choice } from './subscription.ts';

/** Whom an edition is for. */
export interface EditionAudience {
  /** What it is about; empty when nothing in it carries a topic. */
  topics: string[];
  /** Which wishes it fulfils, by topic id, and under {@link UNLABELLED} for what carries none; absent: everybody's. */
  cadences?: Record<string, Cadence[]>;
  /** Which wishes a more frequent digest fulfils, by topic: what carries one of these has come by that digest. */
  sooner?: Record<string, Cadence[]>;
  /** Only for these, as they were defined when it was sent; absent: for everybody. */
  segment?: Segment;
}

/** Why somebody does not get an edition, the weightiest reason first. */
export const NO_MAIL_REASONS = [
  'pending',
  'ended',
  'suppressed',
  'paused',
  'joined-later',
  'other-segment',
  'other-topics',
  'other-cadence',
] as const;
export type NoMailReason = (typeof NO_MAIL_REASONS)[number];

/** Stands for articles without a topic. */
export const UNLABELLED = '*';
/** Before a topic: nothing that carries it, for that comes to this reader by a more frequent digest. */
const HAD = '!';

const FROM_OFTEN_TO_SELDOM: Cadence[] = ['instant', 'daily', 'weekly', 'monthly'];

/** The cadences a reader can choose for a topic: those of the digests that carry it, from often to seldom. */
export function cadencesOffered(digests: Pick<Digest, 'cadence' | 'topics'>[], topic: string): Cadence[] {
  const carry = digests.filter(({ topics }) => topics.length === 0 || topics.includes(topic));
  return FROM_OFTEN_TO_SELDOM.filter((cadence) => carry.some((digest) => digest.cadence === cadence));
}

/**
 * Which readers' wishes a digest fulfils, by topic.
 *
 * A wish that no digest serves (any longer) counts as the next less frequent one that is served, or else as the most
 * seldom of all: an editor who turns a weekly digest into a monthly one loses nobody.
 */
export function cadencesServed(
  digest: Pick<Digest, 'cadence' | 'topics'>,
  digests: Pick<Digest, 'cadence' | 'topics'>[],
  topics: string[],
): Record<string, Cadence[]> {
  return byTopic(digest, digests, [...topics, UNLABELLED], (served) => served === digest.cadence);
}

/** Which readers' wishes a more frequent digest than this one fulfils, by topic; topics without any are left out. */
function cadencesServedSooner(
  digest: Pick<Digest, 'cadence' | 'topics'>,
  digests: Pick<Digest, 'cadence' | 'topics'>[],
  topics: string[],
): Record<string, Cadence[]> {
  const isSooner = (served: Cadence) => placeOf(served) < placeOf(digest.cadence);
  const sooner = Object.entries(byTopic(digest, digests, topics, isSooner));
  return Object.fromEntries(sooner.filter(([, wishes]) => wishes.length > 0));
}

function byTopic(
  digest: Pick<Digest, 'cadence' | 'topics'>,
  digests: Pick<Digest, 'cadence' | 'topics'>[],
  topics: string[],
  isMeant: (served: Cadence) => boolean,
): Record<string, Cadence[]> {
  const wishesFor = (topic: string) => {
    const offered = cadencesOffered([digest, ...digests], topic);
    return FROM_OFTEN_TO_SELDOM.filter((wish) => {
      const served = servedAs(wish, offered);
      return served !== undefined && isMeant(served);
    });
  };
  return Object.fromEntries(topics.map((topic) => [topic, wishesFor(topic)]));
}

const placeOf = (cadence: Cadence) => FROM_OFTEN_TO_SELDOM.indexOf(cadence);

/**
 * Whom an edition is for: one of the weekly digest is not for who wants to hear daily. One without a digest, or of a digest
 * that is gone, is for everybody.
 *
 * @param digests - all of its publication
 */
export function audienceOf(
  { digestId, items }: { digestId?: string; items: { topics: string[] }[] },
  digests: Digest[],
): EditionAudience {
  const topics = [...new Set(items.flatMap((item) => item.topics))].sort();
  const digest = digests.find(({ id }) => id === digestId);
  if (!digest) return { topics };
  const sooner = cadencesServedSooner(digest, digests, topics);
  return {
    topics,
    cadences: cadencesServed(digest, digests, topics),
    ...(Object.keys(sooner).length > 0 && { sooner }),
  };
}

/** How a wish is served by what is offered; undefined when nothing is. */
export function servedAs(wish: Cadence, offered: Cadence[]): Cadence | undefined {
  return offered.find((cadence) => placeOf(cadence) >= placeOf(wish)) ?? offered.at(-1);
}

/**
 * What of an edition somebody wants. An article of two topics comes to them once: by the more frequent of the digests in
 * which they want these.
 *
 * @returns a choice for {@link isChosen}; empty for all of it; undefined when they want nothing of it
 */
export function topicsWanted(choice: Choice, { topics, cadences, sooner = {} }: EditionAudience): string[] | undefined {
  const takesAll = choice.topics.length === 0;
  if (!cadences) {
    const isAbout = takesAll || topics.length === 0 || choice.topics.some((topic) => topics.includes(topic));
    return isAbout ? choice.topics : undefined;
  }
  const asked = takesAll ? [...topics, UNLABELLED] : choice.topics.filter((topic) => topics.includes(topic));
  const cadenceOf = (topic: string) => choice.cadences?.[topic] ?? choice.cadence;
  const wanted = asked.filter((topic) => cadences[topic]?.includes(cadenceOf(topic)));
  if (wanted.length === 0) return undefined;
  if (takesAll && wanted.length === asked.length) return [];
  const had = asked.filter((topic) => sooner[topic]?.includes(cadenceOf(topic)));
  return [...wanted, ...had.map((topic) => HAD + topic)];
}

/**
 * Whether somebody wants what carries these topics. No choice means everything; {@link UNLABELLED} stands for what
 * carries none.
 */
export function isChosen(carried: string[], choice: ReadonlySet<string>): boolean {
  if (choice.size === 0) return true;
  if (carried.some((topic) => choice.has(HAD + topic))) return false;
  return (carried.length > 0 ? carried : [UNLABELLED]).some((topic) => choice.has(topic));
}
