import type { Language } from '../domain/publication.ts';

/** What the pages for people say. */
export const WORDS = {
  de: {
    feedsTitle: 'Feeds',
    whatIsAFeed:
      'Ein Feed ist eine Adresse, die Ihr Leseprogramm regelmäßig für Sie nachschlägt, damit Sie neue Beiträge dort finden, ohne eine Website besuchen oder eine E-Mail-Adresse angeben zu müssen. Kopieren Sie eine der Adressen und fügen Sie sie in Ihrem Feedreader als Abonnement hinzu.',
    allArticles: 'Alle Beiträge',
    topic: (title: string) => `Thema: ${title}`,
    events: 'Veranstaltungen',
    eventsHint: 'Für Ihren Kalender: Termine mit Ort und Uhrzeit, die sich von selbst aktualisieren.',
    calendar: 'Kalender (iCalendar)',
    byMail: 'Lieber per E-Mail?',
    subscribe: 'Newsletter abonnieren',
    archive: 'Frühere Ausgaben',
    feeds: 'Feeds',
    publications: 'Newsletter',
    noEditions: 'Es ist noch keine Ausgabe erschienen. Wenn Sie sich anmelden, bekommen Sie die erste.',
    noPublications: 'Hier gibt es noch keinen Newsletter.',
  },
  en: {
    feedsTitle: 'Feeds',
    whatIsAFeed:
      'A feed is an address that your reading app looks up for you, so that new articles turn up there without your visiting a website or giving anyone an email address. Copy one of the addresses and add it to your feed reader as a subscription.',
    allArticles: 'All articles',
    topic: (title: string) => `Topic: ${title}`,
    events: 'Events',
    eventsHint: 'For your calendar: dates with time and place that keep themselves up to date.',
    calendar: 'Calendar (iCalendar)',
    byMail: 'Rather by email?',
    subscribe: 'Subscribe to the newsletter',
    archive: 'Former editions',
    feeds: 'Feeds',
    publications: 'Newsletters',
    noEditions: 'No edition has come out yet. If you subscribe, you will get the first one.',
    noPublications: 'There is no newsletter here yet.',
  },
} as const satisfies Record<Language, unknown>;
