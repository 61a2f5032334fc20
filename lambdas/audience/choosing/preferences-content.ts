import type { Language, Publication } from '../../domain/publication.ts';
import type { Subscription } from '../../domain/subscription.ts';
import type { AddressProblem } from '../addresses.ts';
import type { FormProblem } from './form-problem.ts';
import type { PaceOffer } from './pace-offer.ts';
import type { PauseDays } from './pause-subscription.ts';

/** What was done, to be said on top of the page. */
export type Done = 'saved' | 'paused' | 'goesOn' | 'addressAsked' | 'dataAsked' | 'trackingAgreed' | 'trackingEnded';

export interface PreferencesContent {
  publication: Publication;
  subscription: Subscription;
  offer: PaceOffer;
  /** Whether it makes a difference by whose clock editions come. */
  hasZones: boolean;
  days: PauseDays;
  now: Date;
  token: string;
  unsubscribeToken: string;
  hasOthers: boolean;
  done?: Done;
  problem?: FormProblem | 'incomplete';
  /** What was typed as a new address, and what is wrong with it. */
  address?: { typed: string; problem: AddressProblem };
}

/** A day as people say it, in the publication's time zone. */
export function dayInWords(time: Date, language: Language, { timeZone }: Pick<Publication, 'timeZone'>): string {
  return new Intl.DateTimeFormat(language === 'de' ? 'de-DE' : 'en-GB', { dateStyle: 'long', timeZone }).format(time);
}
