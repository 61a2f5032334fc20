import { RundbriefError } from '../domain/errors.ts';
import type { PageSelectors, Source, SourceKind } from '../domain/publication.ts';
import { isPolled, sourceAddress } from './new-source.ts';
import { decisionsIn, isSameSource, type PollRecord, type SourceDecisions, type Sources } from './sources.ts';
import { typedAddress } from './typed-address.ts';

/** What an editor wants otherwise; what is not named stays. */
export interface SourceChange
  extends Partial<Pick<SourceDecisions, 'title' | 'url' | 'topics' | 'rules' | 'fullText'>> {
  /** One that is asked by its address. */
  kind?: SourceKind;
  /** Null: find the articles without them. */
  selectors?: PageSelectors | null;
  /** `active` also starts one again that was held or told to stop; it is due at once. */
  status?: 'active' | 'stopped';
}

interface ChangeDeps {
  sources: Sources;
  now: () => Date;
}

/** What we knew of the address it had before. */
const OF_ANOTHER_ADDRESS = {
  movedTo: undefined,
  movedSince: undefined,
  hub: undefined,
  hubTopic: undefined,
  hubAskedAt: undefined,
  hubRefusal: undefined,
  hubToldAt: undefined,
  gap: undefined,
  gapAt: undefined,
} satisfies PollRecord;
const STARTED_ANEW = { failures: 0, lastError: undefined } satisfies PollRecord;

/**
 * Changes what editors decide about a source. Its articles and its baseline stay; a change that says how or where it is
 * read makes it due at once.
 *
 * @throws RundbriefError `invalid` when the address is none, or the source is of a kind that nobody asks;
 *   `conflict` when another source has the address
 */
export async function changeSource(
  source: Source,
  { status, selectors, url, ...change }: SourceChange,
  { sources, now }: ChangeDeps,
): Promise<Source> {
  const { publicationId, id } = source;
  if (change.kind && change.kind !== source.kind) refuseOtherKind(source, change.kind);
  const address = url === undefined ? source.url : sourceAddress(typedAddress(url));
  const wanted: Source = { ...source, ...withoutAbsent(change), url: address };
  if (selectors === null) delete wanted.selectors;
  else if (selectors) wanted.selectors = selectors;
  if (address !== source.url) await refuseTaken(wanted, sources);
  const revised = await sources.revise(source, decisionsIn(wanted));
  const isReadAnew = isPolled(source.kind) && (address !== source.url || wanted.kind !== source.kind);
  const record: PollRecord = {
    ...(isReadAnew ? OF_ANOTHER_ADDRESS : {}),
    ...(isReadAnew || status === 'active' ? STARTED_ANEW : {}),
    ...(status ? { status } : {}),
    ...(isPolled(source.kind) && (isReadAnew || status === 'active') ? { nextRunAt: now() } : {}),
  };
  if (Object.keys(record).length === 0) return revised;
  await sources.recordPoll(publicationId, id, record);
  return (await sources.find(publicationId, id)) ?? revised;
}

/** Makes the keys that a push source's clients have void; new ones are given with {@link Source.keyVersion}. */
export async function renewKeys(source: Source, { sources }: Pick<ChangeDeps, 'sources'>): Promise<Source> {
  return sources.revise(source, { ...decisionsIn(source), keyVersion: (source.keyVersion ?? 0) + 1 });
}

function refuseOtherKind(source: Source, kind: SourceKind): void {
  if (isPolled(source.kind) && isPolled(kind)) return;
  throw new RundbriefError('invalid', `A source of the kind ${source.kind} cannot become one of the kind ${kind}`);
}

async function refuseTaken(wanted: Source, sources: Sources): Promise<void> {
  const others = (await sources.list(wanted.publicationId)).filter(({ id }) => id !== wanted.id);
  const other = others.find((one) => isSameSource(one, wanted));
  if (other) throw new RundbriefError('conflict', `The source "${other.id}" has this address already`);
}

function withoutAbsent<Fields extends object>(fields: Fields): Partial<Fields> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<Fields>;
}
