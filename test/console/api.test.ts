import { beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import * as answers from '../../lambdas/console/answers.ts';
import { proofAnswer } from '../../lambdas/console/answers-people.ts';
import { apiApp } from '../../lambdas/console/api.ts';
import { anEdition, aReport, Rooms, TOKEN } from './fake-rooms.ts';

let rooms: Rooms;
let app: ReturnType<typeof apiApp>;
beforeEach(() => {
  rooms = new Rooms();
  app = apiApp(rooms.deps());
});

const ask = (path: string, init: RequestInit = {}) =>
  app.request(`/api/v1${path}`, { ...init, headers: { authorization: `Bearer ${TOKEN}`, ...init.headers } });
const post = (path: string, body?: unknown) =>
  ask(path, {
    method: 'POST',
    body: body === undefined ? undefined : JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
  });

/** What an answer says, held to the schema that clients read it with. */
const read = async <T>(answer: Response | Promise<Response>, schema: z.ZodType<T>): Promise<T> =>
  schema.parse(await (await answer).json());
const failureOf = async (answer: Response) => (await read(answer, answers.failureAnswer)).error;

describe('who may ask the API', () => {
  it.each([
    { who: 'without a token', headers: {} },
    { who: 'with a wrong token', headers: { authorization: 'Bearer wrong' } },
    { who: 'with the beginning of the token', headers: { authorization: `Bearer ${TOKEN.slice(0, -1)}` } },
    { who: 'with a password instead', headers: { authorization: `Basic ${TOKEN}` } },
  ])('nobody $who', async ({ headers }) => {
    const answer = await app.request('/api/v1/publications', { headers: headers as Record<string, string> });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer/);
    expect(await answer.json()).toMatchObject({ error: { fault: 'denied' } });
  });

  it('anyone may ask whether it is there', async () => {
    const answer = await app.request('/api/v1/health');
    expect([answer.status, await answer.json()]).toEqual([200, { status: 'ok' }]);
  });

  it('no cache keeps an answer', async () => {
    expect((await ask('/publications')).headers.get('cache-control')).toBe('no-store');
  });
});

describe('what is not there', () => {
  it.each([
    { path: '/publications/nowhere/articles', names: 'There is no publication "nowhere"' },
    { path: '/publications/nowhere/sources', names: 'There is no publication "nowhere"' },
    { path: '/publications/ru%00hr/articles', names: 'There is no publication' },
    { path: '/editions/ruhr-99', names: 'There is no edition "ruhr-99"' },
    { path: '/editions/ruhr-99/report', names: 'There is no edition "ruhr-99"' },
    { path: '/publications/ruhr/runs/unknown', names: 'not ended yet' },
    { path: '/nothing', names: 'no such address' },
  ])('is said by name: $path', async ({ path, names }) => {
    const answer = await ask(path);
    expect(answer.status).toBe(404);
    expect(await failureOf(answer)).toMatchObject({ fault: 'not-found', message: expect.stringContaining(names) });
  });

  it.each([
    { path: '/publications/nowhere/editions', names: 'publication "nowhere"' },
    { path: '/publications/ruhr/sources/nope/poll', names: 'no source "nope"' },
    { path: '/publications/nowhere/feeds', names: 'publication "nowhere"' },
    { path: '/editions/ruhr-99/send', names: 'edition "ruhr-99"' },
  ])('cannot be acted on: $path', async ({ path, names }) => {
    const answer = await post(path);
    expect(answer.status).toBe(404);
    expect((await failureOf(answer)).message).toContain(names);
    expect(rooms.asked).toEqual([]);
  });

  it('is a digest that nobody wrote', async () => {
    const answer = await post('/publications/ruhr/editions', { digest: 'nope' });
    expect([answer.status, (await failureOf(answer)).message]).toEqual([
      404,
      'The publication "ruhr" has no digest "nope"',
    ]);
  });
});

