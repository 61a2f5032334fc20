import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { apiApp } from '../../lambdas/console/api.ts';
import { feedAddresses } from '../../lambdas/syndicate/index.ts';
import { anArticle, anEdition, aPublication, aReport, aSource, at, Rooms, TOKEN } from './fake-rooms.ts';
import { type Ended, runCli } from './run-cli.ts';
import { type Served, serve } from './serve.ts';

let rooms: Rooms;
let server: Served;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rundbrief-cli-'));
});
afterAll(() => rm(folder, { recursive: true }));
beforeEach(async () => {
  rooms = new Rooms();
  server = await serve(apiApp(rooms.deps()));
});
afterEach(() => server.stop());

const cli = (args: string[], env: Record<string, string> = { RUNDBRIEF_URL: server.url, RUNDBRIEF_TOKEN: TOKEN }) =>
  runCli(args, { cwd: folder, env });

const jsonOf = ({ stdout }: Ended): unknown => JSON.parse(stdout);

describe('which Rundbrief the command line talks to', () => {
  it('is the local run, found by the file it wrote', async () => {
    await mkdir(join(folder, '.rundbrief'), { recursive: true });
    await writeFile(join(folder, '.rundbrief', 'cli.json'), JSON.stringify({ url: server.url, token: TOKEN }));
    expect(await cli(['publications', 'list'], {})).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('Bildungsnetz Ruhr'),
    });
  });

  it('is another data folder when it is named', async () => {
    await mkdir(join(folder, 'elsewhere'), { recursive: true });
    await writeFile(join(folder, 'elsewhere', 'cli.json'), JSON.stringify({ url: `${server.url}/`, token: TOKEN }));
    expect(await cli(['publications', 'list', '--data', 'elsewhere'], {})).toMatchObject({ code: 0 });
  });

  it('never gets the token of the local run when it is another one', async () => {
    const seen: (string | null)[] = [];
    const stranger = await serve({
      fetch: (request: Request) => {
        seen.push(request.headers.get('authorization'));
        return new Response('hello', { status: 404 });
      },
    });
    await writeFile(join(folder, 'cli.json'), JSON.stringify({ url: server.url, token: TOKEN }));
    const ended = await cli(['publications', 'list', '--data', '.', '--url', stranger.url], {});
    expect(ended).toMatchObject({
      code: 1,
      stdout: '',
      stderr: `What answers at ${stranger.url} is no Rundbrief of this version\n`,
    });
    expect(seen).toEqual([null]);
    await stranger.stop();
  });

  it('is said to be missing when nothing answers', async () => {
    const env = { RUNDBRIEF_URL: 'http://127.0.0.1:9', RUNDBRIEF_TOKEN: TOKEN };
    expect(await cli(['articles', 'list', '--publication', 'ruhr', '--json'], env)).toEqual({
      code: 1,
      stdout: '',
      stderr: 'No Rundbrief answers at http://127.0.0.1:9. Start it with: npm start\n',
    });
  });

  it('says when it does not accept the token', async () => {
    const ended = await cli(['publications', 'list', '--token', 'wrong']);
    expect(ended).toMatchObject({ code: 1, stderr: expect.stringContaining('does not accept this token') });
    expect(ended.stderr.trim().split('\n')).toHaveLength(1);
  });
});

describe('a command line that makes no sense', () => {
  it.each([
    { args: [] },
    { args: ['frobnicate'] },
    { args: ['sources', 'list'] },
    { args: ['sources', 'add', '--publication', 'ruhr'] },
    { args: ['articles', 'list', '--publication', 'ruhr', '--limit', '0'] },
    { args: ['editions', 'preview', 'ruhr-12', '--format', 'pdf'] },
    { args: ['editions', 'send', 'ruhr-12', 'ruhr-13'] },
    { args: ['parse'] },
    { args: ['parse', 'a.xml', '--base', 'nowhere'] },
  ])('ends with exit code 2: $args', async ({ args }) => {
    const ended = await cli(args);
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    expect(ended.stderr).not.toMatch(/\n\s+at /);
  });

  it('is explained with exit code 0 when help is asked for', async () => {
    expect(await cli(['editions', 'send', '--help'])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('--wait'),
    });
  });
});

