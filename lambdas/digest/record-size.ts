import type { EditionItem } from '../domain/edition.ts';
import { RundbriefError } from '../domain/errors.ts';
import type { EditionRecord } from './edition-item.ts';
import { shortenText } from './shorten-text.ts';

/** DynamoDB keeps 400 kB, and what is noted on an edition later needs a little. JSON is never shorter than what it counts. */
const MOST_BYTES = 400_000;
/** Of an edition that nobody picked: beside them stand our words and the ids of what did not get in. */
const MOST_BYTES_OF_ITEMS = 340_000;
const LONGEST_TITLE = 60;

/** @throws RundbriefError `invalid` when an edition cannot be kept, with the article that takes most of the room */
export function refuseTooLarge(record: EditionRecord): void {
  const bytes = bytesOf(record);
  if (bytes <= MOST_BYTES) return;
  // There is one: what editors write around the articles is never so long.
  const [largest] = record.items.toSorted((one, other) => bytesOf(other) - bytesOf(one));
  throw new RundbriefError(
    'invalid',
    `The edition is too large to be kept: its ${record.items.length} articles and texts have ${kilobytes(bytes)} of at most 400 kB. “${shortenText(largest?.title ?? '', LONGEST_TITLE)}” (${largest?.articleId}) alone has ${kilobytes(bytesOf(largest))} kB`,
  );
}

/** The first of these that one edition can hold, however large they are: fifty usual ones are a tenth of it. */
export function whatFits(items: EditionItem[]): EditionItem[] {
  let bytes = 0;
  return items.filter((item) => {
    bytes += bytesOf(item);
    return bytes <= MOST_BYTES_OF_ITEMS;
  });
}

const bytesOf = (value: unknown) => Buffer.byteLength(JSON.stringify(value) ?? '');
const kilobytes = (bytes: number) => Math.ceil(bytes / 1000);
