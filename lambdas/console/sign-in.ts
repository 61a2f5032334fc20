/**
 * Signing in by OpenID Connect: the authorization code flow with PKCE.
 *
 *   /console/sign-in    → a cookie that remembers this attempt, and off to the provider
 *   /console/signed-in  ← back with a code: checked against the cookie, exchanged for a session
 */
import { createHash, randomBytes } from 'node:crypto';
import { type Context, Hono } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { isSameSecret } from '../platform/secret.ts';
import type { IdentityProvider } from './identity-provider.ts';
import {
  DEPARTURE_SECONDS,
  type Departure,
  knownRoles,
  openDeparture,
  openSession,
  SESSION_SECONDS,
  type Seal,
  type Session,
  sealDeparture,
  sealSession,
} from './session.ts';
import { SignInError } from './sign-in-error.ts';

export interface SignInDeps {
  siteUrl: string;
  identityProvider: IdentityProvider;
  sessionKey(): Promise<string>;
  now(): Date;
}

const SESSION_COOKIE = 'rundbrief_session';
const DEPARTURE_COOKIE = 'rundbrief_sign_in';
/** Set by signing out: the provider may still know the browser, and shall ask again who it is. */
const LEFT_COOKIE = 'rundbrief_left';
const HOME = '/console';

export function signInRoutes(deps: SignInDeps): Hono {
  const routes = new Hono();
  const redirectUri = `${deps.siteUrl}/console/signed-in`;

  routes.get('/sign-in', async (context) => {
    const departure: Departure = {
      state: token(),
      nonce: token(),
      verifier: token(),
      to: wayBack(context.req.query('to')),
    };
    const url = await deps.identityProvider.authorizationUrl({
      redirect_uri: redirectUri,
      state: departure.state,
      nonce: departure.nonce,
      code_challenge: createHash('sha256').update(departure.verifier).digest('base64url'),
      code_challenge_method: 'S256',
      ...(getCookie(context, LEFT_COOKIE) ? { prompt: 'login' } : {}),
    });
    keep(context, deps, {
      name: DEPARTURE_COOKIE,
      value: await sealDeparture(departure, await sealOf(deps)),
      seconds: DEPARTURE_SECONDS,
    });
    return context.redirect(url, 303);
  });

  routes.get('/signed-in', async (context) => {
    const departure = await openDeparture(getCookie(context, DEPARTURE_COOKIE), await sealOf(deps));
    forget(context, deps, DEPARTURE_COOKIE);
    const { state, code, error } = context.req.query();
    if (!departure || !state || !isSameSecret(state, departure.state)) throw new SignInError('expired');
    if (error || !code) throw new SignInError('cancelled', { cause: error });
    const { verifier, nonce, to } = departure;
    const now = deps.now();
    const { subject, email, groups } = await deps.identityProvider.redeem(code, { verifier, nonce, redirectUri, now });
    const session = await sealSession({ subject, email, roles: knownRoles(groups) }, await sealOf(deps));
    keep(context, deps, { name: SESSION_COOKIE, value: session, seconds: SESSION_SECONDS });
    forget(context, deps, LEFT_COOKIE);
    return context.redirect(to, 303);
  });

  routes.post('/sign-out', (context) => {
    forget(context, deps, SESSION_COOKIE);
    keep(context, deps, { name: LEFT_COOKIE, value: 'yes', seconds: SESSION_SECONDS });
    return context.redirect(`${HOME}/signed-out`, 303);
  });

  return routes;
}

/** Whoever this request's cookie says is signed in. */
export async function sessionOf(context: Context, deps: SignInDeps): Promise<Session | undefined> {
  return openSession(getCookie(context, SESSION_COOKIE), await sealOf(deps));
}

/** Only a page of the console: a link must not lead through our sign-in to somewhere else. */
export function wayBack(to: string | undefined): string {
  return to && /^\/console(\/[\w\-./]*)?(\?[\w\-=&%.]*)?$/.test(to) && !to.includes('//') && !to.includes('..')
    ? to
    : HOME;
}

const sealOf = async ({ sessionKey, now }: SignInDeps): Promise<Seal> => ({ key: await sessionKey(), now: now() });

/** 256 bits of chance, fit for an address. */
const token = () => randomBytes(32).toString('base64url');

function keep(
  context: Context,
  deps: SignInDeps,
  { name, value, seconds }: { name: string; value: string; seconds: number },
): void {
  setCookie(context, name, value, { ...scopeOf(deps), maxAge: seconds });
}

function forget(context: Context, deps: SignInDeps, name: string): void {
  deleteCookie(context, name, scopeOf(deps));
}

function scopeOf({ siteUrl }: SignInDeps) {
  const secure = siteUrl.startsWith('https:');
  return { path: HOME, httpOnly: true, sameSite: 'Lax', secure } as const;
}
