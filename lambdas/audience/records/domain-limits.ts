import { createHmac } from 'node:crypto';
import type { DynamoDBDocumentClient } from '../../platform/dynamo.ts';
import { type HourlyCounts, hourlyCountsInMemory, hourlyCountsTable } from './hourly-counts.ts';

/** A staff of hundreds can answer a circular within an hour; whoever sends mail to every mailbox of a firm is slowed down. */
export const MOST_FOR_A_DOMAIN = 200;
/** Strangers to each other by the million share these, so many at once are no attack on anybody; only a flood is. */
export const MOST_FOR_A_PROVIDER = 2_000;

const PROVIDERS = new Set(
  [
    'gmail.com googlemail.com outlook.com outlook.de hotmail.com hotmail.de live.com live.de msn.com icloud.com me.com',
    'mac.com yahoo.com yahoo.de yahoo.co.uk ymail.com aol.com aol.de gmx.de gmx.net gmx.at gmx.ch web.de t-online.de',
    'freenet.de arcor.de vodafonemail.de online.de mail.de posteo.de mailbox.org proton.me protonmail.com bluewin.ch a1.net',
  ].flatMap((line) => line.split(' ')),
);

/**
 * How many mails that must be answered with a click went to a domain this hour: who floods our forms with made-up or
 * collected addresses of one firm, from however many networks, reaches only some of them. The domain is kept as a keyed
 * hash: a firm of one person is personal data too.
 *
 *   pk  domain#<keyed hash>      sk  <start of the hour>
 */
export interface DomainLimits {
  /** Counts one mail; false when its domain had enough this hour. @param domain - in ASCII and lower case */
  take(domain: string, addressKey: string, now: Date): Promise<boolean>;
}

export function domainLimitsTable(dynamo: DynamoDBDocumentClient, TableName: string): DomainLimits {
  return countedIn(hourlyCountsTable(dynamo, TableName));
}

/** The same promises in memory, for tests. */
export function domainLimitsInMemory(): DomainLimits {
  return countedIn(hourlyCountsInMemory());
}

function countedIn(counts: HourlyCounts): DomainLimits {
  return {
    take(domain, addressKey, now) {
      const hash = createHmac('sha256', addressKey).update(`domain\n${domain}`).digest().subarray(0, 16);
      const most = PROVIDERS.has(domain) ? MOST_FOR_A_PROVIDER : MOST_FOR_A_DOMAIN;
      return counts.take(`domain#${hash.toString('base64url')}`, most, now);
    },
  };
}
