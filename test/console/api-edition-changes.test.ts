import { beforeEach, describe, expect, it } from 'vitest';
import { apiApp } from '../../lambdas/console/api.ts';
import { anEdition, at, Rooms, TOKEN } from './fake-rooms.ts';

const HASH = 'a'.repeat(64);
let rooms: Rooms;
beforeEach(() => {
  rooms = new Rooms();
});

const ask = async (method: string, path: string, body?: unknown) => {
  const response = await apiApp(rooms.deps()).request(`/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
};

describe('a draft', () => {
  it('is changed by whoever renders it, and the outcome can be asked for', async () => {
    const change = { subject: 'Neu', items: [{ articleId: 'a1', isShort: true }] };
    expect(await ask('POST', '/editions/ruhr-12/changes', { contentHash: HASH, change })).toEqual({
      status: 202,
      body: { requestId: 'request-1' },
    });
    expect(rooms.asked).toEqual([{ edit: { editionId: 'ruhr-12', contentHash: HASH, change, by: 'api' } }]);
    expect((await ask('GET', '/editions/ruhr-12/changes/request-1')).status).toBe(404);
    const at = new Date('2026-11-23T10:00:00Z');
    const outcome = { kind: 'conflict' as const, reason: 'somebody was faster' };
    rooms.edits.push({ editionId: 'ruhr-12', requestId: 'request-1', at, outcome });
    expect((await ask('GET', '/editions/ruhr-12/changes/request-1')).body).toEqual({
      requestId: 'request-1',
      at: at.toISOString(),
      outcome,
    });
  });

  it.each([
    { what: 'without the content it means', body: { change: {} } },
    { what: 'with what it does not know', body: { contentHash: HASH, change: { colour: 'red' } } },
    { what: 'with a subject of two lines', body: { contentHash: HASH, change: { subject: 'a\nb' } } },
  ])('is not changed $what', async ({ body }) => {
    expect((await ask('POST', '/editions/ruhr-12/changes', body)).status).toBe(400);
    expect(rooms.asked).toEqual([]);
  });

  it('is approved, with a time or without, and the approval is taken back', async () => {
    const sendAt = '2026-11-24T07:00:00+01:00';
    expect((await ask('PUT', '/editions/ruhr-12/approval', { contentHash: HASH, sendAt })).status).toBe(200);
    expect((await ask('DELETE', '/editions/ruhr-12/approval', { contentHash: HASH })).status).toBe(200);
    expect(rooms.asked).toEqual([
      { approval: { editionId: 'ruhr-12', contentHash: HASH, by: 'api', sendAt: new Date(sendAt) } },
      { noApproval: { editionId: 'ruhr-12', contentHash: HASH } },
    ]);
    expect((await ask('PUT', '/editions/ruhr-12/approval', { contentHash: HASH, sendAt: 'soon' })).status).toBe(400);
    expect((await ask('PUT', '/editions/ruhr-99/approval', { contentHash: HASH })).status).toBe(404);
  });

  it('goes out at a time by the clocks of the publication, unless the time says otherwise', async () => {
    for (const sendAt of ['2026-11-24T07:00', '2026-11-24T07:00:00', '2026-11-24T06:00Z', '2026-11-24T07:00+01:00']) {
      await ask('PUT', '/editions/ruhr-12/approval', { contentHash: HASH, sendAt });
      expect(rooms.asked.pop()).toMatchObject({ approval: { sendAt: new Date('2026-11-24T06:00:00Z') } });
    }
    const wrong = await ask('PUT', '/editions/ruhr-12/approval', { contentHash: HASH, sendAt: '2026-02-30T07:00' });
    expect(wrong).toMatchObject({ status: 400, body: { error: { message: '"2026-02-30T07:00" is no time' } } });
  });

  it('has subjects to choose from', async () => {
    expect(await ask('GET', '/editions/ruhr-12/suggestions')).toMatchObject({
      status: 200,
      body: {
        suggestions: [
          { subject: 'Übergänge „auf Augenhöhe“ gestalten', preheader: 'Ein Abend über Übergänge.' },
          { subject: 'Bildungsnetz Ruhr: ein Beitrag', preheader: 'Übergänge „auf Augenhöhe“ gestalten' },
        ],
      },
    });
    expect((await ask('GET', '/editions/ruhr-99/suggestions')).status).toBe(404);
  });
});

describe('a new draft', () => {
  it('is made of an edition that is there', async () => {
    expect(await ask('POST', '/editions/ruhr-12/duplicate')).toEqual({
      status: 202,
      body: { requestId: 'request-1', publicationId: 'ruhr' },
    });
    expect(rooms.asked).toEqual([{ edition: { publicationId: 'ruhr', duplicateOf: 'ruhr-12' } }]);
    expect((await ask('POST', '/editions/ruhr-99/duplicate')).status).toBe(404);
  });

  it('is made of articles, each once, perhaps for the readers of a digest', async () => {
    const compose = (body: unknown) => ask('POST', '/publications/ruhr/editions', body);
    expect((await compose({ articles: ['b', 'a'], digest: 'woche' })).status).toBe(202);
    expect(rooms.asked).toEqual([{ edition: { publicationId: 'ruhr', digestId: 'woche', articles: ['b', 'a'] } }]);
    for (const articles of [[], ['a', 'a'], [''], Array.from({ length: 201 }, (_, at) => `a${at}`)]) {
      expect((await compose({ articles })).status).toBe(400);
    }
  });
});

describe('articles that went out', () => {
  it('say in which editions, in lists and in the drafts that hold them again', async () => {
    const id = '01j0000000aaaaaaaaaa';
    rooms.editions = [
      anEdition(),
      anEdition({ id: 'ruhr-11', number: 11, status: 'sent', frozenAt: at('2026-03-01T12:00:00Z') }),
      anEdition({ id: 'ruhr-10', number: 10, status: 'frozen', frozenAt: at('2026-03-01T11:00:00Z') }),
    ];
    const mailedIn = ['ruhr-11', 'ruhr-10'];
    const articles = await ask('GET', '/publications/ruhr/articles');
    expect(articles.body).toMatchObject({ articles: [{ id, mailedIn }] });
    expect((await ask('GET', `/publications/ruhr/articles/${id}`)).body).toMatchObject({ mailedIn });
    expect((await ask('GET', '/editions/ruhr-12')).body).toMatchObject({ items: [{ articleId: id, mailedIn }] });
    const { body } = await ask('GET', '/publications/ruhr/editions');
    expect(body).toMatchObject({
      editions: [
        { items: [{ mailedIn }] },
        { items: [{ mailedIn: ['ruhr-10'] }] },
        { items: [{ mailedIn: ['ruhr-11'] }] },
      ],
    });
  });
});
