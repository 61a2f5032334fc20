/** What the audience answers about imports and exports, in German: `inGerman`. */
import { importsDe } from './words-de-imports.ts';

const { problems } = importsDe.importing;

export const IMPORT_ANSWERS: [RegExp, string][] = [
  [/^There is no such import$/, 'Diesen Import gibt es nicht (mehr)'],
  [/^There is no publication "(.*)"$/, 'Die Publikation „$1“ gibt es nicht'],
  [/^There is no such piece of the report$/, 'Diesen Teil des Berichts gibt es nicht'],
  [
    /^The report is kept for a day only and is gone$/,
    'Der Bericht wird nur einen Tag lang aufbewahrt und ist gelöscht',
  ],
  [/^This import is done; there is nothing to cancel$/, 'Dieser Import ist fertig; es gibt nichts mehr abzubrechen'],
  [/^This import is \S+ and cannot be started$/, 'Dieser Import lässt sich gerade nicht starten'],
  [
    /^This import was changed meanwhile; look again$/,
    'Dieser Import hat sich inzwischen geändert; sehen Sie noch einmal nach',
  ],
  [/^The upload of this import has ended$/, 'Die Übertragung dieser Datei ist schon abgeschlossen'],
  [/^The part is empty$/, 'Das übertragene Stück ist leer'],
  [/^A part must not be larger than 4 MB$/, 'Ein Stück darf höchstens 4 MB haben'],
  [/^Parts are counted from 1 to (.*)$/, 'Stücke werden von 1 bis $1 gezählt'],
  [/^Part (\d+) of the file is missing$/, 'Ein Stück der Datei fehlt: Nummer $1'],
  [/^Of (\d+) bytes of the file (\d+) are here$/, 'Von $1 Bytes der Datei sind $2 angekommen'],
  [/^Say where these people have said yes, in at least (\d+) .*$/, importsDe.importing.noProvenance(10)],
  [/^Where these people have said yes must fit .*$/, importsDe.importing.longProvenance('2.000')],
  [/^The file has (\d+) columns, and the mapping names (\d+)$/, 'Die Datei hat $1 Spalten, zugeordnet sind $2'],
  [/^A column can be .*$/, 'Eine der Zuordnungen kennen wir nicht'],
  [/^Say which column holds the email addresses$/, importsDe.importing.noAddressColumn],
  [/^Two columns are mapped to "(.*)"$/, 'Zwei Spalten haben dieselbe Bedeutung: $1'],
  [/^At most (\d+) columns can be kept as fields$/, 'Höchstens $1 Spalten lassen sich als eigene Felder aufbewahren'],
  [/^The file is empty$/, problems['empty-file']],
  [/^The file has a header line and nobody below it$/, problems['only-header']],
  [/^This is an Excel workbook; .*$/, problems.workbook],
  [/^This is a compressed archive; .*$/, problems.archive],
  [/^This is no table of text that we can read; .*$/, problems['no-table']],
  [/^No column holds email addresses$/, problems['no-address-column']],
  [/^A quotation mark is never closed, .*$/, problems['broken-quotes']],
  [/^A line is longer than 256 kB; .*$/, problems['line-too-long']],
  [/^The file has more than 100 columns$/, problems['too-many-columns']],
  [/^The file has more than 1,000,000 lines; .*$/, problems['too-many-rows']],
  [/^The file is larger than 200 MB; .*$/, problems['too-large']],
  [/^The file is kept for a day only and is gone; .*$/, problems['file-gone']],
  [/^An export has 1 to (\d+) parts, .*$/, 'Ein Export hat 1 bis $1 Teile, gezählt ab 1'],
  [/^The publication of this import is gone$/, problems['publication-gone']],
];