describe('what does not fit', () => {
  it('is refused when it is no JSON', async () => {
    const answer = await ask('/publications/ruhr/sources', { method: 'POST', body: '{"url":' });
    expect([answer.status, await answer.json()]).toEqual([
      400,
      { error: { fault: 'invalid', message: 'The body is no JSON' } },
    ]);
  });

  it.each([
    { path: '/publications/ruhr/sources', body: {}, field: 'url' },
    { path: '/publications/ruhr/sources', body: { url: 7 }, field: 'url' },
    { path: '/publications/ruhr/subscribers', body: { address: 'ada@reader.example' }, field: 'proof' },
    { path: '/publications/ruhr/subscribers', body: { address: 'ada@reader.example', proof: '  ' }, field: 'proof' },
    {
      path: '/publications/ruhr/subscribers',
      body: { address: 'a@b.example', proof: 'x', cadence: 'hourly' },
      field: 'cadence',
    },
    { path: '/editions/ruhr-12/send', body: { contentHash: 3 }, field: 'contentHash' },
  ])('is refused by field: $field of $path', async ({ path, body, field }) => {
    const answer = await post(path, body);
    expect(answer.status).toBe(400);
    expect((await failureOf(answer)).problems).toEqual([expect.objectContaining({ path: field })]);
    expect(rooms.asked).toEqual([]);
  });

  it('is refused when it names a topic that the publication lacks', async () => {
    const answer = await post('/publications/ruhr/sources', { url: 'https://a.example/feed', topics: ['sport'] });
    expect([answer.status, (await failureOf(answer)).message]).toEqual([
      400,
      'The publication has no topic "sport"; it has: schule',
    ]);
  });

  it('keeps the lines that a publication file is wrong in', async () => {
    const answer = await ask('/publications', { method: 'POST', body: 'id: ruhr\nbroken' });
    expect([answer.status, (await failureOf(answer)).problems]).toEqual([
      400,
      [{ line: 3, column: 5, message: 'timeZone: "Mars" is no time zone' }],
    ]);
  });

  it.each([
    { size: 1_000_000, status: 201 },
    { size: 1_000_001, status: 413 },
  ])('is refused when it is too large: $size bytes → $status', async ({ size, status }) => {
    const body = 'id: large\n'.padEnd(size, '#');
    const answer = await ask('/publications', { method: 'POST', body, headers: { 'content-length': String(size) } });
    expect(answer.status).toBe(status);
  });
});

describe('a defect', () => {
  it('is answered without saying what broke', async () => {
    rooms.deps = () => ({
      ...new Rooms().deps(),
      publications: { find: async () => undefined, list: () => Promise.reject(new Error('secret table name')) },
    });
    app = apiApp(rooms.deps());
    const answer = await ask('/publications');
    expect(answer.status).toBe(500);
    expect(await answer.text()).not.toContain('secret');
  });
});

describe('publications and sources', () => {
  it('are listed without anything but what clients need', async () => {
    const { publications } = await read(
      ask('/publications'),
      z.object({ publications: z.array(answers.publicationAnswer) }),
    );
    expect(publications).toEqual([
      {
        id: 'ruhr',
        title: 'Bildungsnetz Ruhr',
        language: 'de',
        timeZone: 'Europe/Berlin',
        siteUrl: 'https://bildungsnetz.example/',
        topics: [{ id: 'schule', title: 'Schule & Unterricht' }],
      },
    ]);
  });

  it('are created once, then changed', async () => {
    const apply = () =>
      ask('/publications', { method: 'POST', body: 'id: courier', headers: { 'content-type': 'application/yaml' } });
    expect(await (await apply()).json()).toEqual({ id: 'courier', created: true });
    const second = await apply();
    expect([second.status, await second.json()]).toEqual([200, { id: 'courier', created: false }]);
    expect(rooms.asked).toEqual([{ feeds: 'courier' }, { feeds: 'courier' }]);
  });

  it('gain a source, which can be polled and says what came of it', async () => {
    const added = await read(
      post('/publications/ruhr/sources', { url: 'https://a.example/feed' }),
      answers.sourceAnswer,
    );
    expect(added).toMatchObject({ url: 'https://a.example/feed', lastResult: null, failures: 0 });
    const poll = await post(`/publications/ruhr/sources/${added.id}/poll`);
    expect([poll.status, await poll.json()]).toEqual([202, { pollId: 'poll-1' }]);
    const { sources } = await read(
      ask('/publications/ruhr/sources'),
      z.object({ sources: z.array(answers.sourceAnswer) }),
    );
    expect(sources[1]).toMatchObject({ id: added.id, lastPollId: 'poll-1', lastResult: '1 new, 0 known' });
  });
});

