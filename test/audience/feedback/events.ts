/** What SES tells of mails to Ada, and the audience that hears it. */
import { readFeedback } from '../../../lambdas/audience/feedback/read-feedback.ts';
import { recordFeedback } from '../../../lambdas/audience/feedback/record-feedback.ts';
import type { AudienceRecords } from '../../../lambdas/audience/index.ts';
import { House } from '../house.ts';
import { ADA, ADDRESS_KEY, aWish, hoursAfter, MONDAY } from '../samples.ts';

export const EVENT_AT = hoursAfter(5);
export const mail = {
  timestamp: MONDAY.toISOString(),
  messageId: 'm-1',
  destination: ['ada@reader.example'],
  tags: {},
};

export const bounce = (more: object = {}) => ({
  eventType: 'Bounce',
  bounce: {
    ...{ feedbackId: 'f-1', bounceType: 'Permanent', bounceSubType: 'General', timestamp: EVENT_AT.toISOString() },
    bouncedRecipients: [{ emailAddress: 'ada@reader.example', action: 'failed', status: '5.1.1' }],
    ...more,
  },
  mail,
});

export const complaint = (more: object = {}) => ({
  eventType: 'Complaint',
  complaint: {
    ...{ feedbackId: 'f-2', complaintSubType: null, complaintFeedbackType: 'abuse', timestamp: EVENT_AT.toISOString() },
    complainedRecipients: [{ emailAddress: 'ada@reader.example' }],
    ...more,
  },
  mail,
});

/** Of a mail of a campaign that was sent so many days after Monday: an hour later it came back. */
export const cameBack = (day: number, bounceSubType: unknown = 'MailboxFull') => ({
  ...bounce({ bounceType: 'Transient', bounceSubType, timestamp: anHourAfter(day) }),
  mail: ofDay(day),
});

/** … or arrived, which we hear only while we watch. */
export const arrived = (day: number) => ({
  eventType: 'Delivery',
  delivery: { recipients: ['ada@reader.example'], timestamp: anHourAfter(day) },
  mail: ofDay(day),
});

const anHourAfter = (day: number) => hoursAfter(day * 24 + 1).toISOString();
const ofDay = (day: number) => ({
  messageId: `m-${day}`,
  timestamp: hoursAfter(day * 24).toISOString(),
  tags: { campaign: ['ruhr-1'], watch: ['1'] },
});

/** Ada reads these publications. */
export async function furnish<Home extends { audience: AudienceRecords }>(
  house: Home,
  publications: string[],
): Promise<Home> {
  const { people, subscriptions } = house.audience;
  for (const publicationId of publications) {
    await people.keep({ subscriberId: ADA.subscriberId, address: 'ada@reader.example' }, publicationId);
    await subscriptions.request(aWish({ publicationId }), hoursAfter(99));
    await subscriptions.confirm(publicationId, ADA.subscriberId, MONDAY);
  }
  return house;
}

export const houseOfAda = (): Promise<House> => furnish(new House(), ['ruhr', 'courier']);

export async function hear({ audience }: { audience: AudienceRecords }, ...events: unknown[]): Promise<void> {
  const now = () => hoursAfter(24 * 400);
  for (const event of events) {
    const feedback = readFeedback(typeof event === 'string' ? event : JSON.stringify(event), now());
    if (feedback) await recordFeedback(feedback, { ...audience, addressKey: ADDRESS_KEY, now });
  }
}

/** What holds of Ada. */
export async function stateOfAda({ audience: { subscriptions, suppressions, proofs } }: House) {
  const [ruhr, courier] = await Promise.all(
    ['ruhr', 'courier'].map((publicationId) => subscriptions.find(publicationId, ADA.subscriberId)),
  );
  return {
    suppression: await suppressions.find(ADA.subscriberId),
    marks: [ruhr?.suppressedBecause, courier?.suppressedBecause],
    isWatched: [ruhr?.isWatched ?? false, courier?.isWatched ?? false],
    status: [ruhr?.status, courier?.status],
    because: ruhr?.endedBecause,
    ended: (await proofs.list('ruhr', ADA.subscriberId)).filter(({ kind }) => kind === 'ended').length,
  };
}

export const UNTOUCHED = {
  suppression: undefined,
  marks: [undefined, undefined],
  isWatched: [false, false],
  status: ['confirmed', 'confirmed'],
  because: undefined,
  ended: 0,
};
