import { beforeEach, describe, expect, it } from 'vitest';
import { readFeedback } from '../../../lambdas/audience/feedback/read-feedback.ts';
import { recordFeedback } from '../../../lambdas/audience/feedback/record-feedback.ts';
import { House } from '../house.ts';
import { ADA, ADDRESS_KEY, aWish, hoursAfter, idOf, MONDAY } from '../samples.ts';

let house: House;
beforeEach(async () => {
  house = new House();
  for (const publicationId of ['ruhr', 'courier']) {
    await house.audience.people.keep({ subscriberId: ADA.subscriberId, address: 'ada@reader.example' }, publicationId);
    await house.audience.subscriptions.request(aWish({ publicationId }), hoursAfter(99));
    await house.audience.subscriptions.confirm(publicationId, ADA.subscriberId, MONDAY);
  }
});

const EVENT_AT = hoursAfter(5);
const mail = { timestamp: MONDAY.toISOString(), messageId: 'm-1', destination: ['ada@reader.example'], tags: {} };
const bounce = (more: object = {}) => ({
  eventType: 'Bounce',
  bounce: {
    ...{ feedbackId: 'f-1', bounceType: 'Permanent', bounceSubType: 'General', timestamp: EVENT_AT.toISOString() },
    bouncedRecipients: [{ emailAddress: 'ada@reader.example', action: 'failed', status: '5.1.1' }],
    ...more,
  },
  mail,
});
const complaint = (more: object = {}) => ({
  eventType: 'Complaint',
  complaint: {
    ...{ feedbackId: 'f-2', complaintSubType: null, complaintFeedbackType: 'abuse', timestamp: EVENT_AT.toISOString() },
    complainedRecipients: [{ emailAddress: 'ada@reader.example' }],
    ...more,
  },
  mail,
});

async function hear(...events: unknown[]): Promise<void> {
  for (const event of events) {
    const body = typeof event === 'string' ? event : JSON.stringify(event);
    const feedback = readFeedback(body, hoursAfter(6));
    if (feedback) await recordFeedback(feedback, { ...house.audience, addressKey: ADDRESS_KEY });
  }
}

/** What holds of Ada afterwards. */
async function state() {
  const { subscriptions, suppressions, proofs } = house.audience;
  const [ruhr, courier] = await Promise.all(
    ['ruhr', 'courier'].map((publicationId) => subscriptions.find(publicationId, ADA.subscriberId)),
  );
  return {
    suppression: await suppressions.find(ADA.subscriberId),
    marks: [ruhr?.suppressedBecause, courier?.suppressedBecause],
    status: [ruhr?.status, courier?.status],
    because: ruhr?.endedBecause,
    ended: (await proofs.list('ruhr', ADA.subscriberId)).filter(({ kind }) => kind === 'ended').length,
  };
}
const untouched = {
  suppression: undefined,
  marks: [undefined, undefined],
  status: ['confirmed', 'confirmed'],
  because: undefined,
  ended: 0,
};
const bounced = {
  suppression: { subscriberId: ADA.subscriberId, reason: 'permanent-bounce', since: EVENT_AT },
  marks: ['permanent-bounce', 'permanent-bounce'],
  status: ['confirmed', 'confirmed'],
  because: undefined,
  ended: 0,
};
const complained = {
  suppression: { subscriberId: ADA.subscriberId, reason: 'complaint', since: EVENT_AT },
  marks: ['complaint', 'complaint'],
  status: ['ended', 'ended'],
  because: 'complaint',
  ended: 1,
};

