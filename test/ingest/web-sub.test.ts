import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Source } from '../../lambdas/domain/publication.ts';
import { acceptHubNews } from '../../lambdas/ingest/accept-hub-news.ts';
import { FetchFailure } from '../../lambdas/ingest/fetching/fetch-failure.ts';
import { type DocumentMessage, documentMessage } from '../../lambdas/ingest/index.ts';
import { subscribeToHub } from '../../lambdas/ingest/subscribe-to-hub.ts';
import type { WebRequest } from '../../lambdas/platform/http.ts';
import { contentHash, objectsInMemory } from '../../lambdas/platform/objects.ts';
import { outboxInMemory } from '../../lambdas/platform/queue.ts';
import { type PollMessage, placeOfPoll, sourcesInMemory } from '../../lambdas/publications/index.ts';
import { newsroom, numbered, SOURCE } from './newsroom.ts';
import { at } from './samples.ts';

const TOPIC = 'https://example.org/feed.xml';
const ANNOUNCED = { failures: 0, hub: 'https://hub.example/hub', hubTopic: TOPIC };
const FEED = Buffer.from('<rss version="2.0"><channel><title>Grüße</title></channel></rss>');

/** A source, its hub, and our callback. */
function telling(
  changes: Partial<Source> = {},
  hubAnswers: { status: number; text: string } | Error = { status: 202, text: '' },
) {
  const sources = sourcesInMemory({ ...SOURCE, fetchState: ANNOUNCED, ...changes });
  const posted: { url: string; fields: URLSearchParams }[] = [];
  const intake = objectsInMemory();
  const documents = outboxInMemory<DocumentMessage>();
  const polls = outboxInMemory<PollMessage>();
  const deps = {
    sources,
    intake,
    documents,
    polls,
    hubKey: async () => 'the key',
    siteUrl: 'https://rundbrief.example',
    now: () => at('2026-03-02T08:00:30Z'),
    postForm: async (url: string, fields: URLSearchParams) => {
      posted.push({ url, fields });
      if (hubAnswers instanceof Error) throw hubAnswers;
      return hubAnswers;
    },
  };
  const ask = () => subscribeToHub({ publicationId: 'night-desk', sourceId: 'front' }, deps);
  /** What the hub calls, once it was asked. */
  const call = async (request: {
    query?: Record<string, string>;
    body?: Uint8Array;
    headers?: Record<string, string>;
    token?: string;
  }) => {
    if (!posted.length)
      await subscribeToHub(
        { publicationId: 'night-desk', sourceId: 'front' },
        { ...deps, sources: sourcesInMemory({ ...SOURCE, fetchState: ANNOUNCED }) },
      );
    const [, , publication = '', source = '', token = ''] = new URL(
      posted[0]?.fields.get('hub.callback') ?? '',
    ).pathname.split('/');
    const params = { publication, source, token: request.token ?? token };
    return acceptHubNews(aRequest({ ...request, params }), deps);
  };
  const signed = (body: Uint8Array, method = 'sha256', secret = posted[0]?.fields.get('hub.secret') ?? '') => ({
    body,
    headers: { 'x-hub-signature': `${method}=${createHmac(method, secret).update(body).digest('hex')}` },
  });
  const state = async () => (await sources.find('night-desk', 'front'))?.fetchState;
  return { deps, posted, intake, documents, polls, ask, call, signed, state };
}

function aRequest({
  query,
  body,
  headers = {},
  params,
}: {
  query?: Record<string, string>;
  body?: Uint8Array;
  headers?: Record<string, string>;
  params: Record<string, string>;
}): WebRequest {
  return {
    method: body ? 'POST' : 'GET',
    path: '/websub',
    params,
    query: new URLSearchParams(query),
    headers: { 'content-type': 'application/rss+xml', ...headers },
    clientAddress: '192.0.2.1',
    body: body ?? new Uint8Array(),
    form: async () => new URLSearchParams(),
  };
}

