import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { wayBack } from '../../lambdas/console/sign-in.ts';
import { type ConsoleUnderTest, startConsole } from './console-under-test.ts';

let site: ConsoleUnderTest;
beforeAll(async () => {
  site = await startConsole();
});
afterAll(() => site.stop());
beforeEach(() => {
  site.clock.aheadMs = 0;
  site.issuer.claims = { sub: 'person-1', email: 'eva@editors.example', 'cognito:groups': ['admin'] };
});

describe('signing in', () => {
  it('leads to the provider and back to the page that was asked for', async () => {
    const browser = site.browser();
    const page = await browser.open('/console/publications/ruhr');
    expect([page.status, page.url]).toEqual([200, `${site.url}/console/publications/ruhr`]);
    expect(await page.text()).toContain('eva@editors.example');
    const asked = site.issuer.seen.at(-1);
    expect(Object.fromEntries(asked ?? [])).toMatchObject({
      response_type: 'code',
      client_id: 'console',
      scope: 'openid email',
      redirect_uri: `${site.url}/console/signed-in`,
      code_challenge_method: 'S256',
    });
  });

  it('keeps the session where no script and no other site can use it', async () => {
    const { set } = await site.signedIn();
    const line = set.find((one) => one.startsWith('rundbrief_session='));
    expect(line).toMatch(/; Max-Age=28800; Path=\/console; HttpOnly; SameSite=Lax$/);
  });

  it('lasts eight hours', async () => {
    const browser = await site.signedIn();
    site.clock.aheadMs = 8 * 3600_000 - 60_000;
    expect((await browser.look('/console')).status).toBe(200);
    site.clock.aheadMs = 8 * 3600_000 + 1_000;
    expect((await browser.look('/console')).headers.get('location')).toBe('/console/sign-in?to=%2Fconsole');
  });

  it('ends when the editor signs out, and asks the provider to ask again', async () => {
    const browser = await site.signedIn();
    const left = await browser.submit('/console/sign-out');
    expect([left.status, left.headers.get('location')]).toEqual([303, '/console/signed-out']);
    expect(await (await browser.look('/console/signed-out')).text()).toContain('You are signed out');
    expect((await browser.look('/console')).status).toBe(303);
    await browser.open('/console');
    expect(site.issuer.seen.at(-1)?.get('prompt')).toBe('login');
  });

  it('gives nobody a page who was given no role', async () => {
    site.issuer.claims = { sub: 'guest', 'cognito:groups': ['readers'] };
    const page = await site.browser().open('/console/publications/ruhr');
    expect(page.status).toBe(403);
    const text = await page.text();
    expect(text).toContain('Your account has no role here yet');
    expect(text).not.toContain('Bildungsnetz');
  });
});

describe('a sign-in that does not hold', () => {
  it.each([
    { what: 'a token for another client', claims: { sub: 'x', aud: 'somebody-else' }, status: 403 },
    { what: 'a token of another provider', claims: { sub: 'x', iss: 'https://evil.example' }, status: 403 },
    { what: 'a token of another sign-in', claims: { sub: 'x', nonce: 'replayed' }, status: 403 },
    { what: 'a token without a person', claims: {}, status: 403 },
  ])('is refused: $what', async ({ claims, status }) => {
    site.issuer.claims = claims;
    const browser = site.browser();
    const page = await browser.open('/console');
    expect(page.status).toBe(status);
    expect(browser.cookies.has('rundbrief_session')).toBe(false);
    expect(await page.text()).toContain('Sign in again');
  });

  it('is refused: an expired token', async () => {
    site.issuer.tokenLife = '-2 minutes';
    const browser = site.browser();
    expect((await browser.open('/console')).status).toBe(403);
    expect(browser.cookies.has('rundbrief_session')).toBe(false);
    site.issuer.tokenLife = '5 minutes';
  });

  it.each([
    { what: 'another state', change: (url: URL) => url.searchParams.set('state', 'forged'), status: 410 },
    { what: 'no state', change: (url: URL) => url.searchParams.delete('state'), status: 410 },
    { what: 'another code', change: (url: URL) => url.searchParams.set('code', 'forged'), status: 410 },
    { what: 'no code', change: (url: URL) => url.searchParams.delete('code'), status: 403 },
    { what: 'a refusal', change: (url: URL) => url.searchParams.set('error', 'access_denied'), status: 403 },
  ])('is refused when the browser comes back with $what', async ({ change, status }) => {
    const browser = site.browser();
    const start = await browser.look('/console/sign-in');
    const atProvider = await fetch(start.headers.get('location') ?? '', { redirect: 'manual' });
    const back = new URL(atProvider.headers.get('location') ?? '');
    change(back);
    expect((await browser.look(back.pathname + back.search)).status).toBe(status);
    expect(browser.cookies.has('rundbrief_session')).toBe(false);
  });

  it('is refused in another browser, and when it is tried twice', async () => {
    const browser = site.browser();
    await browser.open('/console');
    const back = new URL(browser.visited.find((url) => url.includes('/console/signed-in')) ?? '');
    expect((await site.browser().look(back.pathname + back.search)).status).toBe(410);
    expect((await browser.look(back.pathname + back.search)).status).toBe(410);
  });

  it('is refused when the way took longer than ten minutes', async () => {
    const browser = site.browser();
    const start = await browser.look('/console/sign-in');
    site.clock.aheadMs = 10 * 60_000 + 1_000;
    const atProvider = await fetch(start.headers.get('location') ?? '', { redirect: 'manual' });
    const back = new URL(atProvider.headers.get('location') ?? '');
    expect((await browser.look(back.pathname + back.search)).status).toBe(410);
  });

  it('never takes the cookie of a sign-in for a session', async () => {
    const browser = site.browser();
    await browser.look('/console/sign-in');
    browser.cookies.set('rundbrief_session', browser.cookies.get('rundbrief_sign_in') ?? '');
    expect((await browser.look('/console')).status).toBe(303);
  });
});

describe('a provider that is not there', () => {
  it('is said in plain words, and is asked again next time', async () => {
    const alone = await startConsole();
    await alone.issuer.stop();
    const page = await alone.browser({ 'accept-language': 'de' }).open('/console');
    expect(page.status).toBe(503);
    expect(await page.text()).toContain('Der Anmeldedienst antwortet gerade nicht.');
    await alone.stop().catch(() => {});
  });
});

describe('the way back after signing in', () => {
  it.each([
    { to: '/console/editions/ruhr-12', way: '/console/editions/ruhr-12' },
    { to: undefined, way: '/console' },
    { to: 'https://evil.example/', way: '/console' },
    { to: '//evil.example/console', way: '/console' },
    { to: '/console//evil.example', way: '/console' },
    { to: '/console/../../evil', way: '/console' },
    { to: '/console\\evil', way: '/console' },
    { to: '/consolation', way: '/console' },
  ])('$to leads to $way', ({ to, way }) => expect(wayBack(to)).toBe(way));
});
