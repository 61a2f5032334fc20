import { type ParsedMail, simpleParser } from 'mailparser';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { parseLinkKeys, personalLinks, recipientsInMemory } from '../../lambdas/audience/index.ts';
import { sendWelcome, type WelcomeDeps } from '../../lambdas/delivery/send-welcome.ts';
import { welcomesInMemory, welcomesTable } from '../../lambdas/delivery/welcomes.ts';
import type { Edition } from '../../lambdas/domain/edition.ts';
import type { Publication } from '../../lambdas/domain/publication.ts';
import type { Subscription } from '../../lambdas/domain/subscription.ts';
import type { RawMail, SendAnswer } from '../../lambdas/platform/ses.ts';
import { sampleDigest } from '../../templates/digest/sample.ts';
import { type TestDatabase, testDatabase } from '../dynamodb.ts';
import { aSubscription, later, START, subscriberId } from './samples.ts';
import { welcomesContract } from './welcomes.contract.ts';

let tables: TestDatabase;
beforeAll(async () => {
  tables = await testDatabase();
});
afterAll(() => tables.stop());
welcomesContract('in memory', async () => welcomesInMemory());
welcomesContract('on DynamoDB', async () => welcomesTable(tables.dynamo, await tables.newTable()));

const ADA = { subscriberId: subscriberId(1), publicationId: 'ruhr' };
const KEYS = parseLinkKeys(JSON.stringify({ current: 'k1', k1: 'the-first-link-key-of-the-tests' }));
const SITE = 'https://letters.example';
const SENT: Edition = { ...sampleDigest('de').edition, status: 'sent' };

function aHouse({ subscription = {}, publication = {}, editions = [SENT] }: Given = {}) {
  const reader = aSubscription(1, { address: 'ada@reader.example', ...subscription });
  const ruhr: Publication = {
    ...sampleDigest('de').publication,
    id: 'ruhr',
    welcome: { latestEdition: true },
    ...publication,
  };
  const mails: RawMail[] = [];
  const house = {
    mails,
    answer: { kind: 'accepted', messageId: 'm' } as SendAnswer,
    read: (): Promise<ParsedMail> => simpleParser(Buffer.from(mails[0]?.raw ?? '')),
    greet: () => sendWelcome(ADA, deps),
  };
  const deps: WelcomeDeps = {
    publications: { find: async (id) => (id === ruhr.id ? ruhr : undefined) },
    recipients: recipientsInMemory(new Map([[reader.subscriberId, reader]]), () => START),
    editions: { list: async () => structuredClone(editions) },
    welcomes: welcomesInMemory(),
    links: async (newcomer) => personalLinks(KEYS, SITE, () => START)(newcomer),
    sendMail: async (mail) => {
      if (house.answer.kind !== 'not-sent') mails.push(mail);
      return house.answer;
    },
    siteUrl: SITE,
    configurationSet: 'bulk',
    pastListConfigurationSet: 'past-list',
    now: () => START,
  };
  return house;
}
interface Given {
  subscription?: Partial<Subscription>;
  publication?: Partial<Publication>;
  editions?: Edition[];
}

