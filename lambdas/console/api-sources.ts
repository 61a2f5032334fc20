import { type Context, Hono } from 'hono';
import * as z from 'zod';
import { RundbriefError } from '../domain/errors.ts';
import type { Source, SourceRules } from '../domain/publication.ts';
import { type PushKeys, pushKeys } from '../ingest/index.ts';
import { POLLED_KINDS, pageSelectors, polledKind, sourceRules, typedAddress } from '../publications/index.ts';
import { answeredSource, answeredTrial } from './answered.ts';
import type { KeysAnswer } from './answers.ts';
import type { ApiDeps } from './api-deps.ts';
import { jsonOf, publicationOf, refuseUnknownTopics, sourceOf } from './api-input.ts';

const url = z.string().trim().min(1).max(2000);
const title = z.string().trim().min(1).max(200);
const topics = z.array(z.string().min(1).max(100)).max(50);

const newSource = z
  .strictObject({
    url: url.optional(),
    kind: z.enum([...POLLED_KINDS, 'push'], `must be one of ${[...POLLED_KINDS, 'push'].join(', ')}`).optional(),
    title: title.optional(),
    topics: topics.optional(),
    rules: sourceRules.optional(),
    fullText: z.boolean().optional(),
    selectors: pageSelectors.optional(),
  })
  .superRefine((wish, { addIssue }) => {
    const missing = wish.kind === 'push' ? 'title' : 'url';
    if (wish[missing] === undefined) addIssue({ code: 'custom', path: [missing], message: 'is missing' });
  });

const change = z.strictObject({
  url: url.optional(),
  kind: polledKind.optional(),
  title: title.optional(),
  topics: topics.optional(),
  rules: sourceRules.optional(),
  fullText: z.boolean().optional(),
  /** Null: find the articles without them. */
  selectors: pageSelectors.nullable().optional(),
  status: z.enum(['active', 'stopped']).optional(),
});

const trial = z.strictObject({ rules: sourceRules.optional() });

/** Where a publication's articles come from. */
export function sourceRoutes(deps: ApiDeps): Hono {
  const routes = new Hono();

  routes.get('/:publication/sources', async (context) => {
    const { id } = await publicationOf(context, deps);
    return context.json({ sources: (await deps.sources.list(id)).map(answeredSource) });
  });

  routes.post('/:publication/sources', async (context) => {
    const { id, topics, siteUrl } = await publicationOf(context, deps);
    const { url, ...wish } = await jsonOf(context, newSource);
    refuseUnknownTopics([...(wish.topics ?? []), ...topicsIn(wish.rules)], topics);
    const address = url === undefined ? siteUrl : typedAddress(url);
    return context.json(answeredSource(await deps.addSource({ publicationId: id, ...wish, url: address })), 201);
  });

  routes.get('/:publication/sources/:source', async (context) => {
    const { id } = await publicationOf(context, deps);
    return context.json(answeredSource(await sourceOf(context, id, deps)));
  });

  routes.patch('/:publication/sources/:source', async (context) => {
    const { id, topics } = await publicationOf(context, deps);
    const source = await sourceOf(context, id, deps);
    const wish = await jsonOf(context, change);
    refuseUnknownTopics([...(wish.topics ?? []), ...topicsIn(wish.rules)], topics);
    return context.json(answeredSource(await deps.changeSource(source, wish)));
  });

  routes.delete('/:publication/sources/:source', async (context) => {
    const { id } = await publicationOf(context, deps);
    const source = await sourceOf(context, id, deps);
    await deps.removeSource(source);
    return context.json({ id: source.id });
  });

  routes.post('/:publication/sources/:source/poll', async (context) => {
    const { id } = await publicationOf(context, deps);
    return context.json(await deps.askForPoll(await sourceOf(context, id, deps)), 202);
  });

  routes.post('/:publication/sources/:source/rules/test', async (context) => {
    const publication = await publicationOf(context, deps);
    const source = await sourceOf(context, publication.id, deps);
    const { rules } = await jsonOf(context, trial);
    refuseUnknownTopics(topicsIn(rules), publication.topics);
    return context.json({ articles: (await deps.tryRules(publication, source, rules)).map(answeredTrial) });
  });

  routes.get('/:publication/sources/:source/key', async (context) => {
    const { id } = await publicationOf(context, deps);
    return context.json(await keysOf(await pushSourceOf(context, id, deps), deps));
  });

  routes.post('/:publication/sources/:source/key', async (context) => {
    const { id } = await publicationOf(context, deps);
    const renewed = await deps.renewKeys(await pushSourceOf(context, id, deps));
    return context.json(await keysOf(renewed, deps));
  });

  return routes;
}

async function pushSourceOf(context: Context, publicationId: string, deps: ApiDeps): Promise<Source> {
  const source = await sourceOf(context, publicationId, deps);
  if (source.kind === 'push') return source;
  throw new RundbriefError('invalid', `The source "${source.id}" is of the kind ${source.kind} and has no keys`);
}

/** What a client of a push source is given. */
export async function keysOf(source: Source, deps: Pick<ApiDeps, 'pushSecret' | 'siteUrl'>): Promise<KeysAnswer> {
  const { publicationId, id } = source;
  const keys: PushKeys = pushKeys(source, await deps.pushSecret());
  const publication = `${deps.siteUrl}/api/v1/publications/${publicationId}`;
  return {
    source: id,
    ...keys,
    articlesUrl: `${publication}/articles`,
    webhookUrl: `${publication}/sources/${id}/webhook`,
  };
}

function topicsIn(rules: SourceRules | undefined): string[] {
  if (!rules) return [];
  return [...rules.topics.map(({ topic }) => topic), ...(rules.defaultTopic ? [rules.defaultTopic] : [])];
}
