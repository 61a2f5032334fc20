/** Words that tell an event from any other sentence with a date in it, German and English. */

/** What people are invited to. Compounds count: Bildungsforum, Fachtagung, Elternabend. */
export const EVENT =
  /(veranstaltung|tagung|konferenz|kongress|forum|fachtag|werkstatt|workshop|seminar|vortrag|vorlesung|lesung|konzert|messe\b|festival|fest\b|feier|treffen|treff\b|sprechstunde|sprechtag|stammtisch|infoabend|informationsabend|elternabend|filmabend|diskussion|gespräch|ausstellung|eröffnung|führung|exkursion|tag der offenen tür|kurs\b|schulung|fortbildung|sitzung|premiere|aufführung|turnier|lauf\b|markt\b|webinar|save the date|termin\b|conference|meeting|lecture|concert|exhibition|symposium|summit|open day|open house|fair\b|talk\b|reading\b|training|hackathon|meetup|screening)/i;

/** Said only of what is to come. */
export const INVITES =
  /(findet\b.{0,120}\bstatt|finden\b.{0,120}\bstatt|stattfinden|\bl(?:ädt|aden)\b.{0,140}\bein\b|herzlich ein|seien sie dabei|beginnt\b|beginn:|startet\b|treffen wir uns|sehen wir uns|takes? place|will be held|will take place|join us|(?:invites?|inviting) you|you are invited|save the date)/i;

export const PAST =
  /\b(fand|fanden|stattgefunden|wurden?|war|waren|hatten?|trat|traten|kam|kamen|ging|gingen|besuchten|feierten|diskutierten|eröffnete|starb|took place|was|were|had|held its|attended|gathered|died)\b/i;

/** Right before a date: a deadline, or the day of something on paper. */
export const OTHER_DATE =
  /\b(bis|spätestens|\w*schluss|\w*frist|endet|deadline|by|until|before|due|no later than|seit|since|stand|gilt|geboren|born|veröffentlicht|published|posted|updated|aktualisiert|erstellt|\w*beschluss|gesetz|urteil|erlass|fassung|verordnung|bericht|schreiben|\w*mitteilung|foto|bild|artikel|meldung|zuletzt|abgerufen|accessed)\b[\s:(]*(?:(?:ist|is|zum|am|dem|den|vom|on|of|ab|the|endet|spätestens)[\s:(]*){0,3}$/i;

/** Before the date, in a line that says when and where. */
export const LEAD =
  /^[\s\W]*(?:(?:wann|datum|termin|termine|zeit|when|date|save the date|beginn|start|neuer termin)\s*[:|–-]?\s*)?(?:am|vom|on|from)?\s*(?:(?:mo|di|mi|do|fr|sa|so|mon|tue|wed|thu|fri|sat|sun)[a-zä]{0,8}\.?,?(?: den)?)?[\s\W]*$/i;

export const VENUE =
  /(halle\b|haus\b|saal\b|säle\b|zentrum|center|centre|museum|kirche|schule\b|universität|hochschule|bibliothek|bücherei|theater|theatre|bühne|platz\b|straße|str\.|park\b|hotel|aula\b|campus|akademie|stadion|arena\b|club\b|café|raum\b|room\b|hall\b|school\b|library|church|university|college|kolleg\b|gymnasium|institut|schloss|garten\b|kino\b|foyer|zeche\b|forum\b|treff\b|mensa\b|turnhalle|building\b|street\b|square\b|pavilion|auditorium|messe\b|hof\b)/i;

/** Lower-case words that stand in names of places. */
export const CONNECTORS = new Set(
  'der die das des dem den am an auf im in für und zu zum zur von vom bei beim of the and at de la on for & uhr to über'.split(
    ' ',
  ),
);

export const IN_PERSON =
  /(präsenzveranstaltung|\bin präsenz\b|präsenz-?tagung|\bvor ort\b|\bin[- ]person\b|\bon[- ]site\b)/i;
export const ONLINE =
  /(\bonline\b|\bzoom\b|\bwebinar|\bwebex\b|\bms teams\b|\blivestream\b|\bvirtuell|\bvirtual(?:ly)?\b|\bdigital(?:e|er|es)? (?:veranstaltung|konferenz|tagung|treffen|workshop|vortrag|sprechstunde)|\b(?:findet|nur|rein) digital\b|onlineveranstaltung|online-)/i;
/** Signing up by the web does not put the event there. */
export const ONLINE_OTHERWISE =
  /(online[- ]?(?:anmeld|registr|formular|shop|portal|buch|ticket|magazin|zugang|bewerb)\w*|(?:anmeld|registr|buch|bewerb|ticket|informationen|infos|sign up|register|book)\w*[^.!?\n]{0,30}\bonline\b)/gi;
