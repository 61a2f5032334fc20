import { describe, expect, it } from 'vitest';
import { campaignAuditInMemory } from '../../lambdas/delivery/campaign-audit.ts';
import { campaignReport } from '../../lambdas/delivery/campaign-report.ts';
import { controlCampaign } from '../../lambdas/delivery/control-campaign.ts';
import { planAudience } from '../../lambdas/delivery/plan-audience.ts';
import { sendChunk } from '../../lambdas/delivery/send-chunk.ts';
import { type FollowUpWish, startFollowUp } from '../../lambdas/delivery/start-follow-up.ts';
import { balances } from '../../lambdas/domain/campaign.ts';
import { aSubscription, subscriberId } from './samples.ts';
import { eventOf, type SesMood, sesModel } from './ses-model.ts';
import { aWorld, duplicates, type World } from './world.ts';

const addressOf = (number: number) => `reader-${number}@example.net`;

/** Readers by what SES does with their first mail; all others are accepted. */
async function aClosed({ readers = 250, moods = {} }: { readers?: number; moods?: Record<number, SesMood> } = {}) {
  const byAddress = new Map(Object.entries(moods).map(([number, mood]) => [addressOf(Number(number)), mood]));
  const isOver = { value: false };
  const ses = sesModel(({ to }) => (!isOver.value && byAddress.get(to)) || 'accepts');
  const world = await aWorld({ readers, ses }).ready();
  world.whenSilent = 'hold';
  await world.untilOver(60);
  isOver.value = true;
  const audit = campaignAuditInMemory();
  const ask = (wish: FollowUpWish = { kind: 'missed' }, more: { after?: string; by?: string } = {}) =>
    startFollowUp({ editionId: 'ruhr-12', wish, by: 'ada', ...more }, { ...world, audit });
  return Object.assign(world, { audit, ask, moods: byAddress, mend: isOver });
}

/** Whatever is queued is handled, until the sending has ended. */
async function untilEnded(world: World, id: string, minutes = 40) {
  for (let minute = 0; minute < minutes; minute += 1) {
    for (const plan of world.plans.sent.splice(0)) {
      await planAudience(plan, { ...world, remainingMs: () => 60_000 });
    }
    for (const chunk of world.chunks.sent.splice(0)) await sendChunk(chunk, world.senderDeps());
    await world.hearAll();
    await world.sweep();
    world.wait(60);
    const campaign = await world.campaigns.find(id);
    if (campaign?.totals) return campaign;
  }
  throw new Error(`${id} never ended`);
}

const report = (world: World) => campaignReport('ruhr-12', { ...world, html: async () => '' });

describe('sending to those who missed it', () => {
  it('goes to who failed or was held, once, and to nobody else', async () => {
    const world = await aClosed({ moods: { 3: 'refuses', 50: 'loses', 199: 'refuses' } });
    expect((await world.campaign()).totals).toMatchObject({ accepted: 247, failed: 2, held: 1 });
    const before = world.ses.calls.length;
    const { id, status } = await world.ask();
    expect({ id, status }).toEqual({ id: 'ruhr-12_2', status: 'planning' });
    expect((await untilEnded(world, id)).totals).toMatchObject({ audience: 3, accepted: 3 });
    expect(
      world.ses.calls
        .slice(before)
        .map(({ to }) => to)
        .toSorted(),
    ).toEqual([3, 199, 50].map(addressOf).toSorted());
    expect(world.ses.calls.at(-1)?.tags.campaign).toBe('ruhr-12_2');
    expect(duplicates(world)).toEqual([]);
  });

  it('has books of its own beside the first ones, and each balances', async () => {
    const world = await aClosed({ moods: { 3: 'refuses', 50: 'loses' } });
    const { id } = await world.ask();
    await untilEnded(world, id);
    const { campaigns, ...first } = await report(world);
    expect(first).toMatchObject({ campaign: 'ruhr-12', audience: 250, accepted: 248, failed: 1, held: 1 });
    expect(campaigns.map(({ campaign, followUp, audience }) => ({ campaign, followUp, audience }))).toEqual([
      { campaign: 'ruhr-12', followUp: undefined, audience: 250 },
      { campaign: 'ruhr-12_2', followUp: 'missed', audience: 2 },
    ]);
    for (const books of campaigns) expect(balances(books)).toBe(true);
  });

  it('leaves out who has it after all, by an event that came when the books were closed', async () => {
    const world = await aClosed({ moods: { 3: 'refuses', 50: 'loses' } });
    const mail = world.ses.calls.find(({ to }) => to === addressOf(50));
    if (!mail) throw new Error('Nothing was sent');
    await world.hear([eventOf('Delivery', mail)]);
    const { id } = await world.ask();
    expect((await untilEnded(world, id)).totals).toMatchObject({ audience: 1, accepted: 1 });
  });

  it('skips who must not be written to by now', async () => {
    const world = await aClosed({ moods: { 3: 'refuses', 4: 'refuses', 5: 'refuses' } });
    world.subscriptions.set(subscriberId(3), aSubscription(3, { suppressedBecause: 'complaint' }));
    world.subscriptions.delete(subscriberId(4));
    const { id } = await world.ask();
    expect((await untilEnded(world, id)).totals).toMatchObject({ audience: 3, accepted: 1, skipped: 2 });
  });

  it('may be done again for whom it failed again, and only for them', async () => {
    const world = await aClosed({ moods: { 3: 'refuses', 4: 'refuses', 5: 'accepts' } });
    world.unwritable.add(addressOf(4));
    const second = await world.ask();
    expect((await untilEnded(world, second.id)).totals).toMatchObject({ audience: 2, accepted: 1, failed: 1 });
    world.unwritable.clear();
    const third = await world.ask();
    expect(third.id).toBe('ruhr-12_3');
    expect((await untilEnded(world, third.id)).totals).toMatchObject({ audience: 1, accepted: 1 });
    expect(duplicates(world)).toEqual([]);
    await expect(world.ask()).rejects.toMatchObject({ fault: 'conflict', message: /Nobody missed/ });
  });

  it('is planned in full chunks, whoever among many it is', async () => {
    const moods = Object.fromEntries(Array.from({ length: 230 }, (_, n) => [n * 3, 'refuses' as const]));
    const world = await aClosed({ readers: 700, moods });
    const { id } = await world.ask();
    const { walks, totals } = await untilEnded(world, id);
    expect(walks).toEqual({ '00': { chunks: 3, recipients: 230 } });
    expect(totals).toMatchObject({ audience: 230, accepted: 230 });
    expect(duplicates(world)).toEqual([]);
  });
});

