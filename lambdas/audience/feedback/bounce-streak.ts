/**
 * Mails to one person that came back for the time being, one after another.
 *
 * A full mailbox, a server that is down or an automatic answer is no reason to stop writing; the same for weeks is. What is
 * kept does not depend on the order in which events come, nor on how often.
 */

/** A mail as SES names it. */
export interface SentMail {
  id: string;
  sentAt: Date;
}

export interface BounceStreak {
  /** Oldest first; those of a long streak that decide. */
  mails: SentMail[];
  /** Only mails sent later count: one sent then arrived, or the matter was settled. */
  countsAfter?: Date;
}

export const NO_STREAK: BounceStreak = { mails: [] };

const IN_A_ROW = 5;
const AT_LEAST_MS = 14 * 24 * 60 * 60 * 1000;
/** Only the first ones, the last and how many there are decide; a few more, in case one in the middle turns out to have arrived. */
const FIRST_KEPT = IN_A_ROW - 1;
const LAST_KEPT = 16;

export function cameBack(streak: BounceStreak, mail: SentMail): BounceStreak {
  const isKnown = streak.mails.some(({ id }) => id === mail.id);
  return isKnown ? streak : counted({ ...streak, mails: [...streak.mails, mail] });
}

/** Also of a mail that came back: a server that took it and answered later is one that takes mail. */
export function arrived(streak: BounceStreak, { sentAt }: Pick<SentMail, 'sentAt'>): BounceStreak {
  return counted({ ...streak, countsAfter: later(streak.countsAfter, sentAt) });
}

/** True when it has gone on for so long that writing on would be no use. */
export function isHopeless({ mails }: BounceStreak): boolean {
  const [first, last] = [mails[0], mails.at(-1)];
  if (!first || !last || mails.length < IN_A_ROW) return false;
  return last.sentAt.getTime() - first.sentAt.getTime() >= AT_LEAST_MS;
}

/** What is left once the consequence has been drawn: the same events again mean nothing any more. */
export function settled(streak: BounceStreak): BounceStreak {
  const last = streak.mails.at(-1);
  return last ? arrived(streak, last) : streak;
}

function counted({ mails, countsAfter }: BounceStreak): BounceStreak {
  const counting = mails.filter(({ sentAt }) => !countsAfter || sentAt > countsAfter).sort(byTime);
  const isLong = counting.length > FIRST_KEPT + LAST_KEPT;
  const kept = isLong ? [...counting.slice(0, FIRST_KEPT), ...counting.slice(-LAST_KEPT)] : counting;
  return { mails: kept, ...(countsAfter ? { countsAfter } : {}) };
}

const byTime = (one: SentMail, other: SentMail) =>
  one.sentAt.getTime() - other.sentAt.getTime() || (one.id < other.id ? -1 : 1);

const later = (one: Date | undefined, other: Date) => (one && one > other ? one : other);
