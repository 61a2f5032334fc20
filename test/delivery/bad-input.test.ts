import { describe, expect, it } from 'vitest';
import { sendChunk } from '../../lambdas/delivery/send-chunk.ts';
import { aCampaign, aSubscription, later, subscriberId } from './samples.ts';
import { eventOf, sesModel } from './ses-model.ts';
import { aWorld, duplicates } from './world.ts';

const READERS = 250;
const REFUSED = 'reader-7@example.net';
const UNWRITABLE = 'reader-8@example.net';

/** Each kind has tests of its own where it is met; an edition that changed after its approval in `start-campaign.test.ts`. */
describe('bad input', () => {
  it('of every kind at once has a name each, and stops nobody else', async () => {
    const ses = sesModel(({ to }) => (to === REFUSED ? 'refuses' : 'accepts'));
    const readers = Array.from({ length: READERS }, (_, n) => aSubscription(n));
    const world = await aWorld({ readers, ses }).ready();
    world.unwritable.add(UNWRITABLE);
    const chunkOf = (n: number) =>
      [...world.manifests.held.values()].find(({ subscriberIds }) => subscriberIds.includes(subscriberId(n)));
    // One of the chunks without these two is altered.
    const altered = [...world.manifests.held.values()].find((one) => one !== chunkOf(7) && one !== chunkOf(8));
    altered?.subscriberIds.reverse();
    const held = altered?.subscriberIds.length ?? 0;
    world.chunks.sent.push({ campaignId: 'ruhr-12', chunk: '00-000099' });
    await sendChunk({ campaignId: 'courier-3', chunk: '00-000001' }, world.senderDeps());
    const stray = (tags: object) =>
      eventOf('Send', { to: 'x@example.net', tags: { campaign: 'ruhr-12', chunk: '00-000001', index: '1', ...tags } });
    ses.events.push(
      ...[{ campaign: 'nobody-1' }, { chunk: '00-000099' }, { index: 'one' }, { chunk: '../1' }].map(stray),
      'Successfully validated SNS topic for Amazon SES event publishing.',
    );

    const { status, totals } = await world.untilOver();
    expect(status).toBe('closed');
    expect(totals).toMatchObject({
      audience: READERS,
      accepted: READERS - held - 2,
      failed: 2,
      held,
      unknown: 0,
      pending: 0,
    });
    expect(duplicates(world)).toEqual([]);
    expect(await world.evidence.find('ruhr-12', '00-000099')).toEqual({});
  });

  it.each([-120, -6, 6, 120])(
    'a clock that is %s s apart makes two senders of a chunk, and nobody gets two mails',
    async (skew) => {
      const world = await aWorld({ readers: 60 }).ready();
      const other = () => world.send('00-000001', { now: () => later(skew, world.now()) });
      let sent = 0;
      await world.send('00-000001', {
        send: async (mail) => {
          sent += 1;
          if (sent === 15) await other();
          return world.ses.send(mail);
        },
      });
      const { totals } = await world.untilOver();
      expect(duplicates(world)).toEqual([]);
      expect(totals).toMatchObject({ audience: 60, accepted: 60 });
      expect(world.ses.accepted.size).toBe(60);
    },
  );

  it('a campaign whose manifest is missing does not keep another from its readers', async () => {
    const world = await aWorld({ readers: 30 }).ready();
    await world.campaigns.start(aCampaign({ id: 'ruhr-13', editionId: 'ruhr-13' }));
    await world.plan({ campaignId: 'ruhr-13', shard: 0 });
    for (const [key, { campaignId }] of world.manifests.held)
      if (campaignId === 'ruhr-12') world.manifests.held.delete(key);
    for (let minute = 0; minute < 3; minute += 1) {
      for (const message of world.chunks.sent.splice(0)) await sendChunk(message, world.senderDeps());
      await world.hearAll();
      await world.sweep();
      world.wait(60);
    }
    expect((await world.campaigns.find('ruhr-12'))?.totals).toMatchObject({ held: 30, accepted: 0 });
    expect((await world.campaigns.find('ruhr-13'))?.totals).toMatchObject({ held: 0, accepted: 30 });
  });
});
