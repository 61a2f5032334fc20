/** The words by which pages name their parts, in texts and in class names. */
import { MONTHS } from '../items/date-words.ts';

/** Alone, with arrows and dots around, they say: here is the rest. */
const MORE = new Set(
  `weiterlesen|weiter lesen|weiter|mehr|mehr lesen|mehr erfahren|mehr dazu|mehr infos|mehr info|mehr informationen|weitere informationen|weitere infos|mehr anzeigen|mehr ansehen
  |zum artikel|zum beitrag|zur meldung|zur nachricht|zur pressemitteilung|zur veranstaltung|zum projekt|zur seite|zum termin|zum blogbeitrag|zur news|zum volltext|details|detail|detailansicht|zu den details|details ansehen|details anzeigen
  |artikel lesen|beitrag lesen|beitrag ansehen|artikel ansehen|meldung lesen|nachricht lesen|jetzt lesen|jetzt weiterlesen|hier weiterlesen|hier lesen|lesen|lesen sie mehr|lies mehr|lesen sie weiter|alles lesen|ganzen artikel lesen|ganzen beitrag lesen|den ganzen artikel lesen
  |vollständigen artikel lesen|gesamten artikel lesen|komplett lesen|jetzt entdecken|entdecken|ansehen|anzeigen|öffnen|hier klicken|hier|link|zur detailseite|vollständiger artikel|kompletter artikel|zur detailansicht
  |read more|more|read on|continue reading|continue|keep reading|learn more|find out more|view article|read article|read the article|full article|full story|read full story|read the full story|read full article|read the full article|more info|more information|more details
  |see more|view more|view post|read post|view|view details|discover|discover more|show more|go to article|read now|details here|click here|read story|open|read
  |lire la suite|en savoir plus|lire plus|suite|lire l'article|lire l’article|voir plus|plus d'infos|plus d’infos|plus
  |leer más|seguir leyendo|más información|ver más|saber más|más|leer|continuar leyendo|leer artículo
  |leggi tutto|continua a leggere|leggi di più|scopri di più|continua|leggi|approfondisci|leggi l'articolo
  |lees meer|verder lezen|meer lezen|lees verder|meer|meer info|meer informatie|bekijk
  |leia mais|ler mais|continuar lendo|continue lendo|saiba mais|mais|continue a ler
  |czytaj więcej|czytaj dalej|więcej|dowiedz się więcej|læs mere|les mer|läs mer|mere|mer|lue lisää|devamını oku|devamı|daha fazla|daha fazlası|číst dál|číst více|více|celý článek|čítať ďalej|viac
  |tovább|bővebben|tovább olvasom|citește mai mult|mai mult|читать далее|подробнее|читать дальше|далее|читати далі|детальніше|докладніше|διαβάστε περισσότερα|περισσότερα|прочети още|pročitaj više|više|preberi več|več
  |阅读更多|查看更多|更多|続きを読む|もっと見る|더 보기|더보기|المزيد|اقرأ المزيد`
    .split('|')
    .map((phrase) => phrase.trim()),
);
/** These begin such a link even when the article's name follows. */
const MORE_AT_START =
  /^(?:weiterlesen|weiter lesen|mehr lesen|hier weiterlesen|jetzt weiterlesen|lesen sie (?:hier )?(?:mehr|weiter)|(?:den )?(?:ganzen|vollständigen|gesamten) (?:artikel|beitrag|text) lesen|(?:erfahren sie )?mehr (?:erfahren|lesen|informationen|infos)(?= ?(?:zu|über|:))|details (?:zu|zum|zur)(?= )|mehr (?:zu|über)[: ]|read more|continue reading|read the (?:rest|full)|find out more (?:about|on)|learn more about|more about|more on|lire la suite|en savoir plus|leer más|seguir leyendo|leggi tutto|continua a leggere|lees (?:meer|verder)|verder lezen|leia mais|ler mais|continuar lendo|czytaj (?:więcej|dalej)|læs mere|les mer|läs mer|devamını oku|читать далее|číst (?:dál|více)|lue lisää)(?=$|[^\p{L}])/u;
