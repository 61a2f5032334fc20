/** Queue Pings: one message, feeds that have changed. */
import { requireEnv } from '../platform/env.ts';
import { consume } from '../platform/queue.ts';
import { hubAddress, pingMessage } from './hub-pings.ts';
import { pauseSeconds, pingHub } from './ping-hub.ts';

const deps = {
  hub: hubAddress(requireEnv('WEB_SUB_HUB')),
  userAgent: `Rundbrief (+${requireEnv('CONTACT_URL')})`,
  fetch: globalThis.fetch,
};

export const handler = consume(pingMessage, (message) => pingHub(message, deps), {
  queueUrl: requireEnv('PINGS_QUEUE_URL'),
  pauseSeconds,
});
