import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type ConsoleUnderTest, startConsole } from './console-under-test.ts';
import type { EditorBrowser } from './editor-browser.ts';
import { anArticle, anEdition, aReport, aSource, at, Rooms } from './fake-rooms.ts';

let site: ConsoleUnderTest;
let editor: EditorBrowser;
beforeAll(async () => {
  site = await startConsole();
  editor = await site.signedIn();
});
afterAll(() => site.stop());
beforeEach(() => {
  Object.assign(site.rooms, new Rooms());
});

const textOf = async (path: string) => (await editor.look(path)).text();
const hash = anEdition().contentHash;

describe('the console', () => {
  it.each([
    '/console',
    '/console/',
    '/console/publications/ruhr',
    '/console/publications/ruhr/add-source',
    '/console/publications/ruhr/explorations/exploration-1',
    '/console/publications/ruhr/sources/news',
    '/console/publications/ruhr/sources/news/rules',
    '/console/publications/ruhr/sources/news/remove',
    '/console/publications/ruhr/sources/cms/keys',
    '/console/publications/ruhr/sources/cms/keys/renew',
    '/console/publications/ruhr/import',
    '/console/publications/ruhr/write',
    '/console/publications/ruhr/articles/01j0000000aaaaaaaaaa/event',
    '/console/publications/ruhr/articles/01j0000000aaaaaaaaaa/withdraw',
    '/console/publications/ruhr/sources.opml',
    '/console/editions/ruhr-12',
    '/console/editions/ruhr-12/report',
    '/console/editions/ruhr-12/preview',
    '/console/nowhere',
  ])('shows nothing of %s to strangers', async (path) => {
    const answer = await site.browser().look(path);
    expect([answer.status, answer.headers.get('location')?.startsWith('/console/sign-in?to=')]).toEqual([303, true]);
  });

  it.each([
    '/console',
    '/console/publications/ruhr',
    '/console/publications/ruhr/add-source',
    '/console/publications/ruhr/sources/news',
    '/console/publications/ruhr/sources/news/rules',
    '/console/publications/ruhr/sources/news/remove',
    '/console/publications/ruhr/sources/cms/keys',
    '/console/publications/ruhr/sources/cms/keys/renew',
    '/console/publications/ruhr/import',
    '/console/publications/ruhr/write',
    '/console/publications/ruhr/articles/01j0000000aaaaaaaaaa/event',
    '/console/publications/ruhr/articles/01j0000000aaaaaaaaaa/withdraw',
    '/console/editions/ruhr-12',
    '/console/editions/ruhr-12/send',
    '/console/signed-out',
    '/console/nowhere',
  ])('lets no script run and nobody frame %s', async (path) => {
    site.rooms.sources.push(aSource({ id: 'cms', kind: 'push' }));
    const answer = await editor.look(path);
    const policy = answer.headers.get('content-security-policy') ?? '';
    expect(policy).toMatch(/default-src 'none'/);
    expect(policy).toMatch(/frame-ancestors 'none'/);
    expect(policy).not.toMatch(/unsafe|script-src/);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const html = await answer.text();
    expect(html).toMatch(/^<!doctype html><html lang="en"/);
    expect(html).not.toMatch(/<script|<style| style=| on\w+=/);
  });

  it('serves its style sheets for ever, to everyone', async () => {
    const [, path = ''] = /href="(\/console\/assets\/pico\.[0-9a-f]{16}\.css)"/.exec(await textOf('/console')) ?? [];
    const answer = await site.browser().look(path);
    expect(answer.headers.get('content-type')).toBe('text/css; charset=utf-8');
    expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(await answer.text()).toContain('--pico-');
  });

  it('speaks the language of the browser', async () => {
    const german = await site.signedIn({ 'accept-language': 'en;q=0.5, de-AT, de;q=0.9' });
    expect(await (await german.look('/console')).text()).toMatch(/lang="de".*<h1>Publikationen/s);
    expect(await textOf('/console')).toContain('<h1>Publications');
  });

  it.each([
    { path: '/console/publications/nowhere' },
    { path: '/console/publications/%00' },
    { path: '/console/editions/ruhr-99' },
    { path: '/console/nowhere' },
  ])('says when there is no $path', async ({ path }) => {
    const answer = await editor.look(path);
    expect(answer.status).toBe(404);
    expect(await answer.text()).toContain('There is no such thing here');
  });

  it('says nothing of what broke', async () => {
    site.rooms.editions = null as unknown as [];
    const answer = await editor.look('/console/editions/ruhr-12');
    expect(answer.status).toBe(500);
    expect(await answer.text()).not.toMatch(/null|TypeError|find/);
  });
});

