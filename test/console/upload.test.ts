import { createContext, runInContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { sendPieces } from '../../lambdas/console/upload-pieces.ts';
import { uploadScript } from '../../lambdas/console/upload-script.ts';

const FILE = { size: 7, slice: (from: number, to: number) => 'abcdefg'.slice(from, to) };

/** Sends the file with what the server answers, one answer after another; the last one stays. */
async function send(answers: ('taken' | 'again' | 'refused' | 'signed-out')[], known = new Map<number, string>()) {
  const sent: string[] = [];
  const waited: number[] = [];
  const progress: number[] = [];
  const outcome = await sendPieces(FILE, {
    pieceBytes: 3,
    known,
    send: async (n, piece) => {
      sent.push(`${n}:${piece}`);
      return (answers.length > 1 ? answers.shift() : answers[0]) ?? 'taken';
    },
    hash: async (piece) => `hash of ${piece}`,
    wait: async (seconds) => {
      waited.push(seconds);
    },
    onSent: (bytes) => progress.push(bytes),
  });
  return { outcome, sent, waited, progress, known };
}

describe('a file sent in pieces', () => {
  it('goes in order, the rest last', async () => {
    const { outcome, sent, progress, waited } = await send(['taken']);
    expect({ outcome, sent, progress, waited }).toEqual({
      outcome: 'sent',
      sent: ['1:abc', '2:def', '3:g'],
      progress: [3, 6, 7],
      waited: [],
    });
  });

  it('tries a piece again, each time after a longer while', async () => {
    const { outcome, sent, waited } = await send(['taken', 'again', 'again', 'again', 'taken']);
    expect({ outcome, sent, waited }).toEqual({
      outcome: 'sent',
      sent: ['1:abc', '2:def', '2:def', '2:def', '2:def', '3:g'],
      waited: [1, 2, 4],
    });
  });

  it('is lost after a minute and a half without an answer, and goes on at that piece', async () => {
    const lost = await send(['taken', 'again']);
    expect(lost.outcome).toBe('lost');
    expect(lost.waited.reduce((sum, seconds) => sum + seconds, 0)).toBe(91);
    const resumed = await send(['taken'], lost.known);
    expect(resumed).toMatchObject({ outcome: 'sent', sent: ['2:def', '3:g'], progress: [3, 6, 7] });
  });

  it.each(['refused', 'signed-out'] as const)('stops at once when it is %s', async (answer) => {
    expect(await send(['taken', answer])).toMatchObject({ outcome: answer, sent: ['1:abc', '2:def'], waited: [] });
  });

  it('resumes only the same file: what is there must have the same hash', async () => {
    expect(await send(['taken'], new Map([[1, 'hash of abc']]))).toMatchObject({
      outcome: 'sent',
      sent: ['2:def', '3:g'],
    });
    expect(await send(['taken'], new Map([[1, 'hash of xyz']]))).toMatchObject({ outcome: 'other-file', sent: [] });
  });
});

describe('the script of the upload page', () => {
  it('needs nothing around it, and leaves a page without the form alone', () => {
    const window = { document: { querySelector: () => null } };
    const context = createContext({ window });
    expect(() => runInContext(uploadScript, context)).not.toThrow();
    expect(Object.keys(context)).toEqual(['window']);
  });

  it('is small, and writes no markup', () => {
    expect(uploadScript.length).toBeLessThan(8_000);
    expect(uploadScript).not.toMatch(/innerHTML|insertAdjacent|document\.write|eval|new Function/);
  });
});
