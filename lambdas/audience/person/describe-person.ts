import type { Language, Publication } from '../../domain/publication.ts';
import type { Subscription } from '../../domain/subscription.ts';
import type { AudienceRecords } from '../records/audience-records.ts';
import type { Trace } from '../records/traces.ts';
import { selvesOf } from './former-selves.ts';
import { type Explanation, explanation } from './person-file-words.ts';
import { publicationsIn } from './publications-in.ts';

export interface DescribeDeps extends Pick<AudienceRecords, 'traces' | 'subscriptions'> {
  publications: { list(): Promise<Pick<Publication, 'id' | 'title'>[]> };
  siteUrl: string;
  now: () => Date;
}

/** One record, with plain names; times are ISO 8601 in UTC. */
export type FileEntry = Record<string, unknown>;

/** Everything held about somebody, as a document to hand over (Art. 15 and 20 GDPR). */
export interface PersonFile extends Explanation {
  /** Who made this file. */
  source: string;
  madeAt: string;
  subscriberId: string;
  /** The current one first. */
  addresses: string[];
  subscriptions: FileEntry[];
  /** The proof of consent, oldest first. */
  consent: FileEntry[];
  /** Whether we must not write to them. */
  suppression: FileEntry[];
  /** Sign-ups and changes of address as they were sent. */
  requests: FileEntry[];
  /** Which mails that must be answered with a click were sent lately. */
  mails: FileEntry[];
  /** Mails that came back. */
  returnedMails: FileEntry[];
  other: FileEntry[];
}

/**
 * Everything held about a person in all publications, under their former addresses as well. Changes nothing; of somebody
 * we do not know it says that there is nothing.
 */
export async function describePerson(
  subscriberId: string,
  deps: DescribeDeps,
  language: Language = 'en',
): Promise<PersonFile> {
  const publications = await deps.publications.list();
  const subscriptions: Subscription[] = [];
  const traces: Trace[] = [];
  for (const self of await selvesOf(subscriberId, deps)) {
    traces.push(...self.traces);
    for (const id of new Set([...publicationsIn(self.traces), ...publications.map((one) => one.id)])) {
      const found = await deps.subscriptions.find(id, self.subscriberId);
      if (found) subscriptions.push(found);
    }
  }
  const entries = (...kinds: string[]) => traces.filter(({ kind }) => kinds.includes(kind)).map(entryOf);
  const byTime = (one: FileEntry, other: FileEntry) => (String(one.at) < String(other.at) ? -1 : 1);
  return {
    ...explanation(language),
    source: deps.siteUrl,
    madeAt: deps.now().toISOString(),
    subscriberId,
    addresses: addressesIn(traces, subscriptions),
    subscriptions: subscriptions.map((one) => subscriptionEntry(one, publications)),
    consent: entries('proof').sort(byTime),
    suppression: entries('suppression'),
    requests: traces
      .filter(({ kind }) => REQUESTS.has(kind))
      .map((trace) => ({ kind: trace.kind, ...entryOf(trace) }))
      .sort(byTime),
    mails: entries('mail').sort(byTime),
    returnedMails: entries('bounces'),
    other: traces.filter(({ kind }) => !KNOWN.has(kind)).map((trace) => ({ record: trace.kind, ...entryOf(trace) })),
  };
}

const KNOWN = new Set(['person', 'proof', 'suppression', 'sign-up', 'change', 'moved', 'mail', 'bounces']);

const REQUESTS = new Set(['sign-up', 'change', 'moved']);

/** What the parts of a sort key are called. */
const PLACES: Record<string, string[]> = {
  proof: ['publication', 'at', 'kind'],
  'sign-up': ['publication'],
  change: ['publication', 'formerId'],
  moved: ['publication'],
  mail: ['askedFor', 'publication'],
};
const PLAIN_NAMES: Record<string, string> = { network: 'networkAddress', page: 'formAddress', to: 'successorId' };
/** Only for our own comparing. */
const INNER = new Set(['gravity', 'version']);

function entryOf({ kind, place, values, endsAt }: Trace): FileEntry {
  const names = PLACES[kind] ?? [];
  const placed = place.map((part, index): [string, unknown] => [names[index] ?? `part${index + 1}`, part]);
  const said = Object.entries(values)
    .filter(([name]) => !INNER.has(name))
    .map(([name, value]): [string, unknown] => [PLAIN_NAMES[name] ?? name, kind === 'bounces' ? dated(value) : value]);
  return Object.fromEntries([...placed, ...said, ...(endsAt ? [['deletedAfter', endsAt.toISOString()]] : [])]);
}

/** Mails that came back are kept with the milliseconds of their sending. */
function dated(value: unknown): unknown {
  if (typeof value === 'number') return new Date(value).toISOString();
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, dated(part)]));
}

function subscriptionEntry(
  { publicationId, subscriberId, ...said }: Subscription,
  publications: Pick<Publication, 'id' | 'title'>[],
): FileEntry {
  const title = publications.find(({ id }) => id === publicationId)?.title;
  return { publication: publicationId, ...(title ? { title } : {}), ...JSON.parse(JSON.stringify(said)) };
}

function addressesIn(traces: Trace[], subscriptions: Subscription[]): string[] {
  const noted = traces.filter(({ kind }) => kind !== 'moved').map(({ values }) => values.address);
  const all = [...subscriptions.map(({ address }) => address), ...noted];
  return [...new Set(all.filter((address) => typeof address === 'string'))];
}
