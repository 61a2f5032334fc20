import { log } from '../platform/log.ts';
import type { CampaignRecord, Campaigns } from './campaigns.ts';
import { chunkPlace, walkId } from './chunk-ids.ts';
import type { Evidence, EvidenceKind, EvidenceStore } from './evidence.ts';
import { type IdsByIndex, type MessageIds, noteId } from './message-ids.ts';
import { type EvidenceEvent, readEvidence } from './ses-event.ts';

export interface EvidenceDeps {
  evidence: Pick<EvidenceStore, 'add'>;
  messageIds: Pick<MessageIds, 'add'>;
  campaigns: Pick<Campaigns, 'glance'>;
  now: () => Date;
}

/** A message of the event queue. */
export interface EventMessage {
  id: string;
  body: string;
}

/**
 * Adds what SES reports to the evidence of the chunks it is about: one write a chunk, however many events came together,
 * and up to four for the ids of their mails.
 *
 * Repeating any part of it changes nothing, and the order does not matter.
 *
 * @returns ids of the messages that must come again: unreadable ones, and those whose write failed
 */
export async function recordEvidence(messages: EventMessage[], deps: EvidenceDeps): Promise<string[]> {
  const failed: string[] = [];
  const byChunk = new Map<string, { event: EvidenceEvent; id: string }[]>();
  for (const { id, body } of messages) {
    try {
      const event = readEvidence(body);
      if (!event) continue;
      const key = `${event.campaignId} ${event.chunk}`;
      byChunk.set(key, [...(byChunk.get(key) ?? []), { event, id }]);
    } catch (error) {
      // Not the body: it holds addresses.
      log.error('An event could not be read', {
        messageId: id,
        error: error instanceof Error ? error.name : 'unknown',
      });
      failed.push(id);
    }
  }
  const results = await Promise.all([...byChunk.values()].map((events) => recordChunk(events, deps)));
  return [...failed, ...results.flat()];
}

async function recordChunk(events: { event: EvidenceEvent; id: string }[], deps: EvidenceDeps): Promise<string[]> {
  const [first] = events;
  if (!first) return [];
  const { campaignId, chunk } = first.event;
  try {
    // Campaigns are there before their first message is; an event of no campaign of ours leaves no trace.
    const campaign = await deps.campaigns.glance(campaignId);
    if (!campaign) log.warn('Evidence of an unknown campaign', { campaignId, chunk });
    else if (!mayHave(campaign, chunk))
      log.warn('Evidence of a chunk that its campaign does not have', { campaignId, chunk });
    else {
      const reported = events.map(({ event }) => event);
      await deps.evidence.add(campaignId, chunk, merged(reported), deps.now());
      await deps.messageIds.add(campaignId, chunk, idsIn(reported), deps.now());
    }
    return [];
  } catch (error) {
    log.error('Evidence could not be recorded', {
      campaignId,
      chunk,
      error: error instanceof Error ? error : String(error),
    });
    return events.map(({ id }) => id);
  }
}

/** False for a chunk behind the last one. While the audience is being planned nobody can tell. */
function mayHave({ walks }: CampaignRecord, chunk: string): boolean {
  const { walk, number } = chunkPlace(chunk);
  const end = walks[walkId(walk)];
  return end === undefined || (number >= 1 && number <= end.chunks);
}

function merged(events: EvidenceEvent[]): Evidence {
  const sets: Partial<Record<EvidenceKind | 'follows', Set<number>>> = {};
  const add = (name: EvidenceKind | 'follows', number: number) => {
    sets[name] ??= new Set();
    sets[name].add(number);
  };
  for (const { kind, index, isTracked, isByPerson, follow } of events) {
    add(kind, index);
    if (isTracked) add('tracked', index);
    if (isByPerson) add('openByPerson', index);
    if (follow !== undefined) add('follows', follow);
  }
  return sets;
}

/** There are as many of them as of mails, or more, and each mail's own event has brought its id. */
const WITHOUT_ID: ReadonlySet<EvidenceKind> = new Set(['delivery', 'open', 'click']);

function idsIn(events: EvidenceEvent[]): IdsByIndex {
  const ids = new Map<number, Set<string>>();
  for (const { kind, index, messageId } of events) {
    if (messageId && !WITHOUT_ID.has(kind)) noteId(ids, index, messageId);
  }
  return ids;
}
