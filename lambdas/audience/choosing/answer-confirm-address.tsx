import { RundbriefError } from '../../domain/errors.ts';
import type { Language, Publication } from '../../domain/publication.ts';
import type { WebAnswer, WebRequest } from '../../platform/http.ts';
import { personalLinks, readLink } from '../links/links.ts';
import type { LinkPageDeps } from '../pages/link-page-deps.ts';
import { readerPage, tokenOf, visitOf } from '../pages/reader-page.tsx';
import { findMove, type MoveDeps, moveSubscriptions } from './move-subscriptions.ts';

export type ConfirmAddressDeps = LinkPageDeps & MoveDeps;

/** GET shows one button, since programs that check mails open every link; POST makes the new address the one we write to. */
export async function answerConfirmAddress(request: WebRequest, deps: ConfirmAddressDeps): Promise<WebAnswer> {
  const token = tokenOf(request);
  const keys = await deps.linkKeys();
  const move = readLink(token, 'address', keys, deps.now());
  const publication = await deps.publications.find(move.publicationId);
  if (!publication) throw new RundbriefError('not-found', 'There is no such publication');
  const isPressed = request.method === 'POST';
  const state = isPressed ? await moveSubscriptions(move, visitOf(request), deps) : await findMove(move, deps);
  const language = (state.subscription ?? state.toMove[0])?.language ?? publication.language;
  if (state.hasMoved) return movedPage(language, publication, personalLinks(keys, deps.siteUrl, deps.now)(move));
  if (state.toMove.length === 0 || isPressed) throw new RundbriefError('conflict', 'This subscription has ended');
  const ids = state.toMove.map(({ publicationId }) => publicationId);
  return askPage(language, publication, { token, titles: await titlesOf(ids, deps) });
}

async function titlesOf(ids: string[], { publications }: ConfirmAddressDeps): Promise<string[]> {
  const found = await Promise.all(ids.map((id) => publications.find(id)));
  return found.flatMap((publication) => (publication ? [publication.title] : []));
}

function askPage(
  language: Language,
  publication: Publication,
  { token, titles }: { token: string; titles: string[] },
): WebAnswer {
  const words = WORDS[language];
  return readerPage({
    language,
    publication,
    title: words.askTitle,
    isPersonal: true,
    children: (
      <>
        <h1>{words.askTitle}</h1>
        <p>{words.ask}</p>
        <ul>
          {titles.map((title) => (
            <li>{title}</li>
          ))}
        </ul>
        <p>{words.former}</p>
        <form method="post" action={`/confirm-address?t=${token}`}>
          <button type="submit">{words.button}</button>
        </form>
        <p class="soft after">{words.otherwise}</p>
      </>
    ),
  });
}

function movedPage(
  language: Language,
  publication: Publication,
  links: { unsubscribe: string; preferences: string },
): WebAnswer {
  const words = WORDS[language];
  return readerPage({
    language,
    publication,
    title: words.doneTitle,
    isPersonal: true,
    children: (
      <>
        <h1>{words.doneTitle}</h1>
        <p role="status">{words.done}</p>
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

const WORDS = {
  de: {
    askTitle: 'Neue Adresse bestätigen',
    ask: 'Diese Newsletter sollen ab jetzt an die Adresse gehen, an die wir Ihnen den Link geschickt haben:',
    former: 'An die bisherige Adresse geht dann nichts mehr.',
    button: 'Neue Adresse bestätigen',
    otherwise: 'Wenn Sie das nicht gewünscht haben, schließen Sie diese Seite einfach. Dann ändert sich nichts.',
    doneTitle: 'Ihre neue Adresse ist bestätigt',
    done: 'Ab jetzt schreiben wir Ihnen an diese Adresse und nicht mehr an die bisherige.',
    preferences: 'Themen und Häufigkeit ändern',
    unsubscribe: 'Abmelden',
  },
  en: {
    askTitle: 'Confirm your new address',
    ask: 'From now on, these newsletters are to go to the address to which we sent you the link:',
    former: 'Nothing will go to the former address any more.',
    button: 'Confirm new address',
    otherwise: 'If you did not ask for this, simply close this page. Nothing will change.',
    doneTitle: 'Your new address is confirmed',
    done: 'From now on we write to this address, and no longer to the former one.',
    preferences: 'Change topics and frequency',
    unsubscribe: 'Unsubscribe',
  },
};
