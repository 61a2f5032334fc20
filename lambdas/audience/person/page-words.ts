import type { Language } from '../../domain/publication.ts';

const DE = {
  title: 'Ihre Daten',
  intro:
    'Das ist alles, was zu Ihrer E-Mail-Adresse gespeichert ist, für alle Newsletter dieses Absenders. Sie können es als Datei herunterladen oder löschen.',
  nearlyNothing:
    'Zu Ihrer E-Mail-Adresse ist nur noch gespeichert, was aufgehoben werden muss. Ihre Adresse selbst ist nicht mehr dabei.',
  downloadTitle: 'Herunterladen',
  download:
    'Die Datei enthält dieselben Angaben, dazu die technischen Einzelheiten, und ist auch für Programme lesbar (JSON).',
  downloadButton: 'Als Datei herunterladen',
  eraseTitle: 'Alles löschen',
  erase:
    'Wir löschen Ihre Adresse, alle Ihre Abos mit Themen und Einstellungen und alles andere, was oben steht. Sie bekommen dann keinen Newsletter mehr von uns. Das lässt sich nicht rückgängig machen.',
  remains:
    'Übrig bleibt nur ein verschlüsselter Fingerabdruck der Adresse, damit niemand sie wieder einträgt, und der Nachweis Ihrer Einwilligung ohne Adresse.',
  sure: 'Ja, alles löschen',
  unsure:
    'Bitte setzen Sie das Häkchen bei „Ja, alles löschen“, wenn Sie das wirklich möchten. Es wurde nichts gelöscht.',
  eraseButton: 'Meine Daten löschen',
  erasedTitle: 'Ihre Daten sind gelöscht',
  erased:
    'Ihre Adresse, Ihre Abos, Ihre Einstellungen und alles, was wir sonst zu Ihnen gespeichert hatten, sind gelöscht. Sie bekommen von uns keine E-Mails mehr.',
  whatRemains: 'Was bleibt, und warum',
  remainsSuppression:
    'Ein verschlüsselter Fingerabdruck Ihrer Adresse mit dem Tag der Löschung. Nur daran erkennen wir die Adresse, wenn jemand sie noch einmal eintragen oder importieren will. Die Adresse lässt sich daraus nicht zurückgewinnen.',
  remainsProof: (until: string) =>
    `Der Nachweis Ihrer Einwilligung: Zeitpunkte, Fassung des Textes und Netzadresse der Anmeldung, ohne E-Mail-Adresse. Wer E-Mails verschickt hat, muss die Erlaubnis belegen können, bis mögliche Ansprüche verjährt sind. Er wird nach dem ${until} gelöscht.`,
  remainsManifest:
    'Versandlisten, in denen nur Fingerabdrücke stehen, werden 180 Tage nach dem Versand gelöscht, Sicherungskopien der Datenbank nach 35 Tagen.',
  comeBack: 'Möchten Sie den Newsletter wieder lesen?',
  signUp: 'Neu anmelden',
  notErasedTitle: 'Es wurde nichts gelöscht',
  notErased:
    'Sie haben sich in diesem Augenblick neu angemeldet. Bitte lassen Sie sich über die Einstellungen einen neuen Link schicken, wenn Sie doch alles löschen möchten.',
};

const EN: typeof DE = {
  title: 'Your data',
  intro:
    'This is everything stored about your email address, for all newsletters of this sender. You can download it as a file, or erase it.',
  nearlyNothing:
    'All that is still stored about your email address is what must be kept. Your address itself is no longer part of it.',
  downloadTitle: 'Download',
  download: 'The file holds the same details and the technical ones besides, and programs can read it, too (JSON).',
  downloadButton: 'Download as a file',
  eraseTitle: 'Erase everything',
  erase:
    'We erase your address, all your subscriptions with topics and preferences, and everything else shown above. You will then get no newsletter from us any more. This cannot be undone.',
  remains:
    'All that remains is an encrypted fingerprint of the address, so that nobody enters it again, and the proof of your consent without the address.',
  sure: 'Yes, erase everything',
  unsure: 'Please tick “Yes, erase everything” if you really want this. Nothing has been erased.',
  eraseButton: 'Erase my data',
  erasedTitle: 'Your data has been erased',
  erased:
    'Your address, your subscriptions, your preferences and everything else we had stored about you have been erased. You will get no more emails from us.',
  whatRemains: 'What remains, and why',
  remainsSuppression:
    'An encrypted fingerprint of your address with the day of the erasure. It is the only way for us to recognise the address when somebody tries to enter or import it again. The address cannot be recovered from it.',
  remainsProof: (until) =>
    `The proof of your consent: times, version of the text and network address of the sign-up, without the email address. Whoever has sent emails must be able to prove that they were allowed to, until possible claims have expired. It will be deleted after ${until}.`,
  remainsManifest:
    'Lists of what was sent, which hold fingerprints only, are deleted 180 days after sending, and backups of the database after 35 days.',
  comeBack: 'Would you like to read the newsletter again?',
  signUp: 'Sign up again',
  notErasedTitle: 'Nothing has been erased',
  notErased:
    'You have signed up anew at this very moment. Please have a new link sent to you from your preferences if you would like to erase everything after all.',
};

export const PAGE_WORDS: Record<Language, typeof DE> = { de: DE, en: EN };