describe('publications', () => {
  it('are created from a file and listed', async () => {
    await writeFile(join(folder, 'courier.yaml'), 'id: courier\ntitle: The Courier\n');
    expect(jsonOf(await cli(['publications', 'apply', 'courier.yaml', '--json']))).toEqual({
      id: 'courier',
      created: true,
    });
    const listed = jsonOf(await cli(['publications', 'list', '--json'])) as { id: string }[];
    expect(listed.map(({ id }) => id)).toEqual(['ruhr', 'courier']);
  });

  it('are refused by the line of the file that is wrong', async () => {
    await writeFile(join(folder, 'broken.yaml'), 'id: ruhr\nbroken\n');
    expect(await cli(['publications', 'apply', 'broken.yaml'])).toEqual({
      code: 1,
      stdout: '',
      stderr: 'broken.yaml: The publication file has 1 problem\n  line 3, column 5: timeZone: "Mars" is no time zone\n',
    });
  });

  it('say when there is no such file', async () => {
    expect(await cli(['publications', 'apply', 'missing.yaml'])).toMatchObject({
      code: 1,
      stderr: 'missing.yaml cannot be read: ENOENT\n',
    });
  });
});

describe('sources', () => {
  it('are added and polled, with what the poll brought', async () => {
    const added = jsonOf(
      await cli([
        'sources',
        'add',
        'https://a.example/feed',
        '--publication',
        'ruhr',
        '--topics',
        'schule, ',
        '--json',
      ]),
    );
    expect(added).toMatchObject({ id: 's1', url: 'https://a.example/feed', topics: ['schule'] });
    const polled = await cli(['sources', 'poll', '--publication', 'ruhr', '--wait', '--json']);
    expect(polled.code).toBe(0);
    expect(jsonOf(polled)).toEqual([
      expect.objectContaining({ source: 'news', ok: true, result: '1 new, 0 known' }),
      expect.objectContaining({ source: 's1', ok: true, result: '1 new, 0 known' }),
    ]);
  });

  it('end with exit code 1 when one of them failed, and say why', async () => {
    rooms.pollOutcome = { failures: 1, lastError: 'The server answered 404 Not Found' };
    const polled = await cli(['sources', 'poll', 'news', '--publication', 'ruhr', '--wait']);
    expect(polled).toMatchObject({ code: 1, stdout: 'Aktuelles: failed: The server answered 404 Not Found\n' });
    expect(polled.stderr).toBe('1 of 1 sources could not be read\n');
  });

  it('do not wait unless told so', async () => {
    expect(jsonOf(await cli(['sources', 'poll', 'news', '--publication', 'ruhr', '--json']))).toEqual([
      { source: 'news', pollId: 'poll-1' },
    ]);
  });

  it('are listed with their state', async () => {
    rooms.sources.push(
      aSource({ id: 'dead', title: 'Altes', status: 'stopped', fetchState: { failures: 3, lastError: 'gone' } }),
    );
    const { stdout } = await cli(['sources', 'list', '--publication', 'ruhr']);
    expect(stdout).toMatch(/news +active .* Aktuelles +3 new, 17 known\n/);
    expect(stdout).toMatch(/dead +stopped .* Altes +failed: gone\n/);
  });

  it.each([
    ['sources', 'list'],
    ['articles', 'list'],
    ['feeds', 'build'],
    ['editions', 'compose'],
    ['subscribers', 'list'],
  ])('and all else say when there is no such publication: %s %s', async (...verb) => {
    expect(await cli([...verb, '--publication', '../ruhr', '--json'])).toEqual({
      code: 1,
      stdout: '',
      stderr: 'There is no publication "../ruhr"\n',
    });
  });
});

describe('an id', () => {
  it.each(['..', '.', ''])('is never "%s", which would ask for something else', async (id) => {
    expect(await cli(['editions', 'report', id])).toMatchObject({ code: 1, stdout: '', stderr: `"${id}" is no id\n` });
  });
});

describe('articles', () => {
  it('are an array of JSON, umlauts and all', async () => {
    const articles = jsonOf(await cli(['articles', 'list', '--publication', 'ruhr', '--json']));
    expect(articles).toEqual([expect.objectContaining({ title: 'Übergänge „auf Augenhöhe“ gestalten' })]);
  });

  it('are marked when they went out already', async () => {
    const [item] = anEdition().items;
    if (!item) throw new Error('The sample has no items');
    rooms.articles = ['old', 'new'].map((id) => anArticle({ id, title: `Der Artikel ${id}` }));
    rooms.editions = [anEdition({ status: 'sent', frozenAt: new Date(), items: [{ ...item, articleId: 'old' }] })];
    const { stdout } = await cli(['articles', 'list', '--publication', 'ruhr']);
    expect(stdout).toMatch(/^old .* {2}went out in ruhr-12 {2}Der Artikel old$/m);
    expect(stdout).toMatch(/^new .* {2}- +Der Artikel new$/m);
  });

  it('are limited', async () => {
    rooms.articles = Array.from({ length: 5 }, (_, at) => anArticle({ id: `article-${at}` }));
    expect(jsonOf(await cli(['articles', 'list', '--publication', 'ruhr', '--limit', '2', '--json']))).toHaveLength(2);
  });
});

