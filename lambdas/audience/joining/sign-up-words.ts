import type { AddressProblem } from '../addresses.ts';

/** Why a form comes back, so that it can say it in the reader's language. */
export type SignUpProblem = AddressProblem | 'shown-again' | 'not-checked' | 'check-here';

/** What the form says, on our page and on other websites, and what is said to whoever sent it. */
export const SIGN_UP_WORDS = {
  de: {
    title: 'Newsletter abonnieren',
    heading: (title: string) => `Newsletter „${title}“ abonnieren`,
    address: 'E-Mail-Adresse',
    topics: 'Themen',
    topicsHint: 'Ohne Auswahl bekommen Sie alle Themen.',
    cadence: 'Wie oft?',
    trap: 'Bitte leer lassen',
    privacyNotice: 'Datenschutzerklärung',
    voluntary: 'Freiwillig',
    submit: 'Anmelden',
    checkedBy: (host: string) =>
      `Ob ein Mensch dieses Formular ausfüllt, prüft ${host}. Dorthin wird dabei Ihre Netzadresse übertragen.`,
    checkNeedsScript:
      'Diese Prüfung braucht JavaScript. Wenn Sie es nicht einschalten möchten, schreiben Sie bitte der Redaktion; sie trägt Sie ein.',
    elsewhere: 'Dieses Formular auf Ihrer Website',
    feeds: 'Lieber ohne E-Mail?',
    feedsText: 'Alle Beiträge gibt es auch als Feed:',
    answerTitle: 'Bitte schauen Sie in Ihr Postfach',
    answer: (title: string) =>
      `Wenn diese Adresse den Newsletter „${title}“ noch nicht bekommt, ist bald eine E-Mail mit einem Link zum Bestätigen da.`,
    answerValid: 'Erst wenn Sie dort auf „Anmeldung bestätigen“ drücken, sind Sie dabei. Der Link gilt 72 Stunden.',
    answerNothing:
      'Keine E-Mail bekommen? Sehen Sie bitte auch im Spam-Ordner nach. Wir schicken höchstens eine solche E-Mail am Tag.',
    problems: {
      empty: 'Bitte geben Sie Ihre E-Mail-Adresse an.',
      'no-mailbox': 'Eine E-Mail-Adresse sieht so aus: name@example.org',
      'too-long': 'Diese E-Mail-Adresse ist zu lang.',
      'not-ascii':
        'Vor dem @ steht ein Zeichen, das Mailserver nicht annehmen, zum Beispiel ein Umlaut. Hinter dem @ dürfen Umlaute stehen.',
      'bad-name': 'An diese Adresse können wir nicht schreiben. Bitte prüfen Sie den Teil vor dem @.',
      'bad-domain': 'An diese Adresse können wir nicht schreiben. Bitte prüfen Sie den Teil hinter dem @.',
      'refused-domain':
        'Adressen dieses Anbieters nimmt dieser Newsletter nicht an. Bitte geben Sie eine Adresse an, unter der Sie länger erreichbar sind.',
      'not-checked':
        'Die Prüfung, ob ein Mensch das Formular ausfüllt, ist nicht gelungen. Bitte versuchen Sie es noch einmal.',
      'check-here':
        'Noch ein Schritt: Bitte senden Sie das Formular hier ab. Vorher wird geprüft, ob ein Mensch es ausfüllt.',
      'shown-again': 'Das Formular war nicht mehr aktuell. Bitte lesen Sie es noch einmal und senden Sie es erneut ab.',
    } satisfies Record<SignUpProblem, string>,
  },
  en: {
    title: 'Subscribe to the newsletter',
    heading: (title: string) => `Subscribe to “${title}”`,
    address: 'Email address',
    topics: 'Topics',
    topicsHint: 'Choose none to get all of them.',
    cadence: 'How often?',
    trap: 'Please leave this empty',
    privacyNotice: 'Privacy notice',
    voluntary: 'Voluntary',
    submit: 'Subscribe',
    checkedBy: (host: string) =>
      `Whether a person fills in this form is checked by ${host}, which is told your network address.`,
    checkNeedsScript:
      'This check needs JavaScript. If you would rather not turn it on, please write to the editors; they will add you.',
    elsewhere: 'This form on your website',
    feeds: 'Rather without email?',
    feedsText: 'All articles are available as a feed, too:',
    answerTitle: 'Please look into your mailbox',
    answer: (title: string) =>
      `If this address does not get the newsletter “${title}” yet, an email with a link to confirm will be there soon.`,
    answerValid: 'You are subscribed once you press “Confirm subscription” there. The link is valid for 72 hours.',
    answerNothing: 'No email? Please look into the spam folder, too. We send at most one such email a day.',
    problems: {
      empty: 'Please give your email address.',
      'no-mailbox': 'An email address looks like this: name@example.org',
      'too-long': 'This email address is too long.',
      'not-ascii':
        'Before the @ there is a character that mail servers do not take, such as an umlaut. After the @ it may have some.',
      'bad-name': 'We cannot write to this address. Please check the part before the @.',
      'bad-domain': 'We cannot write to this address. Please check the part after the @.',
      'refused-domain':
        'This newsletter takes no addresses of this provider. Please give one at which you can be reached for longer.',
      'not-checked': 'The check whether a person fills in the form did not succeed. Please try once more.',
      'check-here': 'One more step: please send the form from here. It is checked first whether a person fills it in.',
      'shown-again': 'The form was out of date. Please read it once more and send it again.',
    } satisfies Record<SignUpProblem, string>,
  },
};
