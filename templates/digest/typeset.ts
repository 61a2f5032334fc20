import type { Language } from '../../lambdas/domain/publication.ts';

const NBSP = '\u00a0';

const MONTHS =
  'Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember|Jan\\.|Feb\\.|Apr\\.|Aug\\.|Sept?\\.|Okt\\.|Nov\\.|Dez\\.';
const DAY_AND_MONTH = new RegExp(`(\\b\\d{1,2}\\.) (?=(?:${MONTHS})(?![a-zäöüß]))`, 'g');
const ABBREVIATIONS = /\b(e\.|z\.|d\.|u\.|i\.|o\.) (?=(?:V\.|B\.|h\.|a\.|d\.|R\.))/g;
const NUMBER_AND_UNIT = /(\d) (?=(?:Uhr|€|EUR|%|km|Mio\.|Mrd\.)(?![a-zäöüß]))/g;

/** Keeps together what a line break would tear apart: "20. März", "e. V.", "16 Uhr". Other languages stay as they are. */
export function typeset(text: string, language: Language): string {
  if (language !== 'de') return text;
  return text
    .replace(DAY_AND_MONTH, `$1${NBSP}`)
    .replace(ABBREVIATIONS, `$1${NBSP}`)
    .replace(NUMBER_AND_UNIT, `$1${NBSP}`);
}
