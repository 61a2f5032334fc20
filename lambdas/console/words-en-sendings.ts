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
    'The edition goes, as it was, to everybody for whom it was refused or held. Nobody who may have it gets it a second time.',
  sendToMissed: 'Send to those who missed it',
  tables: 'Who got it and who did not',
  tablesExplained: 'As a table, with the mail service’s id of every message:',
  everybody: 'everybody',
  partOf: (part, parts) => `part ${part} of ${parts}`,
  fileName: 'recipients',
};
