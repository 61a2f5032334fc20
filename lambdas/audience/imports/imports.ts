/**
 * An import: a list of people from somewhere else, on its way in.
 *
 *   uploading → reading → ready → running → done
 *                            ▲       │
 *                            └───────┘  after a dry run
 *
 * From every state but `done` it may become `cancelled`; `failed` says why in `problem`. The file itself lies in the
 * Handover bucket and is gone after a day; what stays here is where people came from and what came of it.
 */
import type { ImportProblem } from './problems.ts';

export type ImportState = 'uploading' | 'reading' | 'ready' | 'running' | 'done' | 'failed' | 'cancelled';

/** Which system wrote the file, told by its header line. */
export const IMPORT_FORMATS = ['rundbrief', 'mailchimp', 'listmonk', 'ghost', 'mailpoet', 'other'] as const;
export type ImportFormat = (typeof IMPORT_FORMATS)[number];

export const ENCODINGS = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'] as const;
export type Encoding = (typeof ENCODINGS)[number];

export const DELIMITERS = [';', ',', '\t', '|'] as const;
export type Delimiter = (typeof DELIMITERS)[number];

/** What a column may hold. Columns that nobody maps are not kept. */
export const COLUMN_MEANINGS = [
  /** Needed, and one column only. */
  'address',
  /** Ids or titles, separated by commas, semicolons or bars; several columns are united. */
  'topics',
  'language',
  'cadence',
  /** What the other system says of them: who is not subscribed there is not imported. */
  'status',
  /** When they left or bounced there: whoever has an entry is not imported. */
  'left',
  /** When and from which network address they asked for mail there, and when they confirmed: kept with the proof. */
  'joined',
  'network',
  'confirmed',
  'confirmed-network',
  'paused-until',
  /** An IANA name, such as `Europe/Berlin`. */
  'time-zone',
] as const;
/** `field:<name>` is something editors know besides, such as `field:school`. */
export type ColumnMeaning = (typeof COLUMN_MEANINGS)[number] | `field:${string}`;

/** One entry for each column of the file, in its order; null for one that is left out. */
export type ImportMapping = (ColumnMeaning | null)[];

/** What became of a line. */
export const OUTCOMES = [
  'added',
  /** A further line of a person this import has added: topics united. */
  'merged',
  /** Subscribed already; stays as they are. */
  'known',
  /** Has left this publication: only they themselves can come back. */
  'left',
  /** Mail to them bounced for good, or they complained. */
  'suppressed',
  /** Had everything about them erased. */
  'erased',
  /** Not subscribed there: unsubscribed, bounced, or never confirmed. */
  'unsubscribed-there',
  'invalid',
] as const;
export type ImportOutcome = (typeof OUTCOMES)[number];
export type ImportCounters = Record<ImportOutcome, number>;

export const MS_PER_DAY = 86_400_000;
/** A part travels through a function's request, which takes 6 MB with its body in base64. */
export const PART_BYTES = 4 * 1024 * 1024;
export const MOST_BYTES = 200 * 1024 * 1024;
export const MOST_PARTS = 1_000;
export const MOST_ROWS = 1_000_000;
export const PREVIEW_ROWS = 20;
/** Pages of rows in one piece of the report: at most 50,000 lines. */
export const REPORT_PAGES = 100;
export const MOST_UNKNOWN_TOPICS = 20;
export const LEAST_PROVENANCE = 10;
export const MOST_PROVENANCE = 2_000;

/** Times are UTC. Nothing in it is an address of anybody. */
export interface Import {
  id: string;
  publicationId: string;
  state: ImportState;
  fileName: string;
  /** As announced. */
  bytes: number;
  /** Parts that are here, by their number from 1. */
  parts: Record<number, ImportPart>;
  format?: ImportFormat;
  encoding?: Encoding;
  delimiter?: Delimiter;
  /** Names in the header line; `1`, `2`, … when the file has none. */
  columns?: string[];
  hasHeader?: boolean;
  proposed?: ImportMapping;
  /** What the editor has decided, the last time. */
  decided?: ImportMapping;
  /** Where these people have said yes, in the editor's words; kept in the proof of each. */
  provenance?: string;
  /** Of the run that is under way or was the last one. */
  dryRun?: boolean;
  /** Lines below the header: `total` is known once the file is read. */
  rows: { total: number; done: number };
  /** The same in the pages of rows that the worker takes one after another. */
  pages: { total: number; done: number };
  /** Counts the decisions, so that a worker that is late cannot meddle with the next run. */
  run: number;
  /** Of the run that is under way or was the last one; they add up to `rows.done`. */
  counters: ImportCounters;
  /** Topics that people had there and that this publication does not have; at most 20. */
  unknownTopics: string[];
  /** Pieces of the report, see `importReport`. */
  reportParts: number;
  problem?: ImportProblem;
  /** The subject of the editor's session, or `api`. */
  by: string;
  beganAt: Date;
  readyAt?: Date;
  decidedAt?: Date;
  /** Somebody has cancelled it; a page that is under way is finished first. */
  cancelledAt?: Date;
  endedAt?: Date;
  /** When a dry run came to its end. */
  triedAt?: Date;
}

export interface ImportPart {
  bytes: number;
  /** The beginning of its SHA-256 in hex, so that who resumes an upload sees whether it is the same file. */
  hash: string;
}

/** The first lines of the file as they are: personal data, gone with the file. */
export type ImportPreview = { line: number; cells: string[] }[];

/** What became of one line; says no address. */
export interface ReportedLine {
  line: number;
  outcome: ImportOutcome;
  reason?: string;
}

export const NO_COUNTERS: ImportCounters = Object.freeze({
  added: 0,
  merged: 0,
  known: 0,
  left: 0,
  suppressed: 0,
  erased: 0,
  'unsubscribed-there': 0,
  invalid: 0,
});
