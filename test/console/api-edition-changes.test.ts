import { beforeEach, describe, expect, it } from 'vitest';
import { apiApp } from '../../lambdas/console/api.ts';
import { Rooms, TOKEN } from './fake-rooms.ts';

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
});
