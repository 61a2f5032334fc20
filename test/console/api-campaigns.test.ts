import { beforeEach, describe, expect, it } from 'vitest';
import { apiApp } from '../../lambdas/console/api.ts';
import { aReport, Rooms, TOKEN } from './fake-rooms.ts';

let rooms: Rooms;
beforeEach(() => {
  rooms = new Rooms();
});

const ask = async (path: string, body?: unknown) => {
  const response = await apiApp(rooms.deps()).request(`/api/v1${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: await response.json() };
};

describe('a campaign under way', () => {
  it.each([
    { action: 'pause', status: 'paused' },
    { action: 'resume', status: 'sending' },
    { action: 'cancel', status: 'cancelled' },
  ])('is asked to $action', async ({ action, status }) => {
    rooms.reports.set('ruhr-12', aReport());
    expect(await ask('/editions/ruhr-12/campaign', { action })).toEqual({
      status: 200,
      body: {
        ...{ edition: 'ruhr-12', campaign: 'ruhr-12', status },
        ...{ audience: 1204, accepted: 1200, unknown: 0, pending: 0 },
      },
    });
    expect(rooms.asked).toEqual([{ control: { editionId: 'ruhr-12', campaignId: undefined, action, by: 'api' } }]);
  });

  it.each([
    { what: 'an action it does not know', path: '/editions/ruhr-12/campaign', body: { action: 'stop' }, status: 400 },
    {
      what: 'an edition that is not being sent',
      path: '/editions/ruhr-12/campaign',
      body: { action: 'pause' },
      status: 404,
    },
    {
      what: 'an edition that is not there',
      path: '/editions/ruhr-99/campaign',
      body: { action: 'pause' },
      status: 404,
    },
  ])('refuses $what', async ({ path, body, status }) => {
    expect((await ask(path, body)).status).toBe(status);
    expect(rooms.asked).toEqual([]);
  });

  it('names who asked for what', async () => {
    expect((await ask('/editions/ruhr-12/audit')).body).toEqual({
      entries: [{ action: 'pause', campaign: 'ruhr-12', by: 'ada', at: '2026-11-23T10:00:00.000Z' }],
    });
  });
});
