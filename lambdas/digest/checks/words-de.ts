import type { FindingWords, Why } from './finding.ts';

const number = new Intl.NumberFormat('de');
const counted = (count: number, one: string, many: string) => (count === 1 ? one : `${number.format(count)} ${many}`);
const PART = { html: 'gestalteten Teil', text: 'Nur-Text-Teil' };
const SCHEME = { light: 'in heller Darstellung', dark: 'in dunkler Darstellung' };

const WHY: Record<Exclude<Why, `status-${number}`>, string> = {
  'no-server': 'es gibt keinen Server dieses Namens',
  refused: 'der Server nimmt keine Verbindung an',
  timeout: 'der Server antwortet nicht rechtzeitig',
  certificate: 'eine sichere Verbindung zum Server kommt nicht zustande',
  private: 'die Adresse ist nicht öffentlich',
  redirects: 'die Weiterleitung führt nirgendwohin',
  broken: 'der Server antwortet nicht verständlich',
};

const because = (why: Why): string =>
  why in WHY ? WHY[why as keyof typeof WHY] : `der Server antwortet mit ${why.replace('status-', '')}`;

/** An address, and whose picture it is. */
const picture = ({ address, article }: { address: string; article?: string }) =>
  article === undefined ? address : `${address} (Artikel „${article}“)`;

const link = (text: string, address: string) => (text ? `Der Link „${text}“ (${address})` : `Der Link ${address}`);

