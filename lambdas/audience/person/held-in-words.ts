import type { Language, Publication } from '../../domain/publication.ts';
import { timeInWords } from '../asking-mail.ts';
import { CADENCE_WORDS } from '../pages/cadence-choices.tsx';
import { zoneInWords } from '../pages/time-zones.ts';
import type { FileEntry, PersonFile } from './describe-person.ts';
import { HELD_WORDS, type HeldWords } from './held-words.ts';

type Fact = [name: string, value: string];

/** One part of the page: a heading, and for each record its facts. */
export interface Held {
  title: string;
  /** Of interest to few, so it is opened by a click. */
  isDetail?: boolean;
  lists: Fact[][];
}

interface Reader {
  language: Language;
  /** Of the publication whose link was opened. */
  timeZone: string;
  publications: Pick<Publication, 'id' | 'title' | 'topics'>[];
}

/** The same as the file, without what only programs want, in the words of the page's reader. Empty parts are left out. */
export function heldIn(file: PersonFile, reader: Reader): Held[] {
  const words = HELD_WORDS[reader.language];
  const parts: Held[] = [
    { title: words.addresses, lists: nonEmpty([file.addresses.map((address, at) => addressFact(address, at, words))]) },
    { title: words.subscriptions, lists: file.subscriptions.map((entry) => subscriptionFacts(entry, reader, words)) },
    { title: words.requests, isDetail: true, lists: file.requests.map((entry) => recordFacts(entry, reader, words)) },
    { title: words.consent, isDetail: true, lists: file.consent.map((entry) => recordFacts(entry, reader, words)) },
    { title: words.suppression, lists: file.suppression.map((entry) => suppressionFacts(entry, reader, words)) },
    { title: words.mails, isDetail: true, lists: file.mails.map((entry) => recordFacts(entry, reader, words)) },
    {
      title: words.returnedMails,
      isDetail: true,
      lists: file.returnedMails.map((entry) => returnedFacts(entry, reader, words)),
    },
    {
      title: words.other,
      isDetail: true,
      lists: file.other.map((entry) => Object.entries(entry).map(([name, value]) => [name, plain(value)])),
    },
  ];
  return parts.filter(({ lists }) => lists.length > 0);
}

function addressFact(address: string, at: number, words: HeldWords): Fact {
  return [at === 0 ? words.address : words.formerAddress, address];
}

function subscriptionFacts(entry: FileEntry, reader: Reader, words: HeldWords): Fact[] {
  const { publications, language } = reader;
  const publication = publications.find(({ id }) => id === entry.publication);
  const titleOf = (topic: string) => publication?.topics.find(({ id }) => id === topic)?.title ?? topic;
  const cadenceOf = (cadence: string) => CADENCE_WORDS[language][cadence as keyof (typeof CADENCE_WORDS)['de']];
  const zone = text(entry, 'timeZone');
  const topics = Array.isArray(entry.topics) ? entry.topics.map(String) : [];
  return facts([
    [words.newsletter, text(entry, 'title') ?? text(entry, 'publication')],
    [words.address, text(entry, 'address')],
    [words.status, words.statuses[text(entry, 'status') ?? '']],
    [words.topics, topics.length > 0 ? topics.map(titleOf).join(', ') : words.allTopics],
    [words.cadence, cadenceOf(text(entry, 'cadence') ?? '')],
    ...pairsIn(entry.cadences).map(
      ([topic, cadence]): MaybeFact => [`${words.cadence}: ${titleOf(topic)}`, cadenceOf(cadence)],
    ),
    [words.timeZone, zone && zoneInWords(zone, language)],
    [words.language, words.languages[text(entry, 'language') ?? '']],
    [words.requestedAt, time(entry, 'requestedAt', reader)],
    [words.confirmedAt, time(entry, 'confirmedAt', reader)],
    [words.pausedUntil, time(entry, 'pausedUntil', reader)],
    [words.trackingAgreedAt, time(entry, 'trackingAgreedAt', reader)],
    [words.endedAt, time(entry, 'endedAt', reader)],
    [words.endedBecause, words.reasons[text(entry, 'endedBecause') ?? ''] ?? text(entry, 'endedBecause')],
    ...pairsIn(entry.fields),
  ]);
}

/** An entry of the proof, a request or a mail: what, when, for what, from where. */
function recordFacts(entry: FileEntry, reader: Reader, words: HeldWords): Fact[] {
  const newsletter = reader.publications.find(({ id }) => id === entry.publication)?.title;
  const kind = text(entry, 'kind') ?? text(entry, 'askedFor');
  const wording = pairsIn(entry.wording).find(([name]) => name === 'version')?.[1];
  return facts([
    [words.what, kind && (words.kinds[kind] ?? kind)],
    [words.at, time(entry, 'at', reader)],
    [words.newsletter, newsletter ?? text(entry, 'publication')],
    [words.address, text(entry, 'address')],
    [words.wording, wording],
    [words.networkAddress, text(entry, 'networkAddress')],
    [words.userAgent, text(entry, 'userAgent')],
    [words.formAddress, text(entry, 'formAddress')],
    [words.statement, text(entry, 'statement')],
    [words.deletedAfter, time(entry, 'deletedAfter', reader)],
  ]);
}

function suppressionFacts(entry: FileEntry, reader: Reader, words: HeldWords): Fact[] {
  return facts([
    [words.suppressedBecause, words.reasons[text(entry, 'reason') ?? ''] ?? text(entry, 'reason')],
    [words.since, time(entry, 'since', reader)],
    [words.liftedAt, time(entry, 'liftedAt', reader)],
  ]);
}

function returnedFacts(entry: FileEntry, reader: Reader, words: HeldWords): Fact[] {
  const sentAt = pairsIn(entry.mails).map(([, iso]) => timeInWords(new Date(iso), reader.language, reader.timeZone));
  return facts([
    [words.sentAt, sentAt.join('; ')],
    [words.deletedAfter, time(entry, 'deletedAfter', reader)],
  ]);
}

type MaybeFact = [name: string, value: string | undefined];
const facts = (given: MaybeFact[]): Fact[] => given.filter((fact): fact is Fact => !!fact[1]);
const nonEmpty = (lists: Fact[][]) => lists.filter(({ length }) => length > 0);

function text(entry: FileEntry, name: string): string | undefined {
  const value = entry[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function time(entry: FileEntry, name: string, { language, timeZone }: Reader): string | undefined {
  const at = new Date(text(entry, name) ?? '');
  return Number.isNaN(at.getTime()) ? undefined : timeInWords(at, language, timeZone);
}

function pairsIn(value: unknown): Fact[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).map(([name, part]) => [name, String(part)]);
}

const plain = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));
