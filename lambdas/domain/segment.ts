import type { Cadence, Language } from './publication.ts';
import type { Choice, Subscription } from './subscription.ts';

/**
 * Some of a publication's subscribers: whoever meets every condition. Plain JSON, so that a campaign can freeze it.
 *
 * What is absent asks for nothing; a list asks for one of what it names, and is never empty.
 */
export interface SegmentFilter {
  /** Gets mail about one of these; who chose no topics gets all. */
  topics?: string[];
  /** Gets the topics that are meant, or any topic, at one of these paces. */
  cadences?: Cadence[];
  languages?: Language[];
  /** Confirmed at or after this moment: ISO 8601 in UTC. */
  joinedFrom?: string;
  /** Confirmed before this moment: ISO 8601 in UTC. */
  joinedUntil?: string;
  /** Kinds of {@link Subscription.origin} (`import` is every import), or one whole `import:<import id>`. */
  origins?: string[];
  /** By name of the field; capitals and blanks around a value do not matter. */
  fields?: Record<string, string[]>;
}

/** A group that editors have named, of one publication. */
export interface Segment {
  id: string;
  title: string;
  filter: SegmentFilter;
}

/** The part of a subscription that decides, as stored or as a domain value. */
export interface SegmentMember
  extends Pick<Choice, 'cadence' | 'cadences'>,
    Pick<Subscription, 'language' | 'origin' | 'fields'> {
  /** Absent or empty: all. */
  topics?: string[];
  confirmedAt?: Date | string;
}

export function isInSegment(member: SegmentMember, filter: SegmentFilter): boolean {
  return (
    getsWhatIsMeant(member, filter) &&
    (!filter.languages || filter.languages.includes(member.language)) &&
    joinedWithin(member, filter) &&
    (!filter.origins || filter.origins.some((origin) => cameBy(member, origin))) &&
    Object.entries(filter.fields ?? {}).every(([name, values]) => isOneOf(member.fields?.[name], values))
  );
}

/** Topics and paces belong together: who gets one topic daily and another monthly gets none of them weekly. */
function getsWhatIsMeant(member: SegmentMember, { topics: meant, cadences }: SegmentFilter): boolean {
  const { topics: chosen = [], cadence } = member;
  if (meant) {
    const gets = chosen.length === 0 ? meant : meant.filter((topic) => chosen.includes(topic));
    return gets.some((topic) => !cadences || cadences.includes(member.cadences?.[topic] ?? cadence));
  }
  if (!cadences) return true;
  const paces = chosen.length === 0 ? [cadence] : chosen.map((topic) => member.cadences?.[topic] ?? cadence);
  return paces.some((pace) => cadences.includes(pace));
}

function joinedWithin({ confirmedAt }: SegmentMember, { joinedFrom, joinedUntil }: SegmentFilter): boolean {
  if (!joinedFrom && !joinedUntil) return true;
  if (!confirmedAt) return false;
  const at = new Date(confirmedAt);
  return (!joinedFrom || at >= new Date(joinedFrom)) && (!joinedUntil || at < new Date(joinedUntil));
}

const cameBy = ({ origin }: SegmentMember, wanted: string) =>
  origin === wanted || (wanted === 'import' && origin?.startsWith('import:') === true);

const isOneOf = (value: string | undefined, wanted: string[]) =>
  value !== undefined && wanted.some((one) => plain(one) === plain(value));

const plain = (text: string) => text.trim().toLowerCase();