describe('feeds', () => {
  it('are built, and waited for until they carry the latest article', async () => {
    let built = false;
    const latest = anArticle().url;
    const site = await serve({
      fetch: () => (built ? Response.json({ items: [{ id: '1', url: latest }] }) : new Response('', { status: 404 })),
    });
    const deps = {
      ...rooms.deps(),
      feedAddresses: (id: string) => feedAddresses(site.url, id),
    };
    const api = await serve(apiApp(deps));
    setTimeout(() => {
      built = true;
    }, 900);
    const ended = await cli(['feeds', 'build', '--publication', 'ruhr', '--wait', '--json', '--url', api.url]);
    expect(ended).toMatchObject({ code: 0 });
    expect(built).toBe(true);
    expect(jsonOf(ended)).toMatchObject({ publication: 'ruhr', feeds: { rss: `${site.url}/feeds/ruhr/rss.xml` } });
    await Promise.all([site.stop(), api.stop()]);
  });
});

describe('editions', () => {
  it('are composed', async () => {
    setTimeout(
      () =>
        rooms.runs.push({
          requestId: 'request-1',
          publicationId: 'ruhr',
          at: new Date(),
          outcome: { kind: 'composed', editionId: 'ruhr-13', number: 13, articles: 4 },
        }),
      800,
    );
    const ended = await cli(['editions', 'compose', '--publication', 'ruhr', '--digest', 'woche', '--json']);
    expect([ended.code, jsonOf(ended)]).toEqual([0, { id: 'ruhr-13', number: 13, articles: 4 }]);
    expect(rooms.asked).toEqual([{ edition: { publicationId: 'ruhr', digestId: 'woche' } }]);
  });

  it.each([
    {
      outcome: { kind: 'skipped' as const, reason: 'nothing new', nextAt: new Date('2026-11-30T06:00:00Z') },
      code: 0,
      stdout: '{"skipped":true,"reason":"nothing new","nextAt":"2026-11-30T06:00:00.000Z"}\n',
      stderr: '',
    },
    {
      outcome: { kind: 'failed', reason: 'the template is broken' } as const,
      code: 1,
      stdout: '',
      stderr: 'No edition was composed: the template is broken\n',
    },
  ])('say when they were $outcome.kind', async ({ outcome, ...expected }) => {
    rooms.runs.push({ requestId: 'request-1', publicationId: 'ruhr', at: new Date(), outcome });
    expect(await cli(['editions', 'compose', '--publication', 'ruhr', '--json'])).toEqual(expected);
  });

  it('are previewed as text, as HTML or as both', async () => {
    const subject = 'Übergänge gestalten – und zwei Termine';
    expect((await cli(['editions', 'preview', 'ruhr-12'])).stdout).toBe(`${subject}\n`);
    expect((await cli(['editions', 'preview', 'ruhr-12', '--format', 'html'])).stdout).toMatch(/^<!doctype html>/);
    expect(jsonOf(await cli(['editions', 'preview', 'ruhr-12', '--json']))).toMatchObject({
      id: 'ruhr-12',
      text: subject,
    });
  });

  it('are previewed as one reader gets them, who may be named by address', async () => {
    const id = rooms.reader('ada@reader.example', { topics: ['schule'] });
    rooms.reader('ben@reader.example', { topics: ['kita'] });
    const preview = (...more: string[]) => cli(['editions', 'preview', 'ruhr-12', '--subscriber', ...more]);
    expect((await preview(id)).stdout).toMatch(/ #schule\n$/);
    expect((await preview('ada@reader.example')).stdout).toMatch(/ #schule\n$/);
    expect(await preview('ben@reader.example')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/gets nothing/),
    });
    expect(jsonOf(await preview('ben@reader.example', '--json'))).toMatchObject({
      because: { code: 'other-topics' },
      html: null,
      text: null,
    });
    expect(await preview('nobody@reader.example')).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/not in ruhr/),
    });
  });

  it('are sent to a few people for a look, and it is said what became of each mail', async () => {
    setTimeout(() => void settleTest('accepted', 'refused'), 600);
    const ended = await cli(['editions', 'test', 'ruhr-12', '--to', 'ada@desk.example, ben@desk.example']);
    expect(ended).toMatchObject({
      code: 1,
      stdout: 'ada@desk.example: accepted\nben@desk.example: refused, because\n',
      stderr: expect.stringMatching(/1 of 2/),
    });
    expect((await cli(['editions', 'test', 'ruhr-12', '--to', 'ada'])).stderr).toMatch(/looks like name@example.org/);
  });

  async function settleTest(...outcomes: ('accepted' | 'refused')[]) {
    const [test = { editionId: '', requestId: '' }] = rooms.testsAsked.sent;
    for (const [index, outcome] of outcomes.entries()) {
      await rooms.tests.settle(test, index, { outcome, ...(outcome === 'refused' ? { reason: 'because' } : {}) });
    }
  }

  it('are sent, and the equation is shown once the campaign is closed', async () => {
    setTimeout(() => rooms.reports.set('ruhr-12', aReport({ status: 'sending', accepted: 0, pending: 1200 })), 700);
    setTimeout(() => rooms.reports.set('ruhr-12', aReport()), 1600);
    const ended = await cli(['editions', 'send', 'ruhr-12', '--wait', '--json']);
    expect([ended.code, ended.stderr]).toEqual([0, '']);
    expect(jsonOf(ended)).toEqual({
      edition: 'ruhr-12',
      status: 'closed',
      audience: 1204,
      accepted: 1200,
      skipped: 2,
      failed: 1,
      held: 1,
      unknown: 0,
    });
  });

  it('need not be waited for when only readers are left whose own hour comes later', async () => {
    const waits = { accepted: 1_100, pending: 100, waitsUntil: at('2026-11-02T13:00:00Z') };
    rooms.reports.set('ruhr-12', aReport({ status: 'sending', ...waits }));
    const ended = await cli(['editions', 'send', 'ruhr-12', '--wait']);
    expect([ended.code, ended.stderr]).toEqual([0, '']);
    expect(ended.stdout).toMatch(/\+ 100 pending\nThe next of those who wait for their own hour get it at .*2026/);
  });

  it('end with exit code 1 and the reason when the campaign is paused', async () => {
    rooms.reports.set('ruhr-12', aReport({ status: 'paused', pausedBecause: 'SES paused the account' }));
    const ended = await cli(['editions', 'send', 'ruhr-12', '--wait', '--json']);
    expect(jsonOf(ended)).toMatchObject({ status: 'paused' });
    expect([ended.code, ended.stderr]).toEqual([1, 'The campaign is paused: SES paused the account\n']);
  });

  it('are reported in one line that adds up', async () => {
    rooms.reports.set('ruhr-12', aReport());
    const { stdout } = await cli(['editions', 'report', 'ruhr-12']);
    expect(stdout).toContain('1204 audience = 1200 accepted + 2 skipped + 1 failed + 1 held\n');
  });

  it('say when they were never sent', async () => {
    expect(await cli(['editions', 'report', 'ruhr-12', '--json'])).toMatchObject({
      code: 1,
      stdout: '',
      stderr: 'The edition "ruhr-12" has not been sent\n',
    });
  });
});