describe('feedback', () => {
  it.each(['General', 'NoEmail', 'Suppressed', 'OnAccountSuppressionList', 'SomethingNew2031'])(
    'that an address bounced for good (%s) suppresses it everywhere',
    async (bounceSubType) => {
      await hear(bounce({ bounceSubType }));
      expect(await state()).toEqual(bounced);
    },
  );

  it.each(['abuse', 'fraud', null, undefined, 'other', 'something-new'])(
    'that a person complained (%s) suppresses them and ends what they get',
    async (complaintFeedbackType) => {
      await hear(complaint({ complaintFeedbackType }));
      expect(await state()).toEqual(complained);
    },
  );

  it.each([
    { what: 'not-spam', event: complaint({ complaintFeedbackType: 'not-spam' }) },
    { what: 'a transient bounce', event: bounce({ bounceType: 'Transient', bounceSubType: 'MailboxFull' }) },
    { what: 'an undetermined bounce', event: bounce({ bounceType: 'Undetermined' }) },
    { what: 'an unknown bounce', event: bounce({ bounceType: 'Martian' }) },
    { what: 'a delivery', event: { eventType: 'Delivery', delivery: { recipients: ['ada@reader.example'] }, mail } },
    { what: 'an event of tomorrow', event: { eventType: 'Teleported', mail } },
    { what: "SNS's try-out", event: 'Successfully validated SNS topic for Amazon SES event publishing.' },
    { what: 'an empty text', event: '' },
    { what: 'JSON that is no event', event: '["a"]' },
    { what: 'null', event: 'null' },
    { what: 'an SNS confirmation', event: { Type: 'SubscriptionConfirmation', Message: 'You have chosen to…' } },
    {
      what: 'a bounce of somebody else',
      event: bounce({ bouncedRecipients: [{ emailAddress: 'bob@reader.example' }] }),
    },
  ])('of $what changes nothing', async ({ event }) => {
    await hear(event);
    expect(await state()).toEqual(untouched);
  });

  it('counts the same inside an SNS envelope', async () => {
    await hear({ Type: 'Notification', MessageId: 'x', TopicArn: 'arn', Message: JSON.stringify(bounce()) });
    expect(await state()).toEqual(bounced);
  });

  it.each([
    { what: 'doubled', events: [complaint(), complaint(), complaint()] },
    { what: 'complaint after bounce', events: [bounce(), complaint()] },
    { what: 'bounce after complaint', events: [complaint(), bounce(), bounce()] },
  ])('leads to the same end when it comes $what', async ({ events }) => {
    await hear(...events);
    expect(await state()).toEqual(complained);
  });

  it.each(['ADA@READER.EXAMPLE', 'Ada <ada@reader.example>', '<ada@reader.example>', ' ada@reader.example '])(
    'finds the person when the provider writes %s',
    async (emailAddress) => {
      await hear(bounce({ bouncedRecipients: [{ emailAddress }] }));
      expect(await state()).toEqual(bounced);
    },
  );

  it('about an address that cannot be one is passed over', async () => {
    await hear(bounce({ bouncedRecipients: [{ emailAddress: 'undisclosed-recipients' }, { emailAddress: '' }] }));
    expect(await state()).toEqual(untouched);
  });

  it('holds for whoever is not subscribed yet', async () => {
    await hear(bounce({ bouncedRecipients: [{ emailAddress: 'bob@reader.example' }] }));
    await house.subscribe('bob@reader.example');
    await house.deliver();
    expect(house.mails).toEqual([]);
    expect(await house.audience.subscriptions.find('ruhr', idOf('bob@reader.example'))).toMatchObject({
      suppressedBecause: 'permanent-bounce',
    });
  });

  it('does not end what was asked for after the complaint', async () => {
    const { subscriptions } = house.audience;
    await subscriptions.end('ruhr', ADA.subscriberId, { at: hoursAfter(1), because: 'unsubscribed' });
    await subscriptions.request(aWish({ requestedAt: hoursAfter(5.5) }), hoursAfter(99));
    await hear(complaint());
    expect((await state()).status).toEqual(['pending', 'ended']);
  });

  it('without the addresses it is about is an error, for a person to look at', () => {
    expect(() => readFeedback(JSON.stringify(bounce({ bouncedRecipients: undefined })), MONDAY)).toThrow();
  });
});