const MAX_MORE = 250;

/** "Weiterlesen", "Read more →", "[mehr …]", "Continue reading Title": a link to the rest, and no text of the article. */
export function isMore(text: string): boolean {
  if (text.length > MAX_MORE) return false;
  const plain = text
    .toLowerCase()
    .replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '')
    .replace(/\s+/g, ' ');
  return MORE.has(plain) || MORE_AT_START.test(plain);
}

/** Only marks: an arrow, a dash, a number. */
export const isMark = (text: string): boolean => !/\p{L}/u.test(text);

const inWords = (list: string) => new RegExp(`(?:^|[\\s_-])(?:${list})(?=$|[\\s_-])`, 'i');
const inCamelToo = (list: string) => {
  const plain = inWords(list);
  return (classes: string) => plain.test(classes.slice(0, 1_000).replace(/([a-z])([A-Z])/g, '$1-$2'));
};

export const namesMore = inCamelToo('more|more-link|read-?more|readmore|weiterlesen|mehr|read-on|continue');
export const namesDate = inCamelToo(
  'dates?|datum|datetime|published|pubdate|posted-on|time|timestamp|zeit|uhrzeit|day|month|year|tag-monat|kalender|calendar-date|when',
);
export const namesTitle = inCamelToo(
  'title|titel|headline|heading|überschrift|ueberschrift|betreff|subject|header-?line|hl|name',
);
/** A part of a title that is none of it, or a line that belongs to no teaser. */
export const namesBadge = inCamelToo(
  'badges?|labels?|categor(?:y|ies)|cats?|cat-links|kategorien?|rubrik(?:en)?|tags?|tag-links|pills?|chips?|kicker|overline|topline|dachzeile|eyebrow|flag|ribbon|sticker|icons?|counter|count|number|new|neu',
);
export const namesMeta = inCamelToo(
  'meta|metadata|byline|authors?|autor(?:en|in)?|verfasser|posted-by|post-info|postinfo|info-?line|comments?(?:-link)?|kommentare?|share|sharing|social|teilen|breadcrumbs?|edit-link|reading-time|lesezeit|view-count|likes|rating|copyright|credit|credits|caption|quelle|foto|photo-credit|toolbar|actions?|buttons?|btn|vcard|pagination|pager|taxonomy|terms',
);
export const namesTeaser = inCamelToo(
  'excerpt|summary|teaser-?text|teaser-?body|description|desc|beschreibung|abstract|entry-content|post-content|bodytext|body-text|card-text|intro|introtext|intro-?text|lead|lede|vorspann|anriss|anreisser|anrisstext|snippet|text|copy|kurztext|auszug|preview-?text|news-text|body-?copy|standfirst|dek|subline|content',
);
/** Where pages keep what is not their news. */
export const namesSide = inCamelToo(
  'sidebars?|side-?bar|widgets?|widget-area|cookies?|consent|cookiebanner|gdpr|dsgvo|breadcrumbs?|pagination|pager|paging|page-numbers|menus?|submenu|navi?|navigation|navbar|nav-links|footer|foot|unten|bottom|fuss|fusszeile|related|aehnliche|comments?|social|share|newsletter|tagcloud|tag-cloud|archives-list|secondary|complementary|marginal(?:spalte)?|rechte?-?spalte|right-?col(?:umn)?|col(?:umn)?-?right|rightcol|popular|most-read|meistgelesen|trending|recent|recent-posts|latest-comments|blogroll|quicklinks|servicelinks|metanav|modal|popup|offcanvas|off-canvas|sponsors?|partners?|logos|ads?|advert|banner|toolbar|lang-switcher|site-header|topbar|top-bar',
);
/** The article above the others. */
export const namesLead = inCamelToo(
  'sticky|featured?|lead|lead-story|top-?story|top-?news|aufmacher|highlight|main-story|headline-story|hero|spotlight|breaking',
);

