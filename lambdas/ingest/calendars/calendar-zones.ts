/** What calendars call time zones → names that Temporal knows. */
import { Temporal } from 'temporal-polyfill';
import { type CalendarComponent, firstOf } from './calendar-lines.ts';

/** As Windows and Outlook name them (CLDR, windowsZones), those of Europe and the most usual others. */
const ZONE_OF_WINDOWS: Record<string, string> = {
  'w. europe standard time': 'Europe/Berlin',
  'central europe standard time': 'Europe/Budapest',
  'central european standard time': 'Europe/Warsaw',
  'romance standard time': 'Europe/Paris',
  'gmt standard time': 'Europe/London',
  'greenwich standard time': 'Atlantic/Reykjavik',
  'e. europe standard time': 'Europe/Chisinau',
  'fle standard time': 'Europe/Kyiv',
  'gtb standard time': 'Europe/Bucharest',
  'russian standard time': 'Europe/Moscow',
  'turkey standard time': 'Europe/Istanbul',
  'israel standard time': 'Asia/Jerusalem',
  'south africa standard time': 'Africa/Johannesburg',
  'arabian standard time': 'Asia/Dubai',
  'india standard time': 'Asia/Kolkata',
  'china standard time': 'Asia/Shanghai',
  'singapore standard time': 'Asia/Singapore',
  'tokyo standard time': 'Asia/Tokyo',
  'korea standard time': 'Asia/Seoul',
  'aus eastern standard time': 'Australia/Sydney',
  'new zealand standard time': 'Pacific/Auckland',
  'e. south america standard time': 'America/Sao_Paulo',
  'eastern standard time': 'America/New_York',
  'central standard time': 'America/Chicago',
  'mountain standard time': 'America/Denver',
  'us mountain standard time': 'America/Phoenix',
  'pacific standard time': 'America/Los_Angeles',
  'atlantic standard time': 'America/Halifax',
  utc: 'UTC',
};

const ZONE_OF_OFFSETS: Record<string, string> = {
  '+0000 +0100': 'Europe/London',
  '+0100 +0200': 'Europe/Berlin',
  '+0200 +0300': 'Europe/Kyiv',
  '-0500 -0400': 'America/New_York',
  '-0600 -0500': 'America/Chicago',
  '-0700 -0600': 'America/Denver',
  '-0800 -0700': 'America/Los_Angeles',
};

/**
 * Names are known, so the definitions in VTIMEZONE are asked only for what they call a zone, or for its two offsets.
 *
 * @returns by TZID, the zone's name; undefined where nothing helps: then the publication's zone is meant
 */
export function zonesIn(calendar: CalendarComponent): (tzid: string | undefined) => string | undefined {
  const defined = new Map<string, CalendarComponent>();
  for (const one of calendar.components) {
    if (one.name === 'VTIMEZONE') defined.set(firstOf(one, 'TZID')?.value.trim() ?? '', one);
  }
  const known = new Map<string, string | undefined>();
  return (tzid) => {
    if (!tzid) return undefined;
    if (!known.has(tzid) && known.size < 1000) known.set(tzid, zoneNamed(tzid) ?? zoneDefined(defined.get(tzid)));
    return known.get(tzid);
  };
}

function zoneNamed(tzid: string): string | undefined {
  const name = tzid.trim().slice(0, 200);
  const parts = name.split('/').filter(Boolean);
  const windows = ZONE_OF_WINDOWS[name.toLowerCase()];
  if (windows) return windows;
  // Some put who they are before it: /freeassociation.sourceforge.net/Europe/Berlin.
  return [name, parts.slice(-2).join('/'), parts.slice(-3).join('/')].find(isZone);
}

function zoneDefined(definition: CalendarComponent | undefined): string | undefined {
  if (!definition) return undefined;
  const location = firstOf(definition, 'X-LIC-LOCATION')?.value.trim();
  if (location && isZone(location)) return location;
  const offset = (name: string) => {
    const part = definition.components.filter((one) => one.name === name).at(-1);
    return part && firstOf(part, 'TZOFFSETTO')?.value.trim();
  };
  const [standard, daylight] = [offset('STANDARD'), offset('DAYLIGHT')];
  const fixed = standard?.replace(/^([+-]\d{2})(\d{2}).*$/, '$1:$2');
  const both = daylight && ZONE_OF_OFFSETS[`${standard} ${daylight}`];
  return both || (fixed && isZone(fixed) ? fixed : undefined);
}

function isZone(name: string): boolean {
  if (!/^([A-Za-z][\w+-]*(\/[\w+-]+){0,2}|[+-]\d{2}:\d{2})$/.test(name)) return false;
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name);
    return true;
  } catch {
    return false;
  }
}
