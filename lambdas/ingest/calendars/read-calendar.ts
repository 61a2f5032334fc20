/**
 * iCalendar sources (RFC 5545) → events that are still to come.
 *
 * A reader of our own: node-ical takes floating times and whole days for those of the machine, rolls impossible dates
 * over (the year 9999, month 99 becomes the year 10007), gives up on series of many years, writes what it dislikes to the
 * console, and brings its own way to the network and to the disk.
 */
import { RundbriefError } from '../../domain/errors.ts';
import { decodeText, MAX_DOCUMENT_BYTES } from '../feeds/decode-text.ts';
import { foldSpace } from '../items/html-text.ts';
import { normaliseDocument } from '../items/normalise-document.ts';
import type { ParsedDocument, ReadingContext } from '../items/parsed-document.ts';
import { type CalendarComponent, firstOf, readComponents, textOfValue } from './calendar-lines.ts';
import { instantOf, MS_PER_DAY, secondsOf } from './calendar-moments.ts';
import { itemOf } from './item-of-event.ts';
import { occurrencesIn } from './occurrences.ts';

interface CalendarContext extends ReadingContext {
  contentType?: string;
  now: Date;
}

/** A year's programme of a large house, several times over. */
const MAX_ITEMS = 2000;
/** Periods of recurrence rules looked at in the whole document: some tenths of a second. */
const MAX_PERIODS = 100_000;
const MAX_TTL_MINUTES = 24 * 60;

/**
 * @param now - events that ended more than a day before it are left out; series are followed for a year from it
 * @returns events in the order in which they begin
 * @throws RundbriefError `invalid`, in plain words, when this is no calendar; nothing else, whatever the bytes
 */
export function readCalendar(bytes: Uint8Array, { contentType, now, ...context }: CalendarContext): ParsedDocument {
  try {
    if (bytes.length > MAX_DOCUMENT_BYTES) throw new RundbriefError('invalid', 'The document is larger than 10 MB');
    return parseCalendar(readComponents(decodeText(bytes, contentType).toWellFormed()), context, now);
  } catch (error) {
    if (error instanceof RundbriefError) throw error;
    throw new RundbriefError('invalid', 'The document could not be read as a calendar', { cause: error });
  }
}

function parseCalendar(calendar: CalendarComponent, context: ReadingContext, now: Date): ParsedDocument {
  const window = { from: now.getTime() - MS_PER_DAY, to: now.getTime() + 365 * MS_PER_DAY };
  const occurrences = occurrencesIn(calendar, context.timeZone, window, { periods: MAX_PERIODS });
  const coming = occurrences
    .filter(({ isWithdrawn }) => !isWithdrawn)
    .map((occurrence) => ({ occurrence, startsAt: instantOf(occurrence.start) }))
    .sort((one, other) => one.startsAt - other.startsAt)
    .slice(0, MAX_ITEMS);
  const withdrawn = occurrences.filter(({ isWithdrawn }) => isWithdrawn).map(({ guid }) => guid);
  return normaliseDocument(
    {
      title: titleOf(calendar),
      items: coming.map(({ occurrence }) => itemOf(occurrence, context.url)),
      ttlMinutes: ttlOf(calendar),
      ...(withdrawn.length > 0 ? { withdrawnGuids: withdrawn.slice(0, MAX_ITEMS) } : {}),
    },
    context,
  );
}

function titleOf(calendar: CalendarComponent): string {
  const name = firstOf(calendar, 'NAME') ?? firstOf(calendar, 'X-WR-CALNAME');
  return foldSpace(textOfValue(name?.value ?? '')).slice(0, 500);
}

function ttlOf(calendar: CalendarComponent): number | undefined {
  const given = firstOf(calendar, 'REFRESH-INTERVAL') ?? firstOf(calendar, 'X-PUBLISHED-TTL');
  const minutes = Math.round((secondsOf(given?.value) ?? 0) / 60);
  return minutes > 0 ? Math.min(minutes, MAX_TTL_MINUTES) : undefined;
}
