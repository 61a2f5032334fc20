import type { EditionParts } from './edition-parts.ts';

const SUBJECT = /(^|\r\n)Subject: ?/i;

/**
 * The parts of an edition for a test mail: everything as readers get it, but for a subject that begins with `[Test]`. A
 * line of its own for that word, since what follows may be encoded words that fill theirs.
 */
export function testParts(parts: EditionParts): EditionParts {
  const headers = parts.headers.toString('latin1').replace(SUBJECT, '$1Subject: [Test]\r\n ');
  return { ...parts, headers: Buffer.from(headers, 'latin1') };
}
