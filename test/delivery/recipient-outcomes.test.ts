import { describe, expect, it } from 'vitest';
import { outcomePart, outcomeParts } from '../../lambdas/delivery/export-outcomes.ts';
import { findRecipient } from '../../lambdas/delivery/find-recipient.ts';
import { listRecipients } from '../../lambdas/delivery/list-recipients.ts';
import { recipientOutcomes } from '../../lambdas/delivery/recipient-outcomes.ts';
import { aSubscription, someone, subscriberId } from './samples.ts';
import { eventOf, messageIdOf, sesModel } from './ses-model.ts';
import { aWorld, type World } from './world.ts';

type Wanted = Parameters<typeof recipientOutcomes>[0]['wanted'];

/** All pages of a question, and what they say of `next` on the way. */
async function all(world: World, wanted: Wanted, limit = 1_000) {
  const found = [];
  let pages = 0;
  let after: string | undefined;
  do {
    const page = await recipientOutcomes({ campaignId: 'ruhr-12', wanted, after, limit }, world);
    expect(page.recipients.length).toBeLessThanOrEqual(limit);
    found.push(...page.recipients);
    after = page.next;
    pages += 1;
  } while (after !== undefined);
  return { found, pages };
}

/** 250 readers: one left, one is refused, one cannot be written, one is not heard of; one bounces, one complains. */
async function aSent() {
  const refused = 'reader-7@example.net';
  const silent = 'reader-9@example.net';
  const ses = sesModel(({ to }) => (to === refused ? 'refuses' : to === silent ? 'loses' : 'accepts'));
  const world = await aWorld({ readers: 250, ses }).ready();
  world.subscriptions.set(subscriberId(3), aSubscription(3, { status: 'ended' }));
  world.unwritable.add('reader-5@example.net');
  for (const { chunk } of world.chunks.sent.splice(0)) await world.send(chunk);
  for (const [number, type] of [
    [11, 'Bounce'],
    [13, 'Complaint'],
  ] as const) {
    const call = ses.calls.findIndex(({ to }) => to === `reader-${number}@example.net`);
    const mail = ses.calls[call];
    if (mail) ses.events.push(eventOf(type, mail, { bounce: { bounceType: 'Permanent' } }, messageIdOf(call + 1)));
  }
  await world.hearAll();
  return world;
}

const people = (world: World) => ({
  crowd: {
    subscriptions: async (_publication: string, ids: string[]) =>
      new Map(ids.flatMap((id) => world.subscriptions.get(id) ?? []).map((one) => [one.subscriberId, one])),
  },
});

describe('recipients by what became of them', () => {
  it.each<{ wanted: 'failed' | 'skipped' | 'unknown' | 'bounced' | 'complained' | 'held'; who: object[] }>([
    { wanted: 'skipped', who: [{ subscriberId: subscriberId(3), because: 'ended', reported: [], messageIds: [] }] },
    {
      wanted: 'failed',
      who: [
        { subscriberId: subscriberId(5), because: 'unwritable' },
        { subscriberId: subscriberId(7), because: 'message-rejected' },
      ],
    },
    { wanted: 'unknown', who: [{ subscriberId: subscriberId(9), messageIds: [] }] },
    { wanted: 'bounced', who: [{ subscriberId: subscriberId(11), outcome: 'accepted' }] },
    { wanted: 'complained', who: [{ subscriberId: subscriberId(13), outcome: 'accepted' }] },
    { wanted: 'held', who: [] },
  ])('are found as $wanted', async ({ wanted, who }) => {
    const { found } = await all(await aSent(), new Set([wanted]));
    expect(found).toHaveLength(who.length);
    expect(found).toEqual(expect.arrayContaining(who.map((one) => expect.objectContaining(one))));
  });

  it('are all of them, each once, with the id that SES gave to their mail', async () => {
    const world = await aSent();
    const { found } = await all(world, new Set());
    expect(found.map((one) => one.subscriberId).toSorted()).toEqual(someone(250).toSorted());
    const mailed = found.filter(({ outcome }) => outcome === 'accepted');
    expect(mailed).toHaveLength(246);
    for (const { subscriberId: id, messageIds } of mailed) {
      const call = world.ses.calls.findIndex(({ to }) => to === world.subscriptions.get(id ?? '')?.address);
      expect(messageIds).toEqual([messageIdOf(call + 1)]);
    }
  });

  it('are the same in pages of seven', async () => {
    const world = await aSent();
    const wanted: Wanted = new Set(['accepted', 'failed']);
    const { found, pages } = await all(world, wanted, 7);
    expect(found).toEqual((await all(world, wanted)).found);
    expect(pages).toBeGreaterThanOrEqual(36);
  });

  it('are read in bounded steps where they are rare, and a page without anybody leads on', async () => {
    const world = await aSent();
    const sizes: number[] = [];
    const range: World['ledgers']['range'] = (asked) => {
      sizes.push(asked.limit);
      return world.ledgers.range(asked);
    };
    await recipientOutcomes(
      { campaignId: 'ruhr-12', wanted: new Set(['held']), limit: 10 },
      { ...world, ledgers: { range } },
    );
    expect(sizes).toEqual([50]);
    const endless: World['ledgers']['range'] = async ({ from, limit }) => {
      const [one] = await world.ledgers.range({ campaignId: 'ruhr-12', walk: 0, from: 1, limit: 1 });
      if (!one) throw new Error('There is no chunk');
      return Array.from({ length: limit }, (_, at) => ({
        ...one,
        chunk: `00-${String(from + at).padStart(6, '0')}`,
      }));
    };
    const page = await recipientOutcomes(
      { campaignId: 'ruhr-12', wanted: new Set(['held']), limit: 10 },
      { ...world, ledgers: { range: endless } },
    );
    expect(page).toEqual({ recipients: [], next: '00-001001.0' });
  });

  it('refuses a place that no page has given', async () => {
    const world = await aSent();
    const asking = recipientOutcomes({ campaignId: 'ruhr-12', wanted: new Set(), after: 'x', limit: 1 }, world);
    await expect(asking).rejects.toMatchObject({ fault: 'invalid' });
  });

  it('tells nobody apart where the manifest was altered, and shows that they are held', async () => {
    const world = await aWorld({ readers: 3 }).ready();
    const manifest = await world.manifests.find('ruhr-12', '00-000001');
    if (!manifest) throw new Error('There is no manifest');
    world.manifests.held.set('ruhr-12 00-000001', { ...manifest, subscriberIds: someone(4).slice(1) });
    await world.send();
    const { found } = await all(world, new Set());
    expect(found.map(({ outcome, subscriberId: id }) => ({ outcome, id }))).toEqual(
      Array.from({ length: 3 }, () => ({ outcome: 'held', id: undefined })),
    );
  });

  it('have an address as long as they are there, and none once they are erased', async () => {
    const world = await aSent();
    world.subscriptions.delete(subscriberId(7));
    const asked = { publicationId: 'ruhr', campaignId: 'ruhr-12', wanted: new Set(['failed'] as const), limit: 10 };
    const { recipients } = await listRecipients(asked, { ...world, ...people(world) });
    expect(new Map(recipients.map((one) => [one.subscriberId, one.address]))).toEqual(
      new Map([
        [subscriberId(5), 'reader-5@example.net'],
        [subscriberId(7), undefined],
      ]),
    );
  });
});

