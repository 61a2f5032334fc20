import { type Context, Hono } from 'hono';
import * as z from 'zod';
import { RundbriefError } from '../domain/errors.ts';
import { type Publication, SOURCE_KINDS } from '../domain/publication.ts';
import type { Exploration } from '../ingest/index.ts';
import { polledKind, sourceAddress, typedAddress } from '../publications/index.ts';
import { refuseUnknownTopics } from './api-input.ts';
import { show } from './console-answers.tsx';
import type { ConsoleDeps } from './console-deps.ts';
import type { ConsoleEnv } from './console-env.ts';
import { type Form, formOf, publicationOf, wayUp } from './console-input.ts';
import { isKey } from './keys.ts';
import { AddSourcePage, ExploringPage } from './page-add-source.tsx';
import { ExplorationPage } from './page-exploration.tsx';
import { selectorsIn } from './selector-fields.ts';
import { isLate, pollAndWait, REFRESH_SECONDS } from './waiting.ts';

const LONGEST_ADDRESS = 2000;

const key = z.string().refine(isKey).optional().catch(undefined);
/** What was asked is in the answer: an address that only a few may know stands in none of ours, and so in no log. */
const waitQuery = z.object({ first: key, at: z.coerce.number().catch(0) });

const newSource = z.object({
  kind: z.enum(SOURCE_KINDS).exclude(['editor']),
  title: z.string().min(1).max(200),
  fullText: z.boolean(),
});

/** Other people's pictures belong to the preview, and to nothing else here. */
const PREVIEW_POLICY =
  "default-src 'none'; style-src 'self'; img-src 'self' data: https: http:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

/** From an address to a source: what is there is found out and shown, and nothing is kept before it is wanted. */
export function exploringRoutes(deps: ConsoleDeps): Hono<ConsoleEnv> {
  const routes = new Hono<ConsoleEnv>();

  routes.get('/publications/:publication/add-source', async (context) => {
    const publication = await publicationOf(context, deps);
    return addPage(context, publication);
  });

  routes.post('/publications/:publication/explorations', async (context) => {
    const publication = await publicationOf(context, deps);
    const form = await formOf(context);
    const typed = form.text('url');
    try {
      return context.redirect(await explore(publication, form, deps), 303);
    } catch (error) {
      if (!(error instanceof RundbriefError) || error.fault !== 'invalid') throw error;
      return addPage(context, publication, { typed, problem: context.get('words').said(error.message) });
    }
  });

  routes.get('/publications/:publication/explorations/:exploration', async (context) => {
    const publication = await publicationOf(context, deps);
    const id = context.req.param('exploration');
    if (!isKey(id)) throw new RundbriefError('not-found', '');
    const { first, at } = waitQuery.parse(context.req.query());
    const found = await deps.findExploration(publication.id, id);
    if (!found) return waitPage(context, publication, at, deps);
    return previewPage(context, publication, { id, firstId: first, found }, deps);
  });

  routes.post('/publications/:publication/sources', async (context) => {
    const publication = await publicationOf(context, deps);
    const form = await formOf(context);
    const source = await deps.addSource(wishIn(form, publication));
    const home = `/console/publications/${publication.id}/sources/${source.id}`;
    if (source.kind === 'push') return context.redirect(`${home}/keys`, 303);
    const page = `${home}?did=added`;
    // Its host may want to be left alone for a while: then the schedule asks it later.
    const way = await pollAndWait(source, page, deps).catch((error) => whenLimited(error, page));
    return context.redirect(way, 303);
  });

  return routes;
}

function whenLimited(error: unknown, page: string): string {
  if (error instanceof RundbriefError && error.fault === 'limited') return page;
  throw error;
}

function addPage(context: Context<ConsoleEnv>, publication: Publication, answer?: { typed: string; problem: string }) {
  const words = context.get('words');
  return show(context, {
    title: words.adding.title,
    status: answer ? 400 : 200,
    crumbs: wayUp(context, publication),
    content: <AddSourcePage {...{ words, publication, ...answer }} />,
  });
}

/** Asks what an address offers. @returns the page that waits for the answer */
async function explore({ id, timeZone }: Publication, form: Form, deps: ConsoleDeps): Promise<string> {
  const [, chosenKind, chosenUrl] = /^(\S+) (.+)$/s.exec(form.text('candidate')) ?? [];
  const url = addressIn(chosenUrl ?? form.text('url'));
  const kind = polledKind.optional().safeParse(chosenKind ?? (form.text('kind') || undefined)).data;
  const selectors = kind === 'page' ? selectorsIn(form) : undefined;
  const how = { ...(kind ? { kind } : {}), ...(selectors ? { selectors } : {}) };
  const { explorationId } = await deps.askForExploration({ publicationId: id, timeZone, url, ...how });
  const first = form.text('first');
  const query = new URLSearchParams({
    ...(isKey(first) ? { first } : {}),
    at: String(deps.now().getTime()),
  });
  return `/console/publications/${id}/explorations/${explorationId}?${query}`;
}

/** @throws RundbriefError `invalid` */
function addressIn(typed: string): string {
  if (typed.length > LONGEST_ADDRESS) throw new RundbriefError('invalid', 'The address is too long');
  return sourceAddress(typedAddress(typed));
}

function waitPage(context: Context<ConsoleEnv>, publication: Publication, at: number, { now }: ConsoleDeps) {
  const words = context.get('words');
  const isTooLate = isLate(at, now());
  return show(context, {
    title: words.found.title,
    crumbs: wayUp(context, publication),
    refreshSeconds: isTooLate ? undefined : REFRESH_SECONDS,
    content: <ExploringPage {...{ words, publication, isLate: isTooLate }} />,
  });
}

async function previewPage(
  context: Context<ConsoleEnv>,
  publication: Publication,
  { id, firstId, found }: { id: string; firstId?: string; found: Exploration },
  deps: ConsoleDeps,
) {
  const words = context.get('words');
  const { asked } = found;
  const [first, sources] = await Promise.all([
    firstId ? deps.findExploration(publication.id, firstId) : undefined,
    deps.sources.list(publication.id),
  ]);
  const candidates = allOf(first, found);
  const known = sources.find(({ url }) => url === found.chosen?.url);
  const props = { words, publication, asked, found, candidates, known, firstId: first && firstId ? firstId : id };
  context.header('content-security-policy', PREVIEW_POLICY);
  return show(context, {
    title: words.found.title,
    crumbs: wayUp(context, publication),
    content: <ExplorationPage {...props} />,
  });
}

/** One candidate alone was looked at again: the others are still there to be chosen. */
function allOf(first: Exploration | undefined, found: Exploration): Exploration['candidates'] {
  const all = [...(first?.candidates ?? []), ...found.candidates];
  return all.filter((one, at) => all.findIndex(({ kind, url }) => kind === one.kind && url === one.url) === at);
}

function wishIn(form: Form, { id: publicationId, siteUrl, topics: known }: Publication) {
  const topics = form.all('topic');
  refuseUnknownTopics(topics, known);
  const given = { kind: form.text('kind'), title: form.text('title'), fullText: form.isTicked('fullText') };
  const read = newSource.safeParse(given);
  if (!read.success) throw new RundbriefError('invalid', 'A source needs a title of at most 200 characters');
  const { kind } = read.data;
  const selectors = kind === 'page' ? selectorsIn(form) : undefined;
  const url = kind === 'push' ? siteUrl : addressIn(form.text('url'));
  return { publicationId, url, ...read.data, topics, ...(selectors ? { selectors } : {}) };
}
