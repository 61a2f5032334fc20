import type { EditionParts } from './edition-parts.ts';

const SUBJECT = /(^|\r\n)Subject: ?/i;

/**
 * The parts of an edition for a test mail: everything as readers get it, but for a subject that begins with `[Test]`. A
 * line of its own for that word, since what follows may be encoded words that fill theirs.
 */
export function testParts(parts: EditionParts): EditionParts {
  return { ...parts, headers: parts.headers.replace(SUBJECT, '$1Subject: [Test]\r\n ') };
}
