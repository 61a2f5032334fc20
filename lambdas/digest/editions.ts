/**
 * Where editions are kept, and what became of every request to compose one.
 *
 *   pk  PUB#<publicationId>      sk  EDITION#<number>     the edition with a copy of its items
 *                                sk  CLAIM#<request>      the number a request has laid hands on
 *                                sk  RUN#<requestId>      what became of the request
 *                                sk  EDIT#<editionId>#<requestId>      what became of an editor's change
 *                                sk  CHECK#<editionId>#<hash>          what is wrong with this content of it
 *
 * Editions that are frozen or sent stand in the index `sends`, by time.
 *
 * A request claims a number before its edition is written, and moves its claim only when that number turns out to be
 * somebody else's. So two composers of one request, or a repeated request, end in one edition.
 */
import type { Edition } from '../domain/edition.ts';
import type { Finding } from './checks/finding.ts';

/** What became of a request to compose. */
export interface CompositionRun {
  requestId: string;
  publicationId: string;
  at: Date;
  outcome: /** `heldBecause`: it was to go out by itself, and waits as a draft instead; in its publication's language. */
    | { kind: 'composed'; editionId: string; number: number; articles: number; heldBecause?: string }
    /** `nextAt`: when its digest looks again. */
    | { kind: 'skipped'; reason: string; nextAt?: Date }
    | { kind: 'failed'; reason: string };
}

/** What became of an editor's change. Kept for a day: who asked looks at once. */
export interface EditRun {
  editionId: string;
  requestId: string;
  at: Date;
  outcome:
    | { kind: 'edited'; contentHash: string }
    /** Somebody was faster, or it is settled. */
    | { kind: 'conflict'; reason: string }
    | { kind: 'failed'; reason: string };
}

/** What is wrong with an edition as this hash names it. Kept for a month. */
export interface EditionCheck {
  editionId: string;
  contentHash: string;
  at: Date;
  /** Absent on what the renderer has found by itself, which looks at no address. */
  requestId?: string;
  findings: Finding[];
  /** Links and pictures: how many were looked at, and for how many there was no time. */
  addresses?: { checked: number; unchecked: number };
}

export interface Editions {
  find(editionId: string): Promise<Edition | undefined>;
  /** Highest number first; `before` goes on below a number. */
  list(publicationId: string, options: { limit: number; before?: number }): Promise<Edition[]>;

  /** The edition a request has already led to. */
  findComposed(publicationId: string, request: string): Promise<Edition | undefined>;
  /** The number this request composes: the next one, or the one it claimed before. */
  claimNumber(publicationId: string, request: string): Promise<number>;
  /** Another number, because `taken` is somebody else's. */
  moveClaim(publicationId: string, request: string, taken: number): Promise<number>;
  /**
   * @returns the edition as it is kept, be it written by this call or by an earlier one of the same request; undefined when
   *   the number is taken
   * @throws RundbriefError `invalid` when it is larger than a record can be
   */
  create(edition: Edition, request: string): Promise<Edition | undefined>;

  /**
   * Writes a draft's new content, which voids an approval of the old one. It does not go out by itself any more.
   *
   * @param before - the hash of the content it was made from
   * @returns false when somebody has changed or frozen it since
   * @throws RundbriefError `invalid` when it is larger than a record can be
   */
  revise(edition: Edition, before: string): Promise<boolean>;

  /**
   * Notes that a draft may go out as it is, perhaps by itself at `sendAt`; or, without an approval, that it may not.
   *
   * @returns false when its content is not what the hash names, or it is no draft
   */
  approve(
    editionId: string,
    contentHash: string,
    decision: { approval?: { by: string; at: Date }; sendAt?: Date },
  ): Promise<boolean>;
  /** Approved drafts whose time has come, longest waiting first. */
  listDue(until: Date, options: { limit: number }): Promise<{ editionId: string; sendAt: Date }[]>;

  /**
   * Settles an edition: nothing about it changes any more, and its articles count as used. Repeating it is harmless.
   *
   * @param how - `forSegment`: it does not go to everybody it is meant for
   * @throws RundbriefError `not-found`, or `conflict` when its content is not what the hash names
   */
  freeze(editionId: string, contentHash: string, at: Date, how?: { forSegment?: boolean }): Promise<Edition>;
  /** Notes that its campaign is closed. Repeating it is harmless; a draft stays a draft. */
  markSent(editionId: string, at: Date): Promise<void>;
  /** Frozen, and not sent yet; oldest first. */
  listFrozen(options: { limit: number }): Promise<{ editionId: string; frozenAt: Date }[]>;

  findRun(publicationId: string, requestId: string): Promise<CompositionRun | undefined>;
  /** Newest first. Kept for half a year; where nothing was new and the next look comes the same day, for a week. */
  listRuns(publicationId: string, options: { limit: number }): Promise<CompositionRun[]>;
  /** A run that led to an edition is never overwritten by another outcome. */
  recordRun(run: CompositionRun): Promise<void>;

  findEdit(editionId: string, requestId: string): Promise<EditRun | undefined>;
  recordEdit(run: EditRun): Promise<void>;

  findCheck(editionId: string, contentHash: string): Promise<EditionCheck | undefined>;
  /** The latest one counts; one without a request never takes the place of another. */
  recordCheck(check: EditionCheck): Promise<void>;
}

/** `ruhr-12` is number 12 of `ruhr`; undefined for anything that is no edition's id. */
export function parseEditionId(editionId: string): { publicationId: string; number: number } | undefined {
  const [, publicationId, number] = /^(.+)-([1-9]\d{0,7})$/.exec(editionId) ?? [];
  return publicationId && number ? { publicationId, number: Number(number) } : undefined;
}

export const editionId = (publicationId: string, number: number) => `${publicationId}-${number}`;
