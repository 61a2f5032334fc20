import { describe, expect, it } from 'vitest';
import { guardCampaign } from '../../lambdas/delivery/guard-campaign.ts';
import type { RawMail } from '../../lambdas/platform/ses.ts';
import { eventOf } from './ses-model.ts';
import { aWorld, type World } from './world.ts';

const PERMANENT = { bounce: { bounceType: 'Permanent', bounceSubType: 'General', bouncedRecipients: [] } };
const UNLIKED = { bounce: { bounceType: 'Transient', bounceSubType: 'ContentRejected', bouncedRecipients: [] } };
const TRANSIENT = { bounce: { bounceType: 'Transient', bounceSubType: 'MailboxFull', bouncedRecipients: [] } };

/** Of a campaign to many, the first chunks are sent and heard of; some of these mails fare worse. */
async function aCampaignOf(readers: number, chunks: number, worse: (mail: RawMail, at: number) => string | undefined) {
  const world = await aWorld({ readers }).ready();
  for (let sent = 0; sent < chunks; sent += 1) {
    const [next] = world.chunks.sent.splice(0, 1);
    await world.send(next?.chunk);
  }
  await world.hearAll();
  await world.hear(world.ses.calls.flatMap((mail, at) => worse(mail, at) ?? []));
  return world;
}

const bounces = (many: number, kind: object) => (mail: RawMail, at: number) =>
  at < many ? eventOf('Bounce', mail, kind) : undefined;
const complaints = (many: number) => (mail: RawMail, at: number) =>
  at < many ? eventOf('Complaint', mail) : undefined;
const rejections = (many: number) => (mail: RawMail, at: number) =>
  at < many ? eventOf('Reject', mail, { reject: { reason: 'Bad content' } }) : undefined;
const guard = async (world: World) => guardCampaign(await world.campaign(), world);

describe('a campaign that harms the account', () => {
  it('pauses itself over 5 % of mails that came back for good, and says so', async () => {
    const world = await aCampaignOf(300, 2, bounces(11, PERMANENT));
    await world.sweep();
    expect(await world.campaign()).toMatchObject({
      status: 'paused',
      pausedBecause: '11 of the latest 200 mails were returned by their mailboxes for good',
    });
  });

  it('pauses itself over 0.1 % of complaints', async () => {
    const world = await aCampaignOf(2_100, 20, complaints(3));
    await world.sweep();
    expect(await world.campaign()).toMatchObject({
      status: 'paused',
      pausedBecause: '3 of the latest 2000 mails were reported as unwanted',
    });
  });

  it('pauses itself over complaints in a small campaign, too, once they are more than an accident', async () => {
    const world = await aCampaignOf(300, 2, complaints(3));
    await world.sweep();
    expect((await world.campaign()).pausedBecause).toBe('3 of the latest 200 mails were reported as unwanted');
  });

  it('pauses itself when SES takes its mails and then refuses what is in them', async () => {
    const world = await aCampaignOf(300, 2, rejections(11));
    await world.sweep();
    expect((await world.campaign()).pausedBecause).toMatch(/^11 of the latest 200 mails were taken by SES and then/);
  });

  it.each([
    { what: 'content that a mailbox does not like', readers: 300, chunks: 2, worse: bounces(100, UNLIKED) },
    { what: 'two complaints', readers: 300, chunks: 2, worse: complaints(2) },
    { what: '5 % and no more', readers: 300, chunks: 2, worse: bounces(10, PERMANENT) },
    { what: 'mailboxes that are full', readers: 300, chunks: 2, worse: bounces(100, TRANSIENT) },
    { what: 'half of a few', readers: 150, chunks: 0, worse: bounces(0, PERMANENT) },
    { what: '0.1 % of complaints and no more', readers: 2_100, chunks: 20, worse: complaints(2) },
    { what: 'a complaint among few', readers: 300, chunks: 2, worse: complaints(1) },
  ])('goes on with $what', async ({ readers, chunks, worse }) => {
    const world = await aCampaignOf(readers, chunks, worse);
    expect(await guard(world)).toBe(false);
    expect((await world.campaign()).status).toBe('sending');
  });

  it('goes on when an editor has resumed it, until what was sent since is as bad', async () => {
    const world = await aCampaignOf(300, 1, bounces(100, PERMANENT));
    await world.sweep();
    expect((await world.campaign()).status).toBe('paused');
    world.wait(1);
    await world.campaigns.resume('ruhr-12', world.now());
    expect(await guard(world)).toBe(false);
    world.wait(1);
    await world.send('00-000002');
    await world.hear(world.ses.calls.slice(100).map((mail) => eventOf('Bounce', mail, PERMANENT)));
    expect(await guard(world)).toBe(true);
  });

  it('is left alone once it is cancelled', async () => {
    const world = await aCampaignOf(300, 2, bounces(50, PERMANENT));
    await world.campaigns.cancel('ruhr-12');
    expect(await guard(world)).toBe(false);
  });
});
