import { createHash, randomUUID } from 'node:crypto';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { type Served, serve } from './serve.ts';

interface Attempt {
  nonce: string;
  challenge: string;
  redirectUri: string;
}

/** An OpenID provider that signs everyone in who comes by, and checks what a real one checks. */
export class FakeIssuer {
  url = '';
  /** What the next id token says of the person; a test may say something wrong. */
  claims: Record<string, unknown> = { sub: 'person-1', email: 'eva@editors.example', 'cognito:groups': ['admin'] };
  tokenLife = '5 minutes';
  /** Of the requests to sign in, as they came. */
  seen: URLSearchParams[] = [];
  private readonly attempts = new Map<string, Attempt>();
  private readonly keys = generateKeyPair('RS256');
  private server: Served | undefined;

  async start(): Promise<this> {
    this.server = await serve((url) => {
      this.url = url;
      return { fetch: (request) => this.answer(request) };
    });
    return this;
  }

  async stop(): Promise<void> {
    await this.server?.stop();
  }

  private async answer(request: Request): Promise<Response> {
    const { pathname, searchParams } = new URL(request.url);
    if (pathname === '/.well-known/openid-configuration') return Response.json(this.configuration());
    if (pathname === '/authorize') return this.authorize(searchParams);
    if (pathname === '/token') return this.redeem(new URLSearchParams(await request.text()));
    if (pathname === '/jwks') {
      return Response.json({ keys: [{ ...(await exportJWK((await this.keys).publicKey)), kid: 'k1', alg: 'RS256' }] });
    }
    return new Response('', { status: 404 });
  }

  private configuration() {
    return {
      issuer: this.url,
      authorization_endpoint: `${this.url}/authorize`,
      token_endpoint: `${this.url}/token`,
      jwks_uri: `${this.url}/jwks`,
    };
  }

  private authorize(query: URLSearchParams): Response {
    this.seen.push(query);
    if (query.get('client_id') !== 'console' || query.get('code_challenge_method') !== 'S256') {
      return new Response('no such client', { status: 400 });
    }
    const code = randomUUID();
    const redirectUri = query.get('redirect_uri') ?? '';
    this.attempts.set(code, {
      redirectUri,
      nonce: query.get('nonce') ?? '',
      challenge: query.get('code_challenge') ?? '',
    });
    const back = new URLSearchParams({ code, state: query.get('state') ?? '' });
    return new Response(null, { status: 302, headers: { location: `${redirectUri}?${back}` } });
  }

  private async redeem(form: URLSearchParams): Promise<Response> {
    const attempt = this.attempts.get(form.get('code') ?? '');
    // A code is good once.
    this.attempts.delete(form.get('code') ?? '');
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    if (attempt?.challenge !== challenge || attempt.redirectUri !== form.get('redirect_uri')) {
      return Response.json({ error: 'invalid_grant' }, { status: 400 });
    }
    const idToken = await new SignJWT({ nonce: attempt.nonce, ...this.claims })
      .setProtectedHeader({ alg: 'RS256', kid: 'k1' })
      .setIssuer((this.claims.iss as string) ?? this.url)
      .setAudience((this.claims.aud as string) ?? 'console')
      .setIssuedAt()
      .setExpirationTime(this.tokenLife)
      .sign((await this.keys).privateKey);
    return Response.json({ id_token: idToken, access_token: 'opaque', token_type: 'Bearer' });
  }
}
