import type { Language } from '../../domain/publication.ts';
import type { WebAnswer } from '../../platform/http.ts';
import { SIGN_UP_WORDS } from '../joining/sign-up-words.ts';
import { readerPage } from '../pages/reader-page.tsx';
import { TrackingChoice } from '../pages/tracking-choice.tsx';
import { trackingOffer } from './change-tracking.ts';
import { ChoiceFields } from './choice-fields.tsx';
import { PauseForms } from './pause-forms.tsx';
import { dayInWords, type PreferencesContent } from './preferences-content.ts';
import { PREFERENCES_STYLE } from './preferences-style.ts';
import { PREFERENCES_WORDS } from './preferences-words.ts';
import { LeavingButtons } from './unsubscribe-pages.tsx';

/** One page for all that a subscriber can decide, each with a button of its own. */
export function preferencesPage(content: PreferencesContent): WebAnswer {
  const { publication, subscription, token, unsubscribeToken, hasOthers, problem, address } = content;
  const { language } = subscription;
  const words = PREFERENCES_WORDS[language];
  const action = `/preferences?t=${token}`;
  const isWrong = problem !== undefined || address !== undefined;
  return readerPage(
    {
      language,
      publication,
      // Read out first: who cannot see the page must not take it for done.
      title: isWrong ? words.wrongTitle : words.title,
      isPersonal: true,
      style: PREFERENCES_STYLE,
      children: (
        <>
          <h1>{words.title}</h1>
          <p>{words.intro(publication.title)}</p>
          <Notice content={content} />
          <section>
            <h2>{words.choice}</h2>
            <form method="post" action={action}>
              <ChoiceFields {...content} />
              <button type="submit" name="action" value="save">
                {words.save}
              </button>
            </form>
          </section>
          <PauseForms {...content} action={action} />
          <TrackingForm {...content} action={action} />
          <AddressForm language={language} action={action} address={address} />
          <section>
            <h2>{words.data}</h2>
            <p>{words.dataText}</p>
            <form method="post" action={action}>
              <button type="submit" name="action" value="data" class="quiet">
                {words.askForData}
              </button>
            </form>
          </section>
          <section id="leave">
            <h2>{words.leave}</h2>
            <p>{words.leaveText(publication.title)}</p>
            <LeavingButtons
              language={language}
              token={unsubscribeToken}
              one={words.leaveOne}
              all={hasOthers ? words.leaveAll : undefined}
              isQuiet
            />
          </section>
        </>
      ),
    },
    isWrong ? 400 : 200,
  );
}

function Notice({ content: { publication, subscription, done, problem } }: { content: PreferencesContent }) {
  const { language, pausedUntil } = subscription;
  const { problems, paused, incomplete, ...words } = PREFERENCES_WORDS[language];
  if (problem) {
    // What is wrong with a field is said beside it.
    const isAboutField = problem === 'no-topic' || problem === 'pause-day';
    return isAboutField ? null : (
      <p class="notice" role="alert">
        {problem === 'incomplete' ? incomplete : problems[problem]}
      </p>
    );
  }
  if (!done) return null;
  const isPaused = done === 'paused' && pausedUntil;
  return (
    <p class="notice" role="status">
      {isPaused ? paused(dayInWords(pausedUntil, language, publication)) : words[done === 'paused' ? 'saved' : done]}
    </p>
  );
}

/** Nothing where nobody is asked. */
function TrackingForm({ publication, subscription, action }: PreferencesContent & { action: string }) {
  const wording = trackingOffer(publication, subscription);
  if (!wording) return null;
  const words = PREFERENCES_WORDS[subscription.language];
  return (
    <section>
      <h2>{words.tracking}</h2>
      <form method="post" action={action}>
        <TrackingChoice wording={wording} isChosen={subscription.trackingAgreedAt !== undefined} />
        <p class="after">
          <button type="submit" name="action" value="tracking" class="quiet">
            {words.save}
          </button>
        </p>
      </form>
    </section>
  );
}

interface AddressFormProps {
  language: Language;
  action: string;
  address: PreferencesContent['address'];
}

function AddressForm({ language, action, address }: AddressFormProps) {
  const words = PREFERENCES_WORDS[language];
  return (
    <section>
      <h2>{words.address}</h2>
      <p id="address-hint">{words.addressText}</p>
      <form method="post" action={action}>
        <p>
          <label for="address">{words.newAddress}</label>
          <input
            id="address"
            name="address"
            type="email"
            autocomplete="email"
            required
            maxlength={254}
            value={address?.typed}
            autofocus={address !== undefined}
            aria-invalid={address ? 'true' : undefined}
            aria-describedby={address ? 'address-hint address-problem' : 'address-hint'}
          />
          {address && (
            <span class="problem" id="address-problem" role="alert">
              {SIGN_UP_WORDS[language].problems[address.problem]}
            </span>
          )}
        </p>
        <button type="submit" name="action" value="address" class="quiet">
          {words.sendLink}
        </button>
      </form>
    </section>
  );
}
