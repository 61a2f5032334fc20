/**
 * UTF-8 that somebody upstream took for windows-1252 and encoded once more: `Ã¼` for `ü`, `â€œ` for `“`. The bytes are
 * valid, so no decoder sees it. Each text between tags is mended by itself, as a page may hold good and bad ones.
 */
import { windows1252 } from '../../platform/windows-1252.ts';

const BYTE_OF: ReadonlyMap<number, number> = new Map(
  Array.from({ length: 32 }, (_, index) => [windows1252(0x80 + index), 0x80 + index]),
);
/** Leads of the blocks people write in (Latin, Greek, Cyrillic, punctuation) and a continuation, both misread. */
const SUSPICIOUS = /[ÂÃÄÅÎÏÐÑâ][\u0080-\u00bf\u0152-\u0192\u02c6\u02dc\u2013-\u2122]/;
const TEXTS = /[^<>]+/g;
const RUNS = /[\u0080-\uffff]+/g;
/** `Ã ` and `Â»` can hardly be meant; capital Ä, Ñ and the like may end a word before a quotation mark. */
const LONE = /^[ÄÅÎÏÐÑ][\u00a0-\u2122]$/u;

export function repairMojibake(text: string): string {
  return SUSPICIOUS.test(text) ? text.replace(TEXTS, repaired) : text;
}

/** Only when everything in it that is not ASCII makes sense as UTF-8. */
function repaired(text: string): string {
  if (!SUSPICIOUS.test(text)) return text;
  let isAll = true;
  const runs: string[] = [];
  const meant = text.replace(RUNS, (run) => {
    runs.push(run);
    const characters = isAll ? asUtf8(run) : undefined;
    isAll &&= characters !== undefined;
    return characters ?? run;
  });
  return isAll && !runs.every((run) => LONE.test(run)) ? meant : text;
}

function asUtf8(run: string): string | undefined {
  const bytes = [...run].map((character) => byteOf(character.codePointAt(0) ?? 0));
  if (bytes.includes(-1)) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(bytes));
  } catch {
    return undefined;
  }
}

function byteOf(codePoint: number): number {
  return BYTE_OF.get(codePoint) ?? (codePoint <= 0xff ? codePoint : -1);
}
