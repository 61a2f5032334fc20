import { RundbriefError } from '../../domain/errors.ts';
import { COLUMN_MEANINGS, type Import, type ImportFormat, type ImportMapping } from './imports.ts';

interface FieldLimits {
  name: RegExp;
  most: number;
  characters: number;
}

const FROM_ELSEWHERE: FieldLimits = {
  name: /^field:[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/i,
  most: 10,
  characters: 100,
};
/** Whatever editors may note here comes back from an export of ours. */
const OUR_OWN: FieldLimits = { name: /^field:[^\p{Cc}]{1,60}$/u, most: 20, characters: 200 };

/** What fields may be called, how many a person has, and how long each may be. */
export const fieldLimits = (format: ImportFormat | undefined): FieldLimits =>
  format === 'rundbrief' ? OUR_OWN : FROM_ELSEWHERE;
const MANY_COLUMNS: string[] = ['topics', 'left', 'status'];

/** @throws RundbriefError `invalid` saying what is wrong with it */
export function refuseMapping(mapping: ImportMapping, { columns, format }: Pick<Import, 'columns' | 'format'>): void {
  const refuse = (message: string): never => {
    throw new RundbriefError('invalid', message);
  };
  if (columns && mapping.length !== columns.length) {
    refuse(`The file has ${columns.length} columns, and the mapping names ${mapping.length}`);
  }
  const limits = fieldLimits(format);
  const used = mapping.filter((meaning) => meaning !== null);
  const known: readonly string[] = COLUMN_MEANINGS;
  const unknown = used.find((meaning) => !known.includes(meaning) && !limits.name.test(meaning));
  if (unknown !== undefined) {
    refuse(`A column can be ${COLUMN_MEANINGS.join(', ')}, or field:NAME with letters, digits and hyphens`);
  }
  if (!used.includes('address')) refuse('Say which column holds the email addresses');
  const double = used.find((meaning, index) => used.indexOf(meaning) !== index && !MANY_COLUMNS.includes(meaning));
  if (double !== undefined) refuse(`Two columns are mapped to "${double}"`);
  if (used.filter((meaning) => meaning.startsWith('field:')).length > limits.most) {
    refuse(`At most ${limits.most} columns can be kept as fields`);
  }
}
