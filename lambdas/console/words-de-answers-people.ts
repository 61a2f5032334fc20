/** What the audience answers to what editors do with people and segments, in German: `inGerman`. */
export const PEOPLE_ANSWERS: [RegExp, string][] = [
  [/^An email address is missing$/, 'Geben Sie eine E-Mail-Adresse an'],
  [/^An email address looks like name@example\.org$/, 'Eine E-Mail-Adresse sieht aus wie name@example.org'],
  [/^The email address is too long$/, 'Die E-Mail-Adresse ist zu lang'],
  [
    /^The part before the @ holds a character that mail servers do not take, such as an umlaut$/,
    'Vor dem @ steht ein Zeichen, das Mailserver nicht annehmen, zum Beispiel ein Umlaut',
  ],
  [/^The part before the @ is not one we can write to$/, 'An das, was vor dem @ steht, lässt sich keine Mail schicken'],
  [
    /^The part after the @ is not the name of a mail server$/,
    'Was nach dem @ steht, ist nicht der Name eines Mailservers',
  ],
  [/^This newsletter takes no addresses of t.*$/, 'Dieser Newsletter nimmt keine Adressen dieses Anbieters an'],
  [
    /^Say what proves that this person asked for mail$/,
    'Sagen Sie, womit sich die Einwilligung dieser Person nachweisen lässt',
  ],
  [
    /^This person has left; they can only come back themselves$/,
    'Diese Person hat sich abgemeldet; zurückkommen kann nur sie selbst',
  ],
  [
    /^We must not write to this address; only its owner can change that, by signing up and confirming$/,
    'Diese Adresse dürfen wir nicht anschreiben; ändern kann das nur, wem sie gehört, durch Anmelden und Bestätigen',
  ],
  [
    /^This subscription was changed meanwhile; look again$/,
    'Dieses Abonnement wurde inzwischen geändert; sehen Sie noch einmal nach',
  ],
  [/^This subscription was changed meanwhile$/, 'Dieses Abonnement wurde inzwischen geändert'],
  [/^There is no such subscription$/, 'Dieses Abonnement gibt es nicht'],
  [/^This subscription has ended$/, 'Dieses Abonnement ist beendet'],
  [/^A field needs a name$/, 'Ein Feld braucht einen Namen'],
  [/^The name of a field takes at most 60 characters$/, 'Der Name eines Feldes hat höchstens 60 Zeichen'],
  [/^A field takes at most 200 characters$/, 'Ein Feld hat höchstens 200 Zeichen'],
  [/^A person has at most (\d+) fields$/, 'Eine Person hat höchstens $1 Felder'],
  [/^There is no topic "(.*)"(?: in .*)?$/s, 'Es gibt kein Thema „$1“'],
  [
    /^There is no time zone "(.*)"; write it as in Europe\/Berlin$/s,
    'Es gibt keine Zeitzone „$1“; schreiben Sie sie wie Europe/Berlin',
  ],
  [/^There is no publication "(.*)"$/s, 'Es gibt keine Publikation „$1“'],
  [/^There is no segment "(.*)"$/s, 'Es gibt kein Segment „$1“'],
  [/^There is a segment of this name already$/, 'Ein Segment mit diesem Namen gibt es schon'],
  [
    /^A publication has at most (\d+) segments; delete one first$/,
    'Eine Publikation hat höchstens $1 Segmente; löschen Sie zuerst eines',
  ],
  [
    /^There are too many to be counted while you wait; the estimate must do$/,
    'Es sind zu viele, um sie zu zählen, während Sie warten; die Schätzung muss genügen',
  ],
  [/^A segment needs a name$/, 'Ein Segment braucht einen Namen'],
  [/^The name of a segment takes at most 100 characters$/, 'Der Name eines Segments hat höchstens 100 Zeichen'],
  [
    /^A segment needs a condition; without one it would be everybody$/,
    'Ein Segment braucht eine Bedingung; ohne eine wären es alle',
  ],
  [/^The time of joining ends before it begins$/, 'Der Zeitraum der Bestätigung endet, bevor er beginnt'],
  [
    /^A time of joining is a day such as 2026-03-01, or a moment such as .*$/,
    'Ein Zeitpunkt der Bestätigung ist ein Tag wie 2026-03-01',
  ],
  [/^A condition is empty$/, 'Eine Bedingung ist leer'],
  [/^A condition takes at most 200 characters$/, 'Eine Bedingung hat höchstens 200 Zeichen'],
  [/^At most 50 values can be named in one condition$/, 'Eine Bedingung nennt höchstens 50 Werte'],
  [/^A field without a value selects nobody$/, 'Ein Feld ohne Wert trifft auf niemanden zu'],
  [
    /^People come by form, embedded, editor, address-change, import or import:ID$/,
    'Gekommen sind Menschen über Formular, Website, Redaktion, Import oder Wechsel der Adresse',
  ],
  [
    /^There are no segments by engagement: opens and clicks are not recorded$/,
    'Segmente nach Öffnungen oder Klicks gibt es nicht: Sie werden nicht erfasst',
  ],
];
