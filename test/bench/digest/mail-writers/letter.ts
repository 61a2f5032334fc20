/** What all three ways to a mail are given: one edition, rendered once, in the form each of them wants. */
import { readFileSync } from 'node:fs';

export const SITE_URL = 'https://letters.example.org';

export interface Letter {
  editionId: string;
  publicationId: string;
  contentHash: string;
  /** In milliseconds of UTC. */
  composedAt: number;
  sender: { name: string; address: string; replyTo?: string };
  subject: string;
  /** What our sender finds in S3. */
  parts: string;
  /** With {@link SLOTS} where personal links go. */
  html: string;
  text: string;
  mjml: string;
}

/** Handlebars' way to put in what is escaped already. */
export const SLOTS = { unsubscribe: '{{{unsubscribe}}}', preferences: '{{{preferences}}}' };

/** The letter of this process, which is named on its command line. */
export const theLetter = (): Letter => JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as Letter;
