import { beforeEach, describe, expect, it } from 'vitest';
import { readFeedback } from '../../../lambdas/audience/feedback/read-feedback.ts';
import type { House } from '../house.ts';
import { ADA, aWish, hoursAfter, idOf, MONDAY } from '../samples.ts';
import {
  arrived,
  bounce,
  cameBack,
  complaint,
  EVENT_AT,
  hear,
  houseOfAda,
  mail,
  stateOfAda,
  UNTOUCHED,
} from './events.ts';

let house: House;
beforeEach(async () => {
  house = await houseOfAda();
});

const bounced = {
  ...UNTOUCHED,
  suppression: { subscriberId: ADA.subscriberId, reason: 'permanent-bounce', since: EVENT_AT },
  marks: ['permanent-bounce', 'permanent-bounce'],
};
const complained = {
  ...UNTOUCHED,
  suppression: { subscriberId: ADA.subscriberId, reason: 'complaint', since: EVENT_AT },
  marks: ['complaint', 'complaint'],
  status: ['ended', 'ended'],
  because: 'complaint',
  ended: 1,
};
const inEnvelope = (event: unknown) => ({ Type: 'Notification', TopicArn: 'arn', Message: JSON.stringify(event) });

describe('feedback', () => {
  it.each(['General', 'NoEmail', 'Suppressed', 'OnAccountSuppressionList', 'SomethingNew2031', undefined, null])(
    'that an address bounced for good (%s) suppresses it everywhere',
    async (bounceSubType) => {
      await hear(house, bounce({ bounceSubType }));
      expect(await stateOfAda(house)).toEqual(bounced);
    },
  );

  it.each(['abuse', 'fraud', null, undefined, 'other', 'something-new'])(
    'that a person complained (%s) suppresses them and ends what they get',
    async (complaintFeedbackType) => {
      await hear(house, complaint({ complaintFeedbackType }));
      expect(await stateOfAda(house)).toEqual(complained);
    },
  );

  it('that SES did not even try, since the person once complained, counts as a complaint', async () => {
    await hear(house, complaint({ complaintSubType: 'OnAccountSuppressionList', complaintFeedbackType: null }));
    expect(await stateOfAda(house)).toEqual(complained);
  });

  it.each([
    { what: 'not-spam', event: complaint({ complaintFeedbackType: 'not-spam' }) },
    { what: 'a transient bounce of no campaign', event: { ...cameBack(1), mail } },
    { what: 'an undetermined bounce', event: { ...bounce({ bounceType: 'Undetermined' }), mail: cameBack(1).mail } },
    { what: 'an unknown bounce', event: { ...bounce({ bounceType: 'Martian' }), mail: cameBack(1).mail } },
    { what: 'a mail that was too large', event: cameBack(1, 'MessageTooLarge') },
    { what: 'a content that was refused', event: cameBack(1, 'ContentRejected') },
    { what: 'an attachment that was refused', event: cameBack(1, 'AttachmentRejected') },
    { what: 'a delivery', event: arrived(1) },
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
    await hear(house, event);
    expect(await stateOfAda(house)).toEqual(UNTOUCHED);
  });

  it('counts the same inside an SNS envelope', async () => {
    await hear(house, inEnvelope(bounce()));
    expect(await stateOfAda(house)).toEqual(bounced);
  });

  it.each([
    { what: 'doubled', events: [complaint(), complaint(), complaint()] },
    { what: 'complaint after bounce', events: [bounce(), complaint()] },
    { what: 'bounce after complaint', events: [complaint(), bounce(), bounce()] },
    { what: 'complaint about a mail that arrived', events: [arrived(0), complaint(), arrived(0)] },
  ])('leads to the same end when it comes $what', async ({ events }) => {
    await hear(house, ...events);
    expect(await stateOfAda(house)).toEqual(complained);
  });

  it.each(['ADA@READER.EXAMPLE', 'Ada <ada@reader.example>', '<ada@reader.example>', ' ada@reader.example '])(
    'finds the person when the provider writes %s',
    async (emailAddress) => {
      await hear(house, bounce({ bouncedRecipients: [{ emailAddress }] }));
      expect(await stateOfAda(house)).toEqual(bounced);
    },
  );

  it('about an address that cannot be one is passed over', async () => {
    await hear(
      house,
      bounce({ bouncedRecipients: [{ emailAddress: 'undisclosed-recipients' }, { emailAddress: '' }] }),
    );
    expect(await stateOfAda(house)).toEqual(UNTOUCHED);
  });

  it('holds for whoever is not subscribed yet', async () => {
    await hear(house, bounce({ bouncedRecipients: [{ emailAddress: 'bob@reader.example' }] }));
    await house.subscribe('bob@reader.example');
    await house.deliver();
    expect(await house.audience.subscriptions.find('ruhr', idOf('bob@reader.example'))).toMatchObject({
      suppressedBecause: 'permanent-bounce',
    });
  });

  it('does not end what was asked for after the complaint', async () => {
    const { subscriptions } = house.audience;
    await subscriptions.end('ruhr', ADA.subscriberId, { at: hoursAfter(1), because: 'unsubscribed' });
    await subscriptions.request(aWish({ requestedAt: hoursAfter(5.5) }), hoursAfter(99));
    await hear(house, complaint());
    expect((await stateOfAda(house)).status).toEqual(['pending', 'ended']);
  });

  it('without the addresses it is about is an error, for a person to look at', () => {
    expect(() => readFeedback(JSON.stringify(bounce({ bouncedRecipients: undefined })), MONDAY)).toThrow();
  });

  it.each([
    { what: 'one address instead of a list', event: bounce({ bouncedRecipients: 'ada@reader.example' }) },
    { what: 'a list where an address should be', event: bounce({ bouncedRecipients: [{ emailAddress: ['ada@x'] }] }) },
    { what: 'bare addresses', event: complaint({ complainedRecipients: ['ada@reader.example'] }) },
    { what: 'a type that is a list', event: bounce({ bounceType: ['Permanent'] }) },
    { what: 'a bounce that is a number', event: { eventType: 'Bounce', bounce: 5, mail } },
    { what: 'a bounce that is null', event: { eventType: 'Bounce', bounce: null, mail } },
    { what: 'an event of two types', event: { ...bounce(), eventType: ['Bounce', 'Complaint'] } },
    { what: 'a bounce without its part', event: { eventType: 'Bounce', mail } },
    { what: 'a bounce of nobody', event: bounce({ bouncedRecipients: [] }) },
    { what: 'a mail without an id', event: { ...arrived(1), mail: { timestamp: 7, tags: [] } } },
    { what: 'an envelope in an envelope', event: inEnvelope(inEnvelope({ eventType: 'Bounce' })) },
    { what: 'a deep nest', event: `${'['.repeat(5_000)}${']'.repeat(5_000)}` },
  ])('forged with $what suppresses nobody, and no address gets into the log', async ({ event }) => {
    const error: Error | undefined = await hear(house, event).catch((caught) => caught);
    if (error) expect(error.name).toBe('ZodError');
    expect(`${error?.stack} ${JSON.stringify(error)}`).not.toContain('ada@');
    expect(await stateOfAda(house)).toEqual(UNTOUCHED);
  });
});
