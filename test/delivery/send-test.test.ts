import { type ParsedMail, simpleParser } from 'mailparser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerTestLink } from '../../lambdas/delivery/answer-test-link.tsx';
import { askForTest } from '../../lambdas/delivery/ask-for-test.ts';
import type { TestMessage } from '../../lambdas/delivery/messages.ts';
import { sendTest, type TestDeps } from '../../lambdas/delivery/send-test.ts';
import { type TestSends, testSendsInMemory, testSendsTable } from '../../lambdas/delivery/test-sends.ts';
import { loadParts } from '../../lambdas/digest/index.ts';
import { sealEdition } from '../../lambdas/digest/seal-edition.ts';
import type { Edition } from '../../lambdas/domain/edition.ts';
import type { WebRequest } from '../../lambdas/platform/http.ts';
import { objectsInMemory } from '../../lambdas/platform/objects.ts';
import { outboxInMemory } from '../../lambdas/platform/queue.ts';
import type { RawMail, SendAnswer } from '../../lambdas/platform/ses.ts';
import { sampleDigest } from '../../templates/digest/sample.ts';
import { type TestDatabase, testDatabase } from '../dynamodb.ts';
import { START } from './samples.ts';
import { aTest, testSendsContract } from './test-sends.contract.ts';

let tables: TestDatabase;
beforeAll(async () => {
  tables = await testDatabase();
});
afterAll(() => tables.stop());
testSendsContract('in memory', async () => testSendsInMemory());
testSendsContract('on DynamoDB', async () => testSendsTable(tables.dynamo, await tables.newTable()));

const SITE = 'https://letters.example';
const { publication } = sampleDigest('de');
const parts = objectsInMemory();
const ACCEPTED: SendAnswer = { kind: 'accepted', messageId: 'm' };

const sealed = (changes: Partial<Edition> = {}) =>
  sealEdition({ ...sampleDigest('de').edition, ...changes }, publication, { parts, siteUrl: SITE });

function aDesk(answer: (mail: RawMail) => SendAnswer = () => ACCEPTED) {
  const tests = testSendsInMemory();
  const mails: RawMail[] = [];
  const outbox = outboxInMemory<TestMessage>();
  const deps: TestDeps = {
    tests,
    loadParts: (editionId, hash) => loadParts(parts, editionId, hash),
    sendMail: async (mail) => {
      mails.push(mail);
      return answer(mail);
    },
    siteUrl: SITE,
    configurationSet: 'bulk',
  };
  const ask = (edition: Edition, to: string[], topics: string[] = []) =>
    askForTest({ edition, to, topics, language: 'de' }, { tests, outbox, now: () => START });
  const outcomes = async (store: TestSends = tests) => {
    const [{ editionId, requestId } = { editionId: '', requestId: '' }] = outbox.sent;
    return (await store.find(editionId, requestId))?.letters;
  };
  const send = () => sendTest(outbox.sent[0] ?? { editionId: '', requestId: '' }, deps);
  const read = (index = 0): Promise<ParsedMail> => simpleParser(Buffer.from(mails[index]?.raw ?? ''));
  return { tests, mails, outbox, deps, ask, outcomes, send, read };
}

