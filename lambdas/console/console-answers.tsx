import type { Context } from 'hono';
import { raw } from 'hono/html';
import type { Child } from 'hono/jsx';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { RundbriefError } from '../domain/errors.ts';
import { STATUS_OF_FAULT } from '../platform/http.ts';
import { log } from '../platform/log.ts';
import { wordsFor } from './choose-words.ts';
import type { ConsoleEnv } from './console-env.ts';
import { Layout, Message } from './layout.tsx';
import { SignInError } from './sign-in-error.ts';
import { nextTurn } from './waiting.ts';
import type { Words } from './words.ts';

interface Page {
  title: string;
  content: Child;
  status?: number;
  refreshSeconds?: number;
  crumbs?: { title: string; href: string }[];
  /** The page's policy must allow it. */
  hasScript?: boolean;
}

// Without it browsers fall back to the habits of 1998.
const DOCTYPE = raw('<!doctype html>');

/** A page in its frame. */
export function show(context: Context<ConsoleEnv>, page: Page) {
  const { title, content, status = 200, refreshSeconds, crumbs, hasScript } = page;
  const refresh = refreshSeconds ? { seconds: refreshSeconds, url: nextTurn(context.req.url) } : undefined;
  const frame = { words: wordsOf(context), title, session: context.get('session'), refresh, crumbs, hasScript };
  const html = (
    <>
      {DOCTYPE}
      <Layout {...frame}>{content}</Layout>
    </>
  );
  return context.html(html, status as ContentfulStatusCode);
}

/** A failure in plain words, with the way on; the details of an unexpected one go to the log alone. */
export function answerProblem(error: Error, context: Context): Response | Promise<Response> {
  const words = wordsOf(context);
  const status = error instanceof RundbriefError ? STATUS_OF_FAULT[error.fault] : 500;
  if (status === 500) log.error('A console page failed', { route: context.req.routePath, error });
  if (error instanceof SignInError) noteSignIn(error);
  const title = words.problems[status] ?? words.problems[500] ?? '';
  return show(context, {
    title,
    status,
    content: (
      <Message title={title} text={explanation(error, words)}>
        <p>
          <a class="button" href={error instanceof SignInError ? '/console/sign-in' : '/console'}>
            {error instanceof SignInError ? words.startAgain : words.publications}
          </a>
        </p>
      </Message>
    ),
  });
}

function explanation(error: Error, words: Words): string {
  if (error instanceof SignInError) return words.signInProblems[error.problem];
  if (!(error instanceof RundbriefError)) return words.unexpected;
  return error.message ? words.said(error.message) : words.notFound;
}

/** Why a sign-in failed is for whoever looks after the system; it never holds a token. */
function noteSignIn({ problem, cause }: SignInError): void {
  log.warn('Somebody could not sign in', { problem, cause: cause instanceof Error ? cause : String(cause) });
}

/** A request that fails before its language is known still gets an answer in it. */
function wordsOf(context: Context): Words {
  return context.get('words') ?? wordsFor(context.req.header('accept-language'));
}
