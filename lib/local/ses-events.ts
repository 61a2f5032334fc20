/** The events of SES, in the shapes of the real service, the mailbox simulator's addresses included. */
import { randomBytes } from 'node:crypto';
import { ACCOUNT, REGION } from './attributes.ts';
import { addressIn, headerValue, readHeaders } from './mail-headers.ts';
import type { Mail } from './mail-store.ts';

export type EventType = 'Send' | 'Delivery' | 'Bounce' | 'Complaint';
export interface SesEvent {
  eventType: string;
  [part: string]: unknown;
}

const SIMULATOR = /^([a-z]+)(?:\+[^@]*)?@simulator\.amazonses\.com$/i;
/** What the simulator answers to; everything else, on this machine, is delivered. */
const OUTCOMES: Record<string, EventType[]> = {
  success: ['Send', 'Delivery'],
  ooto: ['Send', 'Delivery'],
  complaint: ['Send', 'Delivery', 'Complaint'],
  bounce: ['Send', 'Bounce'],
  suppressionlist: ['Send', 'Bounce'],
};

export const isSimulated = (to: string): boolean => SIMULATOR.test(addressIn(to));

/** What becomes of an accepted mail, in order. */
export function eventsOf(mail: Mail, raw: Buffer, sender: string): SesEvent[] {
  const address = addressIn(mail.to[0] ?? '');
  const kind = SIMULATOR.exec(address)?.[1]?.toLowerCase() ?? 'success';
  const sentAt = new Date(mail.at).getTime();
  const at = (laterMs: number) => new Date(sentAt + laterMs).toISOString();
  const payloads: Record<EventType, Record<string, unknown>> = {
    Send: { send: {} },
    Delivery: {
      delivery: {
        timestamp: at(1389),
        processingTimeMillis: 1389,
        recipients: mail.to.map(addressIn),
        smtpResponse: '250 2.0.0 OK',
        reportingMTA: `local.smtp-out.${REGION}.amazonses.com`,
        remoteMtaIp: '192.0.2.25',
      },
    },
    Bounce: { bounce: bounceOf(mail, kind, at(1508)) },
    Complaint: {
      complaint: {
        feedbackId: messageId(sentAt + 2968),
        complaintSubType: null,
        complainedRecipients: mail.to.map((to) => ({ emailAddress: addressIn(to) })),
        timestamp: at(2968),
        userAgent: 'Amazon SES Mailbox Simulator',
        complaintFeedbackType: 'abuse',
        arrivalDate: at(2968),
      },
    },
  };
  const types = OUTCOMES[kind] ?? ['Send', 'Delivery'];
  return types.map((eventType) => ({
    eventType,
    ...payloads[eventType],
    mail: mailPart(mail, raw, sender, eventType !== 'Send'),
  }));
}

function bounceOf(mail: Mail, kind: string, timestamp: string): unknown {
  const suppressed = kind === 'suppressionlist';
  const diagnosticCode = suppressed
    ? 'Amazon SES has suppressed sending to this address'
    : 'smtp; 550 5.1.1 user unknown';
  return {
    feedbackId: messageId(new Date(timestamp).getTime()),
    bounceType: 'Permanent',
    bounceSubType: suppressed ? 'Suppressed' : 'General',
    bouncedRecipients: mail.to.map((to) => ({
      emailAddress: addressIn(to),
      action: 'failed',
      status: '5.1.1',
      diagnosticCode,
    })),
    timestamp,
    remoteMtaIp: '192.0.2.26',
    reportingMTA: `dns; local.smtp-out.${REGION}.amazonses.com`,
  };
}

/** What every event says of its mail. */
export function mailPart(mail: Mail, raw: Buffer, sender: string, handedOver: boolean): unknown {
  const headers = readHeaders(raw);
  const source = addressIn(mail.from);
  const domain = source.split('@').at(-1) ?? '';
  const replyTo = headerValue(headers, 'Reply-To');
  return {
    timestamp: mail.at,
    source: mail.from,
    sourceArn: `arn:aws:ses:${REGION}:${ACCOUNT}:identity/${domain}`,
    sendingAccountId: ACCOUNT,
    messageId: mail.id,
    destination: mail.to.map(addressIn),
    headersTruncated: false,
    headers,
    commonHeaders: {
      from: [mail.from],
      ...(replyTo && { replyTo: [replyTo] }),
      to: [headerValue(headers, 'To') ?? mail.to.join(', ')],
      messageId: mail.id,
      subject: mail.subject,
    },
    tags: {
      'ses:operation': ['SendRawEmail'],
      'ses:configuration-set': [mail.configurationSet],
      'ses:source-ip': ['127.0.0.1'],
      'ses:from-domain': [domain],
      'ses:caller-identity': [sender],
      ...Object.fromEntries(Object.entries(mail.tags).map(([name, value]) => [name, [value]])),
      ...(handedOver && { 'ses:outgoing-ip': ['198.51.100.20'] }),
    },
  };
}

/** An id as SES makes them: the region's number, the millisecond, a UUID. */
export function messageId(ms: number): string {
  const uuid = randomBytes(16)
    .toString('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  return `0107${ms.toString(16).padStart(12, '0')}-${uuid}-000000`;
}
