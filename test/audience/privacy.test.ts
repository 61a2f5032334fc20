import type { SQSRecord } from 'aws-lambda';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { askByMail } from '../../lambdas/audience/ask-by-mail.ts';
import { readFeedback } from '../../lambdas/audience/feedback/read-feedback.ts';
import { recordFeedback } from '../../lambdas/audience/feedback/record-feedback.ts';
import { confirmationMessage, personalLinks } from '../../lambdas/audience/index.ts';
import { consume, consumeText } from '../../lambdas/platform/queue.ts';
import { House, posted } from './house.ts';
import { ADA, ADDRESS_KEY, KEYS, SITE } from './samples.ts';

const ADDRESS = 'ada@reader.example';

let logged: string[];
beforeEach(() => {
  logged = [];
  const keep = (text: unknown) => {
    logged.push(String(text));
    return true;
  };
  vi.spyOn(process.stdout, 'write').mockImplementation(keep);
  vi.spyOn(process.stderr, 'write').mockImplementation(keep);
  for (const name of ['log', 'info', 'warn', 'error', 'debug'] as const) {
    vi.spyOn(console, name).mockImplementation((...given) => void keep(given.join(' ')));
  }
});
afterEach(() => vi.restoreAllMocks());

const record = (body: string): SQSRecord => ({
  messageId: 'm-1',
  receiptHandle: '',
  body,
  attributes: { ApproximateReceiveCount: '1', SentTimestamp: '', SenderId: '', ApproximateFirstReceiveTimestamp: '' },
  messageAttributes: {},
  md5OfBody: '',
  eventSource: '',
  eventSourceARN: '',
  awsRegion: '',
});

describe('an address', () => {
  it('is in no log, no queue message, no link and no tag, whatever goes well or wrong', async () => {
    const house = new House();
    const travelled: unknown[] = [];
    const feedback = consumeText(async (body) => {
      const read = readFeedback(body, house.now);
      if (read) await recordFeedback(read, { ...house.audience, addressKey: ADDRESS_KEY, now: () => house.now });
    });
    const deliver = consume(confirmationMessage, (message) => askByMail(message, house.deps));
    const deliverAll = async () => {
      const messages = house.queue.sent.splice(0).map((message) => JSON.stringify(message));
      travelled.push(...messages);
      return deliver({ Records: messages.map(record) });
    };

    await house.subscribe(ADDRESS);
    await house.subscribe(`${ADDRESS} x`);
    house.ses = { kind: 'not-sent', because: 'throttled', detail: 'ThrottlingException' };
    expect((await deliverAll()).batchItemFailures).toHaveLength(1);
    await house.subscribe(ADDRESS);
    house.ses = { kind: 'unknown', detail: 'TimeoutError' };
    await deliverAll();
    house.ses = { kind: 'accepted', messageId: 'x' };
    await house.laterBy(25).subscribe(ADDRESS);
    await deliverAll();
    await house.ask(house.link, posted(new URLSearchParams()));
    travelled.push(
      house.link,
      house.mails.map(({ tags }) => JSON.stringify(tags)),
    );
    travelled.push(JSON.stringify(personalLinks(KEYS, SITE)(ADA)));

    const recipients = [{ emailAddress: ADDRESS }, { emailAddress: `broken ${ADDRESS}` }];
    const event = { eventType: 'Bounce', bounce: { bounceType: 'Permanent', bouncedRecipients: recipients } };
    await feedback({ Records: [record(JSON.stringify(event))] });
    const back = { bounceType: 'Transient', bounceSubType: 'MailboxFull', bouncedRecipients: recipients };
    const arrived = { eventType: 'Delivery', delivery: { recipients: [ADDRESS, `broken ${ADDRESS}`] } };
    const mail = { messageId: 'm', timestamp: house.now.toISOString(), tags: { campaign: ['ruhr-1'] } };
    for (const told of [
      { eventType: 'Bounce', bounce: back, mail },
      { ...arrived, mail },
    ]) {
      expect(await feedback({ Records: [record(JSON.stringify(told))] })).toEqual({ batchItemFailures: [] });
    }
    travelled.push(house.welcomes.sent.map((message) => JSON.stringify(message)));
    const nonsense = [
      `about ${ADDRESS}`,
      JSON.stringify({ eventType: 'Bounce', bounce: { bouncedRecipients: ADDRESS } }),
    ];
    expect((await feedback({ Records: nonsense.map(record) })).batchItemFailures).toHaveLength(1);

    house.audience.subscriptions.find = async () => {
      throw new Error('The table is not there');
    };
    expect((await house.ask(personalLinks(KEYS, SITE)(ADA).preferences)).status).toBe(500);

    expect(logged.join('\n')).toContain('The table is not there');
    expect(logged.join('\n')).toContain(ADA.subscriberId);
    for (const text of [...logged, ...travelled.flat()]) expect(text).not.toMatch(/reader\.example|ada@/i);
  });
});
