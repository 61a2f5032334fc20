import { describe, expect, it } from 'vitest';
import { rememberingCampaigns } from '../../lambdas/delivery/known-campaigns.ts';
import { recordEvidence } from '../../lambdas/delivery/record-evidence.ts';
import { aCampaign } from './samples.ts';
import { eventOf } from './ses-model.ts';
import { aWorld } from './world.ts';

const TAGS = { campaign: 'ruhr-12', chunk: '00-000001', index: '17' };
const mail = { to: 'erika@example.net', tags: TAGS };
const inEnvelope = (Message: string) =>
  JSON.stringify({
    Type: 'Notification',
    MessageId: 'm',
    TopicArn: 'arn',
    Subject: 'Amazon SES Email Event Notification',
    Message,
  });
const VALIDATION = 'Successfully validated SNS topic for Amazon SES event publishing.';
const bounce = (bounceType?: string) => eventOf('Bounce', mail, { bounce: { bounceType, bounceSubType: 'General' } });

async function heard(...bodies: string[]) {
  const world = aWorld();
  await world.start();
  const failed = await world.hear(bodies);
  return { failed, evidence: await world.evidence.find('ruhr-12', '00-000001') };
}

describe('recording what SES reports', () => {
  it.each([
    { event: 'Send', body: eventOf('Send', mail, { send: {} }), kind: 'send' },
    { event: 'Delivery', body: eventOf('Delivery', mail), kind: 'delivery' },
    { event: 'permanent bounce', body: bounce('Permanent'), kind: 'bounce' },
    { event: 'transient bounce', body: bounce('Transient'), kind: 'softBounce' },
    { event: 'undetermined bounce', body: bounce('Undetermined'), kind: 'softBounce' },
    { event: 'bounce of no type', body: bounce(), kind: 'softBounce' },
    { event: 'Complaint', body: eventOf('Complaint', mail), kind: 'complaint' },
    { event: 'Reject', body: eventOf('Reject', mail), kind: 'reject' },
  ])('keeps a $event as $kind, raw or in the envelope of SNS', async ({ body, kind }) => {
    const expected = { failed: [], evidence: { [kind]: new Set([17]) } };
    expect(await heard(body)).toEqual(expected);
    expect(await heard(inEnvelope(body))).toEqual(expected);
    expect(await heard(body, inEnvelope(body), body)).toEqual(expected);
  });

  it.each([
    { what: 'the sentence on a new topic', body: VALIDATION },
    { what: 'that sentence in an envelope', body: inEnvelope(VALIDATION) },
    { what: 'a confirmation without tags of a campaign', body: eventOf('Send', { to: 'x@example.net', tags: {} }) },
    { what: 'an event without any tags', body: JSON.stringify({ eventType: 'Send', mail: {} }) },
    { what: 'a kind we do not keep', body: eventOf('DeliveryDelay', mail) },
    { what: 'an unknown campaign', body: eventOf('Send', { ...mail, tags: { ...TAGS, campaign: 'nobody-1' } }) },
    { what: 'a chunk that is none', body: eventOf('Send', { ...mail, tags: { ...TAGS, chunk: '../1' } }) },
    { what: 'an index that no chunk has', body: eventOf('Send', { ...mail, tags: { ...TAGS, index: '100' } }) },
  ])('passes over $what', async ({ body }) => {
    expect(await heard(body)).toEqual({ failed: [], evidence: {} });
  });

  it.each(['<html>', '{"half":', '[]', '{"notificationType":"Bounce"}'])(
    'gives back only what nobody can read: %s',
    async (body) => {
      expect(await heard(eventOf('Send', mail), body, eventOf('Delivery', mail))).toEqual({
        failed: ['1'],
        evidence: { send: new Set([17]), delivery: new Set([17]) },
      });
    },
  );

  it('gives back the events of a chunk that could not be written, and no others', async () => {
    const world = aWorld();
    await world.start();
    await world.campaigns.start(aCampaign({ id: 'courier-3' }));
    const add: typeof world.evidence.add = (campaignId, ...rest) =>
      campaignId === 'ruhr-12' ? Promise.reject(new Error('throttled')) : world.evidence.add(campaignId, ...rest);
    const other = { ...mail, tags: { ...TAGS, campaign: 'courier-3' } };
    const messages = [mail, other, mail].map((one, id) => ({ id: `m${id}`, body: eventOf('Send', one) }));
    expect(await recordEvidence(messages, { ...world, evidence: { add } })).toEqual(['m0', 'm2']);
    expect(await world.evidence.find('courier-3', '00-000001')).toEqual({ send: new Set([17]) });
  });

  it("keeps SES's id of each mail, from any event but its arrival", async () => {
    const world = aWorld();
    await world.start();
    const about = (index: number) => ({ ...mail, tags: { ...TAGS, index: `${index}` } });
    await world.hear([
      eventOf('Send', about(1), {}, 'id-1'),
      eventOf('Delivery', about(1), {}, 'id-1'),
      eventOf('Delivery', about(2), {}, 'id-2'),
      eventOf('Bounce', about(3), { bounce: { bounceType: 'Permanent' } }, 'id-3'),
      eventOf('Complaint', about(4), {}, 'id-4'),
    ]);
    const ids = await world.messageIds.range({ campaignId: 'ruhr-12', walk: 0, from: 1, limit: 1 });
    expect(ids.get('00-000001')).toEqual(new Map([1, 3, 4].map((index) => [index, new Set([`id-${index}`])])));
  });

  it.each(['00-000002', '00-000000'])('passes over the chunk %s, which is none of its campaign', async (chunk) => {
    const world = await aWorld({ readers: 25 }).ready();
    const strayed = eventOf('Send', { ...mail, tags: { ...TAGS, chunk } });
    expect(await world.hear([strayed, eventOf('Send', mail)])).toEqual([]);
    expect(await world.evidence.find('ruhr-12', chunk)).toEqual({});
    expect((await world.evidence.find('ruhr-12', '00-000001')).send?.size).toBe(1);
  });

  it('asks for a campaign once while it is known, and again for one that was not there', async () => {
    const world = aWorld();
    let asked = 0;
    const campaigns = rememberingCampaigns({
      glance: (id) => {
        asked += 1;
        return world.campaigns.glance(id);
      },
    });
    const hear = () => recordEvidence([{ id: 'm', body: eventOf('Send', mail) }], { ...world, campaigns });
    await hear();
    await world.ready();
    await hear();
    await hear();
    expect(asked).toBe(2);
    expect(await world.evidence.find('ruhr-12', '00-000001')).toEqual({ send: new Set([17]) });
  });
});