describe('one person', () => {
  it('is found among all, by a few manifests', async () => {
    const world = await aWorld({ readers: 2_000 }).ready();
    let looks = 0;
    const find: World['manifests']['find'] = (...asked) => {
      looks += 1;
      return world.manifests.find(...asked);
    };
    for (const number of [0, 1, 500, 1_999]) {
      const found = await findRecipient('ruhr-12', subscriberId(number), {
        ...world,
        manifests: { ...world.manifests, find },
      });
      expect(found).toMatchObject({ subscriberId: subscriberId(number), outcome: 'pending' });
    }
    expect(looks).toBeLessThanOrEqual(4 * 7);
    for (const stranger of [2_000, 2_001, 2_002, 2_003]) {
      expect(await findRecipient('ruhr-12', subscriberId(stranger), world)).toBeUndefined();
    }
  });

  it('is in nobody’s audience while nothing is planned', async () => {
    const world = aWorld();
    await world.start();
    expect(await findRecipient('ruhr-12', subscriberId(1), world)).toBeUndefined();
  });
});

describe('recipients as a table', () => {
  const part = async (world: World, part = 1, wanted: Wanted = new Set()) =>
    outcomePart(
      { publicationId: 'ruhr', campaignId: 'ruhr-12', wanted, part, dialect: 'comma' },
      { ...world, ...people(world) },
    );

  it('is one line each, and lets no spreadsheet compute', async () => {
    const world = await aSent();
    world.subscriptions.set(subscriberId(5), aSubscription(5, { address: '=cmd@example.net' }));
    world.subscriptions.delete(subscriberId(7));
    const lines = (await part(world, 1, new Set(['failed']))).split('\r\n');
    expect(lines[0]).toBe('address,outcome,because,reported,message_ids,subscriber,campaign');
    expect(lines.slice(1).toSorted()).toEqual([
      '',
      `'=cmd@example.net,failed,unwritable,,,${subscriberId(5)},ruhr-12`,
      `(erased),failed,message-rejected,,,${subscriberId(7)},ruhr-12`,
    ]);
  });

  it('comes in parts of five thousand, and only the first has a header', async () => {
    const world = await aWorld({ readers: 5_001 }).ready();
    expect(await outcomeParts('ruhr-12', world)).toBe(2);
    const [first, second] = [(await part(world)).split('\r\n'), (await part(world, 2)).split('\r\n')];
    expect([first.length, second.length]).toEqual([1 + 5_000 + 1, 1 + 1]);
    await expect(part(world, 3)).rejects.toMatchObject({ fault: 'invalid' });
  });

  it('is a header and nobody while nobody is planned', async () => {
    const world = aWorld();
    await world.start();
    expect(await outcomeParts('ruhr-12', world)).toBe(0);
    expect((await part(world)).split('\r\n')).toHaveLength(2);
  });
});
