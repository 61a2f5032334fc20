import { RundbriefError } from '../../domain/errors.ts';
import type { Publication } from '../../domain/publication.ts';
import type { Subscription } from '../../domain/subscription.ts';
import type { WebAnswer, WebRequest } from '../../platform/http.ts';
import type { Outbox } from '../../platform/queue.ts';
import { personalLinks, readLink, type Who } from '../links/links.ts';
import { CADENCE_WORDS } from '../pages/cadence-choices.tsx';
import type { LinkPageDeps } from '../pages/link-page-deps.ts';
import { readerPage, tokenOf, visitOf } from '../pages/reader-page.tsx';
import { ZONE_WORDS, zoneInWords } from '../pages/time-zones.ts';
import { type ConfirmationDeps, confirmSubscription, isToBeConfirmed } from './confirm-subscription.ts';
import { findOffer, type OfferDeps, type SignUpOffer } from './sign-up-offer.ts';
import type { WelcomeMessage } from './welcome-message.ts';

export interface ConfirmPageDeps extends LinkPageDeps, ConfirmationDeps, OfferDeps {
  publications: LinkPageDeps['publications'] & ConfirmationDeps['publications'];
  welcomes: Outbox<WelcomeMessage>;
}

/** GET shows one button, since programs that check mails open every link; POST confirms. */
export async function answerConfirm(request: WebRequest, deps: ConfirmPageDeps): Promise<WebAnswer> {
  const keys = await deps.linkKeys();
  const who = readLink(tokenOf(request), 'confirm', keys, deps.now());
  const publication = await deps.publications.find(who.publicationId);
  if (!publication) throw new RundbriefError('not-found', 'There is no such publication');
  const subscription =
    request.method === 'POST'
      ? await confirm(who, publication, request, deps)
      : await deps.subscriptions.find(who.publicationId, who.subscriberId);
  if (!subscription) throw new RundbriefError('not-found', 'We have no such subscription');
  if (subscription.status === 'ended') throw new RundbriefError('conflict', 'This subscription has ended');
  const offer = await findOffer(publication, deps);
  if (request.method !== 'POST' && isToBeConfirmed(subscription)) return askPage(offer, subscription, tokenOf(request));
  return confirmedPage(offer, subscription, personalLinks(keys, deps.siteUrl, deps.now)(who));
}

/** Who presses the button again is greeted once: delivery sends one mail however often it is asked to. */
async function confirm(
  who: Who,
  { welcome }: Publication,
  request: WebRequest,
  deps: ConfirmPageDeps,
): Promise<Subscription> {
  const subscription = await confirmSubscription(who, visitOf(request), deps);
  if (welcome && !subscription.suppressedBecause) await deps.welcomes.send(who);
  return subscription;
}

function askPage(offer: SignUpOffer, subscription: Subscription, token: string): WebAnswer {
  const { publication } = offer;
  const { language } = subscription;
  const words = WORDS[language];
  return readerPage({
    language,
    publication,
    title: words.askTitle,
    isPersonal: true,
    children: (
      <>
        <h1>{words.askTitle}</h1>
        <p>{words.ask(publication.title)}</p>
        <Wish offer={offer} subscription={subscription} />
        <form method="post" action={`/confirm?t=${token}`}>
          <button type="submit">{words.button}</button>
        </form>
        <p class="soft after">{words.otherwise}</p>
      </>
    ),
  });
}

function confirmedPage(
  offer: SignUpOffer,
  subscription: Subscription,
  links: { unsubscribe: string; preferences: string },
): WebAnswer {
  const { publication } = offer;
  const { language, suppressedBecause } = subscription;
  const words = WORDS[language];
  return readerPage({
    language,
    publication,
    title: words.doneTitle,
    isPersonal: true,
    children: (
      <>
        <h1>{words.doneTitle}</h1>
        <p>{words.done(publication.title)}</p>
        <Wish offer={offer} subscription={subscription} />
        {suppressedBecause && <p class="notice">{words.suppressed}</p>}
        <p>
          <a href={links.preferences}>{words.preferences}</a>
        </p>
        <p>
          <a href={links.unsubscribe}>{words.unsubscribe}</a>
        </p>
      </>
    ),
  });
}

/** What exactly is confirmed: the person may not be the one who filled in the form. */
function Wish({ offer, subscription }: { offer: SignUpOffer; subscription: Subscription }) {
  const { language, topics, cadence, timeZone, trackingAgreedAt } = subscription;
  const words = WORDS[language];
  return (
    <ul>
      <li>{words.topics(titlesOf(topics, offer.publication))}</li>
      {offer.cadences.length > 0 && <li>{words.cadence(CADENCE_WORDS[language][cadence])}</li>}
      {offer.hasZones && timeZone && <li>{ZONE_WORDS[language].chosen(zoneInWords(timeZone, language))}</li>}
      {trackingAgreedAt && <li>{words.tracking}</li>}
    </ul>
  );
}

function titlesOf(chosen: string[], { topics }: Publication): string[] {
  return topics.filter(({ id }) => chosen.includes(id)).map(({ title }) => title);
}

const WORDS = {
  de: {
    askTitle: 'Anmeldung bestätigen',
    ask: (title: string) => `Möchten Sie den Newsletter „${title}“ per E-Mail bekommen?`,
    topics: (titles: string[]) => `Themen: ${titles.length > 0 ? titles.join(', ') : 'alle'}`,
    cadence: (often: string) => `Häufigkeit: ${often}`,
    tracking:
      'Mit Zustimmung dazu, dass gezählt wird, ob Sie E-Mails öffnen und welchen Links Sie folgen. Das können Sie in Ihren Einstellungen jederzeit ändern.',
    button: 'Anmeldung bestätigen',
    otherwise: 'Wenn Sie nichts bestellt haben, schließen Sie diese Seite einfach.',
    doneTitle: 'Ihre Anmeldung ist bestätigt',
    done: (title: string) => `Danke! Sie bekommen ab jetzt den Newsletter „${title}“.`,
    suppressed:
      'Im Augenblick schreiben wir dieser Adresse allerdings nicht: E-Mails an sie kamen zurück oder wurden als Spam gemeldet. Bitte wenden Sie sich an die Redaktion.',
    preferences: 'Themen und Häufigkeit ändern',
    unsubscribe: 'Abmelden',
  },
  en: {
    askTitle: 'Confirm your subscription',
    ask: (title: string) => `Would you like to get the newsletter “${title}” by email?`,
    topics: (titles: string[]) => `Topics: ${titles.length > 0 ? titles.join(', ') : 'all'}`,
    cadence: (often: string) => `How often: ${often}`,
    tracking:
      'With your consent to counting whether you open emails and which links you follow. You can change that at any time in your preferences.',
    button: 'Confirm subscription',
    otherwise: 'If you did not order anything, simply close this page.',
    doneTitle: 'Your subscription is confirmed',
    done: (title: string) => `Thank you! From now on you will get the newsletter “${title}”.`,
    suppressed:
      'At the moment, however, we do not write to this address: emails to it came back or were reported as spam. Please contact the editors.',
    preferences: 'Change topics and frequency',
    unsubscribe: 'Unsubscribe',
  },
};
