/**
 * Bytes → text. The label is the last thing to believe: on real feeds it is absent or wrong more often than the bytes are.
 *
 * Order: gzip magic, byte order mark, NUL pattern, ISO-2022-JP escapes, valid UTF-8, nearly valid UTF-8, HTTP charset, XML
 * declaration, a detector where Western text is out of the question, windows-1252.
 */
import { gunzipSync, constants as zlib } from 'node:zlib';
import { RundbriefError } from '../../domain/errors.ts';
import { windows1252 } from '../../platform/windows-1252.ts';
import { detectEncoding } from './detect-encoding.ts';

/** No document is read beyond this, counted after decompression. */
export const MAX_DOCUMENT_BYTES = 10 * 1024 * 1024;
const DECLARATION_BYTES = 1024;
const ESCAPE = 0x1b;

const WINDOWS_1252_LABELS = new Set([
  'windows-1252',
  'cp1252',
  'cp-1252',
  'x-cp1252',
  'iso-8859-1',
  'iso8859-1',
  'iso_8859-1',
  'iso88591',
  'latin1',
  'latin-1',
  'l1',
]);

/** Labels that over 8-bit bytes can only be a mistake, and never say which code page was meant. */
const UNHELPFUL_LABELS = /^(utf-?8|utf-?16(le|be)?|utf-?32(le|be)?|ucs-?[24]|unicode|(us-)?ascii)$/;

/**
 * @param contentType - as the HTTP header gave it; only its charset is looked at
 * @throws RundbriefError `invalid` when compressed bytes cannot be opened within the size limit
 */
export function decodeText(given: Uint8Array, contentType = ''): string {
  const bytes = opened(given);
  return (
    byMark(bytes) ??
    byNulPattern(bytes) ??
    byEscapes(bytes) ??
    asUtf8(bytes) ??
    asMostlyUtf8(bytes) ??
    byLabel(bytes, charsetOf(contentType)) ??
    byLabel(bytes, declaredEncoding(bytes)) ??
    byLabel(bytes, detectEncoding(bytes)?.toLowerCase()) ??
    asWindows1252(bytes)
  );
}

/** Some servers hand out a stored .gz as it is, without saying so. */
function opened(bytes: Uint8Array): Uint8Array {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return gunzipSync(bytes, { maxOutputLength: MAX_DOCUMENT_BYTES, finishFlush: zlib.Z_SYNC_FLUSH });
  } catch (cause) {
    throw new RundbriefError(
      'invalid',
      'The document is compressed and cannot be opened, or opens to more than 10 MB',
      {
        cause,
      },
    );
  }
}

function byMark(bytes: Uint8Array): string | undefined {
  if (startsWith(bytes, 0xff, 0xfe, 0, 0)) return asUtf32(bytes.subarray(4), true);
  if (startsWith(bytes, 0, 0, 0xfe, 0xff)) return asUtf32(bytes.subarray(4), false);
  if (startsWith(bytes, 0xff, 0xfe)) return new TextDecoder('utf-16le').decode(bytes);
  if (startsWith(bytes, 0xfe, 0xff)) return new TextDecoder('utf-16be').decode(bytes);
  if (startsWith(bytes, 0xef, 0xbb, 0xbf)) return asUtf8(bytes) ?? asMostlyUtf8(bytes) ?? undefined;
  return undefined;
}

/** UTF-16 of plain text is valid UTF-8 with NULs between, so this comes before the test for UTF-8. */
function byNulPattern(bytes: Uint8Array): string | undefined {
  const [a, b, c, d] = bytes;
  if (bytes.length < 4) return undefined;
  if (a && !b && !c && !d) return asUtf32(bytes, true);
  if (!a && !b && !c && d) return asUtf32(bytes, false);
  if (a && !b && c && !d) return new TextDecoder('utf-16le').decode(bytes);
  if (!a && b && !c && d) return new TextDecoder('utf-16be').decode(bytes);
  return undefined;
}

