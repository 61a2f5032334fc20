/** Single cells of lists, as different programs write them. What cannot be read is undefined. */
import { isIP } from 'node:net';
import type { Cadence, Language, Publication } from '../../domain/publication.ts';

const SUBSCRIBED = new Set([
  ...['subscribed', 'enabled', 'active', 'confirmed', 'opted in', 'opted-in', 'true', 'yes', 'y', '1', 'on', 'x'],
  ...['abonniert', 'angemeldet', 'aktiv', 'bestätigt', 'bestaetigt', 'ja', 'j', 'wahr', 'eingetragen'],
]);
const NOT_SUBSCRIBED = new Set([
  ...['unsubscribed', 'unconfirmed', 'pending', 'cleaned', 'bounced', 'blocklisted', 'blacklisted', 'disabled'],
  ...['inactive', 'non-subscribed', 'nonsubscribed', 'archived', 'ended', 'suppressed', 'complained', 'spam'],
  ...['deleted', 'opted out', 'opted-out', 'false', 'no', 'n', '0', 'off'],
  ...['abgemeldet', 'inaktiv', 'unbestätigt', 'unbestaetigt', 'ausgetragen', 'gesperrt', 'gelöscht', 'nein', 'falsch'],
]);

/** Nothing said against it is taken for a yes: lists often mark only those who left. */
export function saysSubscribed(cell: string): boolean | undefined {
  const said = cell.toLowerCase().normalize('NFC');
  if (said === '' || SUBSCRIBED.has(said)) return true;
  return NOT_SUBSCRIBED.has(said) ? false : undefined;
}

const LANGUAGES: Record<string, Language> = {
  de: 'de',
  deutsch: 'de',
  german: 'de',
  en: 'en',
  englisch: 'en',
  english: 'en',
};

/** `de`, `de-DE`, `Deutsch`. */
export function languageIn(cell: string): Language | undefined {
  const said = cell.toLowerCase();
  return LANGUAGES[said] ?? LANGUAGES[/^([a-z]{2})[-_]/.exec(said)?.[1] ?? ''];
}

const CADENCES: Record<string, Cadence> = {
  ...{ instant: 'instant', immediately: 'instant', sofort: 'instant' },
  ...{ daily: 'daily', täglich: 'daily', taeglich: 'daily' },
  ...{ weekly: 'weekly', wöchentlich: 'weekly', woechentlich: 'weekly' },
  ...{ monthly: 'monthly', monatlich: 'monthly' },
};

/** The pace for everything; our export writes those of single topics behind it: `weekly kita=daily`. */
export function cadenceIn(cell: string): Cadence | undefined {
  return CADENCES[
    cell
      .toLowerCase()
      .normalize('NFC')
      .split(/[\s,;]+/)[0] ?? ''
  ];
}

/** Paces of single topics. */
export function cadencesIn(cell: string, { topics }: Publication): Record<string, Cadence> | undefined {
  const named = cell.split(/[\s,;]+/).flatMap((part) => {
    const [id, pace = ''] = part.split('=');
    const cadence = CADENCES[pace.toLowerCase()];
    return cadence && topics.some((topic) => topic.id === id) ? [[id, cadence]] : [];
  });
  return named.length > 0 ? Object.fromEntries(named) : undefined;
}

/** Names between commas, semicolons or bars; some systems put each into quotation marks. */
export function topicNamesIn(cell: string): string[] {
  return cell
    .split(/[,;|]/)
    .map((name) =>
      name
        .trim()
        .replace(/^"+|"+$/g, '')
        .trim(),
    )
    .filter(Boolean);
}

const ISO =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,]\d+)?)?)?\s*(Z|UTC|[+-]\d\d(?::?\d\d)?)?(?:\s[A-Z]{3,4})?$/i;
const GERMAN = /^(\d{1,2})\.(\d{1,2})\.(\d{4})(?:,?\s+(\d{1,2}):(\d\d)(?::(\d\d))?)?(?:\s*Uhr)?$/i;

/** ISO 8601 or German; a time without zone is taken for UTC. Not the American order, in which 3/2 may be either. */
export function momentIn(cell: string): Date | undefined {
  const iso = ISO.exec(cell);
  const german = GERMAN.exec(cell);
  const zone = iso?.[7] ?? 'Z';
  const [year, month, day] = iso ? iso.slice(1, 4) : german ? [german[3], german[2], german[1]] : [];
  if (!year || !month || !day) return undefined;
  const [hour = '00', minute = '00', second = '00'] = iso ? iso.slice(4, 7) : (german?.slice(4, 7) ?? []);
  const two = (part: string) => part.padStart(2, '0');
  const date = `${year}-${two(month)}-${two(day)}`;
  const offset = /^(Z|UTC)$/i.test(zone)
    ? 'Z'
    : zone.replace(/^([+-]\d\d):?(\d\d)?$/, (_, hours, minutes = '00') => `${hours}:${minutes}`);
  const moment = new Date(`${date}T${two(hour)}:${minute}:${second}${offset}`);
  const midnight = new Date(`${date}T00:00:00Z`);
  if (Number.isNaN(moment.getTime()) || Number.isNaN(midnight.getTime())) return undefined;
  // 31 February would become a day of March.
  return midnight.toISOString().startsWith(date) ? moment : undefined;
}

/** `Ada Lovelace <ada@reader.example>` as mail programs write it, or the address alone. */
export function addressIn(cell: string): string {
  return /^[^<>]*<([^<>\s]+)>$/.exec(cell)?.[1] ?? cell;
}

/** A network address, and nothing else that a wrong column might hold. */
export function networkIn(cell: string): string | undefined {
  return isIP(cell) ? cell : undefined;
}
