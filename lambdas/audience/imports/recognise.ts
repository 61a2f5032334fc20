/**
 * Which system wrote a list, told by its header line, and what its columns probably hold.
 *
 * Where the names are known from (none of the systems promises them):
 *   mailchimp  files of an audience export as they lie among the tests of github.com/TryGhost/migrate
 *              (packages/mg-mailchimp-members): subscribed, unsubscribed and cleaned people each in a file of their own
 *   listmonk   cmd/subscribers.go of github.com/knadh/listmonk, the export of subscribers
 *   ghost      the tests of the members export in github.com/TryGhost/Ghost
 *   mailpoet   ImportExportFactory.php and Export.php of github.com/mailpoet/mailpoet; translated to the site's language
 */
import type { Publication } from '../../domain/publication.ts';
import { timeZoneNamed } from '../../domain/time-zone.ts';
import { COLUMN_MEANINGS, type ColumnMeaning, type ImportFormat, type ImportMapping } from './imports.ts';
import { fieldLimits } from './mapping.ts';
import { languageIn, saysSubscribed, topicNamesIn } from './read-cells.ts';
import type { Dialect, Row } from './read-table.ts';

/** Columns that together only one system writes, in the plain form of {@link plain}. */
const SIGNS: { format: ImportFormat; columns: string[] }[] = [
  { format: 'rundbrief', columns: ['address', 'status', 'topics', 'cadence', 'pauseduntil'] },
  { format: 'mailchimp', columns: ['emailaddress', 'optintime', 'leid', 'euid'] },
  { format: 'ghost', columns: ['email', 'subscribedtoemails', 'complimentaryplan'] },
  { format: 'listmonk', columns: ['uuid', 'email', 'attributes', 'status'] },
  // What people fill in for an import into it.
  { format: 'listmonk', columns: ['email', 'name', 'attributes'] },
  { format: 'mailpoet', columns: ['email', 'liststatus', 'globalstatus'] },
  { format: 'mailpoet', columns: ['email', 'globalstatus', 'list'] },
  { format: 'mailpoet', columns: ['email', 'subscriptionip', 'list'] },
];

const NAMES: Partial<Record<ColumnMeaning, string[]>> = {
  address: ['address', 'email', 'emailaddress', 'mail', 'emailadresse', 'mailadresse', 'emailanschrift'],
  topics: [
    'topics',
    'tags',
    'labels',
    'list',
    'lists',
    'groups',
    'interests',
    'thema',
    'themen',
    'interessen',
    'listen',
  ],
  language: ['language', 'locale', 'lang', 'sprache'],
  cadence: ['cadence', 'frequency', 'rhythmus', 'haeufigkeit', 'takt'],
  status: ['status', 'liststatus', 'globalstatus', 'subscribedtoemails', 'subscribed', 'abonniert', 'anmeldestatus'],
  left: ['unsubtime', 'cleantime', 'deletedat', 'unsubscribedat', 'abgemeldetam', 'abmeldedatum'],
  joined: [
    ...['joined', 'optintime', 'createdat', 'subscriptiontime', 'subscribedat', 'subscribedtime', 'signupdate'],
    ...['anmeldedatum', 'angemeldetam', 'eingetragenam', 'eintragung'],
  ],
  network: ['network', 'optinip', 'subscriptionip', 'subscribedip', 'signupip', 'ipadresse'],
  confirmed: ['confirmed', 'confirmtime', 'confirmationtime', 'confirmedat', 'bestaetigtam', 'bestaetigung'],
  'confirmed-network': ['confirmip', 'confirmationip', 'confirmedip'],
  'paused-until': ['pauseduntil', 'pausedbis', 'pausiertbis', 'pausebis'],
  'time-zone': ['timezone', 'zeitzone'],
};