describe('a form from somewhere else', () => {
  it.each([
    { from: 'another site', headers: { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' } },
    { from: 'a site next door', headers: { 'sec-fetch-site': 'same-site', origin: 'https://evil.example' } },
    {
      from: 'another site in an old browser',
      headers: { 'sec-fetch-site': undefined, origin: 'https://evil.example' },
    },
    { from: 'nowhere', headers: { 'sec-fetch-site': undefined, origin: undefined } },
    { from: 'an address bar', headers: { 'sec-fetch-site': 'none', origin: undefined } },
  ])('is refused: $from', async ({ headers }) => {
    for (const path of [
      '/console/editions/ruhr-12/send',
      '/console/publications/ruhr/compose',
      '/console/publications/ruhr/explorations',
      '/console/publications/ruhr/sources',
      '/console/publications/ruhr/sources/news/settings',
      '/console/publications/ruhr/sources/news/remove',
      '/console/publications/ruhr/sources/news/rules',
      '/console/publications/ruhr/import',
      '/console/publications/ruhr/write',
      '/console/publications/ruhr/articles/01j0000000aaaaaaaaaa/withdraw',
      '/console/sign-out',
    ]) {
      const given = Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined)) as Record<
        string,
        string
      >;
      const cookie = [...editor.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
      const answer = await fetch(site.url + path, {
        method: 'POST',
        redirect: 'manual',
        body: new URLSearchParams({ contentHash: hash }),
        headers: { ...given, cookie },
      });
      expect(answer.status).toBe(403);
    }
    expect(site.rooms.asked).toEqual([]);
  });

  it('is taken from our own page, also in an old browser', async () => {
    const cookie = [...editor.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(`${site.url}/console/publications/ruhr/compose`, {
      method: 'POST',
      redirect: 'manual',
      headers: { cookie, origin: site.url },
    });
    expect(answer.status).toBe(303);
  });
});

describe('a publication', () => {
  it('shows what came in, from where, and what was made of it', async () => {
    site.rooms.sources.push(
      aSource({
        id: 'dead',
        title: 'Altes',
        status: 'stopped',
        fetchState: { failures: 3, lastError: 'The server answered 410 Gone' },
      }),
    );
    site.rooms.articles.push(
      anArticle({
        id: 'b',
        title: '<script>alert(1)</script>',
        url: undefined,
        topics: [],
        event: { startsAt: at('2026-04-01T16:00:00Z'), allDay: false, place: 'Halle 3, Essen', online: false },
      }),
    );
    site.rooms.runs.push({
      requestId: 'r',
      publicationId: 'ruhr',
      at: at('2026-03-02T06:00:00Z'),
      outcome: { kind: 'skipped', reason: 'nothing new' },
    });
    const html = await textOf('/console/publications/ruhr');
    for (const expected of [
      'Übergänge „auf Augenhöhe“ gestalten',
      '3 new, 17 known',
      '3 polls failed in a row: The server answered 410 Gone',
      'skipped: nothing new',
      'Schule &amp; Unterricht',
      'Halle 3, Essen',
      'every Monday at 07:30',
      `${site.url}/subscribe/ruhr`,
      '&lt;script&gt;alert(1)&lt;/script&gt;',
    ]) {
      expect(html).toContain(expected);
    }
    expect(html).not.toContain('http-equiv="refresh"');
  });

  it('polls a source when asked, and shows when it is done', async () => {
    const asked = await editor.submit('/console/publications/ruhr/sources/news/poll');
    expect(asked.status).toBe(303);
    expect(site.rooms.asked).toEqual([{ poll: 'news' }]);
    const way = asked.headers.get('location') ?? '';
    site.rooms.sources = [aSource()];
    const waiting = await textOf(way);
    expect(waiting).toContain('being polled …');
    expect(waiting).toContain('http-equiv="refresh" content="3"');
    site.rooms.sources = [aSource({ fetchState: { failures: 0, lastResult: '1 new, 0 known', lastPollId: 'poll-1' } })];
    const done = await textOf(way);
    expect(done).toContain('1 new, 0 known');
    expect(done).not.toContain('http-equiv="refresh"');
  });

  it('takes a source up again that is held, and polls it', async () => {
    site.rooms.sources = [
      aSource({ status: 'held', nextRunAt: undefined, fetchState: { failures: 0, lastError: '18 of 20 look new' } }),
    ];
    const html = await textOf('/console/publications/ruhr');
    expect(html).toContain('18 of 20 look new');
    expect(html).not.toContain('/sources/news/poll"');
    expect((await editor.submit('/console/publications/ruhr/sources/news/resume')).status).toBe(303);
    expect(site.rooms.asked).toEqual([{ poll: 'news' }]);
    expect(site.rooms.sources[0]).toMatchObject({ status: 'active', fetchState: { failures: 0 } });
    expect(site.rooms.sources[0]?.nextRunAt).toBeDefined();
  });

  it('composes when asked, and shows what became of it', async () => {
    const asked = await editor.submit('/console/publications/ruhr/compose', { digest: 'woche' });
    expect(site.rooms.asked).toEqual([{ edition: { publicationId: 'ruhr', digestId: 'woche' } }]);
    const way = asked.headers.get('location') ?? '';
    expect(await textOf(way)).toMatch(/http-equiv="refresh".*The edition is being composed/s);
    site.rooms.runs.push({
      requestId: 'request-1',
      publicationId: 'ruhr',
      at: new Date(),
      outcome: { kind: 'composed', editionId: 'ruhr-13', number: 13, articles: 4 },
    });
    const done = await textOf(way);
    expect(done).toContain('Edition 13 with 4 articles');
    expect(done).not.toContain('http-equiv="refresh"');
  });

  it('stops reloading when nothing comes for two minutes', async () => {
    const html = await textOf(`/console/publications/ruhr?composing=request-9&at=${Date.now() - 121_000}`);
    expect(html).toContain('This takes longer than usual.');
    expect(html).not.toContain('http-equiv="refresh"');
  });

  it('refuses a source or digest that is not there', async () => {
    expect((await editor.submit('/console/publications/ruhr/sources/nope/poll')).status).toBe(404);
    expect((await editor.submit('/console/publications/ruhr/compose', { digest: 'nope' })).status).toBe(404);
    expect(site.rooms.asked).toEqual([]);
  });
});

describe('an edition', () => {
  it('is previewed in a frame that can do nothing, under a policy of its own', async () => {
    const html = await textOf('/console/editions/ruhr-12');
    expect(html).toContain('<iframe class="preview" sandbox="" src="/console/editions/ruhr-12/preview"');
    const preview = await editor.look('/console/editions/ruhr-12/preview');
    expect(preview.headers.get('content-security-policy')).toMatch(
      /^default-src 'none'.*frame-ancestors 'self'.*sandbox/,
    );
    expect(preview.headers.get('x-frame-options')).not.toBe('DENY');
    expect(preview.headers.get('cache-control')).toBe('no-store');
    expect(await preview.text()).toContain(anEdition().subject);
  });

  it('says how many of its articles stand by their headline only', async () => {
    expect(await textOf('/console/editions/ruhr-12')).not.toContain('headline only');
    site.rooms.editions = site.rooms.editions.map((edition) => ({ ...edition, shortened: 11 }));
    const html = await textOf('/console/editions/ruhr-12');
    expect(html).toContain('11 of them by headline only, with a link to the archive page');
  });

  it('is sent after a step that names the audience and the content', async () => {
    const step = await textOf('/console/editions/ruhr-12/send');
    expect(step).toContain(hash);
    expect(step).toContain('Everyone whose subscription to “Bildungsnetz Ruhr” is confirmed');
    expect(step).toContain('at least one of these: Schule &amp; Unterricht.');
    expect(site.rooms.asked).toEqual([]);
    const sent = await editor.submit('/console/editions/ruhr-12/send', { contentHash: hash });
    expect([sent.status, sent.headers.get('location')]).toEqual([303, '/console/editions/ruhr-12/report']);
    expect(site.rooms.asked).toEqual([{ send: { editionId: 'ruhr-12', contentHash: hash } }]);
  });

  it.each([{ contentHash: 'of yesterday' }, {}])('is not sent when it is not what was confirmed: %o', async (form) => {
    const refused = await editor.submit('/console/editions/ruhr-12/send', form as Record<string, string>);
    expect(refused.status).toBe(409);
    expect(await refused.text()).toContain('The edition has changed since you confirmed it.');
    expect(site.rooms.asked).toEqual([]);
  });

  it('is sent by publishers and admins, not by editors', async () => {
    site.issuer.claims = { sub: 'person-2', 'cognito:groups': ['editor'] };
    const composer = await site.signedIn();
    expect(await (await composer.look('/console/editions/ruhr-12')).text()).not.toContain(
      '/console/editions/ruhr-12/send',
    );
    expect((await composer.look('/console/editions/ruhr-12/send')).status).toBe(403);
    expect((await composer.submit('/console/editions/ruhr-12/send', { contentHash: hash })).status).toBe(403);
    expect(site.rooms.asked).toEqual([]);
    expect((await composer.submit('/console/publications/ruhr/compose')).status).toBe(303);
  });
});

describe('the report', () => {
  it('waits for the campaign to begin', async () => {
    expect(await textOf('/console/editions/ruhr-12/report')).toMatch(
      /http-equiv="refresh" content="5".*about to begin/s,
    );
  });

  it.each([
    { status: 'planning', moves: true },
    { status: 'sending', moves: true },
    { status: 'paused', moves: false },
    { status: 'closed', moves: false },
    { status: 'cancelled', moves: false },
  ] as const)('reloads while it moves: $status → $moves', async ({ status, moves }) => {
    site.rooms.reports.set(
      'ruhr-12',
      aReport({ status, pausedBecause: status === 'paused' ? 'SES paused the account' : undefined }),
    );
    const html = await textOf('/console/editions/ruhr-12/report');
    expect(html.includes('http-equiv="refresh"')).toBe(moves);
    expect(html.includes('SES paused the account')).toBe(status === 'paused');
  });

  it('says why an edition waits, and until when by the clock of its publication', async () => {
    const pausedUntil = at('2026-11-03T05:00:00Z');
    const waits = { pausedBecause: 'Nothing is sent between 22:00 and 06:00', pausedUntil };
    site.rooms.reports.set('ruhr-12', aReport({ status: 'paused', ...waits }));
    const html = await textOf('/console/editions/ruhr-12/report');
    expect(html).toContain('Nothing is sent between 22:00 and 06:00. It goes on by itself, at the latest: ');
    expect(html).toMatch(/at the latest: [^<]*6:00/);
  });

  it('shows the equation, each number with its name', async () => {
    site.rooms.reports.set('ruhr-12', aReport());
    const html = await textOf('/console/editions/ruhr-12/report');
    const equation = /<p class="equation">(.*?)<\/p>/s
      .exec(html)?.[1]
      ?.replaceAll(/<[^>]+>/g, ' ')
      .replaceAll(/\s+/g, ' ')
      .trim();
    expect(equation).toBe('1,204 audience = 1,200 accepted + 2 skipped + 1 failed + 1 held');
    expect(html).toContain('The equation holds.');
  });

  it('never claims that it holds when it does not', async () => {
    site.rooms.reports.set('ruhr-12', aReport({ accepted: 1199, unknown: 1, status: 'closed' }));
    const html = await textOf('/console/editions/ruhr-12/report');
    expect(html).not.toContain('The equation holds.');
    expect(html).toMatch(/<strong>1<\/strong> <small>unknown/);
  });
});
