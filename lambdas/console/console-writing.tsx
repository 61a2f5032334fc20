import { randomUUID } from 'node:crypto';
import { type Context, Hono } from 'hono';
import { RundbriefError } from '../domain/errors.ts';
import type { Publication } from '../domain/publication.ts';
import { articlesToPush, type PushedArticle } from '../ingest/index.ts';
import { refuseUnknownTopics } from './api-input.ts';
import { show } from './console-answers.tsx';
import type { ConsoleDeps } from './console-deps.ts';
import type { ConsoleEnv } from './console-env.ts';
import { type Form, formOf, publicationOf, wayUp } from './console-input.ts';
import { eventOf, NO_EVENT, typedEventIn } from './event-fields.tsx';
import { type TypedArticle, WritePage } from './page-write.tsx';
import { waitingFor } from './waiting.ts';
import type { Words } from './words.ts';

const HERE = '/publications/:publication/write';

/** Articles that editors write themselves go the way of those that programs send. */
export function writingRoutes(deps: ConsoleDeps): Hono<ConsoleEnv> {
  const routes = new Hono<ConsoleEnv>();

  routes.get(HERE, async (context) => {
    const publication = await publicationOf(context, deps);
    return writePage(context, { publication, typed: nothingTyped() });
  });

  // Nothing is kept, so the answer is the page itself.
  routes.post(`${HERE}/preview`, async (context) => {
    const publication = await publicationOf(context, deps);
    return writePage(context, { publication, typed: typedIn(await formOf(context)), isPreview: true });
  });

  routes.post(HERE, async (context) => {
    const words = context.get('words');
    const publication = await publicationOf(context, deps);
    const typed = typedIn(await formOf(context));
    try {
      const articles = articlesOf(typed, publication, words);
      const source = await deps.editorSource(publication);
      const { pollId } = await deps.acceptArticles(source, articles);
      const page = `/console/publications/${publication.id}#articles`;
      return context.redirect(waitingFor(page, { polling: source.id, poll: pollId }, deps.now()), 303);
    } catch (error) {
      if (!(error instanceof RundbriefError) || error.retryable) throw error;
      return writePage(context, { publication, typed, problem: words.said(error.message) });
    }
  });

  return routes;
}

interface Shown {
  publication: Publication;
  typed: TypedArticle;
  isPreview?: boolean;
  problem?: string;
}

function writePage(context: Context<ConsoleEnv>, { isPreview = false, ...shown }: Shown) {
  const words = context.get('words');
  return show(context, {
    title: words.writing.title,
    status: shown.problem ? 400 : 200,
    crumbs: wayUp(context, shown.publication),
    content: <WritePage {...{ words, isPreview, ...shown }} />,
  });
}

function nothingTyped(): TypedArticle {
  const nothing = { title: '', markdown: '', teaser: '', url: '', topics: [], isEvent: false };
  return { id: randomUUID(), ...nothing, event: NO_EVENT };
}

function typedIn(form: Form): TypedArticle {
  const event = typedEventIn(form);
  return {
    id: form.text('id') || randomUUID(),
    title: form.text('title'),
    markdown: form.text('markdown'),
    teaser: form.text('teaser'),
    url: form.text('url'),
    topics: form.all('topic'),
    isEvent: event.day !== '',
    event,
  };
}

/** @throws RundbriefError `invalid`, in the words of the form where it can be */
function articlesOf(typed: TypedArticle, publication: Publication, words: Words): PushedArticle[] {
  const { id, title, markdown, teaser, url, topics, isEvent } = typed;
  if (!title) throw new RundbriefError('invalid', words.writing.noTitle);
  refuseUnknownTopics(topics, publication.topics);
  const read = articlesToPush.safeParse({
    id,
    title,
    language: publication.language,
    topics,
    ...(markdown ? { markdown } : {}),
    ...(teaser ? { teaser } : {}),
    ...(url ? { url } : {}),
    ...(isEvent ? { event: pushedEvent(typed, publication, words) } : {}),
  });
  if (read.success) return read.data;
  const problems = read.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`);
  throw new RundbriefError('invalid', problems.join('; '));
}

function pushedEvent({ event }: TypedArticle, { timeZone }: Publication, words: Words) {
  const { startsAt, endsAt, ...details } = eventOf(event, timeZone, words);
  return { ...details, startsAt: startsAt.toISOString(), ...(endsAt ? { endsAt: endsAt.toISOString() } : {}) };
}
