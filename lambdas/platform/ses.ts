import { type MessageTag, SESClient } from '@aws-sdk/client-ses';
import { mailSender } from './ses-body.ts';

/** A message ready to go: one recipient a call, so that each has its own tags, events and unsubscribe link. */
export interface RawMail {
  from: string;
  to: string;
  /** 7-bit, a character for each byte. */
  raw: string;
  configurationSet: string;
  /** Names and values in `[A-Za-z0-9_-]`; never anything a person typed. */
  tags: Record<string, string>;
}

/**
 * What an answer of SES proves.
 *
 * - `accepted`: a 2xx with a message id
 * - `not-sent`: SES certainly did not take it; `because` says whose fault it was
 * - `refused`: SES will not take this message, now or later
 * - `unknown`: it may have been taken; sending again may be a second mail
 */
export type SendAnswer =
  | { kind: 'accepted'; messageId: string }
  | { kind: 'not-sent'; because: 'unreachable' | 'throttled' | 'daily-quota' | 'paused'; detail: string }
  | { kind: 'refused'; detail: string }
  | { kind: 'unknown'; detail: string };

export type SendMail = (mail: RawMail) => Promise<SendAnswer>;

/**
 * The client for sending, and for nothing else. SES has no idempotency key and the default client sends again after a
 * reset, a time-out or a 5xx: one attempt only, and a time-out that really ends the request.
 */
export function sendingClient({ answerWithinMs = 10_000 }: { answerWithinMs?: number } = {}): SESClient {
  return new SESClient({
    maxAttempts: 1,
    requestHandler: { connectionTimeout: 2_000, requestTimeout: answerWithinMs, throwOnRequestTimeout: true },
  });
}

/** Sends once and never throws: every outcome is a {@link SendAnswer}. */
export function sendOnce(client: SESClient): SendMail {
  const send = mailSender(client);
  return async ({ from, to, raw, configurationSet, tags }) => {
    const Tags: MessageTag[] = Object.entries(tags).map(([Name, Value]) => ({ Name, Value }));
    try {
      const envelope = { Source: from, Destinations: [to], ConfigurationSetName: configurationSet, Tags };
      const { MessageId } = await send(envelope, raw);
      // A 200 that is no SES answer (a proxy's page, an empty body) resolves without an id.
      return MessageId
        ? { kind: 'accepted', messageId: MessageId }
        : { kind: 'unknown', detail: 'an answer without an id' };
    } catch (error) {
      return classify(error);
    }
  };
}

/** Codes of the connection under the request: it never came to a request. */
const NEVER_CONNECTED = new Set(['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'EAI_AGAIN']);
const THROTTLED = new Set(['Throttling', 'ThrottlingException', 'TooManyRequestsException', 'RequestThrottled']);
const REFUSED = new Set(['MessageRejected', 'InvalidParameterValue', 'InvalidParameterValueException']);
/** Until an operator mends it, nobody's message will be taken. On the wire some of these end without "Exception". */
const PAUSED = new Set([
  'AccountSendingPaused',
  'ConfigurationSetSendingPaused',
  'ConfigurationSetDoesNotExist',
  'MailFromDomainNotVerified',
  'AccessDenied',
  'SignatureDoesNotMatch',
  'RequestExpired',
  'InvalidClientTokenId',
]);
/** Thrown by the SDK before it asks SES. */
const NO_CREDENTIALS = 'CredentialsProviderError';

/**
 * Reads an error of the sending client. Only what proves that SES did not take the message counts as not sent or refused;
 * all else is unknown, also a 4xx of somebody in between.
 *
 * @returns an answer whose detail holds names and codes, never SES's sentence: that may quote an address
 */
export function classify(error: unknown): SendAnswer {
  const { name = '', code = '', message = '', $metadata } = (error ?? {}) as SdkError;
  const detail = [name, code].filter(Boolean).join(' ');
  const status = $metadata?.httpStatusCode;
  if (NEVER_CONNECTED.has(code) || isConnectTimeout({ name, code, message })) {
    return { kind: 'not-sent', because: 'unreachable', detail };
  }
  if (name === NO_CREDENTIALS) return { kind: 'not-sent', because: 'paused', detail };
  if (status === undefined || status < 400 || status >= 500) return { kind: 'unknown', detail };
  if (THROTTLED.has(name)) {
    const because = /daily message quota/i.test(message) ? 'daily-quota' : 'throttled';
    return { kind: 'not-sent', because, detail };
  }
  if (REFUSED.has(name)) return { kind: 'refused', detail };
  if (PAUSED.has(name.replace(/Exception$/, '')) || status === 403) {
    return { kind: 'not-sent', because: 'paused', detail };
  }
  return { kind: 'unknown', detail };
}

/** Never connected and no answer have the same name; only the missing code and the sentence tell them apart. */
const isConnectTimeout = ({ name, code, message }: Required<Omit<SdkError, '$metadata'>>): boolean =>
  name === 'TimeoutError' && !code && /did not establish a connection/i.test(message);

interface SdkError {
  name?: string;
  code?: string;
  message?: string;
  $metadata?: { httpStatusCode?: number };
}