const WEEKDAYS =
  'montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag mo di mi do fr sa so monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun lundi mardi mercredi jeudi vendredi samedi dimanche lunes martes miercoles jueves viernes sabado domingo lunedi martedi mercoledi giovedi venerdi sabato domenica maandag dinsdag woensdag donderdag vrijdag zaterdag zondag';
const AROUND_DATES =
  'am vom den der um uhr h von bis ab at on the to from until veroffentlicht erschienen erstellt geschrieben eingestellt stand datum date published posted updated aktualisiert zuletzt created written le el il op publie publicado pubblicato geplaatst de del du of st nd rd th er o clock am pm cet cest mez mesz utc gmt und and neu t z';
const DATE_WORDS = new Set(`${WEEKDAYS} ${AROUND_DATES}`.split(' '));
const RELATIVE =
  /^(?:vor (?:\d{1,3}|einem|einer|wenigen) (?:sekunden?|minuten?|stunden?|tag(?:en)?|wochen?|monat(?:en)?|jahr(?:en)?)|(?:\d{1,3}|an?|one) (?:seconds?|minutes?|mins?|hours?|days?|weeks?|months?|years?) ago|heute|gestern|vorgestern|today|yesterday|il y a \d{1,3} \p{L}{1,10}|hace \d{1,3} \p{L}{1,10})\.?$/iu;
const NUMBERS =
  /\d{1,2}\. ?\d{1,2}\.(?: ?\d{2,4})?|\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[/-]\d{1,2}[/-]\d{2,4}|\d{4}[./]\d{1,2}[./]\d{1,2}/;
const MAX_DATE = 90;

/** Nothing but a date, a time, or two of them, and the words that stand around them. */
export function isDate(text: string): boolean {
  if (text.length > MAX_DATE || text.length < 3) return false;
  if (RELATIVE.test(text)) return true;
  if (!/\d/.test(text)) return false;
  let hasDay = NUMBERS.test(text);
  for (const [word] of text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .matchAll(/\p{L}+/gu)) {
    if (MONTHS[word] !== undefined) hasDay = true;
    else if (!DATE_WORDS.has(word)) return false;
  }
  return hasDay;
}

const LEADING_DATE =
  /^(?:(?:\p{L}{2,10}[.,]{1,2} ?)?(?:\d{1,2}\. ?\d{1,2}\. ?\d{2,4}|\d{4}-\d{2}-\d{2}|\d{1,2}\/\d{1,2}\/\d{4}|\d{1,2}\.? ?\p{L}{3,9}\.? \d{4}|\p{L}{3,9}\.? \d{1,2}, \d{4}))(?:,? \d{1,2}[:.]\d{2}(?: ?Uhr)?)?/u;

/** A date at the beginning of a text, and what follows it. */
export function leadingDate(text: string): { date: string; rest: string } | undefined {
  const date = LEADING_DATE.exec(text.slice(0, MAX_DATE))?.[0];
  if (!date || !isDate(date)) return undefined;
  return { date, rest: text.slice(date.length).replace(/^[\s:|·•–—,/-]+/, '') };
}

const META_LINE =
  /^(?:(?:von|by|par|por|door|autor(?:in)?|author|text|foto|bild|fotos|quelle|kategorien?|categor(?:y|ies)|rubrik|schlagw(?:ort|örter|orte)|tags?|thema|themen|veröffentlicht in|abgelegt unter|posted in|filed under|lesezeit|lesedauer|reading time)[: ].{1,80}|.{0,20}\b\d{1,4} (?:kommentare?|comments?|min\.?|minuten?|minutes?|aufrufe|views|likes|shares?)(?: (?:lesezeit|read|reading time|lesedauer))?|(?:keine|no|leave a|add|schreibe einen?|einen) (?:kommentare?|comments?|comment)(?: .{0,30})?|teilen|share|tweet|drucken|print|merken|pdf|druckversion|allgemein|uncategorized|unkategorisiert)\.?$/iu;
/** A line about the article, not of it. */
export function isMetaLine(text: string): boolean {
  return text.length <= 110 && META_LINE.test(text) && !/[.!?…] \p{L}/u.test(text);
}
