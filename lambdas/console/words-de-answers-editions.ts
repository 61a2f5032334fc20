/** What the digest room answers to editors at work on a draft, in German. */
export const EDITION_ANSWERS: [RegExp, string][] = [
  [/^There is no edition (\S+)$/, 'Es gibt keine Ausgabe $1'],
  [/^The edition has no section "(.*)"$/, 'Die Ausgabe hat keinen Abschnitt „$1“'],
  [/^There is no article "(.*)" to put into the edition$/, 'Es gibt keinen Artikel „$1“, der in die Ausgabe käme'],
  [/^The article "(.*)" was taken back$/, 'Der Artikel „$1“ wurde zurückgezogen'],
  [
    /^None of the articles of (\S+) can go out any more$/,
    'Von den Artikeln der Ausgabe $1 kann keiner mehr versandt werden',
  ],
  [/^The time to send it at is over already$/, 'Der Zeitpunkt für den Versand ist schon vorbei'],
  [
    /^The edition is settled: nothing about it changes any more$/,
    'Die Ausgabe steht fest: An ihr ändert sich nichts mehr',
  ],
  [
    /^The edition was changed meanwhile: look at it again$/,
    'Die Ausgabe wurde inzwischen geändert: Sehen Sie sie sich noch einmal an',
  ],
  [
    /^The edition was changed meanwhile, by somebody else on (\d{4})-(\d\d)-(\d\d)T(\d\d:\d\d).*: look at it again$/,
    'Die Ausgabe wurde am $3.$2.$1 um $4 Uhr (UTC) von jemand anderem geändert: Sehen Sie sie sich noch einmal an',
  ],
  [
    /^The edition was changed meanwhile, because its articles were corrected: look at it again$/,
    'Artikel der Ausgabe wurden inzwischen berichtigt: Sehen Sie sie sich noch einmal an',
  ],
  [/^The publication "(.*)" has no digest "(.*)"$/, 'Die Publikation „$1“ hat kein Rezept „$2“'],
  [
    /^The edition is too large to be kept: its (\d+) articles and texts have (\d+) of at most 400 kB\. “(.*)” \((\S+)\) alone has (\d+) kB$/,
    'Die Ausgabe ist zu groß: Ihre $1 Artikel und Texte haben $2 von höchstens 400 kB. „$3“ ($4) allein hat $5 kB',
  ],
  [
    /^The change is too long: (\d+) kB of at most 250\..*$/,
    'Die Änderung ist zu lang: $1 kB von höchstens 250. Nehmen Sie sie in mehreren Schritten vor; Anreißer und Texte, die Sie weglassen, bleiben, wie sie sind',
  ],
  [/^Too many editions are being composed at once$/, 'Es werden gerade zu viele Ausgaben zugleich zusammengestellt'],
];
