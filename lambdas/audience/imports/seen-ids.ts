/**
 * Which people a dry run has met: a million of them in 16 MB. An id is a keyed hash, so its first six bytes are enough to
 * tell people apart; that two of a million share them happens in one list of five hundred.
 */
export interface SeenIds {
  /** @returns false when it was there */
  add(subscriberId: string): boolean;
  addMark(mark: number): boolean;
}

const FIRST_PLACES = 1 << 14;
const FULLEST = 0.6;

/** What is kept of an id; never 0. */
export function markOf(subscriberId: string): number {
  return Buffer.from(subscriberId, 'base64url').readUIntBE(0, 6) + 1;
}

export function seenIds(): SeenIds {
  let places = new Float64Array(FIRST_PLACES);
  let taken = 0;
  const put = (into: Float64Array, mark: number): boolean => {
    let at = mark % into.length;
    while (into[at] !== 0) {
      if (into[at] === mark) return false;
      at = (at + 1) % into.length;
    }
    into[at] = mark;
    return true;
  };
  const addMark = (mark: number): boolean => {
    if (!put(places, mark)) return false;
    taken += 1;
    if (taken > places.length * FULLEST) {
      const wider = new Float64Array(places.length * 2);
      for (const one of places) if (one !== 0) put(wider, one);
      places = wider;
    }
    return true;
  };
  return { addMark, add: (subscriberId) => addMark(markOf(subscriberId)) };
}
