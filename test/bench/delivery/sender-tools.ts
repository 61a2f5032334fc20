/** What a sender of the bench works with beside its stores, as send-chunk.handler.ts gives it; but it waits for no pace. */
import type { SendDeps } from '../../../lambdas/delivery/chunk-work.ts';
import { sendingClient, sendOnce } from '../../../lambdas/platform/ses.ts';

/** As the template gives a run of a sender (lib/delivery.ts). */
const RUN_MS = 60_000;
/** Fast enough for as many senders as there may be; nobody waits anyway. */
export const SENDS_PER_SECOND = 1_000;

export type SenderTools = Pick<
  SendDeps,
  | 'send'
  | 'configurationSet'
  | 'pastListConfigurationSet'
  | 'trackedConfigurationSet'
  | 'trackedPastListConfigurationSet'
  | 'now'
  | 'sleep'
  | 'remainingMs'
>;

/** A clock that goes on by itself, and jumps when somebody would wait: nobody does. */
export interface HastyClock {
  now(): Date;
  sleep(ms: number): Promise<void>;
  /** Milliseconds by which it is ahead of other clocks: those that were not waited for. */
  aheadMs(): number;
}

export function hastyClock(aheadMs = 0): HastyClock {
  let ahead = aheadMs;
  return {
    now: () => new Date(Date.now() + ahead),
    sleep: async (ms) => {
      ahead += ms;
    },
    aheadMs: () => ahead,
  };
}

/** For one run, which begins now. */
export function senderTools(send: SendDeps['send'], { now, sleep }: HastyClock): SenderTools {
  const endsAt = now().getTime() + RUN_MS;
  return {
    send,
    configurationSet: 'bulk',
    pastListConfigurationSet: 'past-list',
    trackedConfigurationSet: 'tracked',
    trackedPastListConfigurationSet: 'tracked-past-list',
    now,
    sleep,
    remainingMs: () => endsAt - now().getTime(),
  };
}

/** Sends by the deployed client, which finds this SES by its environment. */
export function sendingTo(url: string, { answerWithinMs = 10_000 } = {}): SendDeps['send'] {
  process.env.AWS_ENDPOINT_URL_SES = url;
  return sendOnce(sendingClient({ answerWithinMs }));
}
