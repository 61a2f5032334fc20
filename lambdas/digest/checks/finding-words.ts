import type { Language } from '../../domain/publication.ts';
import type { Finding, FindingWords } from './finding.ts';
import { de } from './words-de.ts';
import { en } from './words-en.ts';

const WORDS: Record<Language, FindingWords> = { de, en };

export function findingInWords({ code, params }: Finding, language: Language): string {
  // TypeScript does not see that the code chooses both.
  const words = WORDS[language][code] as (given: typeof params) => string;
  return words(params);
}
