/** Readers and segments as the API says them. */
import { type Counted, type People, type SubscriberRecord, wordingText } from '../audience/index.ts';
import type { Publication } from '../domain/publication.ts';
import type { ConsentProof } from '../domain/subscription.ts';
import { answeredSubscription } from './answered.ts';
import type { PeopleCountAnswer, ProofAnswer, SegmentCountAnswer, SubscriberAnswer } from './answers-people.ts';

export function answeredSubscriber({ subscriberId, subscription, suppression }: SubscriberRecord): SubscriberAnswer {
  return {
    subscriberId,
    subscription: subscription ? answeredSubscription(subscription) : null,
    suppression: suppression ? { reason: suppression.reason, since: suppression.since.toISOString() } : null,
  };
}

/** @param publication - whose names stand in texts of which the proof names none */
export function answeredProof({ subscriberId, proofs }: SubscriberRecord, publication: Publication): ProofAnswer {
  return {
    subscriberId,
    publicationId: publication.id,
    entries: proofs.map((entry) => answeredEntry(entry, publication)),
  };
}

function answeredEntry(entry: ConsentProof, publication: Publication): ProofAnswer['entries'][number] {
  const { kind, at, wording, network, userAgent, page, statement, by } = entry;
  return {
    kind,
    at: at.toISOString(),
    wording: wording
      ? { version: wording.version, sha256: wording.hash, text: wordingText(wording, publication) ?? null }
      : null,
    network: network ?? null,
    userAgent: userAgent ?? null,
    page: page ?? null,
    statement: statement ?? null,
    by: by ?? null,
  };
}

export function answeredPeopleCount({ counts, isExact: exact, readUnits }: Counted<People>): PeopleCountAnswer {
  return { ...counts, exact, readUnits };
}

export function answeredSegmentCount(
  { counts, isExact: exact, readUnits }: Counted<string>,
  segmentId: string,
): SegmentCountAnswer {
  return { people: 0, atLeast: 0, atMost: 0, ...counts[segmentId], exact, readUnits };
}
