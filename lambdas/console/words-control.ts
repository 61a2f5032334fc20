/** The words of `page-control.tsx`. */
export interface ControlWords {
  pause: string;
  resume: string;
  cancel: string;
  cancelTitle: string;
  cancelExplained: (has: string, all: string) => string;
  cancelForGood: string;
  back: string;
}

export const controlDe: ControlWords = {
  pause: 'Versand anhalten',
  resume: 'Weiter senden',
  cancel: 'Versand abbrechen …',
  cancelTitle: 'Versand abbrechen',
  cancelExplained: (has, all) =>
    `Bisher hat der Maildienst die Ausgabe für ${has} von ${all} Empfängern übernommen; sie behalten sie. Alle anderen bekommen sie nicht. Das lässt sich nicht zurücknehmen.`,
  cancelForGood: 'Endgültig abbrechen',
  back: 'Zurück zum Versandbericht',
};

export const controlEn: ControlWords = {
  pause: 'Pause the sending',
  resume: 'Go on sending',
  cancel: 'Cancel the sending …',
  cancelTitle: 'Cancel the sending',
  cancelExplained: (has, all) =>
    `So far the mail service has taken the edition for ${has} of ${all} recipients; they keep it. Nobody else gets it. This cannot be taken back.`,
  cancelForGood: 'Cancel for good',
  back: 'Back to the report',
};