describe('asking twice', () => {
  it.each([
    { when: 'one after the other', ask: async (ask: () => Promise<unknown>) => [await ask(), await ask()] },
    { when: 'at once', ask: (ask: () => Promise<unknown>) => Promise.all([ask(), ask()]) },
  ])('makes one sending, $when', async ({ ask }) => {
    const world = await aClosed({ moods: { 3: 'refuses' } });
    expect(await ask(async () => (await world.ask({ kind: 'missed' }, { after: 'ruhr-12' })).id)).toEqual([
      'ruhr-12_2',
      'ruhr-12_2',
    ]);
    await untilEnded(world, 'ruhr-12_2');
    // And also when the first has ended meanwhile.
    expect((await world.ask({ kind: 'missed' }, { after: 'ruhr-12', by: 'bob' })).id).toBe('ruhr-12_2');
    expect((await report(world)).campaigns).toHaveLength(2);
    expect(duplicates(world)).toEqual([]);
    expect(
      (await world.audit.list('ruhr-12')).map(({ action, campaignId, by }) => ({ action, campaignId, by })),
    ).toEqual([
      ...Array.from({ length: 2 }, () => ({ action: 'send-to-missed', campaignId: 'ruhr-12_2', by: 'ada' })),
      { action: 'send-to-missed', campaignId: 'ruhr-12_2', by: 'bob' },
    ]);
  });

  it('of who does not say what they saw makes one while it is under way', async () => {
    const world = await aClosed({ moods: { 3: 'refuses' } });
    expect([(await world.ask()).id, (await world.ask()).id]).toEqual(['ruhr-12_2', 'ruhr-12_2']);
  });

  it('for others is refused: the first decides', async () => {
    const world = await aClosed({ moods: { 3: 'refuses' } });
    await world.ask();
    const list: FollowUpWish = { kind: 'list', subscriberIds: [subscriberId(1)] };
    await expect(world.ask(list, { after: 'ruhr-12' })).rejects.toMatchObject({ fault: 'conflict' });
    await expect(world.ask(list)).rejects.toMatchObject({ fault: 'conflict', message: /still being sent/ });
  });

  it('is completed by the second when the first died before it asked for a plan', async () => {
    const world = await aClosed({ moods: { 3: 'refuses' } });
    await world.ask();
    world.plans.sent.splice(0);
    await world.ask();
    expect((await untilEnded(world, 'ruhr-12_2')).totals).toMatchObject({ audience: 1, accepted: 1 });
  });
});

