import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LocalRun, startLocal } from '../../lib/local/index.ts';
import { httpApi, ref, site, tinyAssembly } from './tiny-assembly.ts';

const issuer = { 'Fn::Join': ['', ['https://cognito-idp.', ref('AWS::Region'), '.amazonaws.com/', ref('Pool')]] };
const domain = { 'Fn::GetAtt': ['Distribution', 'DomainName'] };
const tiny = tinyAssembly({
  resources: {
    ...site(),
    ...httpApi('Me', ['GET /api/me'], { AuthorizationType: 'JWT', AuthorizerId: ref('Jwt') }),
    Pool: { Type: 'AWS::Cognito::UserPool' },
    Client: {
      Type: 'AWS::Cognito::UserPoolClient',
      Properties: {
        UserPoolId: ref('Pool'),
        CallbackURLs: [{ 'Fn::Join': ['', ['https://', domain, '/signed-in']] }],
        GenerateSecret: false,
      },
    },
    Editors: {
      Type: 'AWS::Cognito::UserPoolGroup',
      Properties: { UserPoolId: ref('Pool'), GroupName: 'editor', Precedence: 3 },
    },
    Admins: {
      Type: 'AWS::Cognito::UserPoolGroup',
      Properties: { UserPoolId: ref('Pool'), GroupName: 'admin', Precedence: 1 },
    },
    Jwt: {
      Type: 'AWS::ApiGatewayV2::Authorizer',
      Properties: {
        ApiId: ref('Api'),
        AuthorizerType: 'JWT',
        Name: 'jwt',
        IdentitySource: ['$request.header.Authorization'],
        JwtConfiguration: { Audience: [ref('Client')], Issuer: issuer },
      },
    },
  },
  functions: { Me: { code: 'export const handler = async (event) => event.requestContext.authorizer.jwt.claims;' } },
  outputs: {
    Client: { Value: ref('Client') },
    Issuer: { Value: issuer },
    Provider: { Value: { 'Fn::GetAtt': ['Pool', 'ProviderURL'] } },
  },
});

let run: LocalRun;
beforeAll(async () => {
  run = await startLocal({ assembly: tiny.assembly, port: 0, dataDir: tiny.dataDir, log: () => {} });
});
afterAll(async () => {
  await run?.stop();
  tiny.remove();
});

/** A browser without a screen: follows redirects on this machine and keeps cookies. */
function browser() {
  const jar = new Map<string, string>();
  return async (url: string, init: RequestInit = {}) => {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(new URL(url, run.url), {
      ...init,
      redirect: 'manual',
      headers: { ...init.headers, cookie },
    });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      jar.set(name, value);
    }
    return answer;
  };
}

const VERIFIER = 'a'.repeat(50);

async function signIn(form: Record<string, string>) {
  const visit = browser();
  const { authorization_endpoint, token_endpoint } = (await (
    await fetch(`${run.outputs.Issuer}/.well-known/openid-configuration`)
  ).json()) as Record<string, string>;
  const redirect_uri = `${run.url}/signed-in`;
  const query = new URLSearchParams({
    client_id: String(run.outputs.Client),
    response_type: 'code',
    scope: 'openid email',
    redirect_uri,
    state: 's',
    code_challenge_method: 'S256',
    code_challenge: createHash('sha256').update(VERIFIER).digest('base64url'),
  });
  let answer = await visit(`${authorization_endpoint}?${query}`);
  const page = await visit(String(answer.headers.get('location')));
  const action = /action="([^"]+)"/.exec(await page.text())?.[1] ?? '';
  answer = await visit(action, { method: 'POST', body: new URLSearchParams(form) });
  while (!answer.headers.get('location')?.startsWith(redirect_uri))
    answer = await visit(String(answer.headers.get('location')));
  const code = String(new URL(String(answer.headers.get('location'))).searchParams.get('code'));
  const tokens = await fetch(String(token_endpoint), {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      code,
      redirect_uri,
      client_id: String(run.outputs.Client),
      code_verifier: VERIFIER,
    }),
  });
  return (await tokens.json()) as { id_token: string };
}

describe('signing in', () => {
  it('gives an id token with Cognito’s claims, which the API’s authorizer accepts', async () => {
    const { id_token } = await signIn({ email: 'Editor@rundbrief.example' });
    const me = await fetch(`${run.url}/api/me`, { headers: { authorization: `Bearer ${id_token}` } });
    expect(await me.json()).toMatchObject({
      email: 'Editor@rundbrief.example',
      'cognito:groups': '[admin]',
      token_use: 'id',
      aud: run.outputs.Client,
      iss: run.outputs.Issuer,
    });
  });

  it('gives the group that was chosen', async () => {
    const { id_token } = await signIn({ email: 'b@rundbrief.example', group: 'editor' });
    const me = await fetch(`${run.url}/api/me`, { headers: { authorization: id_token } });
    expect(await me.json()).toMatchObject({ 'cognito:groups': '[editor]' });
  });

  it('names people by a subject that says nothing of them, each time the same', async () => {
    const subjectOf = async (email: string) => {
      const [, claims = ''] = (await signIn({ email })).id_token.split('.');
      return (JSON.parse(Buffer.from(claims, 'base64url').toString()) as { sub: string }).sub;
    };
    const subject = await subjectOf('ada@rundbrief.example');
    expect(subject).toMatch(/^[\w-]{22}$/);
    expect(Buffer.from(subject, 'base64url').toString('latin1')).not.toMatch(/ada|@/);
    expect(await subjectOf('ada@rundbrief.example')).toBe(subject);
    expect(await subjectOf('bob@rundbrief.example')).not.toBe(subject);
  });

  it.each([{ token: '' }, { token: 'Bearer x.y.z' }])('is demanded of "$token"', async ({ token }) => {
    const answer = await fetch(`${run.url}/api/me`, { headers: { authorization: token } });
    expect([answer.status, await answer.json()]).toEqual([401, { message: 'Unauthorized' }]);
  });

  it('has one issuer, whichever way the template names it', () => {
    expect(run.outputs.Issuer).toBe(`${run.url}/_local/oidc`);
    expect(run.outputs.Provider).toBe(run.outputs.Issuer);
  });
});
