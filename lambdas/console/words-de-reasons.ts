/** Why a document could not be fetched or read, as the rooms note it in English, in German: `inGerman`. */
export const REASONS: [RegExp, string][] = [
  [/^one of its dates is none$/, 'eines seiner Daten ist keines'],
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
  [/^The server sends more header lines than we read$/, 'Der Server sendet mehr Kopfzeilen, als wir lesen'],
  [/^The server gave no document$/, 'Der Server hat kein Dokument geliefert'],
  [/^The document could not be fetched$/, 'Das Dokument ließ sich nicht abrufen'],
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
  [/^It redirects without saying where to$/, 'Die Adresse leitet weiter, ohne zu sagen, wohin'],
  [
    /^It redirects from https to http, which we do not follow$/,
    'Die Adresse leitet von https nach http weiter; dem folgen wir nicht',
  ],
  [
    /^It redirects to a private address, which we do not follow$/,
    'Die Adresse leitet in ein privates Netz weiter; dem folgen wir nicht',
  ],
  [
    /^The address leads to a private address, which we do not ask$/,
    'Die Adresse führt in ein privates Netz; dort fragen wir nicht',
  ],
  [
    /^It redirects to a port other than 80 and 443, which we do not follow$/,
    'Die Adresse leitet zu einem anderen Port als 80 und 443 weiter; dem folgen wir nicht',
  ],
  [
    /^The address leads to a port other than 80 and 443, which we do not ask$/,
    'Die Adresse nennt einen anderen Port als 80 und 443; dort fragen wir nicht',
  ],
  [
    /^It leads to an address that is neither http nor https$/,
    'Die Adresse führt zu einer, die weder http noch https ist',
  ],
  [
    /^The address holds a user name or a password, which we do not send$/,
    'Die Adresse enthält einen Benutzernamen oder ein Passwort; beides senden wir nicht',
  ],
  [/^The address is too long$/, 'Die Adresse ist zu lang'],
  [
    /^The website’s robots\.txt asks us not to read this page$/,
    'Die robots.txt der Website bittet uns, diese Seite nicht zu lesen',
  ],
  [
    /^The website’s robots\.txt cannot be read just now, .*$/,
    'Die robots.txt der Website lässt sich gerade nicht lesen, und ohne sie dürfen wir ihre Seiten nicht lesen',
  ],
  [/^The document is larger than 10 MB$/, 'Das Dokument ist größer als 10 MB'],
  [/^The document is compressed and cannot be opened$/, 'Das Dokument ist komprimiert und lässt sich nicht öffnen'],
  [
    /^The document is compressed and cannot be opened, or opens to more than 10 MB$/,
    'Das Dokument ist komprimiert und lässt sich nicht öffnen, oder es ist geöffnet größer als 10 MB',
  ],
  [
    /^The document is compressed in a way we do not know$/,
    'Das Dokument ist auf eine Weise komprimiert, die wir nicht kennen',
  ],
  [/^The document is empty$/, 'Das Dokument ist leer'],
  [/^The document could not be read as a feed$/, 'Das Dokument ließ sich nicht als Feed lesen'],
  [/^The document could not be read as a sitemap$/, 'Das Dokument ließ sich nicht als Sitemap lesen'],
  [/^The document could not be read as a calendar$/, 'Das Dokument ließ sich nicht als Kalender lesen'],
  [
    /^The document was no longer there when it was to be read$/,
    'Das Dokument war nicht mehr da, als es gelesen werden sollte',
  ],
  [
    /^Reading the document did not end, or failed three times; .*$/,
    'Das Lesen des Dokuments endete nicht oder scheiterte dreimal; vielleicht ist es zu groß oder zu tief verschachtelt',
  ],
  [
    /^The feed is broken in a way that none of our parsers can read$/,
    'Der Feed ist so beschädigt, dass keiner unserer Parser ihn lesen kann',
  ],
  [
    /^The page is not a feed: it looks like a web page \(HTML\)$/,
    'Die Adresse führt zu keinem Feed, sondern zu einer Webseite (HTML)',
  ],
  [/^The page is not a feed: .*$/, 'Die Adresse führt zu keinem Feed'],
  [
    /^The document is not a calendar: it has no BEGIN:VCALENDAR$/,
    'Das Dokument ist kein Kalender: BEGIN:VCALENDAR fehlt',
  ],
  [
    /^This is a list of sitemaps: please give the address of the one for news$/,
    'Das ist eine Liste von Sitemaps: Bitte geben Sie die Adresse der News-Sitemap an',
  ],
  [/^The document is no sitemap$/, 'Das Dokument ist keine Sitemap'],
  [
    /^This sitemap only lists addresses, without titles: .*$/,
    'Diese Sitemap nennt nur Adressen ohne Titel: Sie ist keine News-Sitemap',
  ],
  [/^The answer of the WordPress site could not be read$/, 'Die Antwort der WordPress-Website ließ sich nicht lesen'],
  [
    /^The answer is not what the REST API of a WordPress gives: it is no JSON$/,
    'Die Antwort ist nicht die der REST-API eines WordPress: Sie ist kein JSON',
  ],
  [
    /^The answer is JSON, but not a list of WordPress posts$/,
    'Die Antwort ist JSON, aber keine Liste von WordPress-Beiträgen',
  ],
  [
    /^The WordPress site does not give us its posts: “(.*)”$/s,
    'Die WordPress-Website gibt uns ihre Beiträge nicht: „$1“',
  ],
  [/^The WordPress site does not give us its posts.*$/s, 'Die WordPress-Website gibt uns ihre Beiträge nicht'],
  [/^The page is larger than 10 MB$/, 'Die Seite ist größer als 10 MB'],
  [/^The page is empty$/, 'Die Seite ist leer'],
  [/^The page has nothing in it$/, 'Auf der Seite steht nichts'],
  [/^The page could not be read$/, 'Die Seite ließ sich nicht lesen'],
  [/^The document is no web page: it has no HTML in it$/, 'Das Dokument ist keine Webseite: Es enthält kein HTML'],
  [
    /^The page cannot be read: one of its elements has hundreds of attributes$/,
    'Die Seite lässt sich nicht lesen: Eines ihrer Elemente hat Hunderte von Attributen',
  ],
  [
    /^The page cannot be read: its elements are nested too deeply$/,
    'Die Seite lässt sich nicht lesen: Ihre Elemente sind zu tief verschachtelt',
  ],
  [
    /^The page cannot be read: it has more than [\d,]+ elements$/,
    'Die Seite lässt sich nicht lesen: Sie hat zu viele Elemente',
  ],
  [
    /^The page cannot be read: too many tags are never closed$/,
    'Die Seite lässt sich nicht lesen: Zu viele Tags werden nie geschlossen',
  ],
  [/^The page cannot be read: .*$/, 'Die Seite lässt sich nicht lesen'],
  [/^We found no list of articles on this page$/, 'Auf dieser Seite haben wir keine Liste von Artikeln gefunden'],
  [
    /^We found neither a feed nor a list of articles at this address$/,
    'Unter dieser Adresse haben wir weder einen Feed noch eine Liste von Artikeln gefunden',
  ],
  [/^We found no feed at this address$/, 'Unter dieser Adresse haben wir keinen Feed gefunden'],
  [
    /^We found no REST API of a WordPress at this address$/,
    'Unter dieser Adresse haben wir keine REST-API eines WordPress gefunden',
  ],
  [/^We found no sitemap for news at this address$/, 'Unter dieser Adresse haben wir keine News-Sitemap gefunden'],
  [
    /^We found no list of articles at this address$/,
    'Unter dieser Adresse haben wir keine Liste von Artikeln gefunden',
  ],
  [/^We found no calendar at this address$/, 'Unter dieser Adresse haben wir keinen Kalender gefunden'],
  [/^There are no articles in it just now$/, 'Gerade sind keine Artikel darin'],
  [/^The selector “(.*)” matches nothing on the page$/s, 'Der Selektor „$1“ trifft nichts auf der Seite'],
  [/^The selector “(.*)” matches nothing within the items$/s, 'Der Selektor „$1“ trifft nichts innerhalb der Artikel'],
  [/^The selector “(.*)” is more complicated than we read$/s, 'Der Selektor „$1“ ist verwickelter, als wir lesen'],
  [/^The selector “(.*)” is not valid CSS$/s, 'Der Selektor „$1“ ist kein gültiges CSS'],
  [/^What was sent is no list of articles$/, 'Was gesandt wurde, ist keine Liste von Artikeln'],
  [
    /^The Markdown of an article is nested too deeply to be read$/,
    'Das Markdown eines Artikels ist zu tief verschachtelt, um gelesen zu werden',
  ],
];
