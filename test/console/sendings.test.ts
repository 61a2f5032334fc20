import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { subscriberIdOf } from '../../lambdas/audience/index.ts';
import { recipientsAnswer } from '../../lambdas/console/answers-campaigns.ts';
import { apiApp } from '../../lambdas/console/api.ts';
import { type ConsoleUnderTest, startConsole } from './console-under-test.ts';
import type { EditorBrowser } from './editor-browser.ts';
import { aSentEdition } from './fake-deliveries.ts';
import { ADDRESS_KEY, aReport, Rooms, TOKEN } from './fake-rooms.ts';

const [ADA, BOB, CARL] = ['ada@reader.example', 'bob@reader.example', 'carl@reader.example'] as const;
const idOf = (address: string) => subscriberIdOf(address, ADDRESS_KEY);

async function seeded(rooms: Rooms) {
  await aSentEdition(rooms.deliveries, [rooms.reader(ADA), rooms.reader(BOB), idOf(CARL)]);
  rooms.reports.set('ruhr-12', aReport({ audience: 3, accepted: 1, skipped: 0, failed: 1, held: 1 }));
}

describe('the API about recipients', () => {
  let rooms: Rooms;
  beforeEach(async () => {
    rooms = new Rooms();
    await seeded(rooms);
  });
  const request = (path: string, body?: unknown) =>
    apiApp(rooms.deps()).request(`/api/v1/editions/ruhr-12${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const ask = async (path: string, body?: unknown) => {
    const response = await request(path, body);
    return { status: response.status, body: await response.json() };
  };

  const list = async (query: string) => recipientsAnswer.parse((await ask(`/recipients?${query}`)).body);

  it('lists those with an outcome, with what we know and null for what we do not', async () => {
    const common = { campaign: 'ruhr-12', reported: [], messageIds: [] };
    expect((await ask('/recipients?outcome=failed,held')).body).toEqual({
      recipients: expect.arrayContaining([
        { ...common, subscriberId: idOf(BOB), address: BOB, outcome: 'failed', because: 'message-rejected' },
        { ...common, subscriberId: idOf(CARL), address: null, outcome: 'held', because: null },
      ]),
      next: null,
    });
    expect((await list('outcome=delivered')).recipients).toEqual([
      expect.objectContaining({ address: ADA, reported: ['delivered'], messageIds: ['mail-1'] }),
    ]);
  });

  it('goes on where a page ended', async () => {
    const first = await list('limit=2');
    expect(first.recipients).toHaveLength(2);
    const rest = await list(`limit=2&after=${first.next}`);
    const all = [...first.recipients, ...rest.recipients];
    expect(all.map(({ subscriberId }) => subscriberId).toSorted()).toEqual([ADA, BOB, CARL].map(idOf).toSorted());
    expect(rest.next).toBe(null);
  });

  it.each([
    { what: 'an outcome there is not', path: '/recipients?outcome=lost', status: 400 },
    { what: 'a place no page gave', path: '/recipients?after=x', status: 400 },
    { what: 'a sending there is not', path: '/recipients?campaign=ruhr-12_9', status: 404 },
    { what: 'a part there is not', path: '/exports/recipients.csv?part=2', status: 400 },
    { what: 'no address', path: '/recipients/search', body: {}, status: 400 },
    { what: 'what is none', path: '/recipients/search', body: { address: 'nobody' }, status: 400 },
    { what: 'nobody to send to', path: '/send-again', body: {}, status: 400 },
    { what: 'two wishes in one', path: '/send-again', body: { to: 'missed', segment: 'x' }, status: 400 },
    { what: 'a segment there is not', path: '/send-again', body: { segment: 'x' }, status: 404 },
    { what: 'a list of strangers', path: '/send-again', body: { addresses: ['x@elsewhere.example'] }, status: 400 },
    { what: 'what follows no sending', path: '/send-again', body: { to: 'missed', after: 'ruhr-12_9' }, status: 404 },
  ])('refuses $what', async ({ path, body, status }) => {
    expect((await ask(path, body)).status).toBe(status);
    expect(rooms.deliveries.plans.sent).toEqual([]);
  });

  it('tells of one person by their address, however it is spelled', async () => {
    expect((await ask('/recipients/search', { address: ' bob@READER.example' })).body).toEqual({
      subscriberId: idOf(BOB),
      outcomes: [expect.objectContaining({ address: BOB, outcome: 'failed' })],
      because: null,
    });
  });

  it('says why somebody was not meant, and nothing of a stranger', async () => {
    rooms.reader('dora@reader.example', { status: 'ended' });
    expect((await ask('/recipients/search', { address: 'dora@reader.example' })).body).toMatchObject({
      ...{ outcomes: [], because: 'ended' },
    });
    expect((await ask('/recipients/search', { address: 'x@elsewhere.example' })).body).toMatchObject({
      ...{ outcomes: [], because: null },
    });
  });

  it('sends to those who missed it, and asking twice makes one', async () => {
    const wish = { to: 'missed', after: 'ruhr-12' };
    const answers = [await ask('/send-again', wish), await ask('/send-again', wish)];
    const begun = { edition: 'ruhr-12', campaign: 'ruhr-12_2', status: 'planning', strangers: null };
    expect(answers).toEqual([
      { status: 202, body: begun },
      { status: 202, body: begun },
    ]);
    expect(await rooms.deliveries.campaigns.find('ruhr-12_2')).toMatchObject({
      ...{ editionId: 'ruhr-12', followUp: { kind: 'missed', of: ['ruhr-12'] } },
    });
    expect(rooms.deliveries.plans.sent[0]).toEqual({ campaignId: 'ruhr-12_2', shard: 0 });
  });

  it('sends to a list, and says how many of it are strangers; no address is queued', async () => {
    const addresses = [ADA, BOB, 'x@elsewhere.example'];
    expect((await ask('/send-again', { addresses })).body).toMatchObject({ campaign: 'ruhr-12_2', strangers: 1 });
    expect(JSON.stringify(rooms.deliveries.plans.sent)).not.toContain('@');
  });
});

describe('the report of a sent edition in the console', () => {
  let site: ConsoleUnderTest;
  let editor: EditorBrowser;
  beforeAll(async () => {
    site = await startConsole();
    editor = await site.signedIn();
  });
  afterAll(() => site.stop());
  beforeEach(async () => {
    Object.assign(site.rooms, new Rooms());
    await seeded(site.rooms);
  });

  it('sends to those who missed it by one button, and twice is once', async () => {
    const html = await (await editor.open('/console/editions/ruhr-12/report')).text();
    expect(html).toContain('Send to those who missed it');
    const [, after = ''] = /name="after" value="([^"]+)"/.exec(html) ?? [];
    for (let times = 0; times < 2; times += 1) {
      const answer = await editor.submit('/console/editions/ruhr-12/missed', { after });
      expect([answer.status, answer.headers.get('location')]).toEqual([303, '/console/editions/ruhr-12/report']);
    }
    expect(await site.rooms.deliveries.campaigns.find('ruhr-12_3')).toBeUndefined();
    const entries = await site.rooms.deliveries.audit.list('ruhr-12');
    expect(entries.map(({ action, by }) => ({ action, by }))).toEqual(
      Array.from({ length: 2 }, () => ({ action: 'send-to-missed', by: 'person-1' })),
    );
  });

  it('has no such button where nobody missed it, or while something is under way', async () => {
    for (const changes of [{ failed: 0, held: 0 }, { closedAt: undefined }]) {
      site.rooms.reports.set('ruhr-12', aReport(changes));
      expect(await (await editor.look('/console/editions/ruhr-12/report')).text()).not.toContain('who missed it');
    }
  });

  const CONTROL = '/console/editions/ruhr-12/control';
  it.each([
    { status: 'sending', action: 'pause', button: 'Pause the sending' },
    { status: 'planning', action: 'pause', button: 'Pause the sending' },
    { status: 'paused', action: 'resume', button: 'Go on sending' },
  ] as const)('of what is $status lets a publisher $action', async ({ status, action, button }) => {
    site.rooms.reports.set('ruhr-12', aReport({ status, closedAt: undefined }));
    expect(await (await editor.open('/console/editions/ruhr-12/report')).text()).toContain(button);
    const answer = await editor.submit(CONTROL, { campaign: 'ruhr-12', action });
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/console/editions/ruhr-12/report']);
    expect(site.rooms.asked).toEqual([
      { control: { editionId: 'ruhr-12', campaignId: 'ruhr-12', action, by: 'person-1' } },
    ]);
  });

  it('cancels on a page that says first who has it, and opening that changes nothing', async () => {
    site.rooms.reports.set('ruhr-12', aReport({ status: 'sending', audience: 3, accepted: 1, closedAt: undefined }));
    const html = await (await editor.open('/console/editions/ruhr-12/cancel?campaign=ruhr-12')).text();
    expect(html).toContain('taken the edition for 1 of 3 recipients');
    expect(site.rooms.asked).toEqual([]);
    await editor.submit(CONTROL, { campaign: 'ruhr-12', action: 'cancel' });
    expect(site.rooms.asked).toMatchObject([{ control: { action: 'cancel' } }]);
  });

  it('controls nothing that has ended, that there is not, or in another way', async () => {
    for (const status of ['closed', 'cancelled'] as const) {
      site.rooms.reports.set('ruhr-12', aReport({ status }));
      expect(await (await editor.look('/console/editions/ruhr-12/report')).text()).not.toContain(CONTROL);
      expect((await editor.look('/console/editions/ruhr-12/cancel?campaign=ruhr-12')).status).toBe(303);
    }
    expect((await editor.look('/console/editions/ruhr-12/cancel?campaign=ruhr-9')).status).toBe(404);
    await editor.open('/console/editions/ruhr-12/report');
    expect((await editor.submit(CONTROL, { campaign: 'ruhr-12', action: 'close' })).status).toBe(400);
    expect(site.rooms.asked).toEqual([]);
  });

  it('is controlled by publishers and admins only', async () => {
    site.rooms.reports.set('ruhr-12', aReport({ status: 'sending', closedAt: undefined }));
    site.issuer.claims = { sub: 'person-2', 'cognito:groups': ['editor'] };
    const composer = await site.signedIn();
    const html = await (await composer.open('/console/editions/ruhr-12/report')).text();
    expect(html).not.toContain('/control');
    expect((await composer.submit(CONTROL, { campaign: 'ruhr-12', action: 'pause' })).status).toBe(403);
    expect((await composer.look('/console/editions/ruhr-12/cancel?campaign=ruhr-12')).status).toBe(403);
    expect(site.rooms.asked).toEqual([]);
  });

  it('gives tables of every outcome there is', async () => {
    const html = await (await editor.look('/console/editions/ruhr-12/report')).text();
    const link = /href="([^"]+outcome=failed[^"]*)"/.exec(html)?.[1]?.replaceAll('&amp;', '&') ?? '';
    const answer = await editor.look(link);
    expect(answer.headers.get('content-disposition')).toContain('ruhr-12-recipients-failed-1.csv');
    expect((await answer.text()).split('\r\n')).toEqual([
      expect.stringContaining('address,outcome'),
      `${BOB},failed,message-rejected,,,${idOf(BOB)},ruhr-12`,
      '',
    ]);
    expect(html).not.toContain('outcome=skipped');
    expect((await editor.look('/console/editions/ruhr-12/recipients.csv?campaign=other-1&part=1')).status).toBe(404);
  });
});
