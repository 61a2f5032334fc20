import type { FoundEvent } from '../items/parsed-document.ts';
import { type Elements, firstText, textOf } from './xml-nodes.ts';

/** The event module of RSS 1.0 (`ev:`), which some use in RSS 2.0 and Atom too. */
export function eventIn(elements: Elements): FoundEvent | undefined {
  const start = textOf(firstText(elements, 'ev:startdate')).trim();
  if (!start) return undefined;
  const place = textOf(firstText(elements, 'ev:location')).trim();
  return {
    start,
    end: textOf(firstText(elements, 'ev:enddate')).trim(),
    place,
    online: isOnline(`${place} ${textOf(firstText(elements, 'ev:type'))}`),
  };
}

/** undefined where the words say neither: then the place decides. */
function isOnline(words: string): boolean | undefined {
  if (/\b(online|zoom|webinar|webex|livestream|virtuell|digital)\b/i.test(words)) return true;
  return /präsenz|in person|vor ort/i.test(words) ? false : undefined;
}