export const de: FindingWords = {
  'unsubscribe-missing': ({ part }) => `Im ${PART[part]} fehlt der Link zum Abmelden.`,
  'unsubscribe-late': ({ kilobytes }) =>
    `Der Link zum Abmelden kommt erst nach ${number.format(kilobytes)} kB: Gmail schneidet die E-Mail vorher ab.`,
  'imprint-missing': ({ part, line }) => `Im ${PART[part]} fehlt vom Impressum die Zeile „${line}“.`,
  'html-clipped': ({ kilobytes }) =>
    `Die E-Mail ist mit ${number.format(kilobytes)} kB so groß, dass Gmail sie abschneidet. Nehmen Sie Artikel heraus.`,
  'html-too-large': ({ kilobytes }) =>
    `Die E-Mail ist mit ${number.format(kilobytes)} kB größer als die erlaubten 90 kB, und kürzen lässt sich nichts mehr.`,
  'braces-left': ({ text }) => `Ein Platzhalter ist stehen geblieben: ${text}`,
  'link-script': ({ text, scheme }) => `Der Link „${text}“ beginnt mit ${scheme}: und ist in E-Mails nicht erlaubt.`,
  'subject-empty': () => 'Der Betreff ist leer.',
  'no-items': () => 'Die Ausgabe enthält keinen Artikel.',

  'layout-table': ({ count }) =>
    `${counted(count, 'Eine Tabelle, die nur anordnet, sagt', 'Tabellen, die nur anordnen, sagen')} das Vorleseprogrammen nicht (role="presentation").`,
  'language-missing': () => 'Die E-Mail sagt nicht, in welcher Sprache sie ist (lang am Element html).',
  'language-other': ({ found, wanted }) => `Als Sprache der E-Mail ist „${found}“ angegeben statt „${wanted}“.`,
  'body-language-missing': () =>
    'Die Sprache steht nur am Element html, das manche Mailprogramme weglassen: Auch das erste Element im body braucht sie.',
  'heading-skipped': ({ from, to, text }) =>
    from === 0
      ? `Die erste Überschrift „${text}“ hat die Ebene ${to} statt 1.`
      : `Auf eine Überschrift der Ebene ${from} folgt mit „${text}“ eine der Ebene ${to}.`,
  'title-empty': () => 'Die E-Mail hat keinen Titel (title).',
  'braces-in-article': ({ text, title }) =>
    `Im Artikel „${title}“ steht „${text}“: Ist das gemeint, oder ist es ein Platzhalter, der leer blieb?`,

  'image-alt-missing': (found) => `Dem Bild ${picture(found)} fehlt der Alternativtext (alt, auch leer).`,
  'image-width-missing': (found) => `Dem Bild ${picture(found)} fehlt die Breite: Outlook zeigt es in voller Größe.`,
  'image-insecure': (found) => `Das Bild ${picture(found)} kommt ohne Verschlüsselung (http).`,
  'image-format': ({ format, ...found }) =>
    `Das Bild ${picture(found)} ist im Format ${format}, das manche Mailprogramme nicht zeigen.`,
  'image-too-large': ({ kilobytes, ...found }) =>
    `Das Bild ${picture(found)} ist ${number.format(kilobytes)} kB groß; mehr als 1.000 kB laden unterwegs langsam.`,
  'image-none': ({ type, ...found }) => `Unter der Adresse ${picture(found)} ist kein Bild${type ? ` (${type})` : ''}.`,
  'image-dead': ({ why, ...found }) => `Das Bild ${picture(found)} gibt es nicht: ${because(why)}.`,
  'image-unsure': ({ why, ...found }) => `Das Bild ${picture(found)} ließ sich nicht prüfen: ${because(why)}.`,

  'link-insecure': ({ text, address }) => `${link(text, address)} führt auf eine Seite ohne Verschlüsselung (http).`,
  'link-downgraded': ({ text, address }) =>
    `${link(text, address)} leitet auf eine Seite ohne Verschlüsselung (http) weiter.`,
  'link-address': ({ text, address }) =>
    `${link(text, address)} hat keine Adresse, die aus einer E-Mail erreichbar ist.`,
  'link-empty': ({ address }) => `Der Link ${address} hat weder Text noch ein Bild mit Alternativtext.`,
  'link-ambiguous': ({ text, count }) => `„${text}“ führt zu ${number.format(count)} verschiedenen Adressen.`,
  'link-dead': ({ text, address, why }) => `${link(text, address)} führt ins Leere: ${because(why)}.`,
  'link-unsure': ({ text, address, why }) => `${link(text, address)} ließ sich nicht prüfen: ${because(why)}.`,
  'addresses-unchecked': ({ count }) =>
    `${counted(count, 'Eine Adresse wurde', 'Adressen wurden')} nicht geprüft: Es sind zu viele, oder ein Server braucht zu lange.`,

  'text-part-missing': () => 'Der Nur-Text-Teil ist leer.',
  'text-links-missing': ({ count, address }) =>
    count === 1
      ? `Im Nur-Text-Teil fehlt ein Link: ${address}`
      : `Im Nur-Text-Teil fehlen ${number.format(count)} Links; der erste ist ${address}`,
  'preheader-empty': () => 'Die Vorschauzeile ist leer: Mailprogramme zeigen dann den Anfang der E-Mail.',
  'preheader-repeats-subject': () => 'Die Vorschauzeile wiederholt den Betreff.',
  'subject-repeated': ({ edition }) => `Die letzte Ausgabe (${edition}) hatte denselben Betreff.`,
  'subject-long': ({ length }) =>
    `Der Betreff hat ${length} Zeichen; nach etwa 60 schneiden ihn die meisten Programme ab.`,
  'subject-too-long': ({ length }) =>
    `Der Betreff hat ${length} Zeichen. Kürzen Sie ihn: Mehr als 60 sieht kaum jemand.`,
  contrast: ({ scheme, ratio, least, colours, text, count }) =>
    `Zu wenig Kontrast ${SCHEME[scheme]}: ${number.format(ratio)} : 1 statt mindestens ${number.format(least)} : 1 (${colours}) bei „${text}“${
      count > 1 ? ` und an ${counted(count - 1, 'einer weiteren Stelle', 'weiteren Stellen')}` : ''
    }.`,
  'text-small': ({ pixels, text, count }) =>
    `${counted(count, 'Ein Text ist', 'Texte sind')} mit ${number.format(pixels)} px kleiner als 14 px: „${text}“.`,
  'target-small': ({ pixels, least, text, count }) =>
    `${counted(count, 'Ein Link ist', 'Links sind')} mit ${number.format(pixels)} px niedriger als ${least} px und mit dem Finger schwer zu treffen: „${text}“.`,
  'event-date-missing': ({ title }) => `Beim Termin „${title}“ steht nicht, wann er ist.`,
  'event-place-missing': ({ title }) => `Beim Termin „${title}“ steht nicht, wo er ist.`,
  'articles-repeated': ({ edition }) => `Die letzte Ausgabe (${edition}) enthielt genau dieselben Artikel.`,
  'source-failing': ({ source }) =>
    `Die Quelle „${source}“ ließ sich zuletzt nicht lesen: Was dort neu ist, fehlt vielleicht.`,
  'items-shortened': ({ count }) =>
    count === 1
      ? 'Damit die E-Mail nicht zu groß wird, steht ein Artikel nur mit seiner Überschrift darin.'
      : `Damit die E-Mail nicht zu groß wird, stehen ${number.format(count)} Artikel nur mit ihren Überschriften darin.`,
};
