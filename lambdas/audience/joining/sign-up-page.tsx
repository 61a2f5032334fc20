import type { Publication } from '../../domain/publication.ts';
import type { WebAnswer } from '../../platform/http.ts';
import { CadenceChoices } from '../pages/cadence-choices.tsx';
import { embedPath, readerPage, signUpPath } from '../pages/reader-page.tsx';
import { TopicChoices } from '../pages/topic-choices.tsx';
import { TrackingChoice } from '../pages/tracking-choice.tsx';
import { ZoneChoices } from '../pages/zone-choices.tsx';
import type { BotCheck } from './bot-check.ts';
import { chosenCadence, chosenZone, type SignUpOffer } from './sign-up-offer.ts';
import { SIGN_UP_WORDS, type SignUpProblem } from './sign-up-words.ts';

/** A field no person sees; robots fill in everything. */
export const TRAP_FIELD = 'homepage';

interface FormContent {
  offer: SignUpOffer;
  siteUrl: string;
  /** Signed time of showing. */
  ticket: string;
  /** What was typed, when the form is shown again. */
  typed?: { address: string; topics: string[]; cadence: string | null; timeZone: string | null; isTracked: boolean };
  problem?: SignUpProblem;
  botCheck?: Pick<BotCheck, 'siteKey' | 'scriptUrl'>;
}

/** These are about the form as a whole; every other one is about the address. */
const ABOUT_FORM: (SignUpProblem | undefined)[] = [undefined, 'shown-again', 'not-checked', 'check-here'];

/** The form to subscribe. It works without scripts, and says word for word what its sender agrees to. */
export function signUpFormPage(content: FormContent): WebAnswer {
  const { offer, siteUrl, problem, botCheck } = content;
  const { id, title, description, language } = offer.publication;
  const words = SIGN_UP_WORDS[language];
  const feeds = feedsOf(id, title, siteUrl);
  return readerPage(
    {
      language,
      publication: offer.publication,
      title: words.title,
      alternates: [...feeds, ...calendarOf(id, title, siteUrl)],
      foreignScript: botCheck?.scriptUrl,
      children: (
        <>
          <h1>{words.heading(title)}</h1>
          <p>{description}</p>
          {problem && ABOUT_FORM.includes(problem) && (
            <p class="notice" role="alert">
              {words.problems[problem]}
            </p>
          )}
          <Form {...content} />
          <h2>{words.feeds}</h2>
          <p>
            {words.feedsText}{' '}
            {feeds.map(({ href, name }, index) => (
              <>
                {index > 0 && ' · '}
                <a href={href}>{name}</a>
              </>
            ))}
          </p>
          <p class="soft">
            <a href={embedPath(offer.publication)}>{words.elsewhere}</a>
          </p>
        </>
      ),
    },
    problem && problem !== 'check-here' ? 400 : 200,
  );
}

function Form({ offer, ticket, typed, problem, botCheck }: FormContent) {
  const { publication, cadences, wording } = offer;
  const { language, topics } = publication;
  const words = SIGN_UP_WORDS[language];
  return (
    <form method="post" action={signUpPath(publication)}>
      <AddressField
        label={words.address}
        typed={typed?.address}
        problem={problem && !ABOUT_FORM.includes(problem) ? words.problems[problem] : undefined}
      />
      <TopicChoices topics={topics} chosen={typed?.topics ?? []} legend={words.topics} hint={words.topicsHint} />
      <CadenceChoices
        language={language}
        cadences={cadences}
        chosen={chosenCadence(typed?.cadence ?? null, offer)}
        legend={words.cadence}
      />
      {offer.hasZones && (
        <ZoneChoices
          language={language}
          publication={publication}
          chosen={chosenZone(typed?.timeZone ?? null, offer)}
        />
      )}
      <div class="trap" aria-hidden="true">
        <label for={TRAP_FIELD}>{words.trap}</label>
        <input id={TRAP_FIELD} name={TRAP_FIELD} type="text" tabindex={-1} autocomplete="off" />
      </div>
      <input type="hidden" name="shown" value={ticket} />
      <input type="hidden" name="wording" value={wording.hash} />
      <p class="terms">
        {wording.text}
        {publication.privacyNotice && (
          <>
            {' '}
            <a href={publication.privacyNotice}>{words.privacyNotice}</a>
          </>
        )}
      </p>
      {offer.tracking && (
        <fieldset>
          <legend>{words.voluntary}</legend>
          <TrackingChoice wording={offer.tracking} isChosen={typed?.isTracked} />
        </fieldset>
      )}
      {botCheck && (
        <>
          <div class="cf-turnstile" data-sitekey={botCheck.siteKey} data-language={language} />
          <noscript>
            <p class="notice">{words.checkNeedsScript}</p>
          </noscript>
          <p class="terms">{words.checkedBy(new URL(botCheck.scriptUrl).host)}</p>
        </>
      )}
      <button type="submit">{words.submit}</button>
    </form>
  );
}

function AddressField({ label, typed, problem }: { label: string; typed?: string; problem?: string }) {
  return (
    <p>
      <label for="address">{label}</label>
      <input
        id="address"
        name="address"
        type="email"
        autocomplete="email"
        required
        maxlength={254}
        value={typed}
        aria-invalid={problem ? 'true' : undefined}
        aria-describedby={problem ? 'address-problem' : undefined}
      />
      {problem && (
        <span class="problem" id="address-problem" role="alert">
          {problem}
        </span>
      )}
    </p>
  );
}

/** The one answer to every sign-up, whoever the address belongs to. */
export function signUpAnswerPage(publication: Publication): WebAnswer {
  const words = SIGN_UP_WORDS[publication.language];
  return readerPage({
    language: publication.language,
    publication,
    title: words.answerTitle,
    isPersonal: true,
    children: (
      <>
        <h1>{words.answerTitle}</h1>
        <p>{words.answer(publication.title)}</p>
        <p>{words.answerValid}</p>
        <p class="soft">{words.answerNothing}</p>
      </>
    ),
  });
}

function feedsOf(id: string, title: string, siteUrl: string) {
  return [
    { name: 'RSS', type: 'application/rss+xml', file: 'rss.xml' },
    { name: 'Atom', type: 'application/atom+xml', file: 'atom.xml' },
    { name: 'JSON Feed', type: 'application/feed+json', file: 'feed.json' },
  ].map(({ name, type, file }) => ({
    name,
    type,
    title: `${title} (${name})`,
    href: `${siteUrl}/feeds/${id}/${file}`,
  }));
}

function calendarOf(id: string, title: string, siteUrl: string) {
  return [{ type: 'text/calendar', title: `${title} (iCalendar)`, href: `${siteUrl}/feeds/${id}/events.ics` }];
}
