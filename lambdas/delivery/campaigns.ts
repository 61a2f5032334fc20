import type { Campaign, CampaignTotals } from '../domain/campaign.ts';
import type { EditionAudience } from '../domain/edition-audience.ts';
import type { QuietHours } from './quiet-hours.ts';
import type { SettledSum } from './settled-sum.ts';

/** Whom a campaign after the first is for, instead of everybody whom its edition is for. */
export type FollowUp =
  /** Who failed or was held in one of these campaigns, and has it by none. */
  | { kind: 'missed'; of: string[] }
  /** Who is on this list, by its fingerprint. */
  | { kind: 'list'; list: string }
  /** Who is in the segment of its audience. */
  | { kind: 'segment' };

/** What a walk found: written when it has cut its last chunk. */
export interface WalkEnd {
  chunks: number;
  recipients: number;
}

/** A campaign with what this room needs to run it. */
export interface CampaignRecord extends Campaign {
  /** Who among the confirmed gets it. */
  audience: EditionAudience;
  /** Day and time, of no zone, at which it goes to who chose a zone of their own: `2026-03-02T07:30`. Absent: at once. */
  readersTime?: string;
  /** Opens and clicks are counted of those who agreed; absent: of nobody. */
  isTracked?: boolean;
  /** Of a sending after the first of its edition. */
  followUp?: FollowUp;
  /** When nothing of it is sent; absent: never. */
  quietHours?: QuietHours;
  /** Walks through the audience that have ended, by their first shard. */
  walks: Record<string, WalkEnd>;
  /** Number of the first chunk of a walk that a sweep has not found settled yet. */
  sweptTo: Record<string, number>;
  /** Sums of what sweeps have found settled, by walk. */
  settled: Record<string, SettledSum>;
  /** When walks were last asked for. */
  plansAskedAt: Date;
  /** Messages queued before this moment may have been dropped while it was paused. */
  resumedAt?: Date;
  /** When it last went on by itself after a pause: as `resumedAt`, but nobody has decided anything. */
  wokeAt?: Date;
  /** A pause that ends by itself, at the latest then. */
  pausedUntil?: Date;
  /** What may end it sooner. */
  waitsFor?: WaitsFor;
  /** Whoever it is still to be sent to waits for an hour of their own, and nobody's comes before this one. */
  restsUntil?: Date;
  /** Messages in a row of which SES did not say what became, as its senders left it; 0 when all is well. */
  troubles: number;
  /** Set when it has ended. */
  totals?: CampaignTotals;
}

/** Room in the `day`'s quota, the next day of a `warm-up`, or the end of `quiet-hours`. */
export type WaitsFor = 'day' | 'warm-up' | 'quiet-hours';

export interface Pause {
  /** For editors, in plain words. */
  because: string;
  until?: Date;
  waitsFor?: WaitsFor;
}

/** Where campaigns are kept. Every change names the states it may start from, so that two clicks end in the same place. */
export interface Campaigns {
  /** Strongly consistent. */
  find(id: string): Promise<CampaignRecord | undefined>;
  /** Perhaps a second old, at half the price: what a sender asks between two chunks. */
  glance(id: string): Promise<CampaignRecord | undefined>;
  /** The sum of its ledgers; those it closed with once it has ended. */
  totals(id: string): Promise<CampaignTotals>;
  /** Ids of those that sweeps look after: all that have not ended, and those whose end is not told to others yet. */
  unfinished(): Promise<string[]>;
  /** Writes it unless there is one. @returns the one that counts */
  start(
    campaign: Campaign & Pick<CampaignRecord, 'audience' | 'readersTime' | 'quietHours' | 'isTracked' | 'followUp'>,
  ): Promise<CampaignRecord>;
  /** The first end of a walk counts. */
  endWalk(id: string, walk: number, end: WalkEnd): Promise<void>;
  /** Notes how far its chunks are settled, and what they come to. */
  sweepTo(id: string, walk: number, number: number, settled: CampaignRecord['settled']): Promise<void>;
  /** Notes that sweeps find nothing to do before then. @throws RundbriefError `conflict` when it has ended */
  rest(id: string, until: Date): Promise<void>;
  /** Notes how many messages in a row had no answer. */
  noteTroubles(id: string, inARow: number): Promise<void>;
  /** Notes that walks were asked for again. */
  planAgain(id: string, at: Date): Promise<void>;
  /**
   * Nothing more is sent until it is resumed; what was handed to SES is handed over.
   *
   * @throws RundbriefError `conflict` unless it is planning or sending
   */
  pause(id: string, pause: Pause): Promise<void>;
  /** A pause that would end by itself no longer does. @throws RundbriefError `conflict` unless it is paused */
  stayPaused(id: string, because: string): Promise<void>;
  /** @throws RundbriefError `conflict` unless it is paused */
  resume(id: string, at: Date): Promise<void>;
  /** As `resume`, when nobody asked for it. */
  wake(id: string, at: Date): Promise<void>;
  /** Nothing more is ever sent. @throws RundbriefError `conflict` when it has ended */
  cancel(id: string): Promise<void>;
  /** The end: closed, or still cancelled; its totals stay. @throws RundbriefError `conflict` when it has ended */
  end(id: string, totals: CampaignTotals, at: Date): Promise<void>;
  /** Sweeps leave it alone from now on. Does nothing while it has not ended. */
  leave(id: string): Promise<void>;
}

export const isRunning = ({ status }: Campaign): boolean => status === 'planning' || status === 'sending';
export const isOver = ({ status }: Campaign): boolean => status === 'closed' || status === 'cancelled';
