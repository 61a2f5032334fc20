/** What the form of the second step says: which column means what, and who vouches for these people. */
import {
  COLUMN_MEANINGS,
  type ColumnMeaning,
  type Import,
  type ImportMapping,
  LEAST_PROVENANCE,
  MOST_PROVENANCE,
} from '../audience/index.ts';
import type { Form } from './console-input.ts';
import { showNumber } from './show-time.ts';
import type { Words } from './words.ts';

export { LEAST_PROVENANCE, MOST_PROVENANCE };

export interface TypedDecision {
  mapping: ImportMapping;
  provenance: string;
}

/** These may be spread over several columns. */
const SEVERAL: readonly ColumnMeaning[] = ['topics', 'status', 'left'];
const LONGEST_FIELD_NAME = 40;

export const columnField = (at: number): string => `column-${at}`;

/** What a form holds before anybody has changed it. */
export const startingWith = ({ decided, proposed, provenance = '' }: Import): TypedDecision => ({
  mapping: decided ?? proposed ?? [],
  provenance,
});

/** A value that no select of ours has is left out. */
export function decisionIn(form: Form, { columns = [] }: Import): TypedDecision {
  return {
    mapping: columns.map((_name, at) => meaningIn(form.text(columnField(at)))),
    provenance: form.text('provenance'),
  };
}

function meaningIn(value: string): ColumnMeaning | null {
  const known = COLUMN_MEANINGS.find((one) => one === value);
  return known ?? (/^field:[a-z0-9-]+$/i.test(value) ? (value as `field:${string}`) : null);
}

/** @returns what keeps it from being carried out, in words; nothing when all is well */
export function problemOf({ mapping, provenance }: TypedDecision, words: Words): string | undefined {
  const { importing } = words;
  const used = mapping.filter((meaning) => meaning !== null);
  const twice = used.find((meaning, at) => used.indexOf(meaning) !== at && !SEVERAL.includes(meaning));
  if (!used.includes('address')) return importing.noAddressColumn;
  if (twice === 'address') return importing.twoAddressColumns;
  if (twice) return importing.twice(inWords(twice, importing));
  if (provenance.length < LEAST_PROVENANCE || !/\p{L}{2}/u.test(provenance)) {
    return importing.noProvenance(LEAST_PROVENANCE);
  }
  return provenance.length > MOST_PROVENANCE ? importing.longProvenance(showNumber(MOST_PROVENANCE, words)) : undefined;
}

function inWords(meaning: ColumnMeaning, importing: Words['importing']): string {
  const known = COLUMN_MEANINGS.find((one) => one === meaning);
  return known ? importing.meanings[known] : importing.ownField(meaning.slice('field:'.length));
}

/** What a column's values are kept under when they are kept as they are: `Schule / Ort` → `schule-ort`. */
export function fieldNameOf(column: string, at: number): string {
  const plain = column
    .toLowerCase()
    .replace(/[äöüß]/g, (letter) => ({ ä: 'ae', ö: 'oe', ü: 'ue' })[letter] ?? 'ss')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, LONGEST_FIELD_NAME)
    .replace(/^-+|-+$/g, '');
  return plain || `column-${at + 1}`;
}
