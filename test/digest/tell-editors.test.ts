import { type ParsedMail, simpleParser } from 'mailparser';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { composeAndTell } from '../../lambdas/digest/compose-and-tell.ts';
import type { CompositionRun } from '../../lambdas/digest/editions.ts';
import { editionsInMemory } from '../../lambdas/digest/editions-in-memory.ts';
import type { ComposedNews, EditorNewsMessage } from '../../lambdas/digest/editor-news.ts';
import { type TellDeps, tellEditors } from '../../lambdas/digest/tell-editors.ts';
import { tellingsInMemory, tellingsTable } from '../../lambdas/digest/tellings.ts';
import type { Edition } from '../../lambdas/domain/edition.ts';
import { RundbriefError } from '../../lambdas/domain/errors.ts';
import { NO_RULES, type Publication, type Source } from '../../lambdas/domain/publication.ts';
import { objectsInMemory } from '../../lambdas/platform/objects.ts';
import type { Outbox } from '../../lambdas/platform/queue.ts';
import type { RawMail, SendAnswer } from '../../lambdas/platform/ses.ts';
import { type CompositionMessage, digestsInMemory, publicationsInMemory } from '../../lambdas/publications/index.ts';
import { type TestDatabase, testDatabase } from '../dynamodb.ts';
import { aDigest, anArticle, anEdition, articlesHeld, RUHR, SITE_URL } from './samples.ts';
import { tellingsContract } from './tellings.contract.ts';

let tables: TestDatabase;
beforeAll(async () => {
  tables = await testDatabase();
});
afterAll(() => tables.stop());
tellingsContract('in memory', async () => tellingsInMemory());
tellingsContract('on DynamoDB', async () => tellingsTable(tables.dynamo, await tables.newTable()));

const NOW = new Date('2026-11-23T06:00:00Z');
const MESSAGE: ComposedNews = { publicationId: 'ruhr', requestId: 'woche-1', digestId: 'woche' };
const DRAFT: Edition = anEdition(12, { status: 'draft' });
const COMPOSED: CompositionRun['outcome'] = { kind: 'composed', editionId: DRAFT.id, number: 12, articles: 7 };

const aSource = (changes: Partial<Source>): Source => ({
  id: 's',
  publicationId: 'ruhr',
  kind: 'feed',
  url: 'https://bildungsnetz.example/feed/',
  title: 'Aktuelles',
  topics: [],
  rules: NO_RULES,
  fullText: false,
  status: 'active',
  intervalMinutes: 60,
  fetchState: { failures: 0, lastError: 'long ago' },
  ...changes,
});

interface Given {
  publication?: Partial<Publication>;
  edition?: Partial<Edition>;
  outcome?: CompositionRun['outcome'];
  sources?: Source[];
}

async function aDesk({ publication = {}, edition = {}, outcome = COMPOSED, sources = [] }: Given = {}) {
  const ruhr = { ...RUHR, editors: ['ada@desk.example', 'ben@desk.example'], ...publication };
  const editions = editionsInMemory();
  await editions.create({ ...DRAFT, ...edition }, 'request');
  const mails: RawMail[] = [];
  const desk = {
    mails,
    answer: { kind: 'accepted', messageId: 'm' } as SendAnswer,
    record: (next: CompositionRun['outcome'], requestId = 'woche-1', at = NOW) =>
      editions.recordRun({ requestId, publicationId: 'ruhr', at, outcome: next }),
    tell: (message: EditorNewsMessage = MESSAGE) => tellEditors(message, deps),
    read: (index = 0): Promise<ParsedMail> => simpleParser(Buffer.from(mails[index]?.raw ?? '')),
  };
  const deps: TellDeps = {
    publications: publicationsInMemory(ruhr),
    sources: { list: async () => sources },
    editions,
    tellings: tellingsInMemory(),
    sendMail: async (mail) => {
      if (desk.answer.kind !== 'not-sent') mails.push(mail);
      return desk.answer;
    },
    siteUrl: SITE_URL,
    configurationSet: 'bulk',
    now: () => NOW,
  };
  await desk.record(outcome);
  return desk;
}