describe('sending to a list', () => {
  const list = (...numbers: number[]): FollowUpWish => ({ kind: 'list', subscriberIds: numbers.map(subscriberId) });

  it('goes to who is on it, also when they have it, but to nobody who must not get it', async () => {
    const world = await aClosed({ readers: 20 });
    world.subscriptions.set(subscriberId(2), aSubscription(2, { status: 'ended' }));
    world.subscriptions.set(subscriberId(3), aSubscription(3, { topics: ['sport'] }));
    // Confirmed after the first sending.
    world.subscriptions.set(subscriberId(40), aSubscription(40, { confirmedAt: world.now() }));
    const { id } = await world.ask(list(1, 2, 3, 40));
    expect((await untilEnded(world, id)).totals).toMatchObject({ audience: 4, accepted: 2, skipped: 2 });
    expect(duplicates(world)).toEqual([[addressOf(1), 2]]);
    expect((await report(world)).campaigns.at(-1)).toMatchObject({ followUp: 'list' });
  });

  it('is one for the same people, in whatever order they stand', async () => {
    const world = await aClosed({ readers: 20 });
    await world.ask(list(1, 5, 3), { after: 'ruhr-12' });
    expect((await world.ask(list(3, 1, 5), { after: 'ruhr-12' })).id).toBe('ruhr-12_2');
    await expect(world.ask(list(3, 1), { after: 'ruhr-12' })).rejects.toMatchObject({ fault: 'conflict' });
  });

  it('goes to a segment as it is now', async () => {
    const world = await aClosed({ readers: 20 });
    world.subscriptions.set(subscriberId(4), aSubscription(4, { language: 'en' }));
    const segment = { id: 'english', title: 'English', filter: { languages: ['en' as const] } };
    const { id } = await world.ask({ kind: 'segment', segment });
    expect((await untilEnded(world, id)).totals).toMatchObject({ audience: 1, accepted: 1 });
    expect((await report(world)).campaigns.at(-1)).toMatchObject({ segment: { id: 'english' }, followUp: 'segment' });
  });

  it.each([
    { what: 'nobody', wish: list(), fault: 'invalid' },
    { what: 'more than a thousand', wish: list(...Array.from({ length: 1_001 }, (_, n) => n)), fault: 'invalid' },
  ])('refuses a list of $what', async ({ wish, fault }) => {
    const world = await aClosed({ readers: 2 });
    await expect(world.ask(wish)).rejects.toMatchObject({ fault });
    expect((await report(world)).campaigns).toHaveLength(1);
  });
});

describe('a sending after the first', () => {
  it.each([
    { when: 'the edition was never sent', fault: 'not-found', prepare: async () => Object.assign(aWorld(), {}) },
    { when: 'it is still being sent', fault: 'conflict', prepare: () => aWorld({ readers: 5 }).ready() },
  ])('is refused while $when', async ({ prepare, fault }) => {
    const world = await prepare();
    const asking = startFollowUp(
      { editionId: 'ruhr-12', wish: { kind: 'missed' }, by: 'ada' },
      { ...world, audit: campaignAuditInMemory() },
    );
    await expect(asking).rejects.toMatchObject({ fault });
  });

  it('is refused behind one that there never was', async () => {
    const world = await aClosed({ moods: { 3: 'refuses' } });
    await expect(world.ask({ kind: 'missed' }, { after: 'ruhr-12_7' })).rejects.toMatchObject({ fault: 'not-found' });
  });

  it('may follow a cancelled one', async () => {
    const world = await aWorld({
      readers: 250,
      ses: sesModel(({ to }) => (to === addressOf(3) ? 'refuses' : 'accepts')),
    }).ready();
    const audit = campaignAuditInMemory();
    const deps = { ...world, audit };
    for (const { chunk } of world.chunks.sent.splice(0, 2)) await world.send(chunk);
    await controlCampaign({ editionId: 'ruhr-12', action: 'cancel', by: 'ada' }, deps);
    await world.untilOver(5);
    const books = (await world.campaign()).totals;
    expect(books).toMatchObject({ pending: 50 });
    const list: FollowUpWish = { kind: 'list', subscriberIds: [subscriberId(1)] };
    const { id } = await startFollowUp({ editionId: 'ruhr-12', wish: list, by: 'ada' }, deps);
    expect((await untilEnded(world, id)).totals).toMatchObject({ audience: 1, accepted: 1 });
  });

  it.each(['pause', 'resume', 'cancel'] as const)(
    'is what an editor means who asks to %s, without more words',
    async (action) => {
      const world = await aClosed({ moods: { 3: 'refuses' } });
      await world.ask();
      const deps = { ...world, audit: world.audit };
      if (action === 'resume') await controlCampaign({ editionId: 'ruhr-12', action: 'pause', by: 'ada' }, deps);
      const after = await controlCampaign({ editionId: 'ruhr-12', action, by: 'ada' }, deps);
      expect(after.id).toBe('ruhr-12_2');
      expect((await world.campaign()).status).toBe('closed');
      await expect(
        controlCampaign({ editionId: 'ruhr-12', campaignId: 'ruhr-12', action: 'cancel', by: 'ada' }, deps),
      ).rejects.toMatchObject({ fault: 'conflict' });
    },
  );
});
