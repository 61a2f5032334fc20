/** From what is shown to the files of feeds and calendars. */
import type { Article } from '../domain/article.ts';
import { log } from '../platform/log.ts';
import { eventKey, keysIn } from './addresses.ts';
import type { AuthorArticles } from './author-feeds.ts';
import { writeCalendar, writeEvent } from './calendar.ts';
import { itemOfEdition } from './edition-items.ts';
import {
  contentOf,
  type FeedContent,
  type FeedFrame,
  type FeedItem,
  feedContent,
  type LeftOut,
} from './feed-content.ts';
import { contentTypes } from './feed-formats.ts';
import { authorsOf } from './feed-item.ts';
import { type FeedPart, folderOf } from './feed-parts.ts';
import { writeJsonFeed } from './json-feed.ts';
import type { Page } from './publish.ts';
import type { Shown } from './shown.ts';
import { writeAtom } from './write-atom.ts';
import { writeRss } from './write-rss.ts';

export interface Files {
  pages: Page[];
  leftOut: LeftOut[];
}

/** All feeds of a publication but those of its history. */
export function feedFiles(shown: Shown, authors: AuthorArticles[], frame: FeedFrame): Files {
  const { publication, latest, byTopic, withdrawn } = shown;
  const of = (part: FeedPart, articles: Article[], takenBack: Article[]) =>
    filesOf({ ...frame, part, withdrawnAt: newest(takenBack) }, articles);
  return together([
    of({ kind: 'all' }, latest, withdrawn),
    ...publication.topics.map((topic) => {
      const takenBack = withdrawn.filter(({ topics }) => topics.includes(topic.id));
      return of({ kind: 'topic', topic }, byTopic.get(topic.id) ?? [], takenBack);
    }),
    ...authors.map(({ slug, name, articles }) => {
      const takenBack = withdrawn.filter((article) => authorsOf(article).includes(name));
      return of({ kind: 'author', slug, name }, articles, takenBack);
    }),
    ...(publication.archive === 'unlisted' ? [] : [editionFiles(shown, frame)]),
    calendarFiles(shown),
    eventFiles(shown),
  ]);
}

function filesOf({ history, ...frame }: FeedFrame, articles: Article[]): Files {
  const isWhole = frame.part?.kind === 'all';
  const { content, leftOut } = feedContent({ ...frame, ...(isWhole ? { history } : {}) }, articles);
  const written = inEveryFormat(content, frame);
  return { pages: written.pages, leftOut: [...leftOut, ...written.leftOut] };
}

function editionFiles({ publication, editions }: Shown, frame: FeedFrame): Files {
  const part = { kind: 'editions' } as const;
  const leftOut: LeftOut[] = [];
  const items: FeedItem[] = [];
  for (const edition of editions) {
    try {
      items.push(itemOfEdition(edition, publication, frame.siteUrl));
    } catch (error) {
      leftOut.push({ articleId: edition.id, reason: error instanceof Error ? error.message : String(error) });
    }
  }
  const whole = { ...frame, part, history: undefined, withdrawnAt: undefined };
  const written = inEveryFormat(contentOf(whole, items), whole);
  return { pages: written.pages, leftOut: [...leftOut, ...written.leftOut] };
}

function calendarFiles({ publication, events, cancelled }: Shown): Files {
  const all = [...events, ...cancelled];
  const parts: FeedPart[] = [
    { kind: 'all' },
    ...publication.topics.map((topic) => ({ kind: 'topic', topic }) as const),
  ];
  return together(
    parts.map((part) => {
      const articles = part.kind === 'topic' ? all.filter(({ topics }) => topics.includes(part.topic.id)) : all;
      const { calendar, leftOut } = writeCalendar({ publication, part, articles });
      const key = keysIn(folderOf(publication.id, part)).ics;
      return { pages: [{ key, body: calendar, contentType: contentTypes.ics }], leftOut };
    }),
  );
}

/** What cannot be written is missing in the calendars too, which report it. */
function eventFiles({ publication, events, cancelled }: Shown): Files {
  const leftOut: LeftOut[] = [];
  const pages = [...events, ...cancelled].flatMap((article) => {
    try {
      const body = writeEvent(article, publication);
      return body ? [{ key: eventKey(publication.id, article.id), body, contentType: contentTypes.ics }] : [];
    } catch (error) {
      leftOut.push({ articleId: article.id, reason: error instanceof Error ? error.message : String(error) });
      return [];
    }
  });
  return { pages, leftOut };
}

const WRITERS = [
  { format: 'rss', write: writeRss },
  { format: 'atom', write: writeAtom },
  { format: 'json', write: writeJsonFeed },
] as const;

function inEveryFormat(content: FeedContent, { publication, part = { kind: 'all' } }: FeedFrame): Files {
  const keys = keysIn(folderOf(publication.id, part));
  const leftOut: LeftOut[] = [];
  const pages = WRITERS.map(({ format, write }) => {
    const { body, leftOut: unwritable } = withoutUnwritable(content, write);
    leftOut.push(...unwritable);
    return { key: keys[format], body, contentType: contentTypes[format] };
  });
  return { pages, leftOut };
}

/** An item that a writer refuses, for whatever reason, goes alone: the others are what readers wait for. */
export function withoutUnwritable(content: FeedContent, write: (content: FeedContent) => string) {
  try {
    return { body: write(content), leftOut: [] };
  } catch (error) {
    log.error('A feed could not be written; looking for the item', { feed: content.id, error: error as Error });
  }
  const leftOut: LeftOut[] = [];
  const items = content.items.filter((item) => {
    try {
      return Boolean(write({ ...content, items: [item] }));
    } catch (error) {
      leftOut.push({ articleId: item.articleId, reason: error instanceof Error ? error.message : String(error) });
      return false;
    }
  });
  return { body: write({ ...content, items }), leftOut };
}

const newest = (withdrawn: Article[]) => {
  const moments = withdrawn.flatMap(({ withdrawnAt }) => (withdrawnAt ? [withdrawnAt.getTime()] : []));
  return moments.length > 0 ? new Date(Math.max(...moments)) : undefined;
};

const together = (files: Files[]): Files => ({
  pages: files.flatMap(({ pages }) => pages),
  leftOut: files.flatMap(({ leftOut }) => leftOut),
});
