import { cadencesOffered, UNLABELLED } from '../../domain/edition-audience.ts';
import type { Cadence, Digest, Publication } from '../../domain/publication.ts';

/** How often a publication can come, as far as its readers can choose. */
export interface PaceOffer {
  /** For everything, from often to seldom; empty when there is no choice. */
  cadences: Cadence[];
  /** For single topics, by id: those that have a choice, where there is more than one topic. */
  byTopic: Record<string, Cadence[]>;
}

/** A topic that comes at one pace only comes at that one, whatever is wished: a choice begins with two. */
export function paceOffer(
  { topics }: Pick<Publication, 'topics'>,
  digests: Pick<Digest, 'cadence' | 'topics'>[],
): PaceOffer {
  const ids = topics.map(({ id }) => id);
  const choices = [UNLABELLED, ...ids]
    .map((id) => ({ id, offered: cadencesOffered(digests, id) }))
    .filter(({ offered }) => offered.length > 1);
  const all = digests.map(({ cadence }) => ({ cadence, topics: [] }));
  return {
    cadences: cadencesOffered(all, UNLABELLED).filter((one) => choices.some(({ offered }) => offered.includes(one))),
    byTopic: Object.fromEntries(
      choices.filter(({ id }) => ids.length > 1 && ids.includes(id)).map(({ id, offered }) => [id, offered]),
    ),
  };
}

/** Whether any edition comes by the clocks of its readers, so that a zone of their own makes a difference. */
export const hasZones = (digests: Pick<Digest, 'inReadersZone'>[]): boolean =>
  digests.some(({ inReadersZone }) => inReadersZone);
