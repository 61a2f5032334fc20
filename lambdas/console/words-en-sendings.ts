import type { SendingWords } from './words-sendings.ts';

/** The words of `page-sendings.tsx`. */
export const sendingsEn: SendingWords = {
  again: {
    missed: 'Sent once more: to those who missed it',
    list: 'Sent once more: to a list',
    segment: 'Sent once more: to a segment',
  },
  unsubscribes: 'unsubscribed by this edition',
  missed: 'Who missed it',
  missedExplained:
    'The edition goes, as it was, to everybody for whom it was refused or held, and to nobody who is known to have it. Of those who were held that is not certain: a few may get it twice.',
  sendToMissed: 'Send to those who missed it',
  tables: 'Who got it and who did not',
  tablesExplained: 'As a table, with the mail service’s id of every message:',
  everybody: 'everybody',
  partOf: (part, parts) => `part ${part} of ${parts}`,
  fileName: 'recipients',
};
