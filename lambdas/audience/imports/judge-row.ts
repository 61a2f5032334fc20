/** What a line of the file says about a person, before anybody is asked what we know of them. */
import type { Cadence, Language, Publication } from '../../domain/publication.ts';
import { timeZoneNamed } from '../../domain/time-zone.ts';
import { AddressError, normaliseAddress, refuseDomains, subscriberIdOf } from '../addresses.ts';
import { unprotectedCell } from '../exports/protect-cell.ts';
import type { ColumnMeaning, ImportFormat, ImportMapping, ReportedLine } from './imports.ts';
import { fieldLimits } from './mapping.ts';
import {
  addressIn,
  cadenceIn,
  cadencesIn,
  languageIn,
  momentIn,
  networkIn,
  saysSubscribed,
  topicNamesIn,
} from './read-cells.ts';
import type { Row } from './read-table.ts';

/** Somebody who is to be subscribed. */
export interface Candidate {
  subscriberId: string;
  address: string;
  /** Ids; empty means all. */
  topics: string[];
  cadence: Cadence;
  cadences?: Record<string, Cadence>;
  timeZone?: string;
  language: Language;
  pausedUntil?: Date;
  fields?: Record<string, string>;
  /** What the other system knew of their consent. */
  joined?: Date;
  confirmed?: Date;
  network?: string;
  confirmedNetwork?: string;
}

export type Judgement =
  | { line: number; candidate: Candidate; notes: string[]; unknownTopics: string[] }
  | { line: number; reported: ReportedLine; unknownTopics: string[] };

export interface JudgeSettings {
  publication: Publication;
  format: ImportFormat;
  mapping: ImportMapping;
  addressKey: string;
  /** When the run was decided: nobody joined after it. */
  at: Date;
}

const STANDARD_CADENCE: Cadence = 'weekly';

export function judgeRow({ line, cells }: Row, settings: JudgeSettings): Judgement {
  const { publication, addressKey, at } = settings;
  const read = reader(cells, settings);
  const refused = (outcome: ReportedLine['outcome'], reason: string, unknownTopics: string[] = []): Judgement => ({
    line,
    reported: { line, outcome, reason },
    unknownTopics,
  });

  let address: string;
  try {
    address = normaliseAddress(addressIn(read('address')));
    refuseDomains(address, publication.signUp?.refuseDomains);
  } catch (error) {
    if (error instanceof AddressError) return refused('invalid', error.problem);
    throw error;
  }
  if (read.all('left').some(Boolean)) return refused('unsubscribed-there', 'left');
  const status = read.all('status').map(saysSubscribed);
  if (status.includes(undefined)) return refused('unsubscribed-there', 'unknown-status');
  if (status.includes(false)) return refused('unsubscribed-there', 'status');

  const { topics, unknown } = topicsIn(read.all('topics').flatMap(topicNamesIn), publication);
  if (unknown.length > 0 && topics.length === 0) return refused('invalid', 'no-known-topic', unknown);
  const language = languageIn(read('language'));
  const cadence = cadenceIn(read('cadence'));
  const cadences = cadencesIn(read('cadence'), publication);
  const timeZone = timeZoneNamed(read('time-zone'));
  const fields = fieldsIn(settings, cells);
  const joined = past(momentIn(read('joined')), at);
  const confirmed = past(momentIn(read('confirmed')), at);
  const pausedUntil = momentIn(read('paused-until'));
  const notes = [
    unknown.length > 0 && 'unknown-topics',
    read('language') !== '' && !language && 'unknown-language',
    read('cadence') !== '' && !cadence && 'unknown-cadence',
    read('time-zone') !== '' && !timeZone && 'unknown-time-zone',
    fields.isCut && 'fields-cut',
  ].filter((note) => note !== false);
  const candidate: Candidate = {
    subscriberId: subscriberIdOf(address, addressKey),
    address,
    topics: cadences && topics.length === 0 ? publication.topics.map(({ id }) => id) : topics,
    cadence: cadence ?? STANDARD_CADENCE,
    ...(cadences ? { cadences } : {}),
    ...(timeZone ? { timeZone } : {}),
    language: language ?? publication.language,
    ...(pausedUntil && pausedUntil > at ? { pausedUntil } : {}),
    ...(Object.keys(fields.fields).length > 0 ? { fields: fields.fields } : {}),
    ...(joined ? { joined } : {}),
    ...(confirmed ? { confirmed } : {}),
    ...networks(networkIn(read('network')), networkIn(read('confirmed-network'))),
  };
  return { line, candidate, notes, unknownTopics: unknown };
}

/** Reads a row by meaning; our own export put a quotation mark before what a spreadsheet would compute. */
function reader(cells: string[], { mapping, format }: JudgeSettings) {
  const all = (meaning: ColumnMeaning) =>
    mapping.flatMap((mapped, column) => (mapped === meaning ? [cellIn(cells, column, format)] : []));
  return Object.assign((meaning: ColumnMeaning) => all(meaning)[0] ?? '', { all });
}

/** Blanks of all kinds around it do not count, those without width neither. */
function cellIn(cells: string[], column: number, format: ImportFormat): string {
  const cell = (cells[column] ?? '').replace(/^[\s\u200b\u2060]+|[\s\u200b\u2060]+$/g, '');
  return format === 'rundbrief' ? unprotectedCell(cell) : cell;
}

/** Topics by id or title, in any case. Who has every one gets those to come as well. */
function topicsIn(names: string[], { topics }: Publication): { topics: string[]; unknown: string[] } {
  const folded = (name: string) => name.normalize('NFC').toLowerCase();
  const wanted = new Set(names.map(folded));
  const known = topics.filter(({ id, title }) => wanted.has(folded(id)) || wanted.has(folded(title)));
  const all = new Set(topics.flatMap(({ id, title }) => [folded(id), folded(title)]));
  return {
    topics: known.length === topics.length ? [] : known.map(({ id }) => id),
    unknown: names.filter((name) => !all.has(folded(name))),
  };
}

function fieldsIn({ mapping, format }: JudgeSettings, cells: string[]) {
  const { characters } = fieldLimits(format);
  let isCut = false;
  const fields = mapping.flatMap((meaning, column) => {
    if (!meaning?.startsWith('field:')) return [];
    const value = cellIn(cells, column, format)
      .replace(/\p{Cc}+/gu, ' ')
      .trim();
    const kept = [...value].slice(0, characters).join('');
    if (kept !== value) isCut = true;
    return kept ? [[meaning.slice('field:'.length), kept]] : [];
  });
  return { fields: Object.fromEntries(fields) as Record<string, string>, isCut };
}

const past = (moment: Date | undefined, at: Date) => (moment && moment <= at ? moment : undefined);

function networks(network?: string, confirmedNetwork?: string) {
  return { ...(network ? { network } : {}), ...(confirmedNetwork ? { confirmedNetwork } : {}) };
}
