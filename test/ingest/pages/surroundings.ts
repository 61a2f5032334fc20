/** What stands around a list on real pages, and must not be taken for it. */

export const MENU = `<header class="site-header"><a class="logo" href="/">Bildungsregion Ruhr</a><nav id="main-nav"><ul class="menu">
<li><a href="/ueber-uns/">Über uns</a><ul class="sub-menu"><li><a href="/ueber-uns/team/">Unser Team</a></li><li><a href="/ueber-uns/partner/">Partnerinnen und Partner</a></li></ul></li>
<li><a href="/projekte/">Projekte im Ruhrgebiet</a></li><li><a href="/termine/">Termine und Veranstaltungen</a></li><li><a href="/kontakt/">Kontakt</a></li></ul></nav></header>`;

export const COOKIES = `<div id="cookie-banner" class="cookie-consent"><h3>Wir nutzen Cookies</h3><p>Wir verwenden Cookies, um Ihnen die Nutzung unserer Website so angenehm wie möglich zu machen. <a href="/datenschutz/">Mehr erfahren</a></p><button>Alle akzeptieren</button></div>`;

export const FOOTER = `<footer class="site-footer"><div class="row"><div class="col"><h4>Service</h4><ul><li><a href="/presse/">Pressebereich</a></li><li><a href="/downloads/">Downloads und Formulare</a></li><li><a href="/stellenangebote/">Stellenangebote</a></li></ul></div>
<div class="col"><h4>Folgen Sie uns</h4><a href="https://www.facebook.com/bildungsregion">Facebook</a> <a href="https://www.linkedin.com/company/x">LinkedIn</a></div></div><p><a href="/impressum/">Impressum</a> <a href="/datenschutz/">Datenschutz</a> <a href="/barrierefreiheit/">Erklärung zur Barrierefreiheit</a></p></footer>`;

export const PAGINATION = `<nav class="pagination"><span class="current">1</span> <a href="?page=2">2</a> <a href="?page=3">3</a> <a class="next" href="?page=2">Ältere Beiträge</a></nav>`;

/** Lists of the page's own articles and of others, as WordPress puts them beside every page. */
export const SIDEBAR = `<aside id="secondary" class="widget-area">
<section class="widget widget_search"><form role="search"><input name="s"><button>Suche</button></form></section>
<section class="widget widget_recent_entries"><h2 class="widget-title">Neueste Beiträge</h2><ul><li><a href="/bildungsforum-ruhr/">BILDUNGSFORUM RUHR</a></li><li><a href="/ruhr-futur/">Ruhr Futur</a></li><li><a href="/ein-alter-artikel/">Ein alter Artikel über Grundschulen</a></li><li><a href="/noch-ein-alter-artikel/">Noch ein alter Artikel über Berufskollegs</a></li></ul></section>
<section class="widget widget_archive"><h2 class="widget-title">Archiv</h2><ul><li><a href="/2023/03/">März 2023</a> (4)</li><li><a href="/2023/02/">Februar 2023</a> (2)</li><li><a href="/2023/01/">Januar 2023</a> (7)</li></ul></section>
<section class="widget widget_categories"><h2 class="widget-title">Kategorien</h2><ul><li><a href="/category/presse/">Presse</a></li><li><a href="/category/projekte/">Projekte</a></li></ul></section>
<section class="widget tribe-events-widget"><h2 class="widget-title">Nächste Termine</h2>
<div class="event"><h3><a href="/termin/fachtag/">Fachtag Inklusion in der Grundschule</a></h3><time datetime="2023-05-04">4. Mai 2023</time><p>Ein Tag für Lehrkräfte und Fachkräfte aus der Region mit Vorträgen und Workshops.</p><a href="/termin/fachtag/">Details</a></div>
<div class="event"><h3><a href="/termin/netzwerk/">Netzwerktreffen der Bildungsbüros</a></h3><time datetime="2023-05-11">11. Mai 2023</time><p>Austausch über Daten, Planung und Übergänge zwischen den Schulformen.</p><a href="/termin/netzwerk/">Details</a></div>
<div class="event"><h3><a href="/termin/forum/">Forum Ganztag 2023 in Bochum</a></h3><time datetime="2023-06-01">1. Juni 2023</time><p>Wie der Rechtsanspruch auf Ganztag in den Städten umgesetzt werden kann.</p><a href="/termin/forum/">Details</a></div></section>
<section class="widget widget_tag_cloud"><h2 class="widget-title">Schlagwörter</h2><div class="tagcloud"><a href="/tag/bildung/">Bildung</a> <a href="/tag/kommunen/">Kommunen</a> <a href="/tag/uebergang/">Übergang Schule – Beruf</a> <a href="/tag/kita/">Kita</a></div></section>
</aside>`;

export const RELATED = `<section class="related-posts"><h2>Das könnte Sie auch interessieren</h2>
<div class="card"><h3><a href="/archiv/sommerfest/">Sommerfest der Kulturen in Herne</a></h3><p>Ein Rückblick auf drei Tage mit Musik, Gesprächen und Begegnungen.</p></div>
<div class="card"><h3><a href="/archiv/lesepaten/">Lesepaten gesucht für das neue Schuljahr</a></h3><p>Wer liest vor? Zwanzig Grundschulen suchen Freiwillige.</p></div>
<div class="card"><h3><a href="/archiv/mint/">MINT-Tage an der Hochschule Bochum</a></h3><p>Schülerinnen und Schüler experimentieren eine Woche lang.</p></div></section>`;

interface Surroundings {
  head?: string;
  before?: string;
  after?: string;
  bodyClass?: string;
}

export function pageAround(
  list: string,
  { head = '', before = '', after = '', bodyClass = '' }: Surroundings = {},
): string {
  return `<!doctype html><html lang="de"><head><meta charset="utf-8"><title>Aktuelles – Bildungsregion Ruhr</title>${head}</head><body class="${bodyClass}">${MENU}${before}${list}${after}${FOOTER}</body></html>`;
}
