import { RundbriefError } from '../../domain/errors.ts';
import { COLUMN_MEANINGS, type Import, type ImportMapping } from './imports.ts';

const MOST_FIELDS = 10;
export const FIELD = /^field:[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/i;
const MANY_COLUMNS: string[] = ['topics', 'left', 'status'];

/** @throws RundbriefError `invalid` saying what is wrong with it */
export function refuseMapping(mapping: ImportMapping, { columns }: Pick<Import, 'columns'>): void {
  const refuse = (message: string): never => {
    throw new RundbriefError('invalid', message);
  };
  if (columns && mapping.length !== columns.length) {
    refuse(`The file has ${columns.length} columns, and the mapping names ${mapping.length}`);
  }
  const used = mapping.filter((meaning) => meaning !== null);
  const known: readonly string[] = COLUMN_MEANINGS;
  const unknown = used.find((meaning) => !known.includes(meaning) && !FIELD.test(meaning));
  if (unknown !== undefined) {
    refuse(`A column can be ${COLUMN_MEANINGS.join(', ')}, or field:NAME with letters, digits and hyphens`);
  }
  if (!used.includes('address')) refuse('Say which column holds the email addresses');
  const double = used.find((meaning, index) => used.indexOf(meaning) !== index && !MANY_COLUMNS.includes(meaning));
  if (double !== undefined) refuse(`Two columns are mapped to "${double}"`);
  if (used.filter((meaning) => meaning.startsWith('field:')).length > MOST_FIELDS) {
    refuse(`At most ${MOST_FIELDS} columns can be kept as fields`);
  }
}
