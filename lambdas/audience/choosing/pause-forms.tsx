import { dayInWords, type PreferencesContent } from './preferences-content.ts';
import { PREFERENCES_WORDS } from './preferences-words.ts';

interface PauseProps extends Pick<PreferencesContent, 'publication' | 'subscription' | 'days' | 'now' | 'problem'> {
  action: string;
}

/** A pause for a while that can be named, or until a day; and the way out of it. */
export function PauseForms({ publication, subscription, days, now, problem, action }: PauseProps) {
  const { language, pausedUntil } = subscription;
  const words = PREFERENCES_WORDS[language];
  const isPaused = pausedUntil !== undefined && pausedUntil > now;
  const quick = [
    { day: days.inTwoWeeks, label: words.twoWeeks },
    { day: days.inAMonth, label: words.aMonth },
    { day: days.inThreeMonths, label: words.threeMonths },
  ];
  return (
    <section>
      <h2>{words.pause}</h2>
      {isPaused ? (
        <form method="post" action={action}>
          <p>{words.pausedText(dayInWords(pausedUntil, language, publication))}</p>
          <p>
            <button type="submit" name="action" value="go-on">
              {words.goOn}
            </button>
          </p>
        </form>
      ) : (
        <p>{words.pauseText}</p>
      )}
      <form method="post" action={action}>
        <input type="hidden" name="action" value="pause" />
        <fieldset class="buttons">
          <legend>{words.quick}</legend>
          {quick.map(({ day, label }) => (
            <button type="submit" name="day" value={day} class="quiet">
              {label}
            </button>
          ))}
        </fieldset>
      </form>
      <form method="post" action={action} class="after">
        <DayField language={language} days={days} isWrong={problem === 'pause-day'} />
        <button type="submit" name="action" value="pause" class="quiet">
          {words.pauseUntil}
        </button>
      </form>
    </section>
  );
}

interface DayFieldProps extends Pick<PreferencesContent, 'days'> {
  language: keyof typeof PREFERENCES_WORDS;
  isWrong: boolean;
}

function DayField({ language, days, isWrong }: DayFieldProps) {
  const words = PREFERENCES_WORDS[language];
  return (
    <p>
      <label for="day">{words.day}</label>
      <input
        id="day"
        name="day"
        type="date"
        required
        min={days.first}
        max={days.last}
        autofocus={isWrong}
        aria-invalid={isWrong ? 'true' : undefined}
        aria-describedby={isWrong ? 'day-hint day-problem' : 'day-hint'}
      />
      <span class="hint" id="day-hint">
        {' '}
        {words.dayHint}
      </span>
      {isWrong && (
        <span class="problem" id="day-problem" role="alert">
          {words.problems['pause-day']}
        </span>
      )}
    </p>
  );
}
