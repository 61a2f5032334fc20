import type { Language } from '../../domain/publication.ts';
import type { FormProblem } from './form-problem.ts';

/** What the page with a subscriber's preferences says. */
export const PREFERENCES_WORDS = {
  de: {
    title: 'Ihre Einstellungen',
    wrongTitle: 'Bitte prüfen Sie Ihre Angaben',
    intro: (title: string) => `Hier stellen Sie ein, was Sie vom Newsletter „${title}“ bekommen.`,
    saved: 'Ihre Einstellungen sind gespeichert.',
    paused: (day: string) => `Ihre Pause ist eingetragen. Ab dem ${day} bekommen Sie wieder E-Mails.`,
    goesOn: 'Ihre Pause ist beendet. Ab jetzt bekommen Sie wieder E-Mails.',
    addressAsked:
      'Wenn das eine andere Adresse ist als die bisherige, ist gleich eine E-Mail mit einem Link dort. Erst wenn Sie auf der Seite dahinter auf „Neue Adresse bestätigen“ drücken, ändert sich etwas. Der Link gilt 72 Stunden.',
    dataAsked:
      'Wir haben Ihnen eine E-Mail mit einem Link zu Ihren Daten geschickt. Der Link gilt 24 Stunden. Wir schicken höchstens eine solche E-Mail am Tag.',
    trackingAgreed: 'Danke! Ab der nächsten Ausgabe wird gezählt, ob Sie sie öffnen und welchen Links Sie folgen.',
    trackingEnded: 'Ab jetzt wird nicht mehr gezählt, ob Sie E-Mails öffnen und welchen Links Sie folgen.',
    choice: 'Was Sie bekommen',
    cadence: 'Wie oft?',
    topics: 'Themen',
    topicsHint: 'Wenn alle angekreuzt sind, bekommen Sie auch Themen, die später dazukommen.',
    pacesHint:
      'Neben einem Thema können Sie einstellen, dass es in einem anderen Takt kommt. Dann bekommen Sie nur die angekreuzten Themen.',
    paceOf: (topic: string) => `Wie oft kommt „${topic}“?`,
    asAbove: 'wie oben',
    language: 'Sprache',
    save: 'Speichern',
    pause: 'Pause machen',
    pauseText: 'So lange bekommen Sie keine E-Mails. Ihre Einstellungen bleiben, wie sie sind.',
    pausedText: (day: string) => `Sie machen gerade Pause. Ab dem ${day} bekommen Sie wieder E-Mails.`,
    goOn: 'Pause beenden',
    quick: 'Pause für',
    twoWeeks: '2 Wochen',
    aMonth: '1 Monat',
    threeMonths: '3 Monate',
    day: 'Oder: wieder E-Mails ab',
    dayHint: 'Höchstens ein Jahr.',
    pauseUntil: 'Bis dahin Pause machen',
    tracking: 'Öffnungen und Klicks zählen',
    address: 'Andere E-Mail-Adresse',
    addressText:
      'Wir schicken einen Link zum Bestätigen an die neue Adresse. Bis Sie ihn bestätigt haben, bleibt alles, wie es ist.',
    newAddress: 'Neue E-Mail-Adresse',
    sendLink: 'Link schicken',
    data: 'Ihre Daten',
    dataText:
      'Sie können herunterladen, was wir über Sie gespeichert haben, oder es löschen. Dafür schicken wir Ihnen einen Link per E-Mail.',
    askForData: 'Link zu meinen Daten schicken',
    leave: 'Abmelden',
    leaveText: (title: string) => `Sie bekommen den Newsletter „${title}“ dann nicht mehr.`,
    leaveOne: 'Von diesem Newsletter abmelden',
    leaveAll: 'Von allen Newslettern abmelden',
    problems: {
      'no-topic':
        'Bitte wählen Sie mindestens ein Thema. Wenn Sie gar nichts mehr bekommen möchten, melden Sie sich unten ab.',
      'not-offered':
        'Diese Häufigkeit gibt es nicht mehr. Gespeichert ist noch, was Sie unten sehen; bitte wählen Sie neu.',
      'pause-day': 'Bitte wählen Sie einen Tag zwischen morgen und heute in einem Jahr.',
    } satisfies Record<FormProblem, string>,
    incomplete: 'Das Formular kam nicht vollständig an. Bitte versuchen Sie es noch einmal.',
  },
  en: {
    title: 'Your preferences',
    wrongTitle: 'Please check what you entered',
    intro: (title: string) => `Choose here what you get of the newsletter “${title}”.`,
    saved: 'Your preferences have been saved.',
    paused: (day: string) => `Your break has been noted. From ${day} on you will get emails again.`,
    goesOn: 'Your break has ended. From now on you will get emails again.',
    addressAsked:
      'If this is another address than the former one, an email with a link is on its way there. Nothing changes until you press “Confirm new address” on the page behind it. The link is valid for 72 hours.',
    dataAsked:
      'We have sent you an email with a link to your data. The link is valid for 24 hours. We send at most one such email a day.',
    trackingAgreed: 'Thank you! From the next edition on it is counted whether you open it and which links you follow.',
    trackingEnded: 'From now on it is no longer counted whether you open emails and which links you follow.',
    choice: 'What you get',
    cadence: 'How often?',
    topics: 'Topics',
    topicsHint: 'With all of them ticked you will also get topics that are added later.',
    pacesHint: 'Beside a topic you can let it come at another pace. You will then get the ticked topics only.',
    paceOf: (topic: string) => `How often does “${topic}” come?`,
    asAbove: 'as above',
    language: 'Language',
    save: 'Save',
    pause: 'Take a break',
    pauseText: 'You will get no emails for that time. Your preferences stay as they are.',
    pausedText: (day: string) => `You are taking a break. From ${day} on you will get emails again.`,
    goOn: 'End the break',
    quick: 'A break of',
    twoWeeks: '2 weeks',
    aMonth: '1 month',
    threeMonths: '3 months',
    day: 'Or: emails again from',
    dayHint: 'A year at most.',
    pauseUntil: 'Take a break until then',
    tracking: 'Counting opens and clicks',
    address: 'Another email address',
    addressText:
      'We send a link to confirm to the new address. Until you have confirmed it, everything stays as it is.',
    newAddress: 'New email address',
    sendLink: 'Send link',
    data: 'Your data',
    dataText: 'You can download what we have stored about you, or erase it. For this we send you a link by email.',
    askForData: 'Send a link to my data',
    leave: 'Unsubscribe',
    leaveText: (title: string) => `You will not get the newsletter “${title}” any more.`,
    leaveOne: 'Unsubscribe from this newsletter',
    leaveAll: 'Unsubscribe from all newsletters',
    problems: {
      'no-topic': 'Please choose at least one topic. If you would like to get nothing at all, unsubscribe below.',
      'not-offered':
        'This frequency is not available any more. What you see below is still what is saved; please choose again.',
      'pause-day': 'Please choose a day between tomorrow and a year from today.',
    } satisfies Record<FormProblem, string>,
    incomplete: 'The form did not arrive completely. Please try again.',
  },
};

export const LANGUAGE_NAMES: Record<Language, string> = { de: 'Deutsch', en: 'English' };
