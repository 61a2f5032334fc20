import { type Context, Hono } from 'hono';
import * as z from 'zod';
import { RundbriefError } from '../domain/errors.ts';
import type { Publication, Source } from '../domain/publication.ts';
import { isPolled, polledKind, type SourceChange } from '../publications/index.ts';
import { refuseUnknownTopics } from './api-input.ts';
import { show } from './console-answers.tsx';
import type { ConsoleDeps } from './console-deps.ts';
import type { ConsoleEnv } from './console-env.ts';
import { type Form, formOf, sourceOf, wayUp } from './console-input.ts';
import { ConfirmPage } from './form-parts.tsx';
import { isKey } from './keys.ts';
import { SourcePage } from './page-source.tsx';
import { selectorsIn } from './selector-fields.ts';
import { isLate, pollAndWait, REFRESH_SECONDS } from './waiting.ts';

const pageQuery = z.object({
  poll: z.string().refine(isKey).optional().catch(undefined),
  at: z.coerce.number().catch(0),
  did: z.enum(['saved', 'added']).optional().catch(undefined),
});

const HERE = '/publications/:publication/sources/:source';

/** One source: looked at, changed, stopped and removed. */
export function sourceRoutes(deps: ConsoleDeps): Hono<ConsoleEnv> {
  const routes = new Hono<ConsoleEnv>();

  routes.get(HERE, async (context) => {
    const { publication, source } = await sourceOf(context, deps);
    const { poll, at, did } = pageQuery.parse(context.req.query());
    const isWaiting = poll !== undefined && source.fetchState.lastPollId !== poll;
    const polling = isWaiting ? { isLate: isLate(at, deps.now()) } : undefined;
    return sourcePage(context, { publication, source, polling, did });
  });

  routes.post(`${HERE}/settings`, async (context) => {
    const { publication, source } = await sourceOf(context, deps);
    const form = await formOf(context);
    try {
      await deps.changeSource(source, changeIn(form, publication, source));
    } catch (error) {
      const isTheirs = error instanceof RundbriefError && (error.fault === 'invalid' || error.fault === 'conflict');
      if (!isTheirs) throw error;
      return sourcePage(context, { publication, source, problem: context.get('words').said(error.message) });
    }
    return context.redirect(`${pathOf(source)}?did=saved`, 303);
  });

  routes.post(`${HERE}/poll`, async (context) => {
    const { source } = await sourceOf(context, deps);
    return context.redirect(await pollAndWait(source, wayBack(context, source), deps), 303);
  });

  routes.post(`${HERE}/resume`, async (context) => {
    const { source } = await sourceOf(context, deps);
    const resumed = await deps.changeSource(source, { status: 'active' });
    const page = wayBack(context, source);
    return context.redirect(isPolled(source.kind) ? await pollAndWait(resumed, page, deps) : page, 303);
  });

  routes.post(`${HERE}/stop`, async (context) => {
    const { source } = await sourceOf(context, deps);
    await deps.changeSource(source, { status: 'stopped' });
    return context.redirect(pathOf(source), 303);
  });

  routes.get(`${HERE}/remove`, async (context) => {
    const words = context.get('words');
    const { publication, source } = await sourceOf(context, deps);
    const { removeTitle: title, removeText, removeYes: yes, keep: no } = words.source;
    const props = { title, yes, no, text: removeText(source.title), back: pathOf(source) };
    return show(context, {
      title,
      crumbs: wayUp(context, publication, source),
      content: <ConfirmPage {...props} action={`${pathOf(source)}/remove`} />,
    });
  });

  routes.post(`${HERE}/remove`, async (context) => {
    const { publication, source } = await sourceOf(context, deps);
    await deps.removeSource(source);
    return context.redirect(`/console/publications/${publication.id}#sources`, 303);
  });

  return routes;
}

interface Shown {
  publication: Publication;
  source: Source;
  polling?: { isLate: boolean };
  did?: 'saved' | 'added';
  problem?: string;
}

function sourcePage(context: Context<ConsoleEnv>, shown: Shown) {
  const { publication, source, polling, problem } = shown;
  return show(context, {
    title: source.title,
    status: problem ? 400 : 200,
    crumbs: wayUp(context, publication),
    refreshSeconds: polling && !polling.isLate ? REFRESH_SECONDS : undefined,
    content: <SourcePage words={context.get('words')} {...shown} />,
  });
}

const pathOf = ({ publicationId, id }: Source) => `/console/publications/${publicationId}/sources/${id}`;

/** Asked from the list of sources, the answer is awaited there. */
function wayBack(context: Context, source: Source): string {
  const isFromList = context.req.query('from') === 'list';
  return isFromList ? `/console/publications/${source.publicationId}#source-${source.id}` : pathOf(source);
}

/** @throws RundbriefError `invalid` */
function changeIn(form: Form, { topics: known }: Publication, { kind: current }: Source): SourceChange {
  const topics = form.all('topic');
  refuseUnknownTopics(topics, known);
  const title = form.text('title');
  if (!title || title.length > 200) {
    throw new RundbriefError('invalid', 'A source needs a title of at most 200 characters');
  }
  if (!isPolled(current)) return { title, topics };
  const kind = polledKind.safeParse(form.text('kind')).data ?? current;
  // Selectors belong to a page; other kinds forget them.
  const selectors = kind === 'page' ? (selectorsIn(form) ?? null) : null;
  return { title, topics, url: form.text('url'), kind, fullText: form.isTicked('fullText'), selectors };
}
