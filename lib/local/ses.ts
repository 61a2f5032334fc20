/** Mail in one place: the endpoint, the store, the events, and the relay to a real mail server. */
import { createTransport } from 'nodemailer';
import type { Log } from './function-log.ts';
import type { Identities } from './identities.ts';
import { addressIn } from './mail-headers.ts';
import { type Mail, type MailStore, openMailStore } from './mail-store.ts';
import type { Messaging } from './messaging.ts';
import { publishEvent, readDestinations, validateTopics } from './ses-destinations.ts';
import { sesEndpoint } from './ses-endpoint.ts';
import { eventsOf, type SesEvent } from './ses-events.ts';
import type { SendingLimits } from './ses-quota.ts';
import { sesTracking } from './ses-tracking.ts';
import type { Stack } from './stack.ts';
import type { Usage } from './usage.ts';
import type { WebReply, WebRequest } from './web.ts';

export interface Ses {
  endpoint: ReturnType<typeof sesEndpoint>;
  store: MailStore;
  /** A mail as it reaches its reader. */
  delivered(id: string): Buffer | undefined;
  /** Answers what a mail of a configuration set that counts opens and clicks asks for. */
  answer(request: WebRequest): WebReply;
  /** Publishes an event that came from elsewhere. @returns how many topics took it */
  intake(event: SesEvent): number;
  /** Also tells of mails whose events a kill cut off. */
  start(): void;
  stop(): Promise<void>;
}

export interface SesSettings {
  folder: string;
  stack: Stack;
  messaging: Messaging;
  identities: Identities;
  usage: Usage;
  limits: SendingLimits;
  elsewhere: string | undefined;
  smtp: string | undefined;
  log: Log;
}

/** Real events come a moment after the answer, sometimes before it is read. */
const EVENTS_AFTER_MS = 20;

export function openSes({
  folder,
  stack,
  messaging,
  identities,
  usage,
  limits,
  elsewhere,
  smtp,
  log,
}: SesSettings): Ses {
  const store = openMailStore(folder);
  const destinations = readDestinations(stack, identities);
  const tracking = sesTracking({
    url: stack.url,
    store,
    destinations,
    publish: (event, set) => publishEvent(event, set, destinations, messaging),
  });
  const relay = smtp ? relayTo(smtp, log) : undefined;
  const timers = new Set<NodeJS.Timeout>();
  let stopped = false;

  function announce(mail: Mail, sender: string): void {
    const raw = store.raw(mail.id);
    if (stopped || !raw) return;
    for (const event of mail.configurationSet ? eventsOf(mail, raw, sender) : []) {
      publishEvent(event, mail.configurationSet ?? undefined, destinations, messaging);
    }
    // Noted afterwards: a kill in between tells of a mail twice, which SES may do too, and never not at all.
    store.announced(mail.id);
  }

  return {
    store,
    answer: tracking.answer,
    delivered(id) {
      const mail = store.find(id);
      const raw = store.raw(id);
      return mail && raw && tracking.delivered(mail, raw);
    },
    endpoint: sesEndpoint({
      stack,
      store,
      usage,
      limits,
      elsewhere,
      log,
      now: () => new Date(),
      accepted(mail, raw, sender) {
        const timer = setTimeout(() => {
          timers.delete(timer);
          announce(mail, sender);
        }, EVENTS_AFTER_MS);
        timers.add(timer);
        relay?.send(mail, tracking.delivered(mail, raw));
      },
    }),
    intake: (event) => publishEvent(event, configurationSetOf(event), destinations, messaging),
    start() {
      validateTopics(destinations, messaging, store);
      if (!elsewhere) for (const mail of store.unannounced()) announce(mail, 'local');
    },
    async stop() {
      stopped = true;
      for (const timer of timers) clearTimeout(timer);
      relay?.close();
    },
  };
}

/** The set an event belongs to, if it says so; an event without tags goes to every topic that wants its type. */
function configurationSetOf({ mail }: SesEvent): string | undefined {
  const { tags } = (mail ?? {}) as { tags?: Record<string, unknown> };
  const named = tags?.['ses:configuration-set'];
  return Array.isArray(named) && typeof named[0] === 'string' ? named[0] : undefined;
}

function relayTo(url: string, log: Log) {
  const transport = createTransport(url);
  return {
    send(mail: Mail, raw: Buffer) {
      const envelope = { from: addressIn(mail.from), to: mail.to.map(addressIn) };
      transport
        .sendMail({ envelope, raw })
        .catch((error: Error) => log(`✖ the mail server did not take mail ${mail.id}: ${error.message}`));
    },
    close: () => transport.close(),
  };
}
