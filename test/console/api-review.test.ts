import { beforeEach, describe, expect, it } from 'vitest';
import { apiApp } from '../../lambdas/console/api.ts';
import type { Subscription } from '../../lambdas/domain/subscription.ts';
import { anEdition, Rooms, TOKEN } from './fake-rooms.ts';

let rooms: Rooms;
beforeEach(() => {
  rooms = new Rooms();
});

async function ask(method: string, path: string, body?: unknown) {
  const response = await apiApp(rooms.deps()).request(`/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json');
  return { status: response.status, text, body: isJson ? JSON.parse(text) : undefined };
}

describe('a test of an edition', () => {
  it('is asked for, and answered for each address without repeating it', async () => {
    const { status, body } = await ask('POST', '/editions/ruhr-12/tests', {
      to: ['ada@desk.example', ' Ben@DESK.example '],
    });
    expect(status).toBe(202);
    expect(rooms.testsAsked.sent).toEqual([{ editionId: 'ruhr-12', requestId: body.requestId }]);
    const [kept] = rooms.tests.held.values();
    expect(kept).toMatchObject({ contentHash: anEdition().contentHash, topics: [], language: 'de' });
    expect(kept?.letters.map(({ to }) => to)).toEqual(['ada@desk.example', 'Ben@desk.example']);

    await rooms.tests.claim({ editionId: 'ruhr-12', ...body }, 0);
    await rooms.tests.settle({ editionId: 'ruhr-12', ...body }, 1, { outcome: 'refused', reason: 'MessageRejected' });
    const answer = await ask('GET', `/editions/ruhr-12/tests/${body.requestId}`);
    expect(answer.body).toMatchObject({
      edition: 'ruhr-12',
      letters: [
        { outcome: 'pending', reason: null },
        { outcome: 'refused', reason: 'MessageRejected' },
      ],
    });
    expect(answer.text).not.toContain('@');
  });

  it('shows what a reader would get', async () => {
    const subscriber = rooms.reader('erika@reader.example', { topics: ['schule', 'kita'] });
    expect((await ask('POST', '/editions/ruhr-12/tests', { to: ['ada@desk.example'], subscriber })).status).toBe(202);
    expect([...rooms.tests.held.values()][0]?.topics).toEqual(['schule']);
  });

  it.each([
    { what: 'nobody', body: { to: [] }, says: /at least one/ },
    { what: 'six', body: { to: Array.from({ length: 6 }, (_, n) => `p${n}@desk.example`) }, says: /at most 5/ },
    { what: 'no address', body: { to: ['ada@desk.example', 'ada'] }, says: /Address 2: .*looks like/ },
    {
      what: 'somebody twice',
      body: { to: ['ada@desk.example', 'ada@DESK.example'] },
      says: /Address 2 is given twice/,
    },
    { what: 'a header', body: { to: ['ada@desk.example\r\nBcc: all@desk.example'] }, says: /The address: / },
    { what: 'what it does not know', body: { to: ['ada@desk.example'], cc: [] }, says: /cc/ },
  ])('to $what is refused', async ({ body, says }) => {
    const { status, text } = await ask('POST', '/editions/ruhr-12/tests', body);
    expect(status).toBe(400);
    expect(text).toMatch(says);
    expect(rooms.testsAsked.sent).toEqual([]);
  });

  it('does not go to somebody we must not write to', async () => {
    const subscriberId = rooms.reader('gone@reader.example');
    await rooms.audience.suppressions.add({ subscriberId, reason: 'complaint', since: new Date() });
    const { status, text } = await ask('POST', '/editions/ruhr-12/tests', { to: ['gone@reader.example'] });
    expect([status, text]).toEqual([400, expect.stringMatching(/must not write to it \(complaint\)/)]);
    expect(text).not.toContain('gone@');
  });

  it.each(['/editions/ruhr-99/tests/x', '/editions/ruhr-12/tests/x', `/editions/ruhr-12/tests/${crypto.randomUUID()}`])(
    'that nobody asked for is not found: %s',
    async (path) => {
      expect((await ask('GET', path)).status).toBe(404);
    },
  );
});

describe('an edition as one reader gets it', () => {
  const preview = (subscriber: string, format: string) =>
    ask('GET', `/editions/ruhr-12/preview?subscriber=${subscriber}&format=${format}`);

  it('is their part of it', async () => {
    const subscriber = rooms.reader('erika@reader.example', { topics: ['schule', 'kita'] });
    expect((await preview(subscriber, 'text')).text).toBe(`${anEdition().subject} #schule`);
    expect((await preview(subscriber, 'html')).text).toContain('#schule</p>');
    expect((await preview(subscriber, 'json')).body).toMatchObject({
      edition: 'ruhr-12',
      subscriber,
      because: null,
      articles: 1,
      text: expect.stringContaining('#schule'),
    });
  });

  it.each<{ because: string; says: RegExp; reader: Partial<Subscription> }>([
    { because: 'pending', says: /not confirmed/, reader: { status: 'pending' } },
    {
      because: 'ended',
      says: /has ended on 2026-03-04T/,
      reader: { status: 'ended', endedAt: new Date('2026-03-04') },
    },
    { because: 'suppressed', says: /permanent-bounce/, reader: { suppressedBecause: 'permanent-bounce' } },
    { because: 'paused', says: /paused until 2099/, reader: { pausedUntil: new Date('2099-01-01') } },
    { because: 'other-topics', says: /topics they chose/, reader: { topics: ['kita'] } },
    { because: 'other-cadence', says: /another pace \(daily\)/, reader: { cadence: 'daily' } },
  ])('is a sentence where they get nothing: $because', async ({ because, says, reader }) => {
    rooms.digests.push({ ...(rooms.digests[0] as (typeof rooms.digests)[0]), id: 'tag', cadence: 'daily' });
    const subscriber = rooms.reader('erika@reader.example', reader);
    for (const format of ['text', 'html']) {
      const { status, text } = await preview(subscriber, format);
      expect([status, text]).toEqual([200, expect.stringMatching(says)]);
    }
    expect((await preview(subscriber, 'json')).body).toMatchObject({
      because: { code: because, sentence: expect.stringMatching(says) },
      articles: 0,
      html: null,
      text: null,
    });
  });

  it.each(['nobody', 'x'.repeat(22), 'erika@reader.example'])('of %s is not found', async (subscriber) => {
    expect((await preview(encodeURIComponent(subscriber), 'text')).status).toBe(404);
  });

  it('is the whole of it for nobody in particular', async () => {
    expect((await ask('GET', '/editions/ruhr-12/preview?format=json')).body).toMatchObject({
      subscriber: null,
      because: null,
      articles: 1,
    });
  });
});
