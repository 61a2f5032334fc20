import { beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import * as answers from '../../lambdas/console/answers.ts';
import * as people from '../../lambdas/console/answers-people.ts';
import { apiApp } from '../../lambdas/console/api.ts';
import { anEdition, aPublication, aReport, at, Rooms, TOKEN } from './fake-rooms.ts';

let rooms: Rooms;
let app: ReturnType<typeof apiApp>;
beforeEach(() => {
  rooms = new Rooms();
  rooms.publications = [aPublication({ topics: ['schule', 'kita'].map((id) => ({ id, title: id, words: [] })) })];
  app = apiApp(rooms.deps());
});

const ask = async (method: string, path: string, body?: unknown) =>
  app.request(`/api/v1${path}`, {
    method,
    body: body === undefined ? undefined : JSON.stringify(body),
    headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
  });
const read = async <T>(answer: Response | Promise<Response>, schema: z.ZodType<T>): Promise<T> =>
  schema.parse(await (await answer).json());
const failureOf = async (answer: Promise<Response>) => {
  const response = await answer;
  return { status: response.status, ...(await read(response, answers.failureAnswer)).error };
};

const PEOPLE = '/publications/ruhr/subscribers';
const SEGMENTS = '/publications/ruhr/segments';
const page = z.object({ subscribers: z.array(answers.subscriptionAnswer), next: z.string().nullable() });

describe('subscribers', () => {
  it('are found by an address in the body, and the answer has an opaque id', async () => {
    const subscriberId = rooms.reader('ada@reader.example', { origin: 'import:a', fields: { Ort: 'Essen' } });
    const found = await read(
      ask('POST', `${PEOPLE}/search`, { address: ' ADA@reader.EXAMPLE' }),
      people.subscriberAnswer,
    );
    expect(found).toMatchObject({
      subscriberId,
      subscription: { address: 'ada@reader.example', origin: 'import:a', fields: { Ort: 'Essen' }, cadences: {} },
      suppression: null,
    });
    expect(await read(ask('GET', `${PEOPLE}/${subscriberId}`), people.subscriberAnswer)).toEqual(found);
  });

  it('that are not here are said to be suppressed, if they are', async () => {
    const subscriberId = rooms.reader('ada@reader.example');
    rooms.audience.subscriptions.held.clear();
    await rooms.audience.suppressions.add({ subscriberId, reason: 'erased', since: at('2026-03-02T09:00:00Z') });
    const found = await read(
      ask('POST', `${PEOPLE}/search`, { address: 'ada@reader.example' }),
      people.subscriberAnswer,
    );
    expect(found).toMatchObject({ subscription: null, suppression: { reason: 'erased' } });
    expect(await failureOf(ask('GET', `${PEOPLE}/${subscriberId}`))).toMatchObject({ status: 404 });
  });

  it('are added with the time zone they want, by its name, and with no other', async () => {
    const add = (timeZone: string) =>
      ask('POST', PEOPLE, { address: `${timeZone.length}@reader.example`, proof: 'Unterschrift', timeZone });
    expect(await read(add('america/new_york'), answers.subscriptionAnswer)).toMatchObject({
      timeZone: 'America/New_York',
    });
    const refused = await failureOf(add('Mars/Olympus'));
    expect(refused).toMatchObject({
      status: 400,
      fault: 'invalid',
      message: expect.stringContaining('"Mars/Olympus"'),
    });
    const { subscribers } = await read(ask('GET', PEOPLE), page);
    expect(subscribers.map(({ timeZone }) => timeZone)).toEqual(['America/New_York']);
    rooms.reader('ada@reader.example');
    const all = await read(ask('GET', PEOPLE), page);
    expect(all.subscribers.map(({ timeZone }) => timeZone).toSorted()).toEqual(['America/New_York', null].toSorted());
  });

  it.each([
    { body: { address: 'no address' }, message: 'An email address looks like name@example.org' },
    { body: {}, message: 'The request does not fit' },
  ])('cannot be searched for by $body', async ({ body, message }) => {
    const failure = await failureOf(ask('POST', `${PEOPLE}/search`, body));
    expect(failure).toMatchObject({ status: 400, fault: 'invalid', message });
  });

  it.each([
    { query: 'status=ended', names: ['cem'] },
    { query: 'topic=kita&cadence=daily', names: ['ben'] },
    { query: 'language=en', names: ['ben'] },
    { query: 'segment=english', names: ['ben'] },
  ])('are listed by $query', async ({ query, names }) => {
    rooms.reader('ada@reader.example', { topics: ['schule'] });
    rooms.reader('ben@reader.example', { cadence: 'daily', language: 'en' });
    rooms.reader('cem@reader.example', { status: 'ended', topics: ['schule'] });
    await rooms.audience.segments.add('ruhr', { id: 'english', title: 'English', filter: { languages: ['en'] } });
    const { subscribers } = await read(ask('GET', `${PEOPLE}?${query}`), page);
    expect(subscribers.map(({ address }) => address.split('@')[0])).toEqual(names);
  });

  it.each([
    { query: 'topic=sport', status: 400 },
    { query: 'segment=gone', status: 404 },
    { query: 'status=happy', status: 400 },
    { query: 'limit=100000', status: 400 },
  ])('are not listed by $query', async ({ query, status }) => {
    expect(await failureOf(ask('GET', `${PEOPLE}?${query}`))).toMatchObject({ status });
  });

  it('are counted', async () => {
    rooms.reader('ada@reader.example');
    const counted = await read(ask('GET', `${PEOPLE}/count?exact=true`), people.peopleCountAnswer);
    expect(counted).toMatchObject({
      confirmed: { people: 1, atLeast: 1, atMost: 1 },
      ended: { people: 0 },
      exact: true,
    });
    expect(counted.readUnits).toBeGreaterThan(0);
  });

  it('get fields, are ended and suppressed; the proof names the API', async () => {
    const subscriberId = rooms.reader('ada@reader.example', { fields: { Ort: 'Essen' } });
    await rooms.audience.people.keep({ subscriberId, address: 'ada@reader.example' }, 'ruhr');
    const changed = await read(
      ask('PATCH', `${PEOPLE}/${subscriberId}`, { fields: { Ort: '', Rolle: ' Leitung ' } }),
      answers.subscriptionAnswer,
    );
    expect(changed.fields).toEqual({ Rolle: 'Leitung' });
    const suppressed = await read(ask('POST', `${PEOPLE}/${subscriberId}/suppress`), people.subscriberAnswer);
    expect(suppressed.suppression?.reason).toBe('editor');
    const ended = await read(ask('POST', `${PEOPLE}/${subscriberId}/end`), answers.subscriptionAnswer);
    expect(ended).toMatchObject({ status: 'ended', endedBecause: 'editor' });
    const { entries } = await read(ask('GET', `${PEOPLE}/${subscriberId}/proof`), people.proofAnswer);
    expect(entries).toMatchObject([{ kind: 'ended', by: 'api', wording: null }]);
  });

  it.each([
    { method: 'GET', path: '' },
    { method: 'GET', path: '/proof' },
    { method: 'PATCH', path: '' },
    { method: 'POST', path: '/end' },
    { method: 'POST', path: '/suppress' },
  ])('nobody knows are not found: $method $path', async ({ method, path }) => {
    for (const id of ['aaaaaaaaaaaaaaaaaaaaaa', 'x', 'ada@reader.example']) {
      const answer = ask(method, `${PEOPLE}/${id}${path}`, method === 'GET' ? undefined : { fields: {} });
      expect(await failureOf(answer)).toMatchObject({ status: 404, message: 'There is no such subscription' });
    }
  });

  it.each([{ fields: { '': 'x' } }, { fields: { a: 'x'.repeat(201) } }, { fields: { a: 1 } }, { note: 'x' }])(
    'do not get %o',
    async (body) => {
      const subscriberId = rooms.reader('ada@reader.example');
      expect(await failureOf(ask('PATCH', `${PEOPLE}/${subscriberId}`, body))).toMatchObject({ status: 400 });
    },
  );
});

describe('segments', () => {
  const wish = { title: 'Kitas in Essen', filter: { topics: ['kita'], fields: { Ort: ['Essen'] } } };

  it('are made, listed, counted, renamed and removed', async () => {
    const made = await read(ask('POST', SEGMENTS, wish), people.segmentAnswer);
    expect(made).toEqual({ id: 'kitas-in-essen', ...wish });
    rooms.reader('ada@reader.example', { fields: { Ort: 'essen' } });
    rooms.reader('ben@reader.example');
    const { segments } = await read(ask('GET', SEGMENTS), z.object({ segments: z.array(people.segmentAnswer) }));
    expect(segments).toEqual([made]);
    const counted = await read(ask('GET', `${SEGMENTS}/${made.id}/count`), people.segmentCountAnswer);
    expect(counted).toMatchObject({ people: 1, exact: true });
    const renamed = await read(ask('PATCH', `${SEGMENTS}/${made.id}`, { title: 'Essen' }), people.segmentAnswer);
    expect(renamed).toEqual({ ...made, title: 'Essen' });
    expect((await ask('DELETE', `${SEGMENTS}/${made.id}`)).status).toBe(200);
    expect(await failureOf(ask('GET', `${SEGMENTS}/${made.id}`))).toMatchObject({ status: 404 });
  });

  it('by engagement are refused, with the reason', async () => {
    const failure = await failureOf(ask('POST', SEGMENTS, { title: 'Fans', filter: { engagement: 'high' } }));
    expect(failure).toMatchObject({
      status: 400,
      problems: [
        {
          path: 'filter.engagement',
          message: 'There are no segments by engagement: opens and clicks are not recorded',
        },
      ],
    });
  });
});

describe('an edition for a segment', () => {
  const segment = { id: 'english', title: 'English', filter: { languages: ['en' as const] } };
  const { contentHash } = anEdition();
  const send = (body: unknown) => ask('POST', '/editions/ruhr-12/send', body);
  beforeEach(() => rooms.audience.segments.add('ruhr', segment));

  it('is handed over with the segment as it is now', async () => {
    expect((await send({ contentHash, segment: 'english' })).status).toBe(202);
    expect(rooms.asked).toEqual([{ send: { editionId: 'ruhr-12', contentHash, segment } }]);
  });

  it('is never sent to everybody because the segment is gone', async () => {
    expect(await failureOf(send({ contentHash, segment: 'gone' }))).toMatchObject({ status: 404 });
    expect(rooms.asked).toEqual([]);
  });

  it.each([
    { sentTo: segment, again: { segment: 'english' }, status: 202 },
    { sentTo: segment, again: {}, status: 409 },
    { sentTo: undefined, again: { segment: 'english' }, status: 409 },
    { sentTo: undefined, again: {}, status: 202 },
  ])('sent to $sentTo.title, and again with $again: $status', async ({ sentTo, again, status }) => {
    rooms.editions = [anEdition({ status: 'frozen' })];
    rooms.reports.set('ruhr-12', aReport({ segment: sentTo }));
    expect((await send({ contentHash, ...again })).status).toBe(status);
    const report = await read(ask('GET', '/editions/ruhr-12/report'), answers.reportAnswer);
    expect(report.segment).toEqual(sentTo ? { id: 'english', title: 'English' } : null);
  });

  it('whose sending was cut off before its campaign began can be sent again', async () => {
    rooms.editions = [anEdition({ status: 'frozen' })];
    expect((await send({ contentHash, segment: 'english' })).status).toBe(202);
  });
});
