/** Sign-in as the user pool would give it: OpenID Connect with Cognito's claims, and a page that believes everyone. */
import { createHmac, generateKeyPairSync, type JsonWebKey, randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { createLocalJWKSet, jwtVerify } from 'jose';
import Provider, { type Configuration, type JWK } from 'oidc-provider';
import { z } from 'zod';
import { writeFileWhole } from './files.ts';
import type { JwtRule, VerifyJwt } from './http-api.ts';
import { sessionMemory } from './sign-in-memory.ts';
import { signInPage } from './sign-in-page.ts';
import { readProperties, type Stack } from './stack.ts';

const clientSchema = z.object({
  CallbackURLs: z.array(z.string()).default([]),
  LogoutURLs: z.array(z.string()).default([]),
  GenerateSecret: z.literal(false, { error: 'only public clients can sign in here' }).default(false),
});
const groupSchema = z.object({ GroupName: z.string(), Precedence: z.number().default(Number.MAX_SAFE_INTEGER) });
const keysSchema = z.object({ cookies: z.array(z.string()), jwk: z.record(z.string(), z.unknown()) });
interface Account {
  email: string;
  group: string;
}

const MOUNT = '/_local/oidc';
const INTERACTION = /^\/_local\/oidc\/interaction\/([\w-]+)$/;
const FORM_LIMIT_BYTES = 4096;

export interface SignIn {
  /** Takes the request when it is one of the provider's. */
  serve(request: IncomingMessage, response: ServerResponse): boolean;
  verify: VerifyJwt;
}

export function openSignIn(stack: Stack, dataDir: string): SignIn {
  const issuer = `${stack.url}${MOUNT}`;
  const keys = keptKeys(join(dataDir, 'sign-in.json'));
  const groups = stack
    .of('AWS::Cognito::UserPoolGroup')
    .map((group) => readProperties(groupSchema, group))
    .sort((a, b) => a.Precedence - b.Precedence || a.GroupName.localeCompare(b.GroupName))
    .map(({ GroupName }) => GroupName);
  const accounts = accountsMet(keys.cookies[0] ?? '');
  const provider = new Provider(issuer, configuration(stack, keys, accounts));
  const callback = provider.callback();
  const { kty, n, e, kid, alg } = keys.jwk as JsonWebKey & { kid: string; alg: string };
  const publicKeys = createLocalJWKSet({ keys: [{ kty: String(kty), n: String(n), e: String(e), kid, alg }] });

  async function interact(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { uid } = await provider.interactionDetails(request, response);
    if (request.method !== 'POST') return signInPage(response, uid, groups);
    const form = new URLSearchParams(await text(request));
    const account: Account = {
      email: form.get('email') || 'editor@rundbrief.example',
      group: form.get('group') ?? groups[0] ?? '',
    };
    await provider.interactionFinished(request, response, { login: { accountId: accounts.idOf(account) } });
  }

  return {
    serve(request, response) {
      const path = (request.url ?? '').split('?')[0] ?? '';
      if (path !== MOUNT && !path.startsWith(`${MOUNT}/`)) return false;
      if (INTERACTION.test(path)) {
        interact(request, response).catch(() =>
          response.writeHead(400, { 'content-type': 'text/plain' }).end('This sign-in has expired; begin again.\n'),
        );
        return true;
      }
      // The provider finds its own mount point by comparing these two.
      Object.assign(request, { originalUrl: request.url });
      request.url = request.url?.slice(MOUNT.length) || '/';
      void callback(request, response);
      return true;
    },
    async verify(token: string, { issuer: expected, audience }: JwtRule) {
      try {
        return (await jwtVerify(token, publicKeys, { issuer: expected, audience })).payload;
      } catch {
        return undefined;
      }
    },
  };
}

function configuration(stack: Stack, keys: z.infer<typeof keysSchema>, accounts: Accounts): Configuration {
  return {
    clients: stack.of('AWS::Cognito::UserPoolClient').map((resource) => {
      const { CallbackURLs, LogoutURLs } = readProperties(clientSchema, resource);
      return {
        client_id: resource.ref,
        redirect_uris: CallbackURLs,
        post_logout_redirect_uris: LogoutURLs,
        token_endpoint_auth_method: 'none',
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
      };
    }),
    adapter: sessionMemory(),
    jwks: { keys: [keys.jwk as unknown as JWK] },
    cookies: { keys: keys.cookies },
    conformIdTokenClaims: false,
    claims: {
      openid: ['sub', 'cognito:groups', 'cognito:username', 'token_use'],
      email: ['email', 'email_verified'],
      profile: ['name'],
    },
    scopes: ['openid', 'email', 'profile'],
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_, { uid }) => `${MOUNT}/interaction/${uid}` },
    issueRefreshToken: async () => true,
    ttl: {
      Session: 86_400,
      Interaction: 3600,
      Grant: 86_400,
      IdToken: 3600,
      AccessToken: 3600,
      AuthorizationCode: 60,
      RefreshToken: 86_400,
    },
    // Cognito asks nobody for consent to its own clients.
    async loadExistingGrant({ oidc }) {
      const grant = new oidc.provider.Grant({
        clientId: String(oidc.client?.clientId),
        accountId: String(oidc.session?.accountId),
      });
      grant.addOIDCScope('openid email profile');
      await grant.save();
      return grant;
    },
    findAccount: (_, id) => {
      const account = accounts.find(id);
      if (!account) return undefined;
      const { email, group } = account;
      const claims = {
        sub: id,
        email,
        email_verified: true,
        name: email,
        token_use: 'id',
        'cognito:username': email,
        'cognito:groups': group ? [group] : [],
      };
      return { accountId: id, claims: async () => claims };
    },
  };
}

interface Accounts {
  idOf(account: Account): string;
  find(id: string): Account | undefined;
}

/**
 * Who signed in since the start; nothing about people is kept on disk. Ids are as opaque as Cognito's, because they stand in
 * logs, and the same after a restart.
 */
function accountsMet(key: string): Accounts {
  const met = new Map<string, Account>();
  return {
    idOf(account) {
      const id = createHmac('sha256', key).update(JSON.stringify(account)).digest('base64url').slice(0, 22);
      met.set(id, account);
      return id;
    },
    find: (id) => met.get(id),
  };
}

/** Kept over restarts, or every restart would sign everybody out. */
function keptKeys(file: string): z.infer<typeof keysSchema> {
  if (existsSync(file)) return keysSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const jwk = {
    ...privateKey.export({ format: 'jwk' }),
    kid: randomBytes(8).toString('hex'),
    alg: 'RS256',
    use: 'sig',
  };
  const made = { cookies: [randomBytes(32).toString('hex')], jwk };
  writeFileWhole(file, JSON.stringify(made), 0o600);
  return made;
}

async function text(request: IncomingMessage): Promise<string> {
  let read = '';
  for await (const chunk of request) {
    read += String(chunk);
    if (read.length > FORM_LIMIT_BYTES) throw new Error('The form is too long');
  }
  return read;
}
