/**
 * The rendered edition in S3, under the hash of what readers will see:
 *
 *   editions/<editionId>/<contentHash>/content.json   blocks as they read, for previews and the archive
 *   editions/<editionId>/<contentHash>/parts.json     the same blocks encoded for mail, for the sender
 *
 * Objects are never changed: another content has another hash and another key.
 */
import * as z from 'zod/mini';
import { RundbriefError } from '../domain/errors.ts';
import { addressLine, headerBlock, headerLine, softBroken } from '../platform/mime.ts';
import { contentHash, type Objects, type ReadableObjects } from '../platform/objects.ts';
import { type Block, type EditionContent, SLOTS } from './edition-content.ts';

const slotPiece = z.object({ slot: z.enum(SLOTS) });
const storedBlock = z.object({
  forItems: z.optional(z.array(z.int().check(z.nonnegative()))),
  pieces: z.array(z.union([z.string(), slotPiece])),
});
const storedParts = z.object({
  editionId: z.string(),
  publicationId: z.string(),
  senderAddress: z.string(),
  headers: z.string(),
  items: z.array(z.object({ topics: z.array(z.string()), overAt: z.optional(z.number()) })),
  text: z.array(storedBlock),
  html: z.array(storedBlock),
});
type StoredParts = z.infer<typeof storedParts>;

/** An edition ready to be assembled for one recipient after another. */
export interface EditionParts {
  editionId: string;
  publicationId: string;
  /** The envelope's sender. */
  senderAddress: string;
  /** Header lines that are the same for everybody. */
  headers: string;
  items: { topics: string[]; overAt?: number }[];
  /** In quoted-printable but for the slots, and ready to be put together. */
  text: Block[];
  html: Block[];
}

const keyOf = (editionId: string, hash: string, name: string) => `editions/${editionId}/${hash}/${name}`;

/** Stores both forms of a rendered edition. Repeating it is harmless. @returns the content's hash */
export async function storeContent(objects: Objects, content: EditionContent): Promise<string> {
  const body = JSON.stringify(content);
  const hash = contentHash(body);
  const options = { contentType: 'application/json' };
  await objects.put(keyOf(content.editionId, hash, 'parts.json'), JSON.stringify(encode(content)), options);
  await objects.put(keyOf(content.editionId, hash, 'content.json'), body, options);
  return hash;
}

function encode(content: EditionContent): StoredParts {
  const { editionId, publicationId, sender, items, text, html } = content;
  return {
    editionId,
    publicationId,
    senderAddress: sender.address,
    headers: headerBlock(sharedHeaders(content)),
    items: items.map(({ topics, overAt }) => ({ topics, overAt })),
    text: text.map(encodeBlock),
    html: html.map(encodeBlock),
  };
}

function encodeBlock({ forItems, pieces }: Block): z.infer<typeof storedBlock> {
  return { forItems, pieces: pieces.map((piece) => (typeof piece === 'string' ? softBroken(piece) : piece)) };
}

function sharedHeaders({ sender, subject, publicationId }: EditionContent): string[] {
  const domain = sender.address.slice(sender.address.lastIndexOf('@') + 1);
  return [
    addressLine('From', sender),
    ...(sender.replyTo ? [addressLine('Reply-To', { address: sender.replyTo })] : []),
    headerLine('Subject', subject),
    headerLine('List-Id', `<${publicationId}.${domain}>`),
    headerLine('List-Unsubscribe-Post', 'List-Unsubscribe=One-Click'),
    headerLine('Precedence', 'bulk'),
  ];
}

/**
 * What the sender needs of an edition; ask once for many recipients.
 *
 * @throws RundbriefError `not-found` when no such edition was rendered with this content
 */
export async function loadParts(objects: ReadableObjects, editionId: string, hash: string): Promise<EditionParts> {
  const found = await objects.get(keyOf(editionId, hash, 'parts.json'));
  if (!found) throw new RundbriefError('not-found', `The edition ${editionId} was not rendered with this content`);
  return storedParts.parse(JSON.parse(Buffer.from(found.body).toString('utf8')));
}

/**
 * What readers will see, as it was rendered; checked against its hash, because approvals and campaigns name that.
 *
 * @throws RundbriefError `not-found` when no such edition was rendered with this content
 */
export async function loadContent(objects: ReadableObjects, editionId: string, hash: string): Promise<EditionContent> {
  const found = await objects.get(keyOf(editionId, hash, 'content.json'));
  if (!found) throw new RundbriefError('not-found', `The edition ${editionId} was not rendered with this content`);
  if (contentHash(found.body) !== hash) throw new Error(`The stored content of ${editionId} is not what its hash says`);
  return JSON.parse(Buffer.from(found.body).toString('utf8')) as EditionContent;
}
