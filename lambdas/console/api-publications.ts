import { Hono } from 'hono';
import * as z from 'zod';
import { RundbriefError } from '../domain/errors.ts';
import { answeredPublication, answeredSource } from './answered.ts';
import type { ApiDeps } from './api-deps.ts';
import { jsonOf, publicationOf, shown } from './api-input.ts';
import { isKey } from './keys.ts';

const newSource = z.strictObject({
  url: z.string().min(1).max(2000),
  title: z.string().trim().min(1).max(200).optional(),
  topics: z.array(z.string().min(1).max(100)).max(50).optional(),
});

/** Publications and where their articles come from. */
export function publicationRoutes(deps: ApiDeps): Hono {
  const routes = new Hono();

  routes.get('/', async (context) =>
    context.json({ publications: (await deps.publications.list()).map(answeredPublication) }),
  );

  routes.post('/', async (context) => {
    const { publication, created } = await deps.applyPublication(await context.req.text());
    // Its feeds are there from the first moment, if empty, and bear its name at once.
    await deps.askForFeeds(publication.id);
    return context.json({ id: publication.id, created }, created ? 201 : 200);
  });

  routes.get('/:publication/sources', async (context) => {
    const { id } = await publicationOf(context, deps);
    return context.json({ sources: (await deps.sources.list(id)).map(answeredSource) });
  });

  routes.post('/:publication/sources', async (context) => {
    const { id, topics } = await publicationOf(context, deps);
    const wish = await jsonOf(context, newSource);
    refuseUnknownTopics(wish.topics, topics);
    return context.json(answeredSource(await deps.addSource({ publicationId: id, ...wish })), 201);
  });

  routes.post('/:publication/sources/:source/poll', async (context) => {
    const { id } = await publicationOf(context, deps);
    const sourceId = context.req.param('source');
    const source = isKey(sourceId) ? await deps.sources.find(id, sourceId) : undefined;
    if (!source) throw new RundbriefError('not-found', `The publication "${id}" has no source "${shown(sourceId)}"`);
    return context.json(await deps.askForPoll(source), 202);
  });

  return routes;
}

/** @throws RundbriefError `invalid` naming the topics the publication does not have, and those it has */
export function refuseUnknownTopics(wanted: string[] = [], topics: { id: string }[]): void {
  const known = topics.map(({ id }) => id);
  const unknown = wanted.filter((topic) => !known.includes(topic));
  if (unknown.length === 0) return;
  const offer = known.length ? `it has: ${known.join(', ')}` : 'it has none';
  throw new RundbriefError('invalid', `The publication has no topic "${unknown.map(shown).join('", "')}"; ${offer}`);
}