/** ISO-2022-JP is all 7-bit, hence valid UTF-8 too. */
function byEscapes(bytes: Uint8Array): string | undefined {
  const at = bytes.indexOf(ESCAPE);
  if (at < 0) return undefined;
  const [kind, set] = bytes.subarray(at + 1);
  const isShift =
    (kind === 0x24 && (set === 0x40 || set === 0x42)) || (kind === 0x28 && (set === 0x4a || set === 0x49));
  return isShift ? new TextDecoder('iso-2022-jp').decode(bytes) : undefined;
}

function asUtf8(bytes: Uint8Array): string | undefined {
  try {
    // As a stream: a body cut at the size limit may end within a character.
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
  } catch {
    return undefined;
  }
}

/** One broken byte in a long UTF-8 document must not garble all its umlauts; the stray byte is read as windows-1252. */
function asMostlyUtf8(bytes: Uint8Array): string | undefined {
  const strays: number[] = [];
  let multiByte = 0;
  for (let at = 0; at < bytes.length; ) {
    const length = utf8Length(bytes, at);
    if (length === 0) strays.push(at);
    if (strays.length > 1000 && multiByte < strays.length) return undefined;
    if (length > 1) multiByte += 1;
    at += length || 1;
  }
  if (multiByte < strays.length * 5) return undefined;
  let text = '';
  let from = 0;
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (const stray of strays) {
    text += buffer.toString('utf8', from, stray) + String.fromCodePoint(windows1252(bytes[stray] ?? 0));
    from = stray + 1;
  }
  return (text + buffer.toString('utf8', from)).replace(/^\ufeff/, '');
}

/** Bytes of the well-formed UTF-8 sequence that begins here; 0 when there is none. */
function utf8Length(bytes: Uint8Array, at: number): number {
  const lead = bytes[at] ?? 0;
  if (lead < 0x80) return 1;
  const length =
    lead >= 0xc2 && lead < 0xe0 ? 2 : lead >= 0xe0 && lead < 0xf0 ? 3 : lead >= 0xf0 && lead < 0xf5 ? 4 : 0;
  const second = bytes[at + 1] ?? 0;
  if (lead === 0xe0 && second < 0xa0) return 0;
  if (lead === 0xed && second > 0x9f) return 0;
  if (lead === 0xf0 && second < 0x90) return 0;
  if (lead === 0xf4 && second > 0x8f) return 0;
  for (let next = 1; next < length; next += 1) if (((bytes[at + next] ?? 0) & 0xc0) !== 0x80) return 0;
  return length;
}

function byLabel(bytes: Uint8Array, label: string | undefined): string | undefined {
  if (!label || UNHELPFUL_LABELS.test(label)) return undefined;
  if (WINDOWS_1252_LABELS.has(label)) return asWindows1252(bytes);
  try {
    return new TextDecoder(label).decode(bytes);
  } catch {
    return undefined;
  }
}

function charsetOf(contentType: string): string | undefined {
  return /charset\s{0,9}=\s{0,9}["']?([\w:.-]{1,40})/i.exec(contentType)?.[1]?.toLowerCase();
}

function declaredEncoding(bytes: Uint8Array): string | undefined {
  const head = Buffer.from(bytes.subarray(0, DECLARATION_BYTES)).toString('latin1');
  const declared =
    /<\?xml[^>]{0,200}?encoding\s{0,9}=\s{0,9}["']([\w:.-]{1,40})/i.exec(head) ??
    /<meta[^>]{0,200}?charset\s{0,9}=\s{0,9}["']?([\w:.-]{1,40})/i.exec(head);
  return declared?.[1]?.toLowerCase();
}

function asWindows1252(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    .toString('latin1')
    .replace(/[\x80-\x9f]/g, (high) => String.fromCodePoint(windows1252(high.charCodeAt(0))));
}

function asUtf32(bytes: Uint8Array, isLittleEndian: boolean): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const characters: string[] = [];
  for (let at = 0; at + 4 <= bytes.length; at += 4) {
    const codePoint = view.getUint32(at, isLittleEndian);
    characters.push(codePoint <= 0x10ffff ? String.fromCodePoint(codePoint) : '\ufffd');
  }
  return characters.join('');
}

function startsWith(bytes: Uint8Array, ...prefix: number[]): boolean {
  return prefix.every((byte, index) => bytes[index] === byte);
}
