/** What stands in a text of consent besides the words. */
export interface Names {
  title: string;
  sender: string;
}

/** The version of today; what was shown before stays below, as with every other text of consent. */
export const CURRENT_TRACKING = 'tracking-2026-11';

/** What a reader agrees to whose opens and clicks may be counted. The box before it is never ticked by us (§ 25 TDDDG). */
export const TRACKING_TEXTS: readonly [string, (names: Names) => string][] = [
  [
    'tracking-2026-11-de',
    ({ title, sender }) =>
      `Ja, ${sender} darf zählen, ob ich E-Mails des Newsletters „${title}“ öffne und welchen Links darin ich folge, um zu ` +
      'erfahren, was gelesen wird. Dafür stehen in meinen E-Mails ein unsichtbares Bild und Links, die über den ' +
      'Versanddienst Amazon SES führen; er erfährt dabei meine Netzadresse und Browserkennung. Gespeichert wird 180 Tage ' +
      'lang nur, ob ich sie geöffnet habe und welchen Links ich gefolgt bin, dazu, wie dicht Klicks aufeinander folgten, um ' +
      'Prüfprogramme zu erkennen; und das nicht unter meiner Adresse, sondern unter einer Nummer. Ausgewertet werden nur ' +
      'Summen aller, die zugestimmt haben. Das ist freiwillig, der Newsletter kommt auch ohne. Ich kann es ' +
      'jederzeit für die Zukunft widerrufen, auf der Seite mit meinen Einstellungen.',
  ],
  [
    'tracking-2026-11-en',
    ({ title, sender }) =>
      `Yes, ${sender} may count whether I open emails of the newsletter “${title}” and which links in them I follow, to ` +
      'learn what is read. For this my emails hold an invisible picture and links that lead through the mail service ' +
      'Amazon SES, which learns my network address and browser identification. Stored for 180 days is only whether I ' +
      'opened them and which links I followed, with how closely clicks followed each other, to tell programs that check ' +
      'mails; and that not under my address but under a number. Only sums over all who agreed are looked at. This is ' +
      'voluntary: the newsletter comes without it, too. I can withdraw it at any time for the ' +
      'future, on the page with my preferences.',
  ],
];
