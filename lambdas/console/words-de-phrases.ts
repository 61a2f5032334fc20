/**
 * What other rooms note in English, said in German. They note it once, for logs, programs and editors alike; a sentence
 * that is not here is shown as it is.
 */
const PHRASES: [RegExp, string][] = [
  [/^nothing new$/i, 'nichts Neues'],
  [/^The feed is empty$/, 'Der Feed ist leer'],
  [/^Held: (\d+) of (\d+) articles look new$/, 'Angehalten: $1 von $2 Artikeln sehen neu aus'],
  [
    /^(\d+) of (\d+) articles suddenly look new\. The source is held.*$/,
    '$1 von $2 Artikeln sehen plötzlich neu aus. Die Quelle ist angehalten: Nehmen Sie sie wieder auf, um die Artikel ins Archiv zu übernehmen, ohne sie zu versenden',
  ],
  [/^There is no server of this name$/, 'Es gibt keinen Server dieses Namens'],
  [/^The name of the server could not be looked up just now$/, 'Der Name des Servers ließ sich gerade nicht auflösen'],
  [/^The server refuses connections$/, 'Der Server nimmt keine Verbindungen an'],
  [/^The server cannot be reached$/, 'Der Server ist nicht erreichbar'],
  [/^The server broke the connection off$/, 'Der Server hat die Verbindung abgebrochen'],
  [/^No secure connection to the server was possible$/, 'Eine sichere Verbindung zum Server war nicht möglich'],
  [/^The certificate of the server is not valid$/, 'Das Zertifikat des Servers ist nicht gültig'],
  [
    /^The server did not accept a connection within (\d+) seconds$/,
    'Der Server hat binnen $1 Sekunden keine Verbindung angenommen',
  ],
  [/^The server did not answer within (\d+) seconds$/, 'Der Server hat binnen $1 Sekunden nicht geantwortet'],
  [/^The server does not answer as a web server does$/, 'Der Server antwortet nicht wie ein Webserver'],
  [/^The document could not be fetched$/, 'Das Dokument ließ sich nicht abrufen'],
  [/^The document is larger than 10 MB$/, 'Das Dokument ist größer als 10 MB'],
  [/^The document is compressed and cannot be opened$/, 'Das Dokument ist komprimiert und lässt sich nicht öffnen'],
  [/^The document is empty$/, 'Das Dokument ist leer'],
  [/^The document could not be read as a feed$/, 'Das Dokument ließ sich nicht als Feed lesen'],
  [
    /^The page is not a feed: it looks like a web page \(HTML\)$/,
    'Die Adresse führt zu keinem Feed, sondern zu einer Webseite (HTML)',
  ],
  [/^The page is not a feed: .*$/, 'Die Adresse führt zu keinem Feed'],
  [
    /^The publisher has removed this source for good \(410 Gone\)$/,
    'Der Anbieter hat diese Quelle endgültig entfernt (410 Gone)',
  ],
  [/^The server asks us to come back less often \(429\)$/, 'Der Server bittet uns, seltener zu kommen (429)'],
  [
    /^The server is overloaded or being maintained \(503\)$/,
    'Der Server ist überlastet oder wird gerade gewartet (503)',
  ],
  [/^There is nothing at this address \(404\)$/, 'Unter dieser Adresse gibt es nichts (404)'],
  [/^The server does not let us read this \((\d+)\)$/, 'Der Server lässt uns das nicht lesen ($1)'],
  [/^The server has a fault of its own \((\d+)\)$/, 'Der Server hat selbst einen Fehler ($1)'],
  [
    /^The server gave an answer that we cannot use \((\d+)\)$/,
    'Der Server hat eine Antwort gegeben, mit der wir nichts anfangen können ($1)',
  ],
  [/^It redirects more than (\d+) times$/, 'Die Adresse leitet mehr als $1-mal weiter'],
  [
    /^It redirects to a private address, which we do not follow$/,
    'Die Adresse leitet in ein privates Netz weiter; dem folgen wir nicht',
  ],
  [
    /^The address leads to a private address, which we do not ask$/,
    'Die Adresse führt in ein privates Netz; dort fragen wir nicht',
  ],
  [
    /^It redirects from https to http, which we do not follow$/,
    'Die Adresse leitet von https nach http weiter; dem folgen wir nicht',
  ],
  [/^SES does not let us send: (.*)$/, 'SES lässt uns nicht senden: $1'],
  [/^The day's quota of SES is used up$/, 'Das Tageskontingent von SES ist aufgebraucht'],
  [
    /^SES gave no clear answer to (\d+) messages in a row$/,
    'SES hat auf $1 Nachrichten in Folge keine klare Antwort gegeben',
  ],
  [
    /^SES refused the first (\d+) messages alike: (.*)$/,
    'SES hat die ersten $1 Nachrichten auf die gleiche Weise abgelehnt: $2',
  ],
];

/** What a poll brought is a list of counts. */
const COUNTS: [RegExp, string][] = [
  [/^(\d+) new$/, '$1 neu'],
  [/^(\d+) changed$/, '$1 geändert'],
  [/^(\d+) known$/, '$1 bekannt'],
  [/^(\d+) taken into the archive$/, '$1 ins Archiv übernommen'],
  [/^(\d+) older ones left out$/, '$1 ältere ausgelassen'],
];

export function inGerman(text: string): string {
  const whole = PHRASES.find(([pattern]) => pattern.test(text));
  if (whole) return text.replace(...whole);
  const parts = text.split(/([,;] )/);
  return parts.map((part) => part.replace(...(COUNTS.find(([pattern]) => pattern.test(part)) ?? [/$^/, '']))).join('');
}