const SEVERAL: ColumnMeaning[] = ['left', 'status', 'topics'];
/** `E-Mail-Adresse`, `email_address` and `EMAIL ADDRESS` are one name. */
function plain(name: string): string {
  const spelled = name.toLowerCase().replace(/[äöüß]/g, (letter) => SPELLED[letter] ?? letter);
  return spelled.replace(/[^a-z0-9]/g, '');
}
const SPELLED: Record<string, string> = { ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss' };

export function formatOf(columns: string[]): ImportFormat {
  const has = new Set(columns.map(plain));
  return SIGNS.find((sign) => sign.columns.every((column) => has.has(column)))?.format ?? 'other';
}

/** MailPoet writes quotation marks within values with a backslash before them. */
export const escapeOf = (format: ImportFormat): Dialect['escape'] => (format === 'mailpoet' ? '\\' : '"');

export const looksLikeAddress = (cell: string): boolean =>
  /^\s*(?:[^<>]*<)?[^\s@<>]{1,64}@[^\s@<>]+\.[^\s@<>]+\s*$/.test(cell);

/**
 * What each column probably holds: by its name, checked against what stands in it. Names of people and all else that is
 * not needed for sending is left out, until an editor asks for it.
 *
 * @param sample - the first rows below the header
 * @returns undefined when no column holds addresses
 */
export function proposeMapping(
  { columns, format, sample }: { columns: string[]; format: ImportFormat; sample: Row[] },
  publication: Publication,
): ImportMapping | undefined {
  const address = addressColumn(columns, sample);
  if (address === undefined) return undefined;
  const mapping: ImportMapping = columns.map((name, column) => {
    if (column === address) return 'address';
    const values = sample.map(({ cells }) => cells[column]?.trim() ?? '').filter(Boolean);
    const meaning = format === 'rundbrief' ? ownMeaning(name) : meaningOf(name);
    return meaning && fits(meaning, values, { publication, format }) ? meaning : null;
  });
  return mapping.map((meaning, column) => {
    const isAgain = meaning !== null && !SEVERAL.includes(meaning) && mapping.indexOf(meaning) !== column;
    return isAgain ? null : meaning;
  });
}

function meaningOf(name: string): ColumnMeaning | undefined {
  return COLUMN_MEANINGS.find((meaning) => meaning !== 'address' && NAMES[meaning]?.includes(plain(name)));
}

/** Our export says which columns are fields: one may be called as a column of ours is. */
function ownMeaning(name: string): ColumnMeaning | undefined {
  return fieldLimits('rundbrief').name.test(name) ? (name as ColumnMeaning) : meaningOf(name);
}

/** The one with the right name, if addresses stand in it; else the one with the most of them. */
function addressColumn(columns: string[], sample: Row[]): number | undefined {
  const counts = columns.map((_, column) => sample.filter(({ cells }) => looksLikeAddress(cells[column] ?? '')).length);
  const named = columns.findIndex((name, column) => NAMES.address?.includes(plain(name)) && (counts[column] ?? 0) > 0);
  if (named >= 0) return named;
  const most = Math.max(0, ...counts);
  return most > 0 ? counts.indexOf(most) : undefined;
}

function fits(
  meaning: ColumnMeaning,
  values: string[],
  { publication, format }: { publication: Publication; format: ImportFormat },
): boolean {
  if (format === 'rundbrief') return true;
  if (meaning === 'topics') return values.flatMap(topicNamesIn).some((name) => isTopic(name, publication));
  if (meaning === 'language') return values.some(languageIn);
  // Other systems write what they guess from network addresses; that is nobody's choice.
  if (meaning === 'time-zone') return format === 'other' && values.some(timeZoneNamed);
  // "Status" of a list of unknown origin may be anything, such as whether somebody is a teacher.
  if (meaning === 'status' && format === 'other') return values.every((value) => saysSubscribed(value) !== undefined);
  return true;
}

function isTopic(name: string, { topics }: Publication): boolean {
  const folded = name.toLowerCase();
  return topics.some(({ id, title }) => id === folded || title.toLowerCase() === folded);
}