describe('asking a hub', () => {
  it('names what we want, where to bring it, and a secret of this source', async () => {
    const { ask, posted, state } = telling();
    await ask();
    const [{ url, fields } = { url: '', fields: new URLSearchParams() }] = posted;
    expect(url).toBe('https://hub.example/hub');
    expect(Object.fromEntries(fields)).toEqual({
      'hub.callback': expect.stringMatching(/^https:\/\/rundbrief\.example\/websub\/night-desk\/front\/[\w-]{43}$/),
      'hub.mode': 'subscribe',
      'hub.topic': TOPIC,
      'hub.secret': expect.stringMatching(/^[\w-]{43}$/),
      'hub.lease_seconds': '864000',
    });
    expect(fields.get('hub.callback')).not.toContain(fields.get('hub.secret'));
    expect((await state())?.hubAskedAt).toEqual(at('2026-03-02T08:00:30Z'));
  });

  it.each([
    {
      answer: { status: 400, text: 'Invalid topic\nat line 7' },
      says: 'The hub hub.example refuses to tell us of news (400): “Invalid topic”',
    },
    { answer: { status: 503, text: '<html>…' }, says: 'The hub hub.example refuses to tell us of news (503)' },
    {
      answer: new FetchFailure('The server refuses connections'),
      says: 'The hub hub.example cannot be asked: The server refuses connections',
    },
  ])('that says no is noted, and the source stays as well as it was ($says)', async ({ answer, says }) => {
    const { ask, state } = telling({}, answer);
    await ask();
    expect(await state()).toMatchObject({ hubRefusal: says, failures: 0, hubAskedAt: expect.any(Date) });
    expect((await state())?.lastError).toBeUndefined();
  });

  it('is forgotten as a refusal once it says yes', async () => {
    const { ask, state } = telling({ fetchState: { ...ANNOUNCED, hubRefusal: 'No' } });
    await ask();
    expect(await state()).not.toHaveProperty('hubRefusal');
  });

  it.each<{ when: string } & Partial<Source>>([
    { when: 'names no hub any more', fetchState: { failures: 0 } },
    { when: 'was stopped', status: 'stopped' },
    { when: 'was removed', id: 'other' },
  ])('is left out when the source $when', async ({ when: _, ...changes }) => {
    const { ask, posted } = telling(changes);
    await ask();
    expect(posted).toEqual([]);
  });
});

describe('a hub that asks whether we meant it', () => {
  const asking = (mode: string, topic = TOPIC) => ({
    query: { 'hub.mode': mode, 'hub.topic': topic, 'hub.challenge': 'abc', 'hub.lease_seconds': '864000' },
  });

  it.each<{ asks: string; mode: string; topic?: string; status: number; source?: Partial<Source> }>([
    { asks: 'for what we want', mode: 'subscribe', status: 200 },
    { asks: 'for another topic', mode: 'subscribe', topic: 'https://evil.example/', status: 404 },
    { asks: 'for a source that was stopped', mode: 'subscribe', status: 404, source: { status: 'stopped' } },
    { asks: 'for a source that was removed', mode: 'subscribe', status: 404, source: { id: 'other' } },
    { asks: 'to end what we want', mode: 'unsubscribe', status: 404 },
    { asks: 'to end what we do not want any more', mode: 'unsubscribe', status: 200, source: { id: 'other' } },
    { asks: 'to end another topic', mode: 'unsubscribe', topic: 'https://old.example/', status: 200 },
    { asks: 'something else', mode: 'publish', status: 404 },
  ])('$asks ($mode) is answered $status, and nothing changes', async ({ mode, topic, status, source }) => {
    const hub = telling(source);
    const before = await hub.state();
    const answer = await hub.call(asking(mode, topic));
    expect(answer.status).toBe(status);
    expect(answer.body === 'abc').toBe(status === 200);
    expect(answer.headers).toMatchObject({
      'content-type': 'text/plain; charset=utf-8',
      'x-content-type-options': 'nosniff',
    });
    expect(await hub.state()).toEqual(before);
  });

  it('is not known without the token', async () => {
    const hub = telling();
    expect(await hub.call({ ...asking('subscribe'), token: 'x'.repeat(43) })).toMatchObject({ status: 404 });
    expect(await hub.call({ ...asking('subscribe'), token: '' })).toMatchObject({ status: 404 });
  });

  it('is heard when it denies', async () => {
    const hub = telling();
    expect(await hub.call({ query: { 'hub.mode': 'denied', 'hub.topic': TOPIC } })).toMatchObject({
      status: 200,
      body: '',
    });
  });
});

