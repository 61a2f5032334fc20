/** What a document says of its source, apart from its articles: where it moved, which hub announces it. */
import type { Source } from '../domain/publication.ts';
import type { PollRecord } from '../publications/index.ts';
import type { ParsedDocument } from './items/parsed-document.ts';

const MS_PER_DAY = 24 * 60 * 60 * 1000;
/** A redirect that says it is permanent and goes away again after some days was a mistake of somebody's. */
const STABLE_DAYS = 7;
/** Hubs forget their subscribers after some days; asking again is how a subscription is renewed (WebSub §5.1). */
const HUB_RENEWAL_DAYS = 2;

/**
 * @param movedTo - where only permanent redirects led this time
 * @returns what to remember, and the new address once it was the same for a week
 */
export function moveOf(
  { fetchState }: Source,
  movedTo: string | undefined,
  now: Date,
): { record: PollRecord; adopt?: string } {
  const { movedTo: known, movedSince } = fetchState;
  if (!movedTo) return { record: known ? { movedTo: undefined, movedSince: undefined } : {} };
  if (movedTo !== known || !movedSince) return { record: { movedTo, movedSince: now } };
  if (now.getTime() - movedSince.getTime() < STABLE_DAYS * MS_PER_DAY) return { record: {} };
  return { record: { movedTo: undefined, movedSince: undefined }, adopt: movedTo };
}

interface Announcement {
  hub?: string;
  hubTopic?: string;
}

/**
 * Who announces the source, by the response's Link header or else by the document itself (WebSub §4).
 *
 * @returns what to remember, and whether the hub is to be asked
 */
export function hubOf(
  { kind, url, fetchState }: Source,
  header: Announcement,
  document: Pick<ParsedDocument, 'hub' | 'hubTopic'>,
  now: Date,
): { record: PollRecord; isToBeAsked: boolean } {
  const hub = header.hub ?? document.hub;
  if (kind !== 'feed' || !hub) {
    return { record: fetchState.hub ? { hub: undefined, hubTopic: undefined } : {}, isToBeAsked: false };
  }
  const hubTopic = header.hubTopic ?? document.hubTopic ?? url;
  const isSame = fetchState.hub === hub && fetchState.hubTopic === hubTopic;
  return { record: isSame ? {} : { hub, hubTopic }, isToBeAsked: !isSame || isHubDue({ ...fetchState, hub }, now) };
}

/** Also of a source that has nothing new: otherwise its hub would have forgotten us when it has. */
export function isHubDue({ hub, hubAskedAt }: Partial<Source['fetchState']>, now: Date): boolean {
  return hub !== undefined && now.getTime() - (hubAskedAt?.getTime() ?? 0) > HUB_RENEWAL_DAYS * MS_PER_DAY;
}
