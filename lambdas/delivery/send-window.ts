import { log } from '../platform/log.ts';
import type { RawMail, SendAnswer, SendMail } from '../platform/ses.ts';
import type { Because } from './because.ts';
import type { OutcomeSet } from './ledger.ts';
import type { Turns } from './send-turns.ts';

/** What became of one message of a window. */
export type WindowAnswer =
  | SendAnswer
  /** It was never handed over: an earlier answer or the clock said stop. */
  | { kind: 'not-tried' }
  /** It cannot be written for this recipient. */
  | { kind: 'unwritable'; detail: string };

export interface Envelope {
  index: number;
  /** Writes the message, just before it is sent. */
  mail: () => RawMail;
}

interface WindowDeps {
  send: SendMail;
  turns: Pick<Turns, 'next'>;
  /** True when an answer might come too late to be recorded. */
  isTimeUp: () => boolean;
}

/**
 * Hands each message over once, at the given pace, without waiting for one answer before the next message. After the first
 * answer that says "not now" no further message of the window is handed over.
 */
export async function sendWindow(envelopes: Envelope[], deps: WindowDeps): Promise<Map<number, WindowAnswer>> {
  const answers = new Map<number, WindowAnswer>();
  const underWay: Promise<void>[] = [];
  let isStopped = false;
  for (const { index, mail } of envelopes) {
    const turn = isStopped ? undefined : await deps.turns.next();
    const written = isStopped || deps.isTimeUp() ? NOT_TRIED : write(mail);
    if (!turn || 'kind' in written) {
      turn?.unused();
      answers.set(index, 'kind' in written ? written : NOT_TRIED);
      continue;
    }
    underWay.push(
      handOver(written, deps.send).then((answer) => {
        turn.answered();
        answers.set(index, answer);
        if (answer.kind === 'not-sent') isStopped = true;
      }),
    );
  }
  await Promise.all(underWay);
  return answers;
}

const NOT_TRIED = { kind: 'not-tried' } as const;

/** `send` promises not to throw; if it does, nobody can tell how far it came. */
async function handOver(mail: RawMail, send: SendMail): Promise<SendAnswer> {
  try {
    return await send(mail);
  } catch (error) {
    return { kind: 'unknown', detail: nameOf(error) };
  }
}

function write(mail: Envelope['mail']): RawMail | (WindowAnswer & { kind: 'unwritable' }) {
  try {
    return mail();
  } catch (error) {
    return { kind: 'unwritable', detail: nameOf(error) };
  }
}

/** The name only: the sentence of an error may quote an address. */
const nameOf = (error: unknown): string => (error instanceof Error ? error.name : 'unknown error');

/** The one table from an answer to where its recipient stands in the ledger. */
const SET_OF_ANSWER: Record<WindowAnswer['kind'], OutcomeSet | 'pending'> = {
  accepted: 'accepted',
  refused: 'failed',
  unwritable: 'failed',
  unknown: 'unknown',
  'not-sent': 'pending',
  'not-tried': 'pending',
};

export const outcomeOf = ({ kind }: WindowAnswer): OutcomeSet | 'pending' => SET_OF_ANSWER[kind];

/** The kind of a refusal, by the name of SES's error; undefined for an answer that is none. */
export function whyFailed(answer: WindowAnswer): Because | undefined {
  if (answer.kind === 'unwritable') return 'unwritable';
  if (answer.kind !== 'refused') return undefined;
  return answer.detail.startsWith('MessageRejected') ? 'message-rejected' : 'invalid-parameter';
}

/** Logs what was not accepted, by index: an address is never logged. */
export function logAnswers(
  { campaignId, chunk }: { campaignId: string; chunk: string },
  answers: Map<number, WindowAnswer>,
): void {
  for (const [index, answer] of answers) {
    if (answer.kind === 'accepted' || answer.kind === 'not-tried') continue;
    log.warn('A message was not accepted', { campaignId, chunk, index, ...answer });
  }
}
