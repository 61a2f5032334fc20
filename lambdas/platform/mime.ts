/**
 * Mail as it goes over the wire, 7-bit, in strings of a character a byte: headers that no value can break out of, and bodies in quoted-printable.
 *
 * A body can be built from pieces: each piece encoded by {@link softBroken} ends in a soft line break, so pieces encoded
 * at different times (an edition's static parts once, a subscriber's links for every message) are simply concatenated.
 */
import { domainToASCII } from 'node:url';
import { RundbriefError } from '../domain/errors.ts';

const LINE = 76;
const CRLF = '\r\n';
/** `=_` cannot occur in quoted-printable, so no body can contain the boundary. */
const BOUNDARY = '=_rundbrief_alternative';

const TAB = 9;
const NEWLINE = 10;
const SPACE = 32;
const DOT = 46;

/** An atom-like local part and a domain; quoted local parts are legal but refused, nobody has one. */
const ASCII_MAILBOX = /^[\w!#$%&'*+/=?^`{|}~.-]+@[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i;

const ESCAPED = Array.from({ length: 256 }, (_, byte) => `=${byte.toString(16).toUpperCase().padStart(2, '0')}`);
const escaped = (byte: number) => ESCAPED[byte] as string;
const isLiteral = (byte: number) => byte === TAB || (byte >= SPACE && byte <= 126 && byte !== 61);

/**
 * Quoted-printable, ending in a soft break, so that encoded pieces may follow each other: no line passes 76 octets and
 * the decoded whole equals the concatenated texts. Line breaks of any kind become CRLF.
 *
 * Do not cut a text inside a CRLF or a surrogate pair before encoding its pieces.
 */
export function softBroken(text: string): string {
  const bytes = Buffer.from(text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text);
  if (bytes.length === 0) return '';
  const literal = bytes.toString('latin1');
  let done = '';
  /** Where what stands for itself begins, of what is not yet done. */
  let from = 0;
  let width = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] as number;
    if (byte === NEWLINE) {
      done += literal.slice(from, at) + CRLF;
      from = at + 1;
      width = 0;
      continue;
    }
    const isBlankAtEnd = (byte === SPACE || byte === TAB) && bytes[at + 1] === NEWLINE;
    let isEscaped = isBlankAtEnd || !isLiteral(byte);
    if (width + (isEscaped ? 3 : 1) >= LINE) {
      done += `${literal.slice(from, at)}=${CRLF}`;
      from = at;
      width = 0;
    }
    isEscaped ||= width === 0 && isUnsafeAtStart(bytes, at);
    if (isEscaped) {
      done += literal.slice(from, at) + escaped(byte);
      from = at + 1;
    }
    width += isEscaped ? 3 : 1;
  }
  return `${done}${literal.slice(from)}=${CRLF}`;
}

/** Some transports still stumble over a leading dot and over "From " at the start of a line. */
function isUnsafeAtStart(bytes: Buffer, at: number): boolean {
  return bytes[at] === DOT || (bytes[at] === 70 && bytes.toString('latin1', at, at + 5) === 'From ');
}

/**
 * One header line without its line end. Printable ASCII stays as it is, folded at blanks; anything else becomes encoded
 * words (RFC 2047), so give text to unstructured headers such as Subject only.
 *
 * @throws RundbriefError `invalid` when name or value could start another header
 */
export function headerLine(name: string, value: string): string {
  assertHeaderName(name);
  refuseLineBreaks(name, value);
  const isPlain = /^[!-~]+(?: [!-~]+)*$/.test(value) && !value.includes('=?') && !/[!-~]{900}/.test(value);
  if (value === '' || isPlain) return folded(name, value.split(' '));
  return folded(name, encodedWords(value, LINE - name.length - 2));
}

/**
 * A header with one mailbox, such as From, To or Reply-To. The domain is written in its ASCII form.
 *
 * @throws RundbriefError `invalid` when the address is none that SES could take (its local part must be ASCII)
 */
export function addressLine(name: string, { name: person, address }: { name?: string; address: string }): string {
  assertHeaderName(name);
  refuseLineBreaks(name, address);
  const at = address.lastIndexOf('@');
  const domain = domainToASCII(address.slice(at + 1));
  const mailbox = `${address.slice(0, at)}@${domain}`;
  if (at < 1 || !ASCII_MAILBOX.test(mailbox)) {
    throw new RundbriefError('invalid', `The address for ${name} is not one we can write to`);
  }
  if (!person) return folded(name, [mailbox]);
  refuseLineBreaks(name, person);
  return folded(name, [...phrase(person, LINE - name.length - 2), `<${mailbox}>`]);
}

