import { setTimeout as sleep } from 'node:timers/promises';
import { GetSendQuotaCommand, SESClient, type SESClientConfig } from '@aws-sdk/client-ses';

/** What SES lets the account send. */
export interface SendQuota {
  /** Mails in any second. */
  perSecond: number;
  /** Mails in any 24 hours; undefined is without limit. */
  perDay?: number;
  sentLastDay: number;
}

/** SES answers one question about the quota a second. */
const SPACING_MS = 1_000;

/**
 * A client for questions, not for mails: it asks again after a fault, as asking is safe, but never twice within a second.
 */
export function askingClient(config: SESClientConfig = {}, wait: (ms: number) => Promise<unknown> = sleep): SESClient {
  const client = new SESClient({ requestHandler: { connectionTimeout: 2_000, requestTimeout: 5_000 }, ...config });
  let nextAt = 0;
  // In this step, and after the retries in it: it is reached once for each attempt.
  client.middlewareStack.add(
    (next) => async (args) => {
      const at = Math.max(Date.now(), nextAt);
      nextAt = at + SPACING_MS;
      if (at > Date.now()) await wait(at - Date.now());
      return next(args);
    },
    { step: 'finalizeRequest', priority: 'low', name: 'spacing' },
  );
  return client;
}

/** @throws what the SDK throws, and an Error when the answer has no figures */
export function quotaOf(client: SESClient): () => Promise<SendQuota> {
  return async () => {
    const { MaxSendRate, Max24HourSend, SentLast24Hours } = await client.send(new GetSendQuotaCommand({}));
    if (!MaxSendRate || Max24HourSend === undefined || SentLast24Hours === undefined) {
      throw new Error('SES answered without the figures of its quota');
    }
    const perDay = Max24HourSend < 0 ? undefined : Max24HourSend;
    return { perSecond: MaxSendRate, perDay, sentLastDay: SentLast24Hours };
  };
}
