/**
 * What other rooms note in English, said in German. They note it once, for logs, programs and editors alike; a sentence
 * that is not here is shown as it is, and a test finds it.
 */
import { ANSWERS } from './words-de-answers.ts';
import { EDITION_ANSWERS } from './words-de-answers-editions.ts';
import { IMPORT_ANSWERS } from './words-de-answers-imports.ts';
import { PEOPLE_ANSWERS } from './words-de-answers-people.ts';
import { REASONS } from './words-de-reasons.ts';

/** `§1` is said in German in its turn. */
const PHRASES: [RegExp, string][] = [
  [/^nothing new$/i, 'nichts Neues'],
  [/^only (\d+) of at least (\d+) articles$/, 'nur $1 von mindestens $2 Beiträgen'],
  [/^more is still coming in$/, 'es kommt noch mehr herein'],
  [/^(\S+-\d+) is still on its way$/, '$1 ist noch unterwegs'],
  [/^(\S+-\d+) was made since it was due$/, '$1 entstand erst nach diesem Zeitpunkt und enthält alles'],
  [/^The feed is empty$/, 'Der Feed ist leer'],
  [/^Held: (\d+) of (\d+) articles look new$/, 'Angehalten: $1 von $2 Artikeln sehen neu aus'],
  [
    /^(\d+) of (\d+) articles suddenly look new\. The source is held.*$/,
    '$1 von $2 Artikeln sehen plötzlich neu aus. Die Quelle ist angehalten: Nehmen Sie sie wieder auf, um die Artikel ins Archiv zu übernehmen, ohne sie zu versenden',
  ],
  [/^(None of the .*); older parts of the source are being read$/, '§1; ältere Teile der Quelle werden gerade gelesen'],
  [/^(None of the .*), and the source offers no older parts$/, '§1, und die Quelle bietet keine älteren Teile'],
  [
    /^None of the (\d+) articles was known: others may have come and gone$/,
    'Keiner der $1 Artikel war bekannt: Dazwischen können andere gekommen und gegangen sein',
  ],
  [
    /^None of the (\d+) articles was known: others may have come and gone since (\d{4})-(\d\d)-(\d\d) (\d\d:\d\d) UTC$/,
    'Keiner der $1 Artikel war bekannt: Seit dem $4.$3.$2, $5 Uhr (UTC), können andere gekommen und gegangen sein',
  ],
  [
    /^Articles may be missing: the older parts of the source do not reach back to what we have$/,
    'Es können Artikel fehlen: Die älteren Teile der Quelle reichen nicht bis zu dem zurück, was wir haben',
  ],
  [
    /^Articles may be missing; an older part of the source could not be read: (.*)$/s,
    'Es können Artikel fehlen; ein älterer Teil der Quelle ließ sich nicht lesen: §1',
  ],
  [/^The hub (\S+) refuses to tell us of news \((\d+)\)(.*)$/s, 'Der Hub $1 will uns Neues nicht ankündigen ($2)$3'],
  [/^The hub (\S+) cannot be asked: (.*)$/s, 'Der Hub $1 ließ sich nicht fragen: §2'],
  [/^An editor paused it$/, 'Jemand hat ihn von Hand angehalten'],
  [/^SES does not let us send: (.*)$/, 'SES lässt uns nicht senden: $1'],
  [/^The day's quota of SES is used up$/, 'Das Tageskontingent von SES ist aufgebraucht'],
  [
    /^The day's quota of SES is used up but for what is kept for confirmations$/,
    'Das Tageskontingent von SES ist aufgebraucht, bis auf das, was für Bestätigungen bleibt',
  ],
  [
    /^The mail domain is new: what it may send today is sent$/,
    'Die Maildomain ist neu: Was sie heute senden darf, ist gesendet',
  ],
  [/^Nothing is sent between (\d\d:\d\d) and (\d\d:\d\d)$/, 'Zwischen $1 und $2 Uhr wird nichts gesendet'],
  [
    /^SES gave no clear answer to (\d+) messages in a row$/,
    'SES hat auf $1 Nachrichten in Folge keine klare Antwort gegeben',
  ],
  [
    /^SES refused the first (\d+) messages alike: (.*)$/,
    'SES hat die ersten $1 Nachrichten auf die gleiche Weise abgelehnt: $2',
  ],
  [/^SES could not be reached (\d+) times in a row$/, 'SES war $1-mal in Folge nicht zu erreichen'],
  [
    /^(\d+) of the latest (\d+) mails were returned by their mailboxes for good$/,
    '$1 der letzten $2 Mails kamen endgültig als unzustellbar zurück',
  ],
  [
    /^(\d+) of the latest (\d+) mails were reported as unwanted$/,
    '$1 der letzten $2 Mails wurden als unerwünscht gemeldet',
  ],
  [
    /^(\d+) of the latest (\d+) mails were taken by SES and then not sent for what is in them$/,
    '$1 der letzten $2 Mails hat SES angenommen und dann wegen ihres Inhalts nicht gesendet',
  ],
  ...REASONS,
  ...ANSWERS,
  ...IMPORT_ANSWERS,
  ...PEOPLE_ANSWERS,
  ...EDITION_ANSWERS,
];

/** What a poll brought is a list of counts. */
const COUNTS: [RegExp, string][] = [
  [/^(\d+) new$/, '$1 neu'],
  [/^(\d+) changed$/, '$1 geändert'],
  [/^(\d+) known$/, '$1 bekannt'],
  [/^(\d+) taken back$/, '$1 zurückgezogen'],
  [/^(\d+) left out by the rules$/, '$1 durch Regeln ausgelassen'],
  [/^(\d+) taken into the archive$/, '$1 ins Archiv übernommen'],
  [/^(\d+) older ones left out$/, '$1 ältere ausgelassen'],
  [/^(\d+) more in an older part$/, '$1 weitere in einem älteren Teil'],
  [/^nothing is missing$/, 'nichts fehlt'],
];

export function inGerman(text: string): string {
  for (const [pattern, german] of PHRASES) {
    const found = pattern.exec(text);
    if (found)
      return german.replace(/([$§])(\d)/g, (_, sign, at) => (sign === '§' ? inGerman : String)(found[at] ?? ''));
  }
  const parts = text.split(/([,;] )/);
  return parts.map((part) => part.replace(...(COUNTS.find(([pattern]) => pattern.test(part)) ?? [/$^/, '']))).join('');
}
