/** What other rooms answer to what an editor asked for, in German: `inGerman`. */
export const ANSWERS: [RegExp, string][] = [
  [
    /^“(.*)” is not a web address: it must begin with .*$/s,
    '„$1“ ist keine Webadresse: Sie muss mit https:// oder http:// beginnen',
  ],
  [/^“https:\/\/” is not a web address$/, 'Bitte geben Sie eine Adresse an'],
  [/^“(.*)” is not a web address$/s, '„$1“ ist keine Webadresse'],
  [
    /^A source’s address must not hold a user name or password$/,
    'Die Adresse einer Quelle darf weder Benutzernamen noch Passwort enthalten',
  ],
  [/^The source "(.*)" has this address already$/, 'Die Quelle „$1“ hat diese Adresse bereits'],
  [
    /^A source of the kind (.*) cannot become one of the kind (.*)$/,
    'Eine Quelle der Art „$1“ kann keine der Art „$2“ werden',
  ],
  [/^This source was removed meanwhile$/, 'Diese Quelle wurde inzwischen entfernt'],
  [
    /^The source "(.*)" is of the kind .*: others send to it$/,
    'Die Quelle „$1“ wird nicht abgerufen: Ihr wird gesandt',
  ],
  [
    /^The source "(.*)" is of the kind .*: we ask it, nobody sends to it$/,
    'Die Quelle „$1“ wird abgerufen; ihr kann nichts gesandt werden',
  ],
  [
    /^The source "(.*)" is (?:held|stopped|\d+): an editor must start it again first$/,
    'Die Quelle „$1“ ruht: Starten Sie sie zuerst wieder',
  ],
  [
    /^The source "(.*)" is of the kind .*; give it another id to write articles of your own$/,
    'Die Quelle „$1“ ist von anderer Art; geben Sie ihr eine andere Kennung, um eigene Artikel zu schreiben',
  ],
  [/^(\S+) asked us to come back after (.*)$/, '$1 bittet uns, nach $2 wiederzukommen'],
  [/^A source needs a title of at most 200 characters$/, 'Eine Quelle braucht einen Titel von höchstens 200 Zeichen'],
  [
    /^Say at least where the articles are; .*$/,
    'Sagen Sie mindestens, wo die Artikel stehen; ein Selektor hat höchstens 300 Zeichen',
  ],
  [
    /^A list of the rules takes at most 200 lines .*$/,
    'Eine Liste der Regeln fasst höchstens 200 Zeilen (Anfänge von Titeln: 20), jede von höchstens 80 Zeichen',
  ],
  [
    /^The file declares a document type or entities, which OPML does not need$/,
    'Die Datei vereinbart einen Dokumenttyp oder Entitäten; OPML braucht beides nicht',
  ],
  [
    /^The file names (\d+) sources; at most (\d+) are taken at once$/,
    'Die Datei nennt $1 Quellen; höchstens $2 werden auf einmal übernommen',
  ],
  [/^The file is no OPML that we can read$/, 'Die Datei ist kein OPML, das wir lesen können'],
  [/^The file is not written in (.*), as it should be$/, 'Die Datei ist nicht in $1 geschrieben, wie sie sein sollte'],
  [
    /^Letters of the file were lost on the way: .*$/,
    'Buchstaben der Datei gingen unterwegs verloren; speichern Sie sie als UTF-8 und versuchen Sie es noch einmal',
  ],
  [/^It is commented out$/, 'Auskommentiert'],
  [/^It names no feed \(xmlUrl\)$/, 'Nennt keinen Feed (xmlUrl)'],
  [/^Its rules or selectors are damaged$/, 'Regeln oder Selektoren sind beschädigt'],
  [
    /^Nothing in the text suggests an event: say when it begins$/,
    'Nichts im Text deutet auf einen Termin hin: Sagen Sie, wann er beginnt',
  ],
  [/^There is no such article$/, 'Diesen Artikel gibt es nicht'],
  [
    /^This article is being changed by others: try again$/,
    'Dieser Artikel wird gerade von anderen geändert: Versuchen Sie es noch einmal',
  ],
  [/^The table did not give all articles$/, 'Die Datenbank hat nicht alle Artikel geliefert'],
  [/^The publication has no topic (.*); .*$/s, 'Die Publikation hat kein Thema $1'],
  [/^The form is too large$/, 'Das Formular ist zu groß'],
  [/^This form did not come from a page of this console$/, 'Dieses Formular kam nicht von einer Seite dieser Konsole'],
  [/^left out because of the word “(.*)”$/s, 'ausgelassen wegen des Wortes „$1“'],
  [/^left out because of the category “(.*)”$/s, 'ausgelassen wegen der Kategorie „$1“'],
  [/^taken because of the word “(.*)”$/s, 'übernommen wegen des Wortes „$1“'],
  [/^taken because of the category “(.*)”$/s, 'übernommen wegen der Kategorie „$1“'],
  [
    /^left out because it has none of the words and categories that are wanted$/,
    'ausgelassen, weil er keines der gewünschten Wörter und keine der gewünschten Kategorien hat',
  ],
  // Fields of an article that does not fit: what editors can do wrong in the form.
  [/^(?:url|image\.url) must be .*$/, 'Der Link muss eine Adresse sein, die mit https:// beginnt'],
  [/^title must be at most .*$/, 'Der Titel ist zu lang'],
  [/^markdown must be at most ([\d,]+) characters$/, 'Der Text ist länger als 100.000 Zeichen'],
  [/^teaser must be at most .*$/, 'Der Anriss ist zu lang'],
];
