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

/** @param now - the clock of this run, which begins when this is called */
export function senderTools(send: SendDeps['send'], now: () => Date = () => new Date()): SenderTools {
  const endsAt = now().getTime() + RUN_MS;
  return {
    send,
    configurationSet: 'bulk',
    pastListConfigurationSet: 'past-list',
    trackedConfigurationSet: 'tracked',
    trackedPastListConfigurationSet: 'tracked-past-list',
    now,
    sleep: async () => {},
    remainingMs: () => endsAt - now().getTime(),
  };
}

/** Sends by the deployed client, which finds this SES by its environment. */
export function sendingTo(url: string, { answerWithinMs = 10_000 } = {}): SendDeps['send'] {
  process.env.AWS_ENDPOINT_URL_SES = url;
  return sendOnce(sendingClient({ answerWithinMs }));
}
