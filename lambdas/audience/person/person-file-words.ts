import type { Language } from '../../domain/publication.ts';

/** What a person is told beside what is held about them; docs/privacy.md says the same at length. */
export interface Explanation {
  explanation: string;
  retention: { what: string; until: string }[];
  notInThisFile: string[];
}

export function explanation(language: Language): Explanation {
  return structuredClone(WORDS[language]);
}

const WORDS: Record<Language, Explanation> = {
  de: {
    explanation:
      'Diese Datei enthält alles, was zu Ihrer E-Mail-Adresse für alle Newsletter dieses Absenders gespeichert ist. Zeiten ' +
      'sind in koordinierter Weltzeit (UTC) angegeben. „subscriberId“ ist ein verschlüsselter Fingerabdruck Ihrer Adresse; ' +
      'aus ihm lässt sich die Adresse ohne den geheimen Schlüssel nicht bestimmen.',
    retention: [
      { what: 'Anmeldungen, die niemand bestätigt', until: '14 Tage' },
      { what: 'Änderungen der Adresse, die niemand bestätigt', until: '72 Stunden' },
      { what: 'Ihre Abos, auch beendete', until: 'bis Sie sie löschen' },
      {
        what: 'Nachweis der Einwilligung (Zeitpunkte, Fassung des Textes, Netzadresse, Browserkennung)',
        until:
          'solange das Abo besteht; nach einer Löschung ohne Browserkennung bis zum Ende des dritten folgenden Kalenderjahres',
      },
      {
        what: 'Sperre der Adresse (nur Fingerabdruck, Grund und Zeitpunkt)',
        until: 'bis Sie sich wieder anmelden und das bestätigen',
      },
      { what: 'E-Mails, die vorübergehend zurückkamen', until: '400 Tage, höchstens bis wieder eine ankommt' },
      {
        what: 'Vermerk, dass eine E-Mail zum Bestätigen verschickt wurde',
        until: '24 Stunden, bei gesperrten Adressen 30 Tage',
      },
    ],
    notInThisFile: [
      'Welche einzelnen Ausgaben Ihnen geschickt wurden: Darüber führen wir Listen, in denen nur Fingerabdrücke stehen, keine Adressen. Sie werden nach 180 Tagen gelöscht. Alle Ausgaben stehen im Archiv des Newsletters.',
      'Technische Protokolle des Webservers (Netzadresse, aufgerufene Seite): Sie werden nach 90 Tagen gelöscht und sind keiner E-Mail-Adresse zugeordnet.',
      'Ob Sie E-Mails geöffnet oder Links angeklickt haben: Das wird nicht erfasst, außer Sie haben bei einem Newsletter eigens zugestimmt. Dann steht es in denselben Listen unter einer Nummer, die nach 180 Tagen gelöscht werden; ausgewertet werden nur Summen.',
    ],
  },
  en: {
    explanation:
      'This file holds everything stored about your email address, for all newsletters of this sender. Times are given in ' +
      'Coordinated Universal Time (UTC). “subscriberId” is an encrypted fingerprint of your address; without the secret key ' +
      'nobody can find the address from it.',
    retention: [
      { what: 'Sign-ups that nobody confirms', until: '14 days' },
      { what: 'Changes of address that nobody confirms', until: '72 hours' },
      { what: 'Your subscriptions, also those that ended', until: 'until you erase them' },
      {
        what: 'Proof of consent (times, version of the text, network address, browser identification)',
        until:
          'as long as the subscription lasts; after an erasure without the browser identification until the end of the third calendar year that follows',
      },
      {
        what: 'Suppression of the address (only fingerprint, reason and time)',
        until: 'until you sign up again and confirm it',
      },
      { what: 'Emails that came back for a while', until: '400 days, at most until one arrives again' },
      {
        what: 'A note that an email to confirm was sent',
        until: '24 hours, for suppressed addresses 30 days',
      },
    ],
    notInThisFile: [
      'Which single editions were sent to you: we keep lists of that which hold fingerprints only, no addresses. They are deleted after 180 days. All editions are in the archive of the newsletter.',
      'Technical logs of the web server (network address, page asked for): they are deleted after 90 days and belong to no email address.',
      'Whether you opened emails or clicked links: that is not recorded, unless you agreed to it separately for a newsletter. Then it stands in the same lists under a number, which are deleted after 180 days; only sums are looked at.',
    ],
  },
};
