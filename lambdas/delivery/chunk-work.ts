import type { Recipients } from '../audience/index.ts';
import { RundbriefError } from '../domain/errors.ts';
import type { Outbox } from '../platform/queue.ts';
import type { SendMail } from '../platform/ses.ts';
import type { CampaignRecord, Campaigns } from './campaigns.ts';
import type { Ledger } from './ledger.ts';
import type { Ledgers } from './ledgers.ts';
import type { Letters } from './letters.ts';
import type { Lines } from './lines.ts';
import type { Manifest, Manifests } from './manifests.ts';
import type { ChunkMessage } from './messages.ts';
import type { Lane, Pace } from './pace.ts';
import type { Turns } from './send-turns.ts';

export interface SendDeps {
  campaigns: Pick<Campaigns, 'find' | 'glance' | 'pause' | 'totals' | 'noteTroubles' | 'end'>;
  ledgers: Ledgers;
  lines: Lines;
  manifests: Manifests;
  recipients: Pick<Recipients, 'recheck'>;
  letters(campaign: CampaignRecord): Promise<Letters>;
  pace: Pace;
  send: SendMail;
  configurationSet: string;
  /** For watched mails, which go past SES's own suppression list: their readers have told us that they want them. */
  pastListConfigurationSet: string;
  /** The same two for mails of which opens and clicks are counted. */
  trackedConfigurationSet: string;
  trackedPastListConfigurationSet: string;
  chunks: Outbox<ChunkMessage>;
  now: () => Date;
  sleep(ms: number): Promise<void>;
  /** How long this run may still take. */
  remainingMs: () => number;
}

/** One sender before a chunk that it may claim. */
export interface ChunkWork {
  campaign: CampaignRecord;
  /** As it was read: nobody's, or left behind by someone whose lease ran out. */
  ledger: Ledger;
  manifest: Manifest;
  lane: Lane;
  turns: Turns;
  holder: string;
}

/** A sender at work on one chunk. */
export interface Run extends ChunkWork {
  /** Whose hour had come when it began; the others are left alone. */
  due: ReadonlySet<number>;
  letters: Letters;
  /** What the table holds. */
  stored: Ledger;
  /** What it is to hold with the next write. */
  draft: Ledger;
  /** Windows in a row that were not taken. */
  rebuffs: number;
  /** Messages in a row, of whichever sender of this campaign, of which SES did not say what became. */
  troubles: number;
  lookedAt: Date;
  isPaused: boolean;
}

const MS_FOR_CLOCKS_THAT_DIFFER = 5_000;

/** Past the end of this run: a lease never ends while its holder can still send. */
export const leaseEnd = (now: Date, remainingMs: number): Date =>
  new Date(now.getTime() + remainingMs + MS_FOR_CLOCKS_THAT_DIFFER);

/** True when somebody else has written since. */
export const isLost = (error: unknown): boolean => error instanceof RundbriefError && error.fault === 'conflict';
