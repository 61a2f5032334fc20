import type { SendingWords } from './words-sendings.ts';

/** The words of `page-sendings.tsx`. */
export const sendingsDe: SendingWords = {
  again: {
    missed: 'Noch einmal gesendet: an alle, die sie verpasst haben',
    list: 'Noch einmal gesendet: an eine Liste',
    segment: 'Noch einmal gesendet: an ein Segment',
  },
  unsubscribes: 'Abmeldungen über diese Ausgabe',
  missed: 'Wer sie verpasst hat',
  missedExplained:
    'Die Ausgabe geht, so wie sie war, an alle, bei denen sie abgelehnt oder zurückgehalten wurde, und an niemanden, der sie nachweislich hat. Bei Zurückgehaltenen ist das ungewiss: Vereinzelt könnte sie doppelt ankommen.',
  sendToMissed: 'An alle senden, die sie verpasst haben',
  tables: 'Wer sie bekommen hat und wer nicht',
  tablesExplained: 'Als Tabelle, mit der Nummer des Maildienstes zu jeder Nachricht:',
  everybody: 'alle',
  partOf: (part, parts) => `Teil ${part} von ${parts}`,
  fileName: 'empfaenger',
};
