import { assembleMessage, type EditionParts, hasSomethingFor, keepUntracked, loadParts } from '../digest/index.ts';
import type { ReadableObjects } from '../platform/objects.ts';
import type { CampaignRecord } from './campaigns.ts';
import { editionNumber } from './edition-number.ts';

/** One campaign's edition, ready to be written out for one recipient after another. */
export interface Letters {
  /** The envelope's sender. */
  from: string;
  /** False when the edition has nothing about the topics somebody chose. */
  isFor(topics: string[]): boolean;
  /** The whole message. @throws RundbriefError when it cannot be written for this recipient */
  write(recipient: Addressee): string;
}

export interface Addressee {
  subscriberId: string;
  address: string;
  topics: string[];
  /** It goes through a configuration set that counts opens and clicks: not those on their own links. */
  isTracked?: boolean;
}

type Links = (who: { subscriberId: string; publicationId: string; edition?: number }) => {
  unsubscribe: string;
  preferences: string;
};

/** Letters from an edition's stored parts, without what was over when its campaign began. A sender works at one edition for long, so its parts stay in memory. */
export function lettersFrom(parts: ReadableObjects) {
  let held: { key: string; parts: EditionParts } | undefined;
  return async (
    { editionId, publicationId, contentHash, startedAt }: CampaignRecord,
    links: Links,
  ): Promise<Letters> => {
    const key = `${editionId} ${contentHash}`;
    if (held?.key !== key) held = { key, parts: await loadParts(parts, editionId, contentHash) };
    const edition = held.parts;
    const number = editionNumber(editionId);
    return {
      from: edition.senderAddress,
      isFor: (topics) => hasSomethingFor(edition, topics, startedAt),
      write: ({ subscriberId, address: to, topics, isTracked }) => {
        const personal = links({ subscriberId, publicationId, edition: number });
        const raw = assembleMessage(edition, { topics, to, links: personal, at: startedAt });
        return isTracked ? keepUntracked(raw, personal) : raw;
      },
    };
  };
}
