/** The HTML of a raw message, changed where it stands: everything around it stays byte for byte. */
import { headerValue, readHeaders } from './mail-headers.ts';

const CRLF = '\r\n';

/** @returns the message itself when it has no HTML */
export function withHtml(raw: Buffer, change: (html: string) => string): Buffer {
  const headers = readHeaders(raw);
  const type = headerValue(headers, 'Content-Type') ?? '';
  const whole = raw.toString('latin1');
  const end = whole.indexOf(CRLF + CRLF);
  if (end < 0) return raw;
  const head = whole.slice(0, end);
  const body = whole.slice(end + 4);
  const boundary = /^multipart\/.*;\s*boundary=(?:"([^"]+)"|([^\s;]+))/i.exec(type);
  if (boundary) {
    const parts = splitAt(body, boundary[1] ?? boundary[2] ?? '');
    const [preamble = '', ...rest] = parts;
    const changed = rest.map((part) => withHtml(Buffer.from(part, 'latin1'), change).toString('latin1'));
    return Buffer.from(`${head}${CRLF}${CRLF}${preamble}${changed.join('')}`, 'latin1');
  }
  if (!/^text\/html\b/i.test(type)) return raw;
  const encoding = headerValue(headers, 'Content-Transfer-Encoding') ?? '7bit';
  const html = change(decoded(body, encoding.trim().toLowerCase()));
  return Buffer.from(`${withEncoding(head)}${CRLF}${CRLF}${inBase64(html)}${CRLF}`, 'latin1');
}

/** Before each boundary line, which stays with the part that it begins. */
function splitAt(body: string, boundary: string): string[] {
  const lines = body.split(`--${boundary}`);
  return lines.map((part, at) => (at === 0 ? part : `--${boundary}${part}`));
}

function decoded(body: string, encoding: string): string {
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString();
  if (encoding !== 'quoted-printable') return Buffer.from(body, 'latin1').toString();
  const bytes = body
    .replace(/=\r\n/g, '')
    .replace(/=([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString();
}

const withEncoding = (head: string): string =>
  `${head.replace(/^Content-Transfer-Encoding:.*(?:\r\n)?/im, '').trimEnd()}${CRLF}Content-Transfer-Encoding: base64`;

const inBase64 = (text: string): string =>
  (
    Buffer.from(text)
      .toString('base64')
      .match(/.{1,76}/g) ?? []
  ).join(CRLF);
