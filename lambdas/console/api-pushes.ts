/**
 * The door for articles that are sent to us. It stands before the door of the API, for its clients need not know the
 * API's token: a push source's key opens its own source here, and nothing anywhere else.
 */
import { type Context, Hono } from 'hono';
import * as z from 'zod';
import { RundbriefError } from '../domain/errors.ts';
import type { Publication, Source } from '../domain/publication.ts';
import {
  articlesToPush,
  isPushKeyOf,
  isSignedWith,
  type PushedArticle,
  pushKeys,
  readPushKey,
} from '../ingest/index.ts';
import { isSameSecret } from '../platform/secret.ts';
import type { AcceptedAnswer } from './answers.ts';
import type { ApiDeps } from './api-deps.ts';
import { failure } from './api-failures.ts';
import { bearerOf, fitting, jsonOf, publicationOf, refuseUnknownTopics, sourceNamed } from './api-input.ts';
import { isKey } from './keys.ts';

const withSource = z.looseObject({ source: z.string().min(1).max(100).optional() });
/** As Standard Webhooks advises senders to write it; the article alone is as welcome. */
const envelope = z.object({ type: z.string(), data: z.looseObject({}) });

export function pushRoutes(deps: ApiDeps): Hono {
  const routes = new Hono();

  routes.post('/:publication/articles', async (context) => {
    const knownBy = await whoSends(context, deps);
    if (!knownBy) return unknownSender(context, 'the API token or the key of a push source');
    const publication = await publicationOf(context, deps);
    const { source: named, ...content } = await jsonOf(context, withSource);
    const source = await sourceFor(publication, { knownBy, named }, deps);
    return context.json(await accept(publication, source, fitting(content, articlesToPush), deps), 202);
  });

  routes.post('/:publication/sources/:source/webhook', async (context) => {
    const source = await signingSource(context, deps);
    if (!source) {
      return failure(
        context,
        401,
        'denied',
        'The signature does not fit: see webhook-id, webhook-timestamp and the secret',
      );
    }
    const publication = await publicationOf(context, deps);
    const content = await jsonOf(context, z.looseObject({}));
    const { data = content } = envelope.safeParse(content).data ?? {};
    return context.json(await accept(publication, source, fitting(data, articlesToPush), deps), 202);
  });

  return routes;
}

/** @returns the source whose key was given, `token` for the API's own token, undefined for neither */
async function whoSends(context: Context, deps: ApiDeps): Promise<Source | 'token' | undefined> {
  const given = bearerOf(context);
  if (!given) return undefined;
  const claimed = readPushKey(given);
  if (!claimed) return isSameSecret(given, await deps.token()) ? 'token' : undefined;
  const source = await deps.sources.find(claimed.publicationId, claimed.sourceId);
  return source?.kind === 'push' && isPushKeyOf(given, source, await deps.pushSecret()) ? source : undefined;
}

async function sourceFor(
  publication: Publication,
  { knownBy, named }: { knownBy: Source | 'token'; named: string | undefined },
  deps: ApiDeps,
): Promise<Source> {
  if (knownBy === 'token') {
    return named === undefined ? deps.editorSource(publication) : sourceNamed(named, publication.id, deps);
  }
  const isOwn = knownBy.publicationId === publication.id && (named === undefined || named === knownBy.id);
  if (isOwn) return knownBy;
  throw new RundbriefError('denied', `This key opens the source "${knownBy.id}" of "${knownBy.publicationId}" only`);
}

async function signingSource(context: Context, deps: ApiDeps): Promise<Source | undefined> {
  const { publication = '', source: sourceId = '' } = context.req.param() as Record<string, string>;
  const source = isKey(publication) && isKey(sourceId) ? await deps.sources.find(publication, sourceId) : undefined;
  if (source?.kind !== 'push') return undefined;
  const { webhookSecret } = pushKeys(source, await deps.pushSecret());
  const headers = {
    id: context.req.header('webhook-id'),
    timestamp: context.req.header('webhook-timestamp'),
    signature: context.req.header('webhook-signature'),
  };
  const body = new Uint8Array(await context.req.arrayBuffer());
  return isSignedWith(webhookSecret, { headers, body }, deps.now()) ? source : undefined;
}

async function accept(
  { topics }: Publication,
  source: Source,
  articles: PushedArticle[],
  deps: ApiDeps,
): Promise<AcceptedAnswer> {
  refuseUnknownTopics(
    articles.flatMap((article) => ('withdrawn' in article ? [] : (article.topics ?? []))),
    topics,
  );
  return { ...(await deps.acceptArticles(source, articles)), source: source.id };
}

function unknownSender(context: Context, what: string): Response {
  context.header('www-authenticate', 'Bearer realm="Rundbrief"');
  return failure(context, 401, 'denied', `This needs ${what}, as "Authorization: Bearer <key>"`);
}
