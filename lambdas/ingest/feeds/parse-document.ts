/**
 * A source's bytes → its articles: decode, clean, parse, normalise, sanitise. Offline, and linear in what it is given.
 *
 * It is synchronous work at heart, so no promise can stop it. What bounds it is the size limit of the document and, on
 * Lambda, the function's own time-out with one poll a message: `read-document.handler.ts`.
 */
import { RundbriefError } from '../../domain/errors.ts';
import { normaliseDocument } from '../items/normalise-document.ts';
import type { FoundDocument, ParsedDocument, ReadingContext } from '../items/parsed-document.ts';
import { type CleanDocument, cleanMarkup } from './clean-markup.ts';
import { decodeText, MAX_DOCUMENT_BYTES } from './decode-text.ts';
import { readJsonFeed } from './read-json-feed.ts';
import { readWithFeedsmith } from './read-with-feedsmith.ts';
import { readXmlFeed } from './read-xml-feed.ts';
import { repairMojibake } from './repair-mojibake.ts';

export type { ParsedDocument, ParsedItem } from '../items/parsed-document.ts';

interface DocumentOrigin {
  /** The Content-Type header, if there was one; only its charset is believed, and late. */
  contentType?: string;
  /** The address after redirects: relative addresses begin here. */
  url: string;
  /** IANA name for times without a zone; UTC when absent. */
  timeZone?: string;
}

/**
 * @throws RundbriefError `invalid`, in plain words for an editor, when this is no feed; nothing else, whatever the bytes
 */
export async function parseDocument(
  bytes: Uint8Array,
  { contentType, url, timeZone = 'UTC' }: DocumentOrigin,
): Promise<ParsedDocument> {
  try {
    if (bytes.length > MAX_DOCUMENT_BYTES) throw new RundbriefError('invalid', 'The document is larger than 10 MB');
    const context = { url, timeZone };
    return normaliseDocument(await findFeed(textIn(bytes, contentType), context), context);
  } catch (error) {
    if (error instanceof RundbriefError) throw error;
    throw new RundbriefError('invalid', 'The document could not be read as a feed', { cause: error });
  }
}

/** What XML forbids and nobody sees is gone before anything reads it. */
function textIn(bytes: Uint8Array, contentType: string | undefined): string {
  const text = decodeText(bytes, contentType)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to remove
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '');
  return repairMojibake(text.toWellFormed());
}

async function findFeed(text: string, context: ReadingContext): Promise<FoundDocument> {
  const start = text.slice(0, 1000).trimStart();
  if (text.trim() === '') throw new RundbriefError('invalid', 'The document is empty');
  if (start.startsWith('{') || start.startsWith('[')) return findJsonFeed(text, context);
  const document = cleanMarkup(text);
  if (!document.vocabulary) throw notAFeed(document, start);
  try {
    return await readXmlFeed(document, context);
  } catch (cause) {
    return readWithFeedsmith(text, context, cause);
  }
}

function findJsonFeed(text: string, { url }: ReadingContext): FoundDocument {
  try {
    return readJsonFeed(text, url);
  } catch (cause) {
    throw new RundbriefError('invalid', 'The page is not a feed: it is JSON, but no JSON Feed', { cause });
  }
}

function notAFeed({ isHtml }: CleanDocument, start: string): RundbriefError {
  if (isHtml || /^<(!doctype html|head|title|meta)/i.test(start)) {
    return new RundbriefError('invalid', 'The page is not a feed: it looks like a web page (HTML)');
  }
  return start.startsWith('<')
    ? new RundbriefError('invalid', 'The page is not a feed: it is XML or something like it, but neither RSS nor Atom')
    : new RundbriefError('invalid', 'The page is not a feed: it is neither RSS, Atom nor JSON Feed');
}
