import type { NoMailReason } from '../domain/edition-audience.ts';

/** Why somebody was skipped, or why their mail failed. */
export type Because =
  | NoMailReason
  /** Erased, forgotten or moved to another address since the audience was frozen. */
  | 'gone'
  /** The edition has nothing left about the topics they chose. */
  | 'nothing-for-them'
  /** SES rejected the message: its content, or a sender it does not know. */
  | 'message-rejected'
  /** SES cannot make sense of the message, mostly of its address. */
  | 'invalid-parameter'
  /** It could not be written for this recipient. */
  | 'unwritable';

/** In the ledger each is one byte. Numbers are never given anew. */
const CODES: Record<Because, number> = {
  pending: 1,
  ended: 2,
  suppressed: 3,
  paused: 4,
  'joined-later': 5,
  'other-segment': 6,
  'other-topics': 7,
  'other-cadence': 8,
  gone: 16,
  'nothing-for-them': 17,
  'message-rejected': 32,
  'invalid-parameter': 33,
  unwritable: 34,
};
const REASONS = new Map(Object.entries(CODES).map(([because, code]) => [code, because as Because]));

/** By the index of the recipient. */
export type Reasons = ReadonlyMap<number, Because>;

/** Two bytes each: the ledger of a chunk in which nobody was accepted still costs one write unit. */
export function packedReasons(reasons: Reasons): Uint8Array | undefined {
  if (reasons.size === 0) return undefined;
  return Buffer.from([...reasons].flatMap(([index, because]) => [index, CODES[because]]));
}

export function unpackedReasons(bytes: Uint8Array | undefined): Map<number, Because> {
  const reasons = new Map<number, Because>();
  for (let at = 0; bytes && at + 1 < bytes.length; at += 2) {
    const because = REASONS.get(bytes[at + 1] as number);
    if (because) reasons.set(bytes[at] as number, because);
  }
  return reasons;
}
