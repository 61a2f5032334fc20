import type { RawMail, SendAnswer } from '../../lambdas/platform/ses.ts';

/** What SES does with one call. */
export type SesMood =
  | 'accepts'
  /** It takes the message, and the answer gets lost. */
  | 'accepts-unheard'
  /** It takes the message, the answer is fine, and every event of it gets lost. */
  | 'accepts-unreported'
  /** It takes the message, and the answer and every event of it get lost: nobody can know. */
  | 'accepts-unknowably'
  /** It does not take it, and the answer gets lost. */
  | 'loses'
  | 'throttles'
  | 'unreachable'
  | 'refuses'
  | 'quota-used-up'
  | 'paused';

export interface SesModel {
  send(mail: RawMail): Promise<SendAnswer>;
  /** How often each address was accepted: the truth. */
  accepted: Map<string, number>;
  /** How many of those were mails of which no event ever comes. */
  unreported: Map<string, number>;
  calls: RawMail[];
  /** Events not delivered yet, as SES writes them. */
  events: string[];
}

const ANSWERS: Record<SesMood, SendAnswer> = {
  accepts: { kind: 'accepted', messageId: '0107' },
  'accepts-unheard': { kind: 'unknown', detail: 'ECONNRESET' },
  'accepts-unreported': { kind: 'accepted', messageId: '0107' },
  'accepts-unknowably': { kind: 'unknown', detail: 'ECONNRESET' },
  loses: { kind: 'unknown', detail: 'ETIMEDOUT' },
  throttles: { kind: 'not-sent', because: 'throttled', detail: 'Throttling' },
  unreachable: { kind: 'not-sent', because: 'unreachable', detail: 'ECONNREFUSED' },
  refuses: { kind: 'refused', detail: 'MessageRejected' },
  'quota-used-up': { kind: 'not-sent', because: 'daily-quota', detail: 'Throttling' },
  paused: { kind: 'not-sent', because: 'paused', detail: 'AccountSendingPausedException' },
};

/** An SES that knows what it really took. @param mood - for each call; `accepts` when the moods are used up */
export function sesModel(mood: (mail: RawMail, call: number) => SesMood = () => 'accepts'): SesModel {
  const model: SesModel = {
    accepted: new Map(),
    unreported: new Map(),
    calls: [],
    events: [],
    async send(mail) {
      const now = mood(mail, model.calls.length);
      model.calls.push(mail);
      if (now.startsWith('accepts')) count(model.accepted, mail.to);
      if (now === 'accepts-unreported' || now === 'accepts-unknowably') count(model.unreported, mail.to);
      if (now === 'accepts' || now === 'accepts-unheard') {
        const id = messageIdOf(model.calls.length);
        model.events.push(eventOf('Send', mail, {}, id), eventOf('Delivery', mail, {}, id));
      }
      return ANSWERS[now];
    },
  };
  return model;
}

const count = (counts: Map<string, number>, what: string) => counts.set(what, (counts.get(what) ?? 0) + 1);

/** As SES makes them. @param call - the how many-th message it was, from 1 */
export const messageIdOf = (call: number): string =>
  `0107019a5c1f3b7e-4d2a9c61-7f0b-4e83-9a55-${call.toString(16).padStart(12, '0')}-000000`;

export function eventOf(
  eventType: string,
  { to, tags }: Pick<RawMail, 'to' | 'tags'>,
  more: object = {},
  messageId = messageIdOf(0),
): string {
  const arrays = Object.fromEntries(Object.entries(tags).map(([name, value]) => [name, [value]]));
  return JSON.stringify({ eventType, ...more, mail: { messageId, destination: [to], tags: arrays } });
}
