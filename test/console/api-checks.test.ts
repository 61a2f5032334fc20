import { beforeEach, describe, expect, it } from 'vitest';
import { apiApp } from '../../lambdas/console/api.ts';
import { at, Rooms, TOKEN } from './fake-rooms.ts';

let rooms: Rooms;
beforeEach(() => {
  rooms = new Rooms();
});

const ask = async (method: string, path: string, body?: unknown) => {
  const response = await apiApp(rooms.deps()).request(`/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${TOKEN}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: await response.json() };
};

describe('a check', () => {
  it('is asked for, and answered once it is done, blocking faults and warnings apart', async () => {
    expect(await ask('POST', '/editions/ruhr-12/checks')).toEqual({ status: 202, body: { requestId: 'request-1' } });
    expect(rooms.asked).toEqual([{ check: { editionId: 'ruhr-12' } }]);
    expect((await ask('GET', '/editions/ruhr-12/checks')).status).toBe(404);
    const contentHash = rooms.editions[0]?.contentHash ?? '';
    rooms.checks.push({
      editionId: 'ruhr-12',
      contentHash,
      at: at('2026-11-23T10:00:00Z'),
      requestId: 'request-1',
      findings: [
        { code: 'preheader-empty', params: {} },
        { code: 'html-clipped', params: { kilobytes: 1200 } },
      ],
      addresses: { checked: 7, unchecked: 1 },
    });
    expect((await ask('GET', '/editions/ruhr-12/checks')).body).toEqual({
      edition: 'ruhr-12',
      contentHash,
      at: '2026-11-23T10:00:00.000Z',
      requestId: 'request-1',
      blocking: [
        {
          code: 'html-clipped',
          params: { kilobytes: 1200 },
          sentence: 'The mail has 1,200 kB and will be clipped by Gmail. Take some articles out.',
        },
      ],
      warnings: [{ code: 'preheader-empty', params: {}, sentence: expect.stringContaining('preview line is empty') }],
      addresses: { checked: 7, unchecked: 1 },
    });
    expect((await ask('GET', '/editions/ruhr-12/checks?language=de')).body).toMatchObject({
      blocking: [{ sentence: expect.stringContaining('dass Gmail sie abschneidet') }],
    });
    rooms.editions = rooms.editions.map((edition) => ({ ...edition, contentHash: 'c'.repeat(64) }));
    expect((await ask('GET', '/editions/ruhr-12/checks')).status).toBe(404);
  });

  it.each([
    { what: 'of no edition', method: 'POST', path: '/editions/ruhr-99/checks', status: 404 },
    {
      what: 'with wishes it does not know',
      method: 'POST',
      path: '/editions/ruhr-12/checks',
      body: { fast: true },
      status: 400,
    },
    {
      what: 'in a language it does not speak',
      method: 'GET',
      path: '/editions/ruhr-12/checks?language=fr',
      status: 400,
    },
  ])('$what is refused', async ({ method, path, body, status }) => {
    expect((await ask(method, path, body)).status).toBe(status);
    expect(rooms.asked).toEqual([]);
  });
});

describe('a run', () => {
  it.each([{ heldBecause: 'Der Betreff ist leer.' }, { heldBecause: undefined }])(
    'says why its edition waits, or that it does not: $heldBecause',
    async ({ heldBecause }) => {
      const composed = { kind: 'composed' as const, editionId: 'ruhr-13', number: 13, articles: 4 };
      const outcome = heldBecause === undefined ? composed : { ...composed, heldBecause };
      rooms.runs = [{ requestId: 'r1', publicationId: 'ruhr', at: at('2026-11-23T10:00:00Z'), outcome }];
      const { body } = await ask('GET', '/publications/ruhr/runs/r1');
      expect(body).toMatchObject({ outcome: { editionId: 'ruhr-13', heldBecause: heldBecause ?? null } });
    },
  );
});