describe('editors', () => {
  it('are told of a draft that waits, each once', async () => {
    const desk = await aDesk();
    for (let time = 0; time < 3; time += 1) await desk.tell();
    await desk.tell({ ...MESSAGE, requestId: 'woche-1' });
    expect(desk.mails.map(({ to }) => to)).toEqual(['ada@desk.example', 'ben@desk.example']);
    expect(desk.mails[0]).toMatchObject({
      configurationSet: 'bulk',
      tags: { purpose: 'editors', publication: 'ruhr' },
    });
    const { subject, text = '', html, headers, from } = await desk.read();
    expect(from?.value[0]?.address).toBe(RUHR.sender.address);
    expect(subject).toBe(`Zur Freigabe: „${DRAFT.subject}“`);
    expect(headers.get('auto-submitted')).toBe('auto-generated');
    for (const part of [text, html || '']) {
      expect(part).toContain('wartet auf Ihre Freigabe');
      expect(part).toContain(DRAFT.subject);
      expect(part).toContain(`${SITE_URL}/console/editions/ruhr-12`);
      expect(part).toContain(`${SITE_URL}/console/editions/ruhr-12/preview`);
      expect(part).not.toMatch(/Quellen|Überschrift darin/);
    }
    expect(text).toContain(`Beiträge: ${DRAFT.items.length}`);
  });

  it('are told once, too, when two work at it at the same moment', async () => {
    const desk = await aDesk();
    await Promise.all([desk.tell(), desk.tell()]);
    expect(desk.mails.map(({ to }) => to).sort()).toEqual(['ada@desk.example', 'ben@desk.example']);
  });

  it('are told what is shortened, what did not fit in, and which sources failed', async () => {
    const desk = await aDesk({
      edition: { shortened: 1, leftOut: 3 },
      sources: [
        aSource({ title: 'Gesund' }),
        aSource({ title: 'Amtsblatt', fetchState: { failures: 2, lastError: 'It answered with status 500' } }),
        aSource({ title: 'Flut', status: 'held' }),
        aSource({ title: 'Beendet', status: 'stopped', fetchState: { failures: 9, lastError: 'gone' } }),
      ],
    });
    await desk.tell();
    const { text } = await desk.read();
    expect(text).toContain('steht ein Beitrag nur mit seiner Überschrift darin');
    expect(text).toContain('3 weitere Beiträge passten nicht hinein');
    expect(text).toContain('- Amtsblatt: It answered with status 500\n- Flut: wartet auf Ihre Entscheidung\n\n');
    expect(text).not.toMatch(/Gesund|Beendet/);
  });

  it('are told in the language of their publication, and nothing they read is markup', async () => {
    const subject = 'News <script>alert(1)</script> & “more”';
    const desk = await aDesk({ publication: { language: 'en' }, edition: { subject, shortened: 2 } });
    await desk.tell();
    const mail = await desk.read();
    expect(mail.subject).toBe(`For your approval: “${subject}”`);
    expect(mail.text).toContain('2 articles appear by their headlines only');
    expect(mail.html).toContain('<html lang="en" dir="ltr">');
    expect(mail.html).not.toContain('<script');
    expect(mail.html).toContain('&lt;script&gt;');
    expect(mail.text).not.toMatch(/Freigabe|Beiträge/);
  });

  it('are told why an edition that was to send itself was held', async () => {
    const outcome = { ...COMPOSED, heldBecause: 'the unsubscribe link is missing' };
    const desk = await aDesk({ edition: { sendsItself: true, shortened: 2 }, outcome });
    await desk.tell();
    const { subject, text } = await desk.read();
    expect(subject).toBe(`Nicht versendet: „${DRAFT.subject}“`);
    expect(text).toContain('Grund: the unsubscribe link is missing');
  });

  it('are told of an edition that sends itself only when articles in it are shortened', async () => {
    const whole = await aDesk({ edition: { sendsItself: true } });
    await whole.tell();
    expect(whole.mails).toEqual([]);
    const short = await aDesk({ edition: { sendsItself: true, shortened: 2 } });
    await short.tell();
    expect((await short.read()).subject).toBe(`Gekürzt versendet: „${DRAFT.subject}“`);
  });

  it('are told of a digest that fails once a day, however often it tries', async () => {
    const failed = { kind: 'failed' as const, reason: 'The template has a fault in line 3' };
    const desk = await aDesk({ outcome: failed });
    await desk.record(failed, 'woche-2');
    await desk.record(failed, 'woche-3', new Date('2026-11-24T06:00:00Z'));
    await desk.record(failed, 'tag-1');
    for (const requestId of ['woche-1', 'woche-2', 'woche-3']) await desk.tell({ ...MESSAGE, requestId });
    await desk.tell({ ...MESSAGE, digestId: 'tag', requestId: 'tag-1' });
    expect(desk.mails.filter(({ to }) => to.startsWith('ada'))).toHaveLength(3);
    const { subject, text } = await desk.read();
    expect(subject).toBe(`Keine neue Ausgabe: „${RUHR.title}“`);
    expect(text).toContain('Grund: The template has a fault in line 3');
    expect(text).toContain(`${SITE_URL}/console/publications/ruhr`);
  });

  describe('of an approval that a correction has voided', () => {
    const corrected = { publicationId: 'ruhr', editionId: DRAFT.id, approvedHash: 'c'.repeat(64) };

    it('are told once', async () => {
      const desk = await aDesk();
      for (let time = 0; time < 2; time += 1) await desk.tell(corrected);
      expect(desk.mails).toHaveLength(2);
      const { subject, text = '', html } = await desk.read();
      expect(subject).toBe(`Bitte noch einmal freigeben: „${DRAFT.subject}“`);
      for (const part of [text, html || '']) {
        expect(part).toContain('Damit ist die Freigabe verfallen');
        expect(part).toContain(`${SITE_URL}/console/editions/ruhr-12`);
      }
      await desk.tell({ ...corrected, approvedHash: 'd'.repeat(64) });
      expect(desk.mails).toHaveLength(4);
    });

    it.each<{ what: string; edition: Partial<Edition>; approvedHash?: string }>([
      { what: 'is approved again', edition: { approval: { by: 'ada', at: NOW } } },
      { what: 'was sent meanwhile', edition: { status: 'frozen', frozenAt: NOW } },
      { what: 'was not corrected after all', edition: {}, approvedHash: DRAFT.contentHash },
    ])('are told nothing when it $what', async ({ edition, approvedHash = 'c'.repeat(64) }) => {
      const desk = await aDesk({ edition });
      await desk.tell({ ...corrected, approvedHash });
      expect(desk.mails).toEqual([]);
    });
  });

  it.each<{ what: string; given: Given }>([
    { what: 'there are none', given: { publication: { editors: undefined } } },
    { what: 'the list of them is empty', given: { publication: { editors: [] } } },
    { what: 'nothing was new', given: { outcome: { kind: 'skipped', reason: 'nothing new' } } },
    { what: 'the publication is gone', given: { publication: { id: 'another' } } },
    { what: 'the edition is gone', given: { outcome: { ...COMPOSED, editionId: 'ruhr-99' } as typeof COMPOSED } },
  ])('are told nothing when $what', async ({ given }) => {
    const desk = await aDesk(given);
    await desk.tell();
    await desk.tell({ ...MESSAGE, requestId: 'never' });
    expect(desk.mails).toEqual([]);
  });

  it('are told later when SES certainly took nothing, and the others by then', async () => {
    const desk = await aDesk();
    desk.answer = { kind: 'not-sent', because: 'throttled', detail: 'Throttling' };
    await expect(desk.tell()).rejects.toMatchObject({ fault: 'unavailable' });
    desk.answer = { kind: 'accepted', messageId: 'm' };
    await desk.tell();
    expect(desk.mails).toHaveLength(2);
  });

  it.each(['unknown', 'refused'] as const)('are not told again after an answer that is %s', async (kind) => {
    const desk = await aDesk();
    desk.answer = { kind, detail: 'ECONNRESET' };
    await desk.tell();
    await desk.tell();
    expect(desk.mails).toHaveLength(2);
  });
});

