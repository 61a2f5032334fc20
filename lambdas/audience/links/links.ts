/**
 * Personal links: who holds one may confirm, change or end exactly one subscription.
 *
 * A token says only ids, never an address, and is signed for one purpose, so that a link to the preferences confirms
 * nothing. In bytes, then as base64url:
 *
 *   purpose 1 · length of kid 1 · kid · subscriber id 16 · [issued, seconds 4] · [former id 16] · publication id ·
 *   [/ number of an edition] · signature 16
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { RundbriefError } from '../../domain/errors.ts';
import type { LinkKeys } from './link-keys.ts';

export type LinkPurpose = 'confirm' | 'preferences' | 'unsubscribe' | 'undo' | 'address' | 'data';

/** Whose subscription to what. */
export interface Who {
  subscriberId: string;
  publicationId: string;
  /** Number of the edition whose mail the link stood in. Only links to leave say it. */
  edition?: number;
}

/**
 * A new address of somebody who was known by another one. The link names both: several people may give the same new
 * address, and its owner confirms the one they were asked about.
 */
export interface Move extends Who {
  formerId: string;
}

type WhoOf<Purpose extends LinkPurpose> = Purpose extends 'address' ? Move : Who;

interface Rule {
  code: number;
  path: string;
  /** Absent: valid for ever, and the token says no time. */
  validHours?: number;
  namesFormer?: true;
  namesEdition?: true;
}

const RULES: Record<LinkPurpose, Rule> = {
  confirm: { code: 1, path: '/confirm', validHours: 72 },
  // Every mail brings a fresh one; a year is for those who keep mails.
  preferences: { code: 2, path: '/preferences', validHours: 366 * 24 },
  unsubscribe: { code: 3, path: '/unsubscribe', namesEdition: true },
  // Only on the page that says "you are unsubscribed".
  undo: { code: 4, path: '/unsubscribe', validHours: 1 },
  // Sent to a new address, which must confirm it; the id is that of the new address.
  address: { code: 5, path: '/confirm-address', validHours: 72, namesFormer: true },
  // Sent to who asked for everything held about them.
  data: { code: 6, path: '/my-data', validHours: 24 },
};

const PURPOSES = Object.keys(RULES) as LinkPurpose[];

const ID_LENGTH = 16;
const TIME_LENGTH = 4;
const SIGNATURE_LENGTH = 16;
const MOST_CHARACTERS = 200;
const MS_PER_HOUR = 3_600_000;

export function signLink<Purpose extends LinkPurpose>(
  purpose: Purpose,
  who: WhoOf<Purpose>,
  keys: LinkKeys,
  issuedAt: Date,
): string {
  const { code, validHours, namesFormer, namesEdition } = RULES[purpose];
  const edition = namesEdition && who.edition !== undefined ? `/${who.edition}` : '';
  const parts = [
    Buffer.from([code, keys.current.length]),
    Buffer.from(keys.current, 'latin1'),
    Buffer.from(who.subscriberId, 'base64url'),
    validHours ? seconds(issuedAt) : Buffer.alloc(0),
    Buffer.from(namesFormer && 'formerId' in who ? who.formerId : '', 'base64url'),
    Buffer.from(`${who.publicationId}${edition}`, 'latin1'),
  ];
  const body = Buffer.concat(parts);
  return Buffer.concat([body, signature(body, keys.current, keys)]).toString('base64url');
}

/**
 * Reads a token of a link.
 *
 * @throws RundbriefError `invalid` when we did not sign it, or not for this purpose, `expired` when its time is over
 */
export function readLink<Purpose extends LinkPurpose>(
  token: string,
  purpose: Purpose,
  keys: LinkKeys,
  now: Date,
): WhoOf<Purpose> {
  const parts = partsOf(token);
  if (!parts || !isOurs(parts, keys) || parts.purpose !== purpose) {
    throw new RundbriefError('invalid', 'This link is not one of ours, or not whole');
  }
  const { validHours = Number.POSITIVE_INFINITY } = RULES[purpose];
  if (now.getTime() - parts.issuedAt.getTime() > validHours * MS_PER_HOUR) {
    throw new RundbriefError('expired', `This link was valid for ${validHours} hours`);
  }
  return parts.who as WhoOf<Purpose>;
}

