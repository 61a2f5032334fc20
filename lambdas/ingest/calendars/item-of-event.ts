import type { FoundItem, FoundText } from '../items/parsed-document.ts';
import { allOf, type CalendarComponent, firstOf, textOfValue, textsOfValue } from './calendar-lines.ts';
import { writtenMoment } from './calendar-moments.ts';
import type { Occurrence } from './occurrences.ts';

/** What a VEVENT says, as an item like any other. */
export function itemOf({ event, guid, start, end }: Occurrence, url: string): FoundItem {
  const text = (name: string) => textOfValue(firstOf(event, name)?.value ?? '').trim();
  const place = text('LOCATION').replace(/\s*\n\s*/g, ', ');
  const description = htmlDescription(event) ?? asText(text('DESCRIPTION'));
  const attached = allOf(event, 'ATTACH').filter(({ parameters }) => parameters.VALUE !== 'BINARY');
  return {
    guid,
    links: [{ value: firstOf(event, 'URL')?.value, base: url }],
    title: { value: text('SUMMARY'), isHtml: false },
    summary: description,
    content: description,
    // DTSTAMP is no date of publishing: most calendars put there when they were asked.
    published: [firstOf(event, 'CREATED')?.value],
    updated: [firstOf(event, 'LAST-MODIFIED')?.value],
    authors: allOf(event, 'ORGANIZER').map(({ parameters }) => parameters.CN ?? ''),
    categories: allOf(event, 'CATEGORIES').flatMap(({ value }) => textsOfValue(value)),
    language: firstOf(event, 'SUMMARY')?.parameters.LANGUAGE,
    images: [
      ...allOf(event, 'IMAGE').map(({ value }) => ({ url: value })),
      ...attached
        .filter(({ parameters }) => parameters.FMTTYPE?.startsWith('image/'))
        .map(({ value }) => ({ url: value })),
    ],
    enclosures: attached.map(({ value, parameters }) => ({
      url: value,
      type: parameters.FMTTYPE,
      length: parameters.SIZE,
    })),
    event: { start: writtenMoment(start), end, place, online: isOnline(event, place) },
    base: url,
  };
}

/** Undefined where nothing says so: then the place decides. */
function isOnline(event: CalendarComponent, place: string): boolean | undefined {
  const isNamed = /\b(online|zoom|webinar|webex|teams|livestream|virtuell|digital)\b/i.test(place);
  // RFC 7986: a place to dial into or to look at, wherever else people meet.
  return isNamed || (!place && firstOf(event, 'CONFERENCE')) ? true : undefined;
}

function htmlDescription(event: CalendarComponent): FoundText | undefined {
  const html = allOf(event, 'X-ALT-DESC').find(({ parameters }) => /html/i.test(parameters.FMTTYPE ?? ''));
  return html?.value.trim() ? { value: textOfValue(html.value), isHtml: true } : undefined;
}

/** Some write HTML where plain text is meant. */
function asText(value: string): FoundText | undefined {
  return value ? { value, isHtml: /<\/?(a|b|br|div|i|li|p|span|strong|ul)\b[^<>]{0,500}>/i.test(value) } : undefined;
}
