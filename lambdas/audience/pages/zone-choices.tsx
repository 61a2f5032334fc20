import type { Language, Publication } from '../../domain/publication.ts';
import { placeIn, ZONE_FIELD, ZONE_WORDS, zoneInWords, zonesOffered } from './time-zones.ts';

interface ZoneChoicesProps {
  language: Language;
  publication: Pick<Publication, 'timeZone'>;
  /** Where nothing is chosen, nothing is guessed: neither the network nor the browser is asked where somebody is. */
  chosen?: string;
}

/** By whose clock editions come; the newsletter's own, unless somebody chooses another one. */
export function ZoneChoices({ language, publication: { timeZone }, chosen }: ZoneChoicesProps) {
  const words = ZONE_WORDS[language];
  const parts = zonesOffered(language, timeZone);
  const isListed = !chosen || parts.some(({ choices }) => choices.some(({ zone }) => zone === chosen));
  return (
    <p>
      <label for={ZONE_FIELD}>{words.label}</label>
      <select id={ZONE_FIELD} name={ZONE_FIELD} aria-describedby="time-zone-hint">
        <option value="">{words.usual(placeIn(timeZone, language))}</option>
        {!isListed && chosen !== timeZone && (
          <option value={chosen} selected>
            {zoneInWords(chosen, language)}
          </option>
        )}
        {parts.map(({ part, choices }) => (
          <optgroup label={part}>
            {choices.map(({ zone, name }) => (
              <option value={zone} selected={zone === chosen}>
                {name}
              </option>
            ))}
          </optgroup>
        ))}
      </select>
      <span class="hint" id="time-zone-hint">
        {words.hint}
      </span>
    </p>
  );
}
