import type { Cadence, Language } from '../../domain/publication.ts';

/** How often, as pages for readers say it. */
export const CADENCE_WORDS: Record<Language, Record<Cadence, string>> = {
  de: { instant: 'sobald es Neues gibt', daily: 'täglich', weekly: 'wöchentlich', monthly: 'monatlich' },
  en: { instant: 'whenever there is something new', daily: 'daily', weekly: 'weekly', monthly: 'monthly' },
};

interface CadenceChoicesProps {
  language: Language;
  cadences: Cadence[];
  chosen: Cadence;
  legend: string;
}

/** One pace for everything; nothing at all where there is no choice. */
export function CadenceChoices({ language, cadences, chosen, legend }: CadenceChoicesProps) {
  if (cadences.length === 0) return null;
  return (
    <fieldset>
      <legend>{legend}</legend>
      {cadences.map((cadence) => (
        <label class="choice">
          <input type="radio" name="cadence" value={cadence} checked={cadence === chosen} />
          <span>{CADENCE_WORDS[language][cadence]}</span>
        </label>
      ))}
    </fieldset>
  );
}
