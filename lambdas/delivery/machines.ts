/**
 * Tells programs from people by one open or click alone. What shows only over several clicks of a mail is found when they
 * are counted (engagement.ts). Nothing that is looked at here is kept: neither program nor address.
 */
import * as z from 'zod';

/** Programs that check, fetch ahead or copy what mails link to, by what their names have in common. */
const PROGRAMS =
  /bot\b|crawl|spider|scan|prefetch|preview|headless|phantom|monitor|curl\/|wget|python|java\/|okhttp|go-http|libwww|node-fetch|axios|httpclient|existence discovery/i;
/** Mail filters that follow links before a mail is shown. */
const FILTERS =
  /barracuda|proofpoint|mimecast|messagelabs|symantec|fireeye|trellix|trend ?micro|ironport|sophos|fortinet|zscaler|safelinks|google-safety/i;
/** Apple's Mail Privacy Protection loads every picture by itself, and names no program but this. */
const NO_PROGRAM = /^(?:mozilla\/\d\.0)?$/i;

/**
 * Nobody has read a mail so soon. Filters follow links within a minute: of the bursts that were studied, half came within
 * 43 seconds of sending, and next to none within ten.
 */
export const TOO_SOON_MS = 60_000;

/** Of SES's `open` and `click`. Fields may be absent, and others may come. */
export const interaction = z.looseObject({
  timestamp: z.string().optional(),
  userAgent: z.string().optional(),
  link: z.string().optional(),
});
export type Interaction = z.infer<typeof interaction>;

/** How long after sending it came, as far as its times can be read. */
export function delayOf({ timestamp = '' }: Interaction, sentAt: string | undefined): number | undefined {
  const delay = Date.parse(timestamp) - Date.parse(sentAt ?? '');
  return Number.isNaN(delay) ? undefined : delay;
}

/**
 * True for a program: by its name, by coming too soon, or because SES says so. Pictures that Gmail and Yahoo fetch in the
 * place of their readers count as read: they do so when a mail is opened.
 */
export function isMachine(event: Interaction, sentAt: string | undefined): boolean {
  const { userAgent } = event;
  const isProgram =
    userAgent !== undefined && [PROGRAMS, FILTERS, NO_PROGRAM].some((names) => names.test(userAgent.trim()));
  const delay = delayOf(event, sentAt);
  return isProgram || (delay !== undefined && delay < TOO_SOON_MS) || isFlagged(event);
}

/** SES flags what it takes for automated; by which name its documents did not say when this was written. */
function isFlagged(event: Interaction): boolean {
  return Object.entries(event).some(
    ([name, value]) => /bot|automat|machine/i.test(name) && /^(?:true|yes|bot|automated|machine)$/i.test(String(value)),
  );
}
