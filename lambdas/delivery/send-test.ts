/**
 * Test mails: an edition as its readers would get it, in the mail program of those who make it.
 *
 * They belong to no campaign, count nowhere, and use nothing up. Their links lead to a page of ours that says that it is a
 * test: who presses there leaves nothing and nobody.
 */
import { assembleMessage, type EditionParts, testParts } from '../digest/index.ts';
import { RundbriefError } from '../domain/errors.ts';
import { log } from '../platform/log.ts';
import type { RawMail, SendAnswer, SendMail } from '../platform/ses.ts';
import type { TestMessage } from './messages.ts';
import { testLinks } from './test-links.ts';
import type { TestLetter, TestOutcome, TestSend, TestSends } from './test-sends.ts';

export interface TestDeps {
  tests: TestSends;
  /** @throws RundbriefError `not-found` when no such edition was rendered with this content */
  loadParts(editionId: string, contentHash: string): Promise<EditionParts>;
  sendMail: SendMail;
  /** Of our public pages, without a slash at its end. */
  siteUrl: string;
  configurationSet: string;
}

type End = { outcome: TestOutcome; reason?: string };

/** Sends a test once to each of its addresses. Running it again sends nothing twice: what is uncertain stays so. */
export async function sendTest({ editionId, requestId }: TestMessage, deps: TestDeps): Promise<void> {
  const test = await deps.tests.find(editionId, requestId);
  if (!test) return log.warn('A test was forgotten before it could be sent', { editionId, requestId });
  const write = writerOf(test, deps);
  for (const [position, letter] of test.letters.entries()) {
    const end = await endOf(letter, { claim: () => deps.tests.claim(test, position), write, send: deps.sendMail });
    if (!end) continue;
    await deps.tests.settle(test, position, end);
    if (end.outcome !== 'accepted') log.warn('A test was not accepted', { editionId, requestId, position, ...end });
  }
}

interface Sending {
  claim(): Promise<boolean>;
  write(to: string): Promise<RawMail>;
  send: SendMail;
}

/** @returns undefined when there is nothing to note */
async function endOf({ to, outcome }: TestLetter, { claim, write, send }: Sending): Promise<End | undefined> {
  // An earlier run ended between sending and noting it.
  if (outcome === 'sending') return { outcome: 'unknown', reason: 'the sending was interrupted' };
  if (outcome !== 'pending' || !to) return undefined;
  try {
    const mail = await write(to);
    return (await claim()) ? inWords(await send(mail)) : undefined;
  } catch (error) {
    if (!(error instanceof RundbriefError) || error.retryable) throw error;
    return { outcome: 'refused', reason: error.message };
  }
}

/** Writes the edition to one address after another, from parts that are read once. */
function writerOf(test: TestSend, { loadParts, siteUrl, configurationSet }: TestDeps): Sending['write'] {
  const { editionId, contentHash, publicationId, topics, language } = test;
  const links = testLinks(siteUrl, language);
  let loading: Promise<EditionParts> | undefined;
  return async (to) => {
    loading ??= loadParts(editionId, contentHash).then(testParts);
    const parts = await loading;
    const raw = assembleMessage(parts, { topics, to, links, at: test.askedAt });
    return {
      from: parts.senderAddress,
      to,
      raw,
      configurationSet,
      tags: { purpose: 'test', publication: publicationId },
    };
  };
}

/** Somebody waits for it: what SES did not take is not tried again behind their back. */
function inWords(answer: SendAnswer): End {
  if (answer.kind === 'accepted') return { outcome: 'accepted' };
  if (answer.kind === 'not-sent') return { outcome: 'refused', reason: `SES did not take it (${answer.because})` };
  return { outcome: answer.kind, reason: answer.detail };
}
