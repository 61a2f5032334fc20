import { servedAs } from '../../domain/edition-audience.ts';
import type { Cadence, Language, Topic } from '../../domain/publication.ts';
import { CADENCE_WORDS, CadenceChoices } from '../pages/cadence-choices.tsx';
import { ZoneChoices } from '../pages/zone-choices.tsx';
import type { PreferencesContent } from './preferences-content.ts';
import { paceField } from './preferences-form.ts';
import { LANGUAGE_NAMES, PREFERENCES_WORDS } from './preferences-words.ts';

type ChoiceProps = Pick<PreferencesContent, 'publication' | 'subscription' | 'offer' | 'hasZones' | 'problem'>;

/** How often, what, by whose clock, and in which language. */
export function ChoiceFields(props: ChoiceProps) {
  const { publication, subscription, offer, hasZones } = props;
  const { language, cadence, timeZone } = subscription;
  const words = PREFERENCES_WORDS[language];
  return (
    <>
      <CadenceChoices
        language={language}
        cadences={offer.cadences}
        chosen={servedAs(cadence, offer.cadences) ?? cadence}
        legend={words.cadence}
      />
      <Topics {...props} />
      {hasZones && <ZoneChoices language={language} publication={publication} chosen={timeZone} />}
      <p>
        <label for="language">{words.language}</label>
        <select id="language" name="language">
          {Object.entries(LANGUAGE_NAMES).map(([value, label]) => (
            <option value={value} selected={value === language}>
              {label}
            </option>
          ))}
        </select>
      </p>
    </>
  );
}

function Topics({ publication: { topics }, subscription, offer, problem }: ChoiceProps) {
  if (topics.length === 0) return null;
  const words = PREFERENCES_WORDS[subscription.language];
  const isNone = problem === 'no-topic';
  const hasPaces = Object.keys(offer.byTopic).length > 0;
  const hints = ['topics-hint', hasPaces && 'paces-hint', isNone && 'topics-problem'].filter(Boolean).join(' ');
  const isChosen = (id: string) => !isNone && (subscription.topics.length === 0 || subscription.topics.includes(id));
  return (
    <fieldset aria-describedby={hints}>
      <legend>{words.topics}</legend>
      {topics.map((topic) => (
        <div class="topic">
          <label class="choice">
            <input type="checkbox" name="topic" value={topic.id} checked={isChosen(topic.id)} />
            <span>{topic.title}</span>
          </label>
          <PaceOfTopic
            topic={topic}
            language={subscription.language}
            offered={offer.byTopic[topic.id] ?? []}
            chosen={subscription.cadences?.[topic.id]}
          />
        </div>
      ))}
      <p class="hint" id="topics-hint">
        {words.topicsHint}
      </p>
      {hasPaces && (
        <p class="hint" id="paces-hint">
          {words.pacesHint}
        </p>
      )}
      {isNone && (
        <p class="problem" id="topics-problem" role="alert">
          {words.problems['no-topic']}
        </p>
      )}
    </fieldset>
  );
}

interface PaceProps {
  topic: Topic;
  language: Language;
  offered: Cadence[];
  chosen?: Cadence;
}

/** Nothing where the topic comes at one pace only. */
function PaceOfTopic({ topic, language, offered, chosen }: PaceProps) {
  if (offered.length === 0) return null;
  const words = PREFERENCES_WORDS[language];
  const served = chosen && servedAs(chosen, offered);
  return (
    <select name={paceField(topic.id)} aria-label={words.paceOf(topic.title)}>
      <option value="">{words.asAbove}</option>
      {offered.map((cadence) => (
        <option value={cadence} selected={cadence === served}>
          {CADENCE_WORDS[language][cadence]}
        </option>
      ))}
    </select>
  );
}
