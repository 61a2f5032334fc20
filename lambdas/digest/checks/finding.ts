/**
 * What a check finds, as a code and what belongs to it: the sentences are {@link ./finding-words.ts}'s, in every language
 * of the console.
 */
import type { LookFailure } from '../../ingest/index.ts';

export type Part = 'html' | 'text';
export type Scheme = 'light' | 'dark';

/** Why an address gives nothing: a status such as `status-404`, or what happened on the way. */
export type Why = `status-${number}` | Exclude<LookFailure, 'status'>;

/** `article` is the title of the one that the picture belongs to; absent for pictures of the look. */
export type Picture = {
  address: string;
  article?: string;
};

/** Texts and addresses in it are cut to what a line of a list can show. */
export interface FindingParams {
  'unsubscribe-missing': { part: Part };
  'unsubscribe-late': { kilobytes: number };
  'imprint-missing': { part: Part; line: string };
  'html-clipped': { kilobytes: number };
  'html-too-large': { kilobytes: number };
  'braces-left': { text: string };
  'link-script': { text: string; scheme: string };
  'subject-empty': Record<string, never>;
  'no-items': Record<string, never>;

  'layout-table': { count: number };
  'language-missing': Record<string, never>;
  'language-other': { found: string; wanted: string };
  'body-language-missing': Record<string, never>;
  'heading-skipped': { from: number; to: number; text: string };
  'title-empty': Record<string, never>;
  'braces-in-article': { text: string; title: string };

  'image-alt-missing': Picture;
  'image-width-missing': Picture;
  'image-insecure': Picture;
  'image-format': Picture & { format: string };
  'image-too-large': Picture & { kilobytes: number };
  'image-none': Picture & { type: string };
  'image-dead': Picture & { why: Why };
  'image-unsure': Picture & { why: Why };

  'link-insecure': { text: string; address: string };
  'link-downgraded': { text: string; address: string };
  'link-address': { text: string; address: string };
  'link-empty': { address: string };
  'link-ambiguous': { text: string; count: number };
  'link-dead': { text: string; address: string; why: Why };
  'link-unsure': { text: string; address: string; why: Why };
  'addresses-unchecked': { count: number };

  'text-part-missing': Record<string, never>;
  'text-links-missing': { count: number; address: string };
  'preheader-empty': Record<string, never>;
  'preheader-repeats-subject': Record<string, never>;
  'subject-repeated': { edition: string };
  'subject-long': { length: number };
  'subject-too-long': { length: number };
  contrast: { scheme: Scheme; ratio: number; least: number; colours: string; text: string; count: number };
  'text-small': { pixels: number; text: string; count: number };
  'target-small': { pixels: number; least: number; text: string; count: number };
  'event-date-missing': { title: string };
  'event-place-missing': { title: string };
  'articles-repeated': { edition: string };
  'source-failing': { source: string };
  'items-shortened': { count: number };
}

export type FindingCode = keyof FindingParams;
export type Finding = { [Code in FindingCode]: { code: Code; params: FindingParams[Code] } }[FindingCode];

/** A sentence for every finding, in one language. */
export type FindingWords = { [Code in FindingCode]: (params: FindingParams[Code]) => string };

/** With these a mail must not go out: it would be against the law, or readers could do nothing with it. */
const BLOCKING: ReadonlySet<FindingCode> = new Set<FindingCode>([
  'unsubscribe-missing',
  'unsubscribe-late',
  'imprint-missing',
  'html-clipped',
  'html-too-large',
  'braces-left',
  'link-script',
  'subject-empty',
  'no-items',
]);

export const isBlocking = ({ code }: Pick<Finding, 'code'>): boolean => BLOCKING.has(code);

export function finding<Code extends FindingCode>(code: Code, params: FindingParams[Code]): Finding {
  return { code, params } as Finding;
}

const LONGEST_SHOWN = 100;

/** Short enough for a line of a list. */
export function shown(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  const points = [...line];
  return points.length > LONGEST_SHOWN ? `${points.slice(0, LONGEST_SHOWN - 1).join('')}…` : line;
}
