/**
 * The last resort of decoding: which encoding bytes are in that are no UTF-8 and that nobody declared.
 *
 * windows-1252 is right nearly always, so a detector is asked only where Western text is out of the question: there,
 * single letters with accents stand between plain ones, while other scripts are rows of high bytes.
 */
import { analyse } from 'chardet';

const SAMPLE_BYTES = 64 * 1024;
/** Fewer say nothing. */
const MIN_HIGH_BYTES = 8;
const LONG_RUN = 3;
const MIN_SHARE_IN_RUNS = 0.5;
const MIN_SHARE_UNUSUAL = 0.3;
const MIN_SHARE_GERMAN = 0.9;
const MIN_CONFIDENCE = 10;

/** äöüß, é, è, à, the paragraph and degree signs, quotation marks and dashes, as windows-1252 has them. */
const GERMAN = new Set(Buffer.from('e4f6fcc4d6dcdfe9e8e0a7b0abbba080848582919293949697', 'hex'));

const DETECTABLE = new Set([
  'Shift_JIS',
  'EUC-JP',
  'GB18030',
  'Big5',
  'EUC-KR',
  'KOI8-R',
  'windows-1251',
  'windows-1253',
  'windows-1255',
  'windows-1256',
  'ISO-8859-5',
  'ISO-8859-7',
  'ISO-8859-8',
]);

/** @returns a label for TextDecoder; undefined where windows-1252 must be supposed */
export function detectEncoding(bytes: Uint8Array): string | undefined {
  const sample = sampleOf(bytes);
  if (isPlausiblyWestern(sample)) return undefined;
  const match = analyse(withoutTags(sample)).find(({ name }) => DETECTABLE.has(name));
  return match && match.confidence >= MIN_CONFIDENCE ? match.name : undefined;
}

/** From a little before the first byte that is not ASCII. */
function sampleOf(bytes: Uint8Array): Uint8Array {
  const first = bytes.findIndex((byte) => byte >= 0x80);
  const from = Math.max(0, first - 100);
  return bytes.subarray(from, from + SAMPLE_BYTES);
}

function isPlausiblyWestern(sample: Uint8Array): boolean {
  const counted = { high: 0, inRuns: 0, unusual: 0, german: 0 };
  for (let at = 0; at < sample.length; at += 1) {
    const run = sample.subarray(at, endOfRun(sample, at));
    counted.high += run.length;
    if (isRow(run)) counted.inRuns += run.length;
    for (const byte of run) {
      if (isUnusual(byte)) counted.unusual += 1;
      if (GERMAN.has(byte)) counted.german += 1;
    }
    at += run.length;
  }
  const { high, inRuns, unusual, german } = counted;
  if (high < MIN_HIGH_BYTES || german / high > MIN_SHARE_GERMAN) return true;
  return inRuns / high < MIN_SHARE_IN_RUNS && unusual / high < MIN_SHARE_UNUSUAL;
}

function endOfRun(sample: Uint8Array, from: number): number {
  let at = from;
  while ((sample[at] ?? 0) >= 0x80) at += 1;
  return at;
}

/** »Ääääh« is one letter drawn out. */
function isRow(run: Uint8Array): boolean {
  return run.length >= LONG_RUN && new Set(run.subarray(0, LONG_RUN * 4)).size > 2;
}

/** Not used by windows-1252 at all, or hardly ever: the euro sign, quotation marks and dashes are what people type. */
function isUnusual(byte: number): boolean {
  const isTyped = byte === 0x80 || byte === 0x82 || (byte >= 0x84 && byte <= 0x85) || (byte >= 0x91 && byte <= 0x97);
  return byte <= 0x9f && !isTyped && byte !== 0x8a && byte !== 0x9a && byte !== 0x8e && byte !== 0x9e;
}

/** The markup around short texts would count as English. */
function withoutTags(sample: Uint8Array): Uint8Array {
  const text = Buffer.from(sample)
    .toString('latin1')
    .replace(/<[!?/A-Za-z][^<>]{0,500}>/g, ' ');
  return Buffer.from(text, 'latin1');
}
