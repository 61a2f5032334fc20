/**
 * The JSON API: what the console shows and does, for programs. The command line is its first client.
 *
 * It adds no rule of its own: it reads what is asked, calls the room that decides, and says what came of it.
 */
import type { Context } from 'hono';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { PART_BYTES } from '../audience/index.ts';
import { isSameSecret } from '../platform/secret.ts';
import { articleRoutes } from './api-articles.ts';
import { campaignRoutes } from './api-campaigns.ts';
import { checkRoutes } from './api-checks.ts';
import type { ApiDeps } from './api-deps.ts';
import { editionChangeRoutes } from './api-edition-changes.ts';
import { editionRoutes } from './api-editions.ts';
import { explorationRoutes } from './api-explorations.ts';
import { exportRoutes } from './api-exports.ts';
import { answerFailure, failure } from './api-failures.ts';
import { importRoutes, PART_PATH } from './api-imports.ts';
import { bearerOf } from './api-input.ts';
import { opmlRoutes } from './api-opml.ts';
import { personRoutes } from './api-person.ts';
import { publicationRoutes } from './api-publications.ts';
import { pushRoutes } from './api-pushes.ts';
import { recipientRoutes } from './api-recipients.ts';
import { reviewRoutes } from './api-review.ts';
import { segmentRoutes } from './api-segments.ts';
import { sourceRoutes } from './api-sources.ts';
import { subscriberRoutes } from './api-subscribers.ts';
import { templateRoutes } from './api-templates.ts';

export type { ApiDeps } from './api-deps.ts';

const MAX_BODY_BYTES = 1_000_000;
const BASE_PATH = '/api/v1';

/** The whole API as one application, ready for Lambda or a test's `request()`. */
export function apiApp(deps: ApiDeps): Hono {
  const app = new Hono({ strict: false }).basePath(BASE_PATH);
  app.use(async (context, next) => {
    await next();
    // Answers hold drafts and addresses: no cache on the way keeps them.
    context.header('cache-control', 'no-store');
    context.header('x-content-type-options', 'nosniff');
  });
  app.get('/health', (context) => context.json({ status: 'ok' }));
  const short = bodyLimit({ maxSize: MAX_BODY_BYTES, onError: tooLarge });
  const forParts = bodyLimit({ maxSize: PART_BYTES, onError: partTooLarge });
  app.use((context, next) => (PART_PATH.test(context.req.path) ? forParts : short)(context, next));
  app.route('/publications', pushRoutes(deps));
  app.use(async (context, next) => {
    const given = bearerOf(context);
    if (given && isSameSecret(given, await deps.token())) return next();
    context.header('www-authenticate', 'Bearer realm="Rundbrief"');
    return failure(context, 401, 'denied', 'This needs the API token, as "Authorization: Bearer <token>"');
  });
  app.route('/publications', publicationRoutes(deps));
  app.route('/publications', explorationRoutes(deps));
  app.route('/publications', opmlRoutes(deps));
  app.route('/publications', sourceRoutes(deps));
  app.route('/publications', articleRoutes(deps));
  app.route('/publications', personRoutes(deps));
  app.route('/publications', subscriberRoutes(deps));
  app.route('/publications', segmentRoutes(deps));
  app.route('/publications', importRoutes(deps));
  app.route('/publications', exportRoutes(deps));
  app.route('/publications', templateRoutes(deps));
  app.route('/', editionRoutes(deps));
  app.route('/', editionChangeRoutes(deps));
  app.route('/', checkRoutes(deps));
  app.route('/', reviewRoutes(deps));
  app.route('/', campaignRoutes(deps));
  app.route('/', recipientRoutes(deps));

  const root = new Hono().route('/', app);
  root.notFound((context) => failure(context, 404, 'not-found', 'The API has no such address'));
  root.onError(answerFailure);
  return root;
}

function tooLarge(context: Context): Response {
  return failure(context, 413, 'invalid', 'The body is larger than 1 MB');
}

function partTooLarge(context: Context): Response {
  return failure(context, 413, 'invalid', 'The part is larger than 4 MB');
}