describe('who has confirmed', () => {
  let house: ReturnType<typeof aHouse>;
  beforeEach(() => {
    house = aHouse();
  });

  it('is greeted once, however often it is asked for', async () => {
    for (let time = 0; time < 3; time += 1) await house.greet();
    expect(house.mails).toHaveLength(1);
    expect(house.mails[0]).toMatchObject({
      to: 'ada@reader.example',
      configurationSet: 'bulk',
      tags: { purpose: 'welcome', publication: 'ruhr' },
    });
  });

  it('is greeted by a mail that can be left with one click, and that does not call itself automatic', async () => {
    await house.greet();
    const { headers, subject, from } = await house.read();
    const source = house.mails[0]?.raw.toString() ?? '';
    expect(subject).toBe('Willkommen: „Bildungsnetz Ruhr“');
    expect(from?.value[0]?.address).toBe(sampleDigest('de').publication.sender.address);
    expect(source).toMatch(/^List-Unsubscribe: <https:\/\/letters\.example\/unsubscribe\?t=[\w-]+>\r$/m);
    expect(source).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click\r$/m);
    expect(headers.has('auto-submitted')).toBe(false);
    expect(headers.get('content-language')).toBe('de');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: anything beyond seven bits is what is looked for
    expect(source).toMatch(/^[\u0000-\u007f]*$/);
  });

  it.each(['text', 'html'] as const)('reads the same in %s: greeting, headlines, ways out', async (part) => {
    await house.greet();
    const mail = await house.read();
    const read = String(mail[part]).replaceAll('\u00a0', ' ').replaceAll('&#39;', "'").replaceAll('&amp;', '&');
    expect(read.replaceAll('\n', ' ')).toContain('schön, dass Sie dabei sind');
    for (const { title, url } of SENT.items) {
      expect(read.replaceAll('\n', ' ')).toContain(title);
      expect(read).toContain(url);
    }
    expect(read).toMatch(/letters\.example\/preferences\?t=/);
    expect(read).toMatch(/letters\.example\/unsubscribe\?t=/);
    expect(read).toContain(`https://letters.example/archive/ruhr/${SENT.number}`);
    expect(read).toContain('Impressum');
  });

  it('leads to the latest edition where its page is, also when nobody else finds it', async () => {
    house = aHouse({ editions: [{ ...SENT, archiveKey: 'f00d' }] });
    await house.greet();
    expect((await house.read()).text).toContain(`https://letters.example/archive/ruhr/${SENT.number}-f00d`);
  });

  it('sees the headlines of their own topics only', async () => {
    const [topic = ''] = SENT.items.flatMap(({ topics }) => topics);
    const own = aHouse({ subscription: { topics: [topic] } });
    await own.greet();
    const { text = '' } = await own.read();
    const shown = SENT.items.filter(({ title }) =>
      text.replaceAll('\n', ' ').replaceAll('\u00a0', ' ').includes(title),
    );
    expect(shown).toEqual(SENT.items.filter(({ topics }) => topics.includes(topic)));
    expect(shown.length).toBeLessThan(SENT.items.length);
  });

  it.each([
    { what: 'no edition yet', given: { editions: [] } },
    {
      what: 'drafts and editions under way only',
      given: {
        editions: [
          { ...SENT, status: 'draft' as const },
          { ...SENT, status: 'frozen' as const },
        ],
      },
    },
    { what: 'nothing of their topics', given: { subscription: { topics: ['none'] } } },
    { what: 'an editor who wants no list', given: { publication: { welcome: { latestEdition: false } } } },
  ])('is greeted without a list where there is $what', async ({ given }) => {
    const house = aHouse(given);
    await house.greet();
    const { text, html } = await house.read();
    for (const read of [text, html]) {
      expect(read).toContain('dabei sind');
      expect(read).not.toMatch(/letzten Ausgabe|\/archive\//i);
    }
  });

  it('is greeted in the words of the editors, each paragraph apart, and nothing in them is markup', async () => {
    const text = 'Hallo & herzlich willkommen!\n\n<script>alert(1)</script>\nWir schreiben montags.\n\n\n  Bis bald  ';
    const house = aHouse({ publication: { welcome: { text, latestEdition: false } } });
    await house.greet();
    const mail = await house.read();
    expect(mail.html).toContain('>Hallo &amp; herzlich willkommen!</p>');
    expect(mail.html).toContain('>&lt;script&gt;alert(1)&lt;/script&gt; Wir schreiben montags.</p>');
    expect(mail.html).not.toContain('<script');
    expect(mail.text).toContain(
      'Hallo & herzlich willkommen!\n\n<script>alert(1)</script> Wir schreiben montags.\n\nBis bald\n',
    );
    expect(mail.text).not.toContain('dabei sind');
  });

  it('is greeted in their own language', async () => {
    const house = aHouse({ subscription: { language: 'en' } });
    await house.greet();
    const { subject, html, text } = await house.read();
    expect(subject).toBe('Welcome to “Bildungsnetz Ruhr”');
    expect(html).toContain('<html lang="en" dir="ltr">');
    expect(text).toContain('FROM THE LATEST ISSUE');
    expect(text).not.toMatch(/Ausgabe|Abmelden|Impressum/);
  });

  it.each([
    { what: 'has left', subscription: { status: 'ended' as const } },
    { what: 'is pending again', subscription: { status: 'pending' as const } },
    { what: 'is suppressed', subscription: { suppressedBecause: 'complaint' as const } },
    { what: 'has paused', subscription: { pausedUntil: later(3_600) } },
    { what: 'is not there any more', subscription: { subscriberId: subscriberId(2) } },
  ])('and $what by now is not greeted', async ({ subscription }) => {
    const house = aHouse({ subscription });
    await house.greet();
    expect(house.mails).toEqual([]);
  });

  it.each([
    { what: 'greets nobody', publication: { welcome: undefined } },
    { what: 'is gone', publication: { id: 'another' } },
  ])('of a publication that $what is not greeted', async ({ publication }) => {
    const house = aHouse({ publication });
    await house.greet();
    expect(house.mails).toEqual([]);
  });

  it('after a suppression is greeted past the list that SES keeps', async () => {
    const house = aHouse({ subscription: { isWatched: true } });
    await house.greet();
    expect(house.mails[0]?.configurationSet).toBe('past-list');
  });

  it('is greeted later when SES certainly took nothing', async () => {
    house.answer = { kind: 'not-sent', because: 'throttled', detail: 'Throttling' };
    await expect(house.greet()).rejects.toMatchObject({ fault: 'unavailable' });
    house.answer = { kind: 'accepted', messageId: 'm' };
    await house.greet();
    expect(house.mails).toHaveLength(1);
  });

  it.each(['unknown', 'refused'] as const)('is not greeted again after an answer that is %s', async (kind) => {
    house.answer = { kind, detail: 'ECONNRESET' };
    await house.greet();
    await house.greet();
    expect(house.mails).toHaveLength(1);
  });
});
