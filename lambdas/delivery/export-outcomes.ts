/** Recipients of a campaign by what became of them, as a table. No file of it is ever kept here. */
import { type ExportDialect, writtenTable } from '../audience/index.ts';
import { RundbriefError } from '../domain/errors.ts';
import { type PeopleDeps, type Recipient, withAddresses } from './list-recipients.ts';
import type { Manifests } from './manifests.ts';
import { type OutcomeDeps, outcomesOfChunks, type WantedOutcomes } from './recipient-outcomes.ts';
import { WALKS } from './walks.ts';

/** Chunks of a part: at most 5,000 people, so that neither memory nor an answer grows with the audience. */
const CHUNKS_A_PART = 50;
const COLUMNS = ['address', 'outcome', 'because', 'reported', 'message_ids', 'subscriber', 'campaign'];
/** Stands for the address of who was erased or forgotten. */
const ERASED = '(erased)';

interface PlanDeps {
  manifests: Pick<Manifests, 'last'>;
}

export interface OutcomePartWish {
  publicationId: string;
  campaignId: string;
  wanted: WantedOutcomes;
  /** From 1. */
  part: number;
  dialect: ExportDialect;
  /** Each part is a file of its own, and begins as one. */
  isFile?: boolean;
}

/** Into how many parts the recipients of a campaign are cut; 0 when nobody is planned. */
export async function outcomeParts(campaignId: string, deps: PlanDeps): Promise<number> {
  return (await partsOf(campaignId, deps)).length;
}

/**
 * One part as CSV; the first has the header line, so that parts can be written one after another into one file.
 *
 * @throws RundbriefError `invalid` for a part there is not
 */
export async function outcomePart(
  { publicationId, campaignId, wanted, part, dialect, isFile }: OutcomePartWish,
  deps: PlanDeps & OutcomeDeps & PeopleDeps,
): Promise<string> {
  const hasHead = isFile || part === 1;
  const parts = await partsOf(campaignId, deps);
  const chunks = parts[part - 1];
  // With nobody planned there is a table all the same, of a header and nobody.
  if (!chunks && part !== 1) throw new RundbriefError('invalid', `There are ${parts.length} parts, counted from 1`);
  const found = chunks ? await outcomesOfChunks({ campaignId, wanted, limit: CHUNKS_A_PART, ...chunks }, deps) : [];
  const rows = (await withAddresses(publicationId, found, deps)).map(rowOf);
  return writtenTable(hasHead ? [COLUMNS, ...rows] : rows, { dialect, hasHead });
}

async function partsOf(campaignId: string, { manifests }: PlanDeps): Promise<{ walk: number; from: number }[]> {
  const walks = await Promise.all(
    WALKS.map(async (walk) => {
      const last = (await manifests.last(campaignId, walk))?.number ?? 0;
      const parts = Math.ceil(last / CHUNKS_A_PART);
      return Array.from({ length: parts }, (_, part) => ({ walk, from: part * CHUNKS_A_PART + 1 }));
    }),
  );
  return walks.flat();
}

function rowOf({ address, outcome, because, reported, messageIds, subscriberId = '', campaignId }: Recipient) {
  return [
    address ?? ERASED,
    outcome,
    because ?? '',
    reported.join(' '),
    messageIds.join(' '),
    subscriberId,
    campaignId,
  ];
}
