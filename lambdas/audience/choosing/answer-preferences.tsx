import { RundbriefError } from '../../domain/errors.ts';
import type { Language, Publication } from '../../domain/publication.ts';
import type { Subscription } from '../../domain/subscription.ts';
import type { WebAnswer, WebRequest } from '../../platform/http.ts';
import { personalLinks, readLink } from '../links/links.ts';
import type { LinkPageDeps } from '../pages/link-page-deps.ts';
import { readerPage, tokenOf } from '../pages/reader-page.tsx';
import { TopicChoices } from '../pages/topic-choices.tsx';
import { changePreferences, preferencesForm } from './change-preferences.ts';

type PreferencesDeps = Pick<LinkPageDeps, 'publications' | 'subscriptions' | 'linkKeys' | 'siteUrl' | 'now'>;

interface PageContent {
  publication: Publication;
  subscription: Subscription;
  token: string;
  unsubscribe: string;
  note?: 'saved' | 'no-topic';
}

/** GET shows what a subscriber gets, POST changes it. */
export async function answerPreferences(request: WebRequest, deps: PreferencesDeps): Promise<WebAnswer> {
  const token = tokenOf(request);
  const keys = await deps.linkKeys();
  const who = readLink(token, 'preferences', keys, deps.now());
  const publication = await deps.publications.find(who.publicationId);
  const subscription = await deps.subscriptions.find(who.publicationId, who.subscriberId);
  if (!publication || !subscription) throw new RundbriefError('not-found', 'We have no such subscription');
  if (subscription.status !== 'confirmed') throw new RundbriefError('conflict', 'This subscription is not confirmed');
  const { unsubscribe } = personalLinks(keys, deps.siteUrl, deps.now)(who);
  const page = { publication, subscription, token, unsubscribe };
  return request.method === 'POST' ? save(request, page, deps) : preferencesPage(page);
}

async function save(request: WebRequest, page: PageContent, deps: PreferencesDeps): Promise<WebAnswer> {
  const { publication, subscription } = page;
  const form = await request.form();
  const wish = preferencesForm.safeParse({
    topics: form.getAll('topic'),
    // What the form does not bring stays as it is; it will ask for the cadence once digests heed it.
    cadence: form.get('cadence') ?? subscription.cadence,
    language: form.get('language') ?? subscription.language,
  });
  if (!wish.success) throw new RundbriefError('invalid', 'This is not what the form offers');
  try {
    const changed = await changePreferences(subscription, publication, wish.data, deps);
    return preferencesPage({ ...page, subscription: changed, note: 'saved' });
  } catch (error) {
    if (!(error instanceof RundbriefError) || error.fault !== 'invalid') throw error;
    return preferencesPage({ ...page, note: 'no-topic' });
  }
}

function preferencesPage({ publication, subscription, token, unsubscribe, note }: PageContent): WebAnswer {
  const { language } = subscription;
  const words = WORDS[language];
  const all = publication.topics.map(({ id }) => id);
  const chosen = subscription.topics.length > 0 ? subscription.topics : all;
  return readerPage(
    {
      language,
      publication,
      title: words.title,
      isPersonal: true,
      children: (
        <>
          <h1>{words.title}</h1>
          <p>{words.intro(publication.title)}</p>
          {note === 'saved' && (
            <p class="notice" role="status">
              {words.saved}
            </p>
          )}
          <form method="post" action={`/preferences?t=${token}`}>
            <TopicChoices
              topics={publication.topics}
              chosen={note === 'no-topic' ? [] : chosen}
              legend={words.topics}
              hint={words.topicsHint}
              problem={note === 'no-topic' ? words.noTopic : undefined}
            />
            <p>
              <label for="language">{words.language}</label>
              <Choices name="language" chosen={language} words={LANGUAGES} />
            </p>
            <button type="submit">{words.save}</button>
          </form>
          <p class="after">
            <a href={unsubscribe}>{words.unsubscribe}</a>
          </p>
        </>
      ),
    },
    note === 'no-topic' ? 400 : 200,
  );
}

function Choices({ name, chosen, words }: { name: string; chosen: string; words: Record<string, string> }) {
  return (
    <select id={name} name={name}>
      {Object.entries(words).map(([value, label]) => (
        <option value={value} selected={value === chosen}>
          {label}
        </option>
      ))}
    </select>
  );
}

const LANGUAGES: Record<Language, string> = { de: 'Deutsch', en: 'English' };

const WORDS = {
  de: {
    title: 'Ihre Einstellungen',
    intro: (title: string) => `Hier stellen Sie ein, was Sie vom Newsletter „${title}“ bekommen.`,
    saved: 'Ihre Einstellungen sind gespeichert.',
    topics: 'Themen',
    topicsHint: 'Wenn alle angekreuzt sind, bekommen Sie auch Themen, die später dazukommen.',
    noTopic:
      'Bitte wählen Sie mindestens ein Thema. Wenn Sie gar nichts mehr bekommen möchten, melden Sie sich unten ab.',
    language: 'Sprache',
    save: 'Speichern',
    unsubscribe: 'Vom Newsletter abmelden',
  },
  en: {
    title: 'Your preferences',
    intro: (title: string) => `Choose here what you get of the newsletter “${title}”.`,
    saved: 'Your preferences have been saved.',
    topics: 'Topics',
    topicsHint: 'With all of them ticked you will also get topics that are added later.',
    noTopic: 'Please choose at least one topic. If you would like to get nothing at all, unsubscribe below.',
    language: 'Language',
    save: 'Save',
    unsubscribe: 'Unsubscribe from this newsletter',
  },
};
