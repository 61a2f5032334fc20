import type { EditionItem } from '../../lambdas/domain/edition.ts';
import type { Language, Publication } from '../../lambdas/domain/publication.ts';
import type { Dates } from './dates.ts';
import { calendarAddress, mapAddress } from './event-links.ts';
import { typeset } from './typeset.ts';
import type { DigestWords } from './words.ts';

/** An article or an event as a template shows it. */
export interface ItemView {
  /** Its place in the edition, from 0: `{% only item %}` goes by it. */
  at: number;
  title: string;
  url?: string;
  /** Absent where only the headline is to stand. */
  teaser?: string;
  /** The beginning of its teaser, for looks with little room. */
  brief?: string;
  image?: { url: string; alt: string };
  /** "26. November 2026" and "26. Nov." */
  date: string;
  shortDate: string;
  topics: string[];
  /** Date and topics in one line. */
  about: string;
  /** "Weiterlesen: " and the title, for those who hear it. */
  readOnLabel: string;
  event?: EventView;
  /** The first article. */
  isHero: boolean;
  /** False where only the headline is to stand. */
  isFull: boolean;
}

export interface EventView {
  /** "Donnerstag, 26. November 2026, 16:00–18:00 Uhr" */
  when: string;
  /** Place, or that it is online, or both. */
  where?: string;
  /** Of its headline: 3 below a heading, 2 where it is pinned above all others. */
  level: 2 | 3;
  /** "26. Nov.", and the same for a calendar leaf. */
  shortDate: string;
  day: string;
  month: string;
  /** Addresses of its calendar file and of a map; `Label` is what each link says to those who hear it. */
  ics?: string;
  icsLabel?: string;
  map?: string;
  mapLabel?: string;
}

interface Surroundings {
  publication: Publication;
  language: Language;
  siteUrl: string;
  fit: { full: number };
  words: DigestWords;
  dates: Dates;
  at: number;
  isHero: boolean;
}

const MOST_IN_BRIEF = 160;

export function itemView(item: EditionItem, surroundings: Surroundings): ItemView {
  const { publication, language, fit, words, dates, at, isHero } = surroundings;
  const { title, url, image, publishedAt } = item;
  const isFull = at < fit.full && !item.isShort;
  const topics = publication.topics.filter(({ id }) => item.topics.includes(id)).map((topic) => topic.title);
  const teaser = isFull ? typeset(ownTeaser(item), language) : '';
  const date = dates.day(publishedAt);
  return {
    at,
    title: typeset(title, language),
    ...(url && { url }),
    ...(teaser && { teaser, brief: shortened(teaser, MOST_IN_BRIEF) }),
    ...(isFull && image && { image }),
    date,
    shortDate: dates.short(publishedAt),
    topics,
    about: [date, ...topics].join(' · '),
    readOnLabel: words.linkTo(words.readOn, title),
    ...(item.event && { event: eventView(item, item.event, surroundings) }),
    isHero,
    isFull,
  };
}

function eventView(
  { articleId, title, isPinned }: EditionItem,
  event: NonNullable<EditionItem['event']>,
  { publication, language, siteUrl, fit, words, dates, at }: Surroundings,
): EventView {
  const place = event.place?.trim();
  const where = [...(place ? [typeset(place, language)] : []), ...(event.online ? [words.online] : [])].join(' · ');
  // Where room is short, title, time and place are what must stay.
  const isRoomy = at < fit.full;
  return {
    when: dates.event(event),
    ...(where && { where }),
    level: isPinned ? 2 : 3,
    shortDate: dates.short(event.startsAt),
    ...dates.leaf(event.startsAt),
    ...(isRoomy && {
      ics: calendarAddress(siteUrl, publication.id, articleId),
      icsLabel: words.linkTo(words.saveEvent, title),
    }),
    ...(isRoomy && place && { map: mapAddress(place), mapLabel: words.linkTo(words.map, place) }),
  };
}

/** What it says beyond its title: of an article without one, the title is its text, which would stand there twice. */
export function ownTeaser({ title, teaser }: Pick<EditionItem, 'title' | 'teaser'>): string {
  const text = teaser.trim();
  return text === title.trim() ? '' : text;
}

/** Cut behind a whole sentence where one ends in good time, else behind a word. */
function shortened(text: string, most: number): string {
  if (text.length <= most) return text;
  const start = text.slice(0, most);
  const sentence = /^.{60,}[.!?](?:[”“"»’]|(?=\s))/su.exec(start)?.[0];
  return sentence ?? `${start.replace(/\s+\S*$/, '').replace(/[,;:–-]+$/, '')} …`;
}