describe('subscribers', () => {
  const wish = ['subscribers', 'add', 'ada@reader.example', '--publication', 'ruhr'];

  it('are added with the proof that they said yes', async () => {
    const topics = ['schule', 'kita'].map((id) => ({ id, title: id, words: [] }));
    rooms.publications = [aPublication({ topics })];
    const ended = await cli([...wish, '--confirmed', '--proof', 'Liste vom 2. März', '--topics', 'schule', '--json']);
    expect(jsonOf(ended)).toMatchObject({ address: 'ada@reader.example', status: 'confirmed', topics: ['schule'] });
    const { subscriberId } = JSON.parse(ended.stdout);
    expect(await rooms.audience.proofs.list('ruhr', subscriberId)).toMatchObject([{ statement: 'Liste vom 2. März' }]);
  });

  it.each([
    { flags: [], missing: '--confirmed and --proof TEXT' },
    { flags: ['--confirmed'], missing: '--proof TEXT' },
    { flags: ['--confirmed', '--proof', ' '], missing: '--proof TEXT' },
    { flags: ['--proof', 'x'], missing: '--confirmed' },
  ])('are not added without $missing', async ({ flags, missing }) => {
    const ended = await cli([...wish, ...flags]);
    expect(ended).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining(`Missing ${missing}: nobody gets mail`),
    });
    expect(rooms.audience.subscriptions.held.size).toBe(0);
  });

  it('are listed to the last page', async () => {
    rooms.publications = [aPublication({ id: 'courier' })];
    const addresses = Array.from({ length: 1201 }, (_, at) => `reader${at}@reader.example`);
    for (const address of addresses) rooms.reader(address, { publicationId: 'courier' });
    const all = jsonOf(await cli(['subscribers', 'list', '--publication', 'courier', '--json'])) as {
      address: string;
    }[];
    expect(all.map(({ address }) => address).sort()).toEqual(addresses.sort());
  });
});