describe('a test', () => {
  it('goes to each address once, however often it is asked for, and no address is in the queue or kept', async () => {
    const desk = aDesk();
    await desk.ask(await sealed(), ['ada@desk.example', 'ben@desk.example']);
    expect(JSON.stringify(desk.outbox.sent)).not.toContain('@');
    for (let time = 0; time < 3; time += 1) await desk.send();
    expect(desk.mails.map(({ to }) => to)).toEqual(['ada@desk.example', 'ben@desk.example']);
    expect(desk.mails[0]).toMatchObject({
      configurationSet: 'bulk',
      from: publication.sender.address,
      tags: { purpose: 'test', publication: publication.id },
    });
    expect(await desk.outcomes()).toEqual([{ outcome: 'accepted' }, { outcome: 'accepted' }]);
    expect(JSON.stringify([...desk.tests.held.values()])).not.toContain('@');
  });

  it.each([
    { kind: 'a short subject', subject: 'Neun Städte' },
    { kind: 'a subject of one word that fills its line', subject: 'x'.repeat(66) },
    { kind: 'a long subject with umlauts', subject: `Übergänge „gestalten“ ${'für alle Städte '.repeat(9)}`.trim() },
    { kind: 'a subject that begins with a blank word', subject: '=?UTF-8?Q?no?= trick' },
  ])('says that it is one before $kind', async ({ subject }) => {
    const desk = aDesk();
    await desk.ask(await sealed({ subject }), ['ada@desk.example']);
    await desk.send();
    expect((await desk.read()).subject).toBe(`[Test] ${subject}`);
    const [head = ''] = Buffer.from(desk.mails[0]?.raw ?? '')
      .toString('latin1')
      .split('\r\n\r\n');
    expect(head.match(/^Subject:/gm)).toHaveLength(1);
    const folded = /^Subject:.*(?:\r\n .*)*/m.exec(head)?.[0].split('\r\n') ?? [];
    expect(Math.max(...folded.map((line) => line.length))).toBeLessThanOrEqual(78);
  });

  it('is the mail that readers get, with links that lead nowhere', async () => {
    const desk = aDesk();
    await desk.ask(await sealed(), ['ada@desk.example']);
    await desk.send();
    const { html, text, headers } = await desk.read();
    const links = [...`${html}${text}`.matchAll(/https:\/\/letters\.example\/(?:unsubscribe|preferences)\b/g)];
    expect(links).toEqual([]);
    const inert = `${SITE}/test-mail?link=unsubscribe&lang=de`;
    expect(text).toContain(inert);
    expect(html).toContain(inert.replace('&', '&amp;'));
    expect(text).toContain(`${SITE}/test-mail?link=preferences&lang=de`);
    expect(headers.get('list')).toMatchObject({
      unsubscribe: { url: inert },
      'unsubscribe-post': { name: 'List-Unsubscribe=One-Click' },
    });
    for (const { title } of sampleDigest('de').edition.items) {
      expect(text?.replace(/\s+/g, ' ')).toContain(title.replace(/\s+/g, ' '));
    }
  });

  it('shows what a reader with topics would get of it', async () => {
    const edition = await sealed();
    const [topic = ''] = edition.items.flatMap(({ topics }) => topics);
    const desk = aDesk();
    await desk.ask(edition, ['ada@desk.example'], [topic]);
    await desk.send();
    const { text = '' } = await desk.read();
    const shown = edition.items.filter(({ url = 'none' }) => text.includes(`${url}\n`));
    expect(shown).toEqual(edition.items.filter(({ topics }) => topics.includes(topic)));
  });

  it.each([
    { answer: { kind: 'refused', detail: 'MessageRejected' } as const, outcome: 'refused', reason: 'MessageRejected' },
    { answer: { kind: 'unknown', detail: 'ECONNRESET' } as const, outcome: 'unknown', reason: 'ECONNRESET' },
    {
      answer: { kind: 'not-sent', because: 'throttled', detail: 'Throttling' } as const,
      outcome: 'refused',
      reason: 'SES did not take it (throttled)',
    },
  ])('that is $answer.kind says so for its address, and goes on with the others', async ({ answer, ...end }) => {
    const desk = aDesk(({ to }) => (to.startsWith('ada') ? answer : ACCEPTED));
    await desk.ask(await sealed(), ['ada@desk.example', 'ben@desk.example']);
    await desk.send();
    await desk.send();
    expect(await desk.outcomes()).toEqual([end, { outcome: 'accepted' }]);
    expect(desk.mails).toHaveLength(2);
  });

  it('goes out once, too, when two work at it at the same moment', async () => {
    const desk = aDesk();
    await desk.ask(await sealed(), ['ada@desk.example', 'ben@desk.example']);
    await Promise.all([desk.send(), desk.send()]);
    expect(desk.mails.map(({ to }) => to).sort()).toEqual(['ada@desk.example', 'ben@desk.example']);
  });

  it('that was cut off while it was sent is uncertain, and is not sent again', async () => {
    const desk = aDesk();
    await desk.ask(await sealed(), ['ada@desk.example', 'ben@desk.example']);
    await desk.tests.claim(desk.outbox.sent[0] ?? aTest(), 0);
    await desk.send();
    expect(desk.mails.map(({ to }) => to)).toEqual(['ben@desk.example']);
    expect(await desk.outcomes()).toEqual([
      { outcome: 'unknown', reason: 'the sending was interrupted' },
      { outcome: 'accepted' },
    ]);
  });

  it.each([
    { what: 'an edition that was never rendered so', changes: { contentHash: 'b'.repeat(64) }, topics: [] },
    { what: 'topics of which it holds nothing', changes: {}, topics: ['kein-thema'] },
  ])('of $what is refused in words', async ({ changes, topics }) => {
    const desk = aDesk();
    await desk.ask({ ...(await sealed()), ...changes }, ['ada@desk.example'], topics);
    await desk.send();
    expect(desk.mails).toEqual([]);
    expect(await desk.outcomes()).toEqual([{ outcome: 'refused', reason: expect.stringMatching(/edition/i) }]);
  });

  it('that cannot be read just now is tried again, and nothing is spoiled by then', async () => {
    const desk = aDesk();
    await desk.ask(await sealed(), ['ada@desk.example']);
    const failing = { ...desk.deps, loadParts: () => Promise.reject(new Error('S3 is away')) };
    await expect(sendTest(desk.outbox.sent[0] ?? aTest(), failing)).rejects.toThrow('S3 is away');
    await desk.send();
    expect(await desk.outcomes()).toEqual([{ outcome: 'accepted' }]);
  });

  it('that was forgotten sends nothing', async () => {
    const desk = aDesk();
    await sendTest(aTest(), desk.deps);
    expect(desk.mails).toEqual([]);
  });
});

describe('the page behind the links of a test', () => {
  const page = (query: string, method = 'GET') =>
    answerTestLink({ method, query: new URLSearchParams(query) } as WebRequest);

  it.each([
    { query: 'link=unsubscribe&lang=de', says: 'Das war eine Test-E-Mail', lang: 'de' },
    { query: 'link=preferences&lang=en', says: 'readers change their topics', lang: 'en' },
    { query: 'link=<script>&lang=xx', says: 'This was a test email', lang: 'en' },
    { query: '', says: 'nobody is unsubscribed', lang: 'en' },
  ])('says for "$query" that it is one', ({ query, says, lang }) => {
    for (const method of ['GET', 'POST']) {
      const { status, body } = page(query, method);
      expect(status).toBe(200);
      expect(body).toContain(says);
      expect(body).toContain(`<html lang="${lang}"`);
      expect(body).not.toMatch(/<form|<button|<script/);
    }
  });
});