/** A display name: quoted where ASCII allows it, else as encoded words. */
function phrase(text: string, firstLimit: number): string[] {
  const isPlain = /^[!-~]+(?: [!-~]+)*$/.test(text) && !text.includes('=?') && text.length <= 50;
  return isPlain ? [`"${text.replace(/["\\]/g, '\\$&')}"`] : encodedWords(text, firstLimit);
}

function assertHeaderName(name: string): void {
  if (!/^[A-Za-z][A-Za-z0-9-]{0,60}$/.test(name)) throw new RundbriefError('invalid', 'This is not a header name');
}

function refuseLineBreaks(name: string, value: string): void {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  if (/[\r\n\u0000]/.test(value)) {
    throw new RundbriefError('invalid', `The value for ${name} holds a line break or a NUL character`);
  }
}

/** The first word stays on the first line: some providers misread a header whose first line is empty. */
function folded(name: string, [first = '', ...words]: string[]): string {
  const lines = [`${name}: ${first}`];
  for (const word of words) {
    const line = `${lines.at(-1)} ${word}`;
    if (line.length <= LINE) lines[lines.length - 1] = line;
    else lines.push(` ${word}`);
  }
  if (lines.some((line) => Buffer.byteLength(line) >= 998)) {
    throw new RundbriefError('invalid', `The value for ${name} is too long for a mail header`);
  }
  return lines.join(CRLF);
}

/** The text as encoded words, cut between code points; adjacent ones are joined again by the reader's program. */
function encodedWords(text: string, firstLimit: number): string[] {
  const encode = Buffer.byteLength(text) > text.length * 1.5 ? inBase64 : inQ;
  const words: string[] = [];
  let chunk = '';
  for (const character of text) {
    const limit = Math.min(words.length === 0 ? firstLimit : LINE, LINE) - 1;
    if (chunk && encode(chunk + character).length > limit) {
      words.push(encode(chunk));
      chunk = '';
    }
    chunk += character;
  }
  return [...words, encode(chunk)];
}

const inBase64 = (text: string) => `=?UTF-8?B?${Buffer.from(text).toString('base64')}?=`;
const inQ = (text: string) => `=?UTF-8?Q?${[...Buffer.from(text)].map(inQByte).join('')}?=`;

/** The alphabet that is safe in a display name too. */
function inQByte(byte: number): string {
  if (byte === SPACE) return '_';
  const character = String.fromCharCode(byte);
  return /[A-Za-z0-9!*+/-]/.test(character) ? character : escaped(byte);
}

const partHead = (type: string) =>
  `Content-Type: text/${type}; charset=utf-8${CRLF}Content-Transfer-Encoding: quoted-printable${CRLF}${CRLF}`;

/** What stands around the two encoded bodies of a message with text and HTML. */
export const ALTERNATIVE = {
  /** After the caller's headers. */
  beforeText: `MIME-Version: 1.0${CRLF}Content-Type: multipart/alternative;${CRLF} boundary="${BOUNDARY}"${CRLF}${CRLF}--${BOUNDARY}${CRLF}${partHead('plain')}`,
  beforeHtml: `${CRLF}--${BOUNDARY}${CRLF}${partHead('html')}`,
  end: `${CRLF}--${BOUNDARY}--${CRLF}`,
};

/** Header lines as one block, each ended. */
export function headerBlock(headers: string[]): string {
  for (const header of headers) {
    const [name = ''] = header.split(':', 1);
    assertHeaderName(name);
    refuseLineBreaks(name, header.replaceAll(/\r\n[ \t]/g, ' '));
  }
  return headers.map((header) => header + CRLF).join('');
}

/**
 * A whole message, 7-bit, as SES takes it. SES adds Date and Message-ID itself.
 *
 * @param headers - made by {@link headerLine} and {@link addressLine}
 * @param html - when given, the message offers both
 */
export function mimeMessage({ headers, text, html }: { headers: string[]; text: string; html?: string }): string {
  const head = headerBlock(headers);
  return html === undefined
    ? `${head}MIME-Version: 1.0${CRLF}${partHead('plain')}${softBroken(text)}`
    : `${head}${ALTERNATIVE.beforeText}${softBroken(text)}${ALTERNATIVE.beforeHtml}${softBroken(html)}${ALTERNATIVE.end}`;
}
