import { type Context, Hono } from 'hono';
import * as z from 'zod';
import { RundbriefError } from '../domain/errors.ts';
import type { Publication } from '../domain/publication.ts';
import { show } from './console-answers.tsx';
import type { ConsoleDeps } from './console-deps.ts';
import type { ConsoleEnv } from './console-env.ts';
import { publicationOf, wayUp } from './console-input.ts';
import { isKey } from './keys.ts';
import { type Asked, PublicationPage } from './page-publication.tsx';
import { PublicationsPage } from './page-publications.tsx';
import { isLate, REFRESH_SECONDS, waitingFor } from './waiting.ts';

const RECENT = { articles: 25, withdrawn: 10, editions: 12, runs: 8 };

const key = z.string().refine(isKey).optional().catch(undefined);
const askedQuery = z.object({
  composing: key,
  polling: key,
  poll: key,
  at: z.coerce.number().catch(0),
});

/** What is coming in, what was made of it, and the buttons that ask for more. */
export function publicationRoutes(deps: ConsoleDeps): Hono<ConsoleEnv> {
  const routes = new Hono<ConsoleEnv>();

  routes.get('/', async (context) => {
    const words = context.get('words');
    const publications = await deps.publications.list();
    return show(context, { title: words.publications, content: <PublicationsPage {...{ words, publications }} /> });
  });

  routes.get('/publications/:publication', async (context) => {
    const words = context.get('words');
    const publication = await publicationOf(context, deps);
    const [sources, digests, articles, withdrawn, editions, runs, leftOut] = await Promise.all([
      deps.sources.list(publication.id),
      deps.digests.list(publication.id),
      deps.articles.latest(publication.id, { limit: RECENT.articles }),
      deps.articles.latest(publication.id, { limit: RECENT.withdrawn, withdrawn: true }),
      deps.editions.list(publication.id, { limit: RECENT.editions }),
      deps.editions.listRuns(publication.id, { limit: RECENT.runs }),
      deps.leftOutOf(publication.id),
    ]);
    const asked = await askedBy(context, publication, deps);
    const isWaiting = asked.pollingSourceId || (asked.composition && !asked.composition.run);
    const feeds = deps.feedAddresses(publication.id);
    const records = { publication, feeds, sources, digests, articles, withdrawn, editions, runs, leftOut };
    return show(context, {
      title: publication.title,
      crumbs: wayUp(context, publication).slice(0, 1),
      refreshSeconds: isWaiting && !asked.isLate ? REFRESH_SECONDS : undefined,
      content: <PublicationPage {...{ words, siteUrl: deps.siteUrl, asked, ...records }} />,
    });
  });

  routes.post('/publications/:publication/compose', async (context) => {
    const { id } = await publicationOf(context, deps);
    const digestId = z.string().parse((await context.req.parseBody()).digest ?? '') || undefined;
    const isKnown = !digestId || (isKey(digestId) && (await deps.digests.find(id, digestId)));
    if (!isKnown) throw new RundbriefError('not-found', '');
    const { requestId } = await deps.askForEdition({ publicationId: id, digestId });
    return context.redirect(waitingFor(`/console/publications/${id}`, { composing: requestId }, deps.now()), 303);
  });

  return routes;
}

/** What the query says was asked for, and how far it is. */
async function askedBy(context: Context, { id }: Publication, deps: ConsoleDeps): Promise<Asked> {
  const { composing, polling, poll, at } = askedQuery.parse(context.req.query());
  const run = composing ? await deps.editions.findRun(id, composing) : undefined;
  const polled = polling ? await deps.sources.find(id, polling) : undefined;
  const isPolling = polled && poll && polled.fetchState.lastPollId !== poll;
  return {
    composition: composing ? { run } : undefined,
    pollingSourceId: isPolling ? polled.id : undefined,
    isLate: isLate(at, deps.now()),
  };
}
