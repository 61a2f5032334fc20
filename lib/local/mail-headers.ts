/** The header block of a raw message, unfolded and with its encoded words read. */
export interface Header {
  name: string;
  value: string;
}

export function readHeaders(raw: Buffer): Header[] {
  const end = /\r?\n\r?\n/.exec(raw.subarray(0, 256 * 1024).toString('latin1'));
  const block = raw.subarray(0, end ? end.index : raw.length).toString('utf8');
  const unfolded = block.replace(/\r?\n[ \t]+/g, ' ');
  return unfolded.split(/\r?\n/).flatMap((line) => {
    const colon = line.indexOf(':');
    return colon > 0 ? [{ name: line.slice(0, colon), value: decodeWords(line.slice(colon + 1).trim()) }] : [];
  });
}

export function headerValue(headers: Header[], name: string): string | undefined {
  return headers.find((header) => header.name.toLowerCase() === name.toLowerCase())?.value;
}

/** The address in `Name <address>` or the bare address. */
export function addressIn(value: string): string {
  return (/<([^<>]*)>\s*$/.exec(value)?.[1] ?? value).trim();
}

/** RFC 2047; white space between two encoded words is not part of the text. */
export function decodeWords(text: string): string {
  const joined = text.replace(/(=\?[^?]+\?[bq]\?[^?]*\?=)\s+(?==\?)/gi, '$1');
  // A character may be cut between two words of one charset, so their bytes are joined before decoding.
  return joined.replace(/(?:=\?[^?]+\?[bq]\?[^?]*\?=)+/gi, (run) => {
    const words = [...run.matchAll(/=\?([^?*]+)[^?]*\?([bq])\?([^?]*)\?=/gi)];
    const charset = words[0]?.[1] ?? 'utf-8';
    const bytes = words.map(([, , encoding = '', data = '']) =>
      encoding.toLowerCase() === 'b' ? Buffer.from(data, 'base64') : fromQ(data),
    );
    return new TextDecoder(charset).decode(Buffer.concat(bytes));
  });
}

function fromQ(data: string): Buffer {
  const spaced = data.replaceAll('_', ' ');
  return Buffer.from(
    spaced.replace(/=([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  );
}
