/**
 * Sends a file piece by piece. It runs in the editor's browser, where it is served as text (upload-script.ts), so it names
 * nothing outside itself and is given whatever it needs.
 */
export interface Sending<Piece> {
  pieceBytes: number;
  /** Pieces that have arrived, by their number from 1, with the beginning of their SHA-256 where it is known. */
  known: Map<number, string>;
  /** @returns what became of a piece; `again` when nobody can tell */
  send(n: number, piece: Piece): Promise<'taken' | 'again' | 'refused' | 'signed-out'>;
  /** @returns its SHA-256 in hex; undefined in a browser that makes none, as on a page without TLS */
  hash(piece: Piece): Promise<string | undefined>;
  wait(seconds: number): Promise<void>;
  /** @param bytes - how much of the file is there by now */
  onSent(bytes: number): void;
}

/**
 * @returns `lost` when a piece did not arrive within a minute and a half; asked again, it goes on there. `other-file` when
 *   what arrived before is of another one.
 */
export async function sendPieces<Piece>(
  file: { size: number; slice(from: number, to: number): Piece },
  { pieceBytes, known, send, hash, wait, onSent }: Sending<Piece>,
): Promise<'sent' | 'lost' | 'refused' | 'signed-out' | 'other-file'> {
  const secondsBefore = [0, 1, 2, 4, 8, 16, 30, 30];
  for (let n = 1; (n - 1) * pieceBytes < file.size; n += 1) {
    const end = Math.min(n * pieceBytes, file.size);
    const piece = file.slice((n - 1) * pieceBytes, end);
    const arrived = known.get(n);
    if (arrived && (await hash(piece))?.startsWith(arrived) === false) return 'other-file';
    if (arrived === undefined) {
      let outcome: Awaited<ReturnType<typeof send>> = 'again';
      for (const seconds of secondsBefore) {
        if (seconds > 0) await wait(seconds);
        outcome = await send(n, piece);
        if (outcome !== 'again') break;
      }
      if (outcome !== 'taken') return outcome === 'again' ? 'lost' : outcome;
      known.set(n, '');
    }
    onSent(end);
  }
  return 'sent';
}
