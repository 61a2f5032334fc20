/**
 * The editors' web application: pages made on the server, plain forms, and one script, for large files. It works without
 * anything a browser could switch off, and what moves is seen by loading the page again.
 */
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { RundbriefError } from '../domain/errors.ts';
import { ASSETS } from './assets.ts';
import { wordsFor } from './choose-words.ts';
import { answerProblem, show } from './console-answers.tsx';
import { articleRoutes } from './console-articles.tsx';
import { controlRoutes } from './console-control.tsx';
import type { ConsoleDeps } from './console-deps.ts';
import { editionRoutes } from './console-editions.tsx';
import type { ConsoleEnv } from './console-env.ts';
import { exploringRoutes } from './console-exploring.tsx';
import { exportRoutes } from './console-exports.tsx';
import { importRoutes } from './console-imports.tsx';
import { limitUpload, uploadRoutes } from './console-imports-upload.tsx';
import { keyRoutes } from './console-keys.tsx';
import { opmlRoutes } from './console-opml.tsx';
import { peopleRoutes } from './console-people.tsx';
import { personRoutes } from './console-person.tsx';
import { publicationRoutes } from './console-publications.tsx';
import { ruleRoutes } from './console-rules.tsx';
import { segmentRoutes } from './console-segments.tsx';
import { sendingRoutes } from './console-sendings.tsx';
import { sourceRoutes } from './console-sources.tsx';
import { writingRoutes } from './console-writing.tsx';
import { Message } from './layout.tsx';
import { sameOriginOnly } from './same-origin.ts';
import { sessionOf, signInRoutes } from './sign-in.ts';

const MAX_FORM_BYTES = 20_000;
/** What editors bring from elsewhere: files, texts of articles, long lists of words. */
const MAX_LONG_FORM_BYTES = 1_200_000;
/** Lists of subscribers, whole or in pieces. */
const UPLOADS = /\/subscribers\/(?:import|imports\/[^/]+\/parts\/\d+)$/;
const LONG_FORMS = /\/(?:import|write|write\/preview|rules|rules\/try)$/;

export function consoleApp(deps: ConsoleDeps): Hono<ConsoleEnv> {
  const app = new Hono<ConsoleEnv>({ strict: false }).basePath('/console');
  for (const { path, text, contentType } of ASSETS) {
    app.get(path.replace('/console', ''), (context) =>
      context.body(text, 200, {
        'content-type': contentType,
        'cache-control': 'public, max-age=31536000, immutable',
        'x-content-type-options': 'nosniff',
      }),
    );
  }
  app.use(withPageHeaders);
  app.use(async (context, next) => {
    context.set('words', wordsFor(context.req.header('accept-language')));
    await next();
  });
  app.use(sameOriginOnly(deps.siteUrl));
  const short = bodyLimit({ maxSize: MAX_FORM_BYTES, onError: tooLarge });
  const long = bodyLimit({ maxSize: MAX_LONG_FORM_BYTES, onError: tooLarge });
  app.use((context, next) => {
    if (UPLOADS.test(context.req.path)) return limitUpload(context, next);
    return (LONG_FORMS.test(context.req.path) ? long : short)(context, next);
  });
  app.route('/', signInRoutes(deps));
  app.get('/signed-out', (context) => show(context, signedOut(context)));
  app.use((context, next) => requireEditor(context, next, deps));
  app.route('/', publicationRoutes(deps));
  app.route('/', exploringRoutes(deps));
  app.route('/', sourceRoutes(deps));
  app.route('/', ruleRoutes(deps));
  app.route('/', keyRoutes(deps));
  app.route('/', opmlRoutes(deps));
  app.route('/', articleRoutes(deps));
  app.route('/', writingRoutes(deps));
  app.route('/', editionRoutes(deps));
  app.route('/', sendingRoutes(deps));
  app.route('/', controlRoutes(deps));
  // Their addresses are no people.
  app.route('/', uploadRoutes(deps));
  app.route('/', importRoutes(deps));
  app.route('/', exportRoutes(deps));
  app.route('/', peopleRoutes(deps));
  app.route('/', personRoutes(deps));
  app.route('/', segmentRoutes(deps));

  const root = new Hono<ConsoleEnv>().route('/', app);
  root.notFound((context) => answerProblem(new RundbriefError('not-found', ''), context));
  root.onError(answerProblem);
  return root;
}

/** Our pages run nothing, load nothing from elsewhere, and are shown in nobody's frame. */
const PAGE_HEADERS = {
  'content-security-policy':
    "default-src 'none'; style-src 'self'; img-src 'self' data:; frame-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
  'x-frame-options': 'DENY',
  // `no-referrer` would also hide from our own forms where they come from.
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'cross-origin-opener-policy': 'same-origin',
  'cache-control': 'no-store',
};

/** A route that shows somebody else's page has set stricter or other headers itself. */
async function withPageHeaders(context: Context, next: () => Promise<void>): Promise<void> {
  await next();
  for (const [name, value] of Object.entries(PAGE_HEADERS)) {
    if (!context.res.headers.has(name)) context.res.headers.set(name, value);
  }
}

async function requireEditor(context: Context<ConsoleEnv>, next: () => Promise<void>, deps: ConsoleDeps) {
  const session = await sessionOf(context, deps);
  if (!session) {
    const to = context.req.method === 'GET' ? new URL(context.req.url).pathname : '/console';
    return context.redirect(`/console/sign-in?to=${encodeURIComponent(to)}`, 303);
  }
  context.set('session', session);
  if (session.roles.length > 0) return next();
  const words = context.get('words');
  return show(context, {
    title: words.noRoleTitle,
    status: 403,
    content: <Message title={words.noRoleTitle} text={words.noRole} />,
  });
}

function signedOut(context: Context<ConsoleEnv>) {
  const words = context.get('words');
  const content = (
    <Message title={words.signedOutTitle} text={words.signedOut}>
      <p>
        <a class="button" href="/console">
          {words.signIn}
        </a>
      </p>
    </Message>
  );
  return { title: words.signedOutTitle, content };
}

function tooLarge(context: Context) {
  return answerProblem(new RundbriefError('invalid', 'The form is too large'), context);
}