/** What a token claims to be about, unchecked: good enough to choose the words in which to refuse it. */
export function claimOf(token: string): { purpose: LinkPurpose; publicationId: string } | undefined {
  const parts = partsOf(token);
  return parts && { purpose: parts.purpose, publicationId: parts.who.publicationId };
}

/** The address of a link, for a mail. */
export function linkAddress(siteUrl: string, purpose: LinkPurpose, token: string): string {
  return `${siteUrl}${RULES[purpose].path}?t=${token}`;
}

/**
 * The personal links of an edition's mails. Called once a message, so it does nothing but sign.
 *
 * The time in a link is that of the day, so that sending a mail again the same day gives the same bytes.
 */
export function personalLinks(keys: LinkKeys, siteUrl: string, now: () => Date = () => new Date()) {
  return (who: Who): { unsubscribe: string; preferences: string } => {
    const today = startOfDay(now());
    return {
      unsubscribe: linkAddress(siteUrl, 'unsubscribe', signLink('unsubscribe', who, keys, today)),
      preferences: linkAddress(siteUrl, 'preferences', signLink('preferences', who, keys, today)),
    };
  };
}

interface Parts {
  purpose: LinkPurpose;
  kid: string;
  body: Buffer;
  signature: Buffer;
  issuedAt: Date;
  who: Who | Move;
}

function partsOf(token: string): Parts | undefined {
  if (token.length > MOST_CHARACTERS || !/^[\w-]+$/.test(token)) return undefined;
  const bytes = Buffer.from(token, 'base64url');
  // One token, one spelling: loose bits at the end of the text are no second one.
  if (bytes.toString('base64url') !== token) return undefined;
  const [code = 0, kidLength = 0] = bytes;
  const purpose = PURPOSES.find((one) => RULES[one].code === code);
  if (!purpose) return undefined;
  const { validHours, namesFormer, namesEdition } = RULES[purpose];
  const idAt = 2 + kidLength;
  const timeAt = idAt + ID_LENGTH;
  const formerAt = timeAt + (validHours ? TIME_LENGTH : 0);
  const publicationAt = formerAt + (namesFormer ? ID_LENGTH : 0);
  const signatureAt = bytes.length - SIGNATURE_LENGTH;
  if (publicationAt >= signatureAt) return undefined;
  const where = bytes.toString('latin1', publicationAt, signatureAt);
  const [publicationId = '', edition] = namesEdition ? where.split('/') : [where];
  return {
    purpose,
    kid: bytes.toString('latin1', 2, idAt),
    body: bytes.subarray(0, signatureAt),
    signature: bytes.subarray(signatureAt),
    issuedAt: validHours ? new Date(bytes.readUInt32BE(timeAt) * 1000) : new Date(0),
    who: {
      subscriberId: bytes.toString('base64url', idAt, timeAt),
      publicationId,
      ...(edition ? { edition: Number(edition) } : {}),
      ...(namesFormer ? { formerId: bytes.toString('base64url', formerAt, publicationAt) } : {}),
    },
  };
}

function isOurs({ kid, body, signature: given }: Parts, keys: LinkKeys): boolean {
  return keys.byName.has(kid) && timingSafeEqual(given, signature(body, kid, keys));
}

function signature(body: Buffer, kid: string, keys: LinkKeys): Buffer {
  const key = keys.byName.get(kid);
  if (!key) throw new Error(`There is no link key ${kid}`);
  return createHmac('sha256', key).update('rundbrief link\n').update(body).digest().subarray(0, SIGNATURE_LENGTH);
}

function seconds(time: Date): Buffer {
  const bytes = Buffer.alloc(TIME_LENGTH);
  bytes.writeUInt32BE(Math.floor(time.getTime() / 1000));
  return bytes;
}

function startOfDay(time: Date): Date {
  return new Date(Math.floor(time.getTime() / (24 * MS_PER_HOUR)) * 24 * MS_PER_HOUR);
}