describe('what a hub brings', () => {
  it.each(['sha1', 'sha256', 'sha384', 'sha512'])(
    'signed by %s is read like a document that we asked for',
    async (method) => {
      const hub = telling();
      await hub.ask();
      expect(await hub.call(hub.signed(FEED, method))).toMatchObject({ status: 202 });
      const key = `raw/night-desk/front/hub-${contentHash(FEED)}`;
      expect(hub.intake.stored.get(key)?.body).toEqual(FEED);
      expect(hub.documents.sent.map((message) => documentMessage.parse(message))).toEqual([
        {
          pollId: `hub-${contentHash(FEED)}`,
          publicationId: 'night-desk',
          sourceId: 'front',
          purpose: 'push',
          result: {
            kind: 'body',
            key,
            contentType: 'application/rss+xml',
            contentHash: contentHash(FEED),
            finalUrl: TOPIC,
          },
        },
      ]);
    },
  );

  it.each<{ how: string; headers: (right: string) => Record<string, string> }>([
    { how: 'not at all', headers: () => ({}) },
    {
      how: 'with another secret',
      headers: () => ({ 'x-hub-signature': `sha256=${createHmac('sha256', 'x').update(FEED).digest('hex')}` }),
    },
    { how: 'over other bytes', headers: () => ({ 'x-hub-signature': `sha256=${'0'.repeat(64)}` }) },
    { how: 'by an unknown method', headers: (right) => ({ 'x-hub-signature': right.replace('sha256', 'md5') }) },
    {
      how: 'by a method that is another’s name',
      headers: (right) => ({ 'x-hub-signature': right.replace('sha256', 'sha512') }),
    },
    { how: 'with half a signature', headers: (right) => ({ 'x-hub-signature': right.slice(0, 40) }) },
  ])('signed $how is left alone, and nobody learns it', async ({ headers }) => {
    const hub = telling();
    await hub.ask();
    const right = hub.signed(FEED).headers['x-hub-signature'];
    expect(await hub.call({ body: FEED, headers: headers(right) })).toMatchObject({ status: 202, body: '' });
    expect(hub.documents.sent).toEqual([]);
    expect(hub.polls.sent).toEqual([]);
    expect(hub.intake.puts).toBe(0);
  });

  it.each([
    { what: 'nothing but a hint', body: Buffer.alloc(0) },
    { what: 'more than five megabytes', body: Buffer.alloc(5_000_001) },
  ])('if it is $what, makes us ask, once a minute', async ({ body }) => {
    const hub = telling();
    await hub.ask();
    for (let turn = 0; turn < 2; turn += 1) {
      expect(await hub.call(hub.signed(body))).toMatchObject({ status: 202 });
    }
    expect(hub.polls.sent).toMatchObject([{ purpose: 'source', sourceId: 'front' }, { url: SOURCE.url }]);
    expect(new Set(hub.polls.sent.map((poll) => placeOfPoll(poll).id)).size).toBe(1);
    expect(hub.intake.puts).toBe(0);
  });

  it('for a source that is gone, is told so', async () => {
    const removed = telling({ id: 'other' });
    expect(await removed.call({ body: FEED })).toMatchObject({ status: 410 });
    const stopped = telling({ status: 'stopped' });
    expect(await stopped.call({ body: FEED })).toMatchObject({ status: 410 });
    expect(await telling().call({ body: FEED, token: 'guessed' })).toMatchObject({ status: 404 });
  });
});

describe('a source with a hub', () => {
  it('has it asked again in time, also when there is nothing new', async () => {
    const room = newsroom({
      sources: [{ ...SOURCE, fetchState: { ...ANNOUNCED, hubAskedAt: at('2026-03-01T08:00:00Z') } }],
    });
    await room.report({ kind: 'unchanged' });
    expect(room.hubs.sent).toEqual([]);
    room.later(25);
    await room.report({ kind: 'unchanged' });
    expect(room.hubs.sent).toEqual([{ publicationId: 'night-desk', sourceId: 'front' }]);
  });

  it('remembers when the hub last brought something', async () => {
    const room = newsroom({ sources: [{ ...SOURCE, fetchState: ANNOUNCED }] });
    await room.poll(numbered(3));
    expect((await room.source()).fetchState.hubToldAt).toBeUndefined();
    room.later(1);
    await room.poll(numbered(1, 4), { purpose: 'push' });
    expect((await room.source()).fetchState.hubToldAt).toEqual(at('2026-03-02T09:00:00Z'));
  });
});
