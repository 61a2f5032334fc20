/** The OpenID provider that knows our editors, found by discovery: Cognito in the cloud, another one on a laptop. */
import { createRemoteJWKSet, errors, type JWTVerifyGetKey, jwtVerify } from 'jose';
import * as z from 'zod';
import { SignInError } from './sign-in-error.ts';

export interface IdentityProviderSettings {
  issuer: string;
  /** Of a public client: it has no secret, PKCE takes its place. */
  clientId: string;
}

export interface Identity {
  subject: string;
  email?: string;
  groups: string[];
}

export interface IdentityProvider {
  /** Where a browser goes to sign in. */
  authorizationUrl(parameters: Record<string, string>): Promise<string>;
  /**
   * Exchanges the code for the person who signed in.
   *
   * @throws SignInError `expired` when the code is no longer good, `unreachable` when the provider is not there,
   *   `refused` when its token does not hold
   */
  redeem(code: string, checks: { verifier: string; nonce: string; redirectUri: string; now: Date }): Promise<Identity>;
}

const TIMEOUT_MS = 8_000;
const CLOCK_TOLERANCE_SECONDS = 30;
const SCOPES = 'openid email';

const configuration = z.object({
  issuer: z.url(),
  authorization_endpoint: z.url(),
  token_endpoint: z.url(),
  jwks_uri: z.url(),
});
const tokenAnswer = z.object({ id_token: z.string() });
const claims = z.object({
  sub: z.string().min(1),
  nonce: z.string(),
  azp: z.string().optional(),
  email: z.string().optional(),
  'cognito:groups': z.array(z.string()).default([]),
});

interface Discovered extends z.infer<typeof configuration> {
  keys: JWTVerifyGetKey;
}

export function identityProvider({ issuer, clientId }: IdentityProviderSettings): IdentityProvider {
  let discovered: Promise<Discovered> | undefined;
  // Asked for once a cold start; a failure is not kept.
  const discovery = () => {
    discovered ??= discover(issuer).catch((error) => {
      discovered = undefined;
      throw error;
    });
    return discovered;
  };

  return {
    async authorizationUrl(parameters) {
      const url = new URL((await discovery()).authorization_endpoint);
      const all = { response_type: 'code', client_id: clientId, scope: SCOPES, ...parameters };
      for (const [name, value] of Object.entries(all)) url.searchParams.set(name, value);
      return url.href;
    },
    async redeem(code, { verifier, nonce, redirectUri, now }) {
      const { token_endpoint, keys, issuer: signer } = await discovery();
      const body = new URLSearchParams({
        grant_type: 'authorization_code',
        code,
        redirect_uri: redirectUri,
        client_id: clientId,
        code_verifier: verifier,
      });
      const idToken = await tokenFor(token_endpoint, body);
      return identityIn(idToken, { keys, signer, clientId, nonce, now });
    },
  };
}

async function discover(issuer: string): Promise<Discovered> {
  const base = issuer.replace(/\/$/, '');
  const answer = await ask(`${base}/.well-known/openid-configuration`);
  const found = configuration.safeParse(await answer.json().catch(() => undefined));
  // Whoever calls itself something else is not the provider we were told to trust.
  if (!answer.ok || !found.success || found.data.issuer.replace(/\/$/, '') !== base) {
    throw new SignInError('unreachable', { cause: found.error ?? `status ${answer.status} of ${base}` });
  }
  return { ...found.data, keys: createRemoteJWKSet(new URL(found.data.jwks_uri), { timeoutDuration: TIMEOUT_MS }) };
}

async function tokenFor(endpoint: string, body: URLSearchParams): Promise<string> {
  const answer = await ask(endpoint, { method: 'POST', body });
  // `invalid_grant` and its like: used, too old, or of another sign-in.
  if (answer.status >= 400 && answer.status < 500) throw new SignInError('expired');
  const token = tokenAnswer.safeParse(await answer.json().catch(() => undefined));
  if (!answer.ok || !token.success) throw new SignInError('unreachable', { cause: `status ${answer.status}` });
  return token.data.id_token;
}

async function identityIn(
  idToken: string,
  {
    keys,
    signer,
    clientId,
    nonce,
    now,
  }: { keys: JWTVerifyGetKey; signer: string; clientId: string; nonce: string; now: Date },
): Promise<Identity> {
  const checks = {
    issuer: signer,
    audience: clientId,
    algorithms: ['RS256', 'PS256', 'ES256', 'EdDSA'],
    requiredClaims: ['exp', 'iat'],
    clockTolerance: CLOCK_TOLERANCE_SECONDS,
    currentDate: now,
  };
  const { payload } = await jwtVerify(idToken, keys, checks).catch((cause) => {
    throw new SignInError(isAboutKeys(cause) ? 'unreachable' : 'refused', { cause });
  });
  const read = claims.safeParse(payload);
  if (!read.success) throw new SignInError('refused', { cause: read.error });
  const { sub, azp, email } = read.data;
  if (read.data.nonce !== nonce) throw new SignInError('refused', { cause: 'the nonce is of another sign-in' });
  if (azp && azp !== clientId) throw new SignInError('refused', { cause: 'the token is for another client' });
  return { subject: sub, email, groups: read.data['cognito:groups'] };
}

/** True when the provider's keys could not be fetched, so that nothing is known about the token. */
function isAboutKeys(error: unknown): boolean {
  if (!(error instanceof errors.JOSEError)) return true;
  return error instanceof errors.JWKSTimeout || error.code === errors.JOSEError.code;
}

async function ask(url: string, init: RequestInit = {}): Promise<Response> {
  try {
    return await fetch(url, { ...init, redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) });
  } catch (cause) {
    throw new SignInError('unreachable', { cause });
  }
}