describe('articles and feeds', () => {
  it('shows unknown values as null', async () => {
    const { articles } = await read(
      ask('/publications/ruhr/articles'),
      z.object({ articles: z.array(z.looseObject(answers.articleAnswer.shape)) }),
    );
    expect(articles[0]).toMatchObject({ title: 'Übergänge „auf Augenhöhe“ gestalten', language: null, event: null });
    expect(articles[0]).not.toHaveProperty('html');
  });

  it.each(['0', '1001', 'many'])('refuses a limit of %s', async (limit) => {
    expect((await ask(`/publications/ruhr/articles?limit=${limit}`)).status).toBe(400);
  });

  it('asks for feeds and says where they will be', async () => {
    const answer = await post('/publications/ruhr/feeds');
    expect(answer.status).toBe(202);
    expect((await read(answer, z.object({ feeds: z.record(z.string(), z.string()) }))).feeds.rss).toBe(
      'https://site.example/feeds/ruhr/rss.xml',
    );
    expect(rooms.asked).toEqual([{ feeds: 'ruhr' }]);
  });
});

describe('editions', () => {
  it('are asked for, with or without a digest', async () => {
    expect(await (await post('/publications/ruhr/editions')).json()).toEqual({ requestId: 'request-1' });
    await post('/publications/ruhr/editions', { digest: 'woche' });
    expect(rooms.asked).toEqual([
      { edition: { publicationId: 'ruhr', digestId: undefined } },
      { edition: { publicationId: 'ruhr', digestId: 'woche' } },
    ]);
  });

  it('tell what became of the wish once it has ended', async () => {
    const outcome = { kind: 'skipped', reason: 'nothing new' } as const;
    rooms.runs.push({ requestId: 'request-1', publicationId: 'ruhr', at: new Date(0), outcome });
    expect(await (await ask('/publications/ruhr/runs/request-1')).json()).toMatchObject({ outcome });
  });

  it('are previewed as a page that can run nothing, or as text', async () => {
    const page = await ask('/editions/ruhr-12/preview');
    expect(page.headers.get('content-security-policy')).toMatch(/default-src 'none'.*sandbox/);
    const text = await ask('/editions/ruhr-12/preview?format=text');
    expect(text.headers.get('content-type')).toMatch(/^text\/plain; ?charset=utf-8/i);
    expect(await text.text()).toBe(anEdition().subject);
    expect((await ask('/editions/ruhr-12/preview?format=pdf')).status).toBe(400);
  });

  it('are sent as they were seen', async () => {
    const { contentHash } = anEdition();
    expect((await post('/editions/ruhr-12/send', { contentHash })).status).toBe(202);
    expect((await post('/editions/ruhr-12/send')).status).toBe(202);
    expect(rooms.asked).toEqual(Array(2).fill({ send: { editionId: 'ruhr-12', contentHash } }));
  });

  it('are not sent when they have changed since', async () => {
    const answer = await post('/editions/ruhr-12/send', { contentHash: 'what I saw yesterday' });
    expect([answer.status, (await failureOf(answer)).fault]).toEqual([409, 'conflict']);
    expect(rooms.asked).toEqual([]);
  });

  it('report the equation', async () => {
    expect((await ask('/editions/ruhr-12/report')).status).toBe(404);
    rooms.reports.set('ruhr-12', aReport());
    const report = await read(ask('/editions/ruhr-12/report'), answers.reportAnswer);
    expect(report).toMatchObject({
      edition: 'ruhr-12',
      status: 'closed',
      audience: 1204,
      unknown: 0,
      pausedBecause: null,
      pausedUntil: null,
    });
    expect(report.accepted + report.skipped + report.failed + report.held).toBe(report.audience);
  });
});

describe('subscribers', () => {
  it('are added with the proof and listed page by page', async () => {
    for (const name of ['ada', 'ben', 'cem']) {
      const answer = await post('/publications/ruhr/subscribers', {
        address: `${name}@reader.example`,
        proof: 'Liste vom 2. März',
      });
      expect(answer.status).toBe(201);
    }
    const page = z.object({ subscribers: z.array(answers.subscriptionAnswer), next: z.string().nullable() });
    const first = await read(ask('/publications/ruhr/subscribers?limit=2'), page);
    expect(first.subscribers).toHaveLength(2);
    const second = await read(ask(`/publications/ruhr/subscribers?limit=2&after=${first.next}`), page);
    expect([second.subscribers.length, second.next]).toEqual([1, null]);
    const all = [...first.subscribers, ...second.subscribers];
    expect(all.map(({ address }) => address).sort()).toEqual(
      ['ada', 'ben', 'cem'].map((name) => `${name}@reader.example`),
    );
    const { entries } = await read(ask(`/publications/ruhr/subscribers/${all[0]?.subscriberId}/proof`), proofAnswer);
    expect(entries).toEqual([expect.objectContaining({ kind: 'imported', statement: 'Liste vom 2. März', by: 'api' })]);
  });
});