describe('what became of a composition', () => {
  let sent: { message: EditorNewsMessage; delaySeconds?: number }[];
  beforeEach(() => {
    sent = [];
  });
  const editorNews: Outbox<EditorNewsMessage> = {
    send: async (message, { delaySeconds } = {}) =>
      void sent.push({ message, ...(delaySeconds ? { delaySeconds } : {}) }),
    sendAll: async () => undefined,
  };
  const house = (articles = [anArticle()]) => ({
    publications: publicationsInMemory(RUHR),
    digests: digestsInMemory(aDigest()),
    articles: { ...articlesHeld(...articles), find: async () => undefined },
    editions: editionsInMemory(),
    ownTemplates: { find: async () => undefined },
    parts: objectsInMemory(),
    ready: { send: async () => undefined, sendAll: async () => undefined },
    siteUrl: SITE_URL,
    now: () => NOW,
    editorNews,
  });
  const scheduled: CompositionMessage = {
    ...MESSAGE,
    dueAt: NOW.toISOString(),
    by: 'schedule',
    mode: 'draft',
  };

  it('is told after it stands in the records, and nothing but ids is said', async () => {
    const deps = house();
    await composeAndTell(scheduled, deps);
    expect(sent).toEqual([{ message: MESSAGE }]);
    expect(await deps.editions.findRun('ruhr', 'woche-1')).toMatchObject({ outcome: { kind: 'composed' } });
  });

  it('is not told when nothing was new, or when somebody waits for it', async () => {
    await composeAndTell(scheduled, house([]));
    await composeAndTell({ publicationId: 'ruhr', requestId: 'e1', by: 'editor', mode: 'draft' }, house());
    expect(sent).toEqual([]);
  });

  it('is told when it failed for good, at once', async () => {
    await composeAndTell({ ...scheduled, digestId: 'gone' }, house());
    expect(sent).toEqual([{ message: { ...MESSAGE, digestId: 'gone' } }]);
  });

  it('is told later when the queue tries again', async () => {
    const failing = { ...house(), digests: { find: () => Promise.reject(new RundbriefError('unavailable', 'away')) } };
    await expect(composeAndTell(scheduled, failing)).rejects.toThrow('away');
    expect(sent).toEqual([{ message: MESSAGE, delaySeconds: 900 }]);
  });
});
