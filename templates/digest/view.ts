/**
 * What a mail template is given: plain words, already in the reader's language, zone and type. docs/templates.md names
 * each of them. What is absent is undefined, never empty, so that `{% if %}` means what it says.
 */
import { type Edition, type EditionItem, isAmongEvents } from '../../lambdas/domain/edition.ts';
import type { Language, Publication } from '../../lambdas/domain/publication.ts';
import { type Dates, datesIn } from './dates.ts';
import { type ItemView, itemView, ownTeaser } from './item-view.ts';
import { type DigestLook, lookOf } from './look.ts';
import { markdownHtml } from './markdown.ts';
import { Markup } from './markup.ts';
import { typeset } from './typeset.ts';
import { DIGEST_WORDS, type DigestWords } from './words.ts';

export interface DigestViewData {
  publication: Publication;
  edition: Edition;
  language: Language;
  /** Where our public pages live, without a slash at its end. */
  siteUrl: string;
  archiveUrl: string;
  /** Placeholders for personal links, filled for each recipient. */
  slots: { unsubscribe: string; preferences: string };
  /** How much of it stands in the mail: the first `full` items whole, then headlines, from `shown` on nothing. */
  fit: Fit;
}

export interface Fit {
  full: number;
  shown: number;
}

export interface DigestView {
  language: Language;
  publication: { title: string; description: string; siteUrl: string; imprint: string[]; privacyNotice?: string };
  edition: {
    number: number;
    /** "Ausgabe 12 · 23. November 2026" */
    line: string;
    date: string;
    subject: string;
    preheader: string;
    /** Invisible: keeps what follows out of the list of mails, where a preheader is short. */
    preheaderEnd: Markup;
    intro?: Markup;
    outro?: Markup;
  };
  look: DigestLook;
  /** Articles in the order of reading; a group may have a heading. */
  groups: { title?: string; items: ItemView[] }[];
  /** Upcoming events that an editor has not put under a heading. */
  events?: { title: string; items: ItemView[] };
  /** What this mail does not hold, so that nothing goes missing unseen. */
  notes: Note[];
  links: { unsubscribe: string; preferences: string; archive: string };
  words: Record<PlainWord, string> & { because: string };
}

interface Note {
  text: string;
  url: string;
  /** Whom it concerns: `{% only note.items %}`; absent: everybody. */
  items?: { at: number }[];
}

const PLAIN_WORDS = [
  'viewInBrowser',
  'unsubscribe',
  'preferences',
  'when',
  'where',
  'online',
  'readOn',
  'saveEvent',
  'map',
  'imprint',
  'privacyNotice',
] as const;
type PlainWord = (typeof PLAIN_WORDS)[number];

export function digestView(data: DigestViewData): DigestView {
  const { publication, edition, language, slots, archiveUrl, fit } = data;
  const words = DIGEST_WORDS[language];
  const dates = datesIn(language, publication.timeZone);
  const look = lookOf(publication.look, edition.layout);
  const text = (value: string) => typeset(value, language);
  const shown = edition.items.slice(0, fit.shown);
  const hero = shown.findIndex((item) => !item.event);
  const items = shown.map((item, at) => itemView(item, { ...data, words, dates, at, isHero: at === hero }));
  const events = items.filter((_, at) => isAmongEvents(shown[at] as EditionItem));
  return {
    language,
    publication: {
      title: text(publication.title),
      description: text(publication.description),
      siteUrl: publication.siteUrl,
      imprint: publication.imprint.map(text),
      ...(publication.privacyNotice && { privacyNotice: publication.privacyNotice }),
    },
    edition: editionView(edition, { language, look, words, dates }),
    look,
    groups: groups(shown, items, edition, text),
    ...(events.length > 0 && { events: { title: words.events, items: events } }),
    notes: notes(data, words),
    links: { ...slots, archive: archiveUrl },
    words: {
      ...(Object.fromEntries(PLAIN_WORDS.map((word) => [word, words[word]])) as Record<PlainWord, string>),
      because: text(words.because(publication.title)),
    },
  };
}

interface Manner {
  language: Language;
  look: DigestLook;
  words: DigestWords;
  dates: Dates;
}

function editionView(edition: Edition, { language, look, words, dates }: Manner): DigestView['edition'] {
  const { number, subject, preheader, composedAt, intro, outro } = edition;
  const date = dates.day(composedAt);
  return {
    number,
    line: `${words.edition(number)} · ${date}`,
    date,
    subject,
    preheader,
    preheaderEnd: preheaderEnd(preheader),
    ...(intro.trim() && { intro: ownWords(intro, language, look) }),
    ...(outro?.trim() && { outro: ownWords(outro, language, look) }),
  };
}

/** About as many characters as lists of mails show beside the subject. */
const SHOWN_BESIDE_SUBJECT = 140;

const preheaderEnd = ({ length }: string) =>
  new Markup('&#847;&zwnj;&nbsp;'.repeat(Math.max(0, Math.ceil((SHOWN_BESIDE_SUBJECT - length) / 2))));

/** What editors write themselves. */
function ownWords(markdown: string, language: Language, { accent }: DigestLook): Markup {
  return new Markup(
    markdownHtml(markdown, {
      paragraph: ' style="margin:16px 0 0;"',
      list: ' style="margin:12px 0 0;padding-left:24px;"',
      link: ` class="link" style="color:${accent};text-decoration:underline;"`,
      typeset: (words) => typeset(words, language),
    }),
  );
}

/** Items in their order, under the headings editors gave them. */
function groups(
  shown: EditionItem[],
  views: ItemView[],
  { sections = [] }: Edition,
  text: (value: string) => string,
): DigestView['groups'] {
  const titles = new Map(sections.map(({ id, title }) => [id, text(title)]));
  const made: { section: string | undefined; title?: string; items: ItemView[] }[] = [];
  shown.forEach((item, at) => {
    if (isAmongEvents(item)) return;
    const { section } = item;
    if (made.length === 0 || made.at(-1)?.section !== section) {
      const title = section === undefined ? undefined : titles.get(section);
      made.push({ section, ...(title && { title }), items: [] });
    }
    made.at(-1)?.items.push(views[at] as ItemView);
  });
  return made.map(({ section: _, ...group }) => group);
}

function notes({ edition, publication, fit, archiveUrl }: DigestViewData, words: DigestWords): Note[] {
  const numbered = edition.items.map((item, at) => ({ item, at }));
  const shortened = numbered.slice(fit.full, fit.shown).filter(({ item }) => ownTeaser(item) && !item.isShort);
  const hidden = numbered.slice(fit.shown);
  return [
    ...noteOf(shortened, words.shortened, `${archiveUrl}#${shortened[0]?.item.articleId}`),
    ...noteOf(hidden, words.onArchivePage, archiveUrl),
    ...(edition.leftOut ? [{ text: words.leftOut(edition.leftOut), url: publication.siteUrl }] : []),
  ];
}

const noteOf = (concerned: { at: number }[], words: (count: number) => string, url: string): Note[] =>
  concerned.length > 0 ? [{ text: words(concerned.length), url, items: concerned.map(({ at }) => ({ at })) }] : [];
