import type { Language } from '../domain/publication.ts';
import type { Words } from './words.ts';
import { de } from './words-de.ts';
import { en } from './words-en.ts';

const WORDS: Record<Language, Words> = { de, en };

/** By what the browser says its person reads, German or English; English when it is neither. */
export function wordsFor(acceptLanguage: string | undefined): Words {
  const wanted = (acceptLanguage ?? '')
    .split(',')
    .map((entry) => {
      const [tag = '', ...parameters] = entry.trim().toLowerCase().split(';');
      const weight = parameters
        .find((parameter) => parameter.trim().startsWith('q='))
        ?.trim()
        .slice(2);
      return { language: tag.split('-')[0], weight: weight === undefined ? 1 : Number(weight) || 0 };
    })
    .filter(({ language, weight }) => weight > 0 && (language === 'de' || language === 'en'))
    .sort((a, b) => b.weight - a.weight);
  return WORDS[wanted[0]?.language === 'de' ? 'de' : 'en'];
}
