/**
 * Bytes of an uploaded file → text, as a stream. Two walks over the parts: one finds the encoding, for an umlaut may come
 * after a hundred megabytes of plain letters; one decodes.
 */
import { windows1252 } from '../../platform/windows-1252.ts';
import type { Encoding } from './imports.ts';
import type { ProblemKind } from './problems.ts';

type Chunks = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

const NUL_SAMPLE = 4_096;
const MOST_CONTROLS = 0.05;
/** Of a file whose characters are right in UTF-8 but for one in six, the one is a stray byte. */
const RIGHT_PER_STRAY = 5;

const SIGNATURES: { bytes: number[]; problem: (head: Uint8Array) => ProblemKind }[] = [
  // Excel's workbooks are archives whose first entries have well-known names.
  {
    bytes: [0x50, 0x4b, 3, 4],
    problem: (head) => (/\[Content_Types\]|xl\/|mimetype/.test(latin(head)) ? 'workbook' : 'archive'),
  },
  { bytes: [0xd0, 0xcf, 0x11, 0xe0], problem: () => 'workbook' },
  { bytes: [0x1f, 0x8b], problem: () => 'archive' },
  { bytes: [0x25, 0x50, 0x44, 0x46], problem: () => 'no-table' },
];

/** Which encoding the text is in, or why it is none. */
export async function findEncoding(chunks: Chunks): Promise<Encoding | ProblemKind> {
  const decoder = new TextDecoder('utf-8');
  let head: Uint8Array | undefined;
  let strays = 0;
  let right = 0;
  for await (const chunk of chunks) {
    head ??= chunk;
    const told = head === chunk ? byHead(chunk) : undefined;
    if (told) return told;
    for (const character of unusual(decoder.decode(chunk, { stream: true }))) {
      if (character === '\ufffd') strays += 1;
      else right += 1;
    }
  }
  if (!head) return 'empty-file';
  return right >= strays * RIGHT_PER_STRAY ? 'utf-8' : 'windows-1252';
}

/** Characters beyond ASCII. Without an array of them all: there may be millions. */
function* unusual(text: string): Generator<string> {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII is what is passed over
  for (const [character] of text.matchAll(/[^\u0000-\u007f]/gu)) yield character;
}

/** What the first bytes say: a byte order mark, another kind of file, NULs in every second place. */
function byHead(head: Uint8Array): Encoding | ProblemKind | undefined {
  const known = SIGNATURES.find(({ bytes }) => bytes.every((byte, at) => head[at] === byte));
  if (known) return known.problem(head);
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  const sample = head.subarray(0, NUL_SAMPLE);
  const nuls = [0, 0];
  let controls = 0;
  for (const [at, byte] of sample.entries()) {
    if (byte === 0) nuls[at % 2] = (nuls[at % 2] ?? 0) + 1;
    else if (byte < 9 || (byte > 13 && byte < 32)) controls += 1;
  }
  const [even = 0, odd = 0] = nuls;
  if (odd > sample.length / 4 && even === 0) return 'utf-16le';
  if (even > sample.length / 4 && odd === 0) return 'utf-16be';
  return (controls + even + odd) / sample.length > MOST_CONTROLS ? 'no-table' : undefined;
}

/** Text piece by piece, without a byte order mark. */
export async function* decoded(chunks: Chunks, encoding: Encoding): AsyncGenerator<string> {
  if (encoding === 'windows-1252') {
    for await (const chunk of chunks) yield asWindows1252(chunk);
    return;
  }
  const decoder = new TextDecoder(encoding);
  for await (const chunk of chunks) yield decoder.decode(chunk, { stream: true });
  yield decoder.decode();
}

function asWindows1252(bytes: Uint8Array): string {
  return latin(bytes).replace(/[\x80-\x9f]/g, (high) => String.fromCodePoint(windows1252(high.charCodeAt(0))));
}

const latin = (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
