/** Themes of a second look for what the reader might not know: hidden twins, advertisements, offers, side columns without a name. */
import { dotted, escaped as e, german, type Sample } from './articles.ts';
import { pageAround, SIDEBAR } from './surroundings.ts';

type Theme = (items: Sample[]) => string;
const each = (items: Sample[], one: (item: Sample, index: number) => string) => items.map(one).join('\n');
const paragraphs = ({ paragraphs: texts }: Sample) => texts.map((text) => `<p>${e(text)}</p>`).join('');
const inOne = ({ paragraphs: texts }: Sample) => e(texts.join(' '));
const picture = ({ image }: Sample, attributes = '') => (image ? `<img src="${image}" alt="" ${attributes}>` : '');

export const UNSEEN_THEMES: Record<string, Theme> = {
  'list entries with a line break': (items) =>
    pageAround(
      `<ul class="liste">${each(items, (item) => `<li><a href="${item.path}">${e(item.title)}</a><br>${inOne(item)}</li>`)}</ul>`,
    ),
  'a download beside each link': (items) =>
    pageAround(
      `<div>${each(items, (item, i) => `<div class="pm"><h3>${e(item.title)}</h3><p>${inOne(item)}</p><a href="/dl/pm-${i}.pdf">Download (PDF, 1 MB)</a> <a href="${item.path}">Weiterlesen</a></div>`)}</div>`,
    ),
  'shown twice for phones': (items) =>
    pageAround(
      `<div class="row">${each(items, (item) => `<div class="col"><div class="d-none d-md-block"><a href="${item.path}">${picture(item)}</a></div><h3 class="t"><a href="${item.path}">${e(item.title)}</a></h3><p class="d-none d-md-block">${inOne(item)}</p><p class="d-md-none">${inOne(item)}</p></div>`)}</div>`,
    ),
  'Elementor widgets side by side': (items) =>
    pageAround(
      `<div class="elementor-column"><div class="elementor-widget-wrap">${each(items, (item, i) => `<div class="elementor-element elementor-element-${i}a elementor-widget elementor-widget-heading"><div class="elementor-widget-container"><h2 class="elementor-heading-title elementor-size-default">${e(item.title)}</h2></div></div><div class="elementor-element elementor-element-${i}b elementor-widget elementor-widget-text-editor"><div class="elementor-widget-container">${paragraphs(item)}</div></div><div class="elementor-element elementor-element-${i}c elementor-widget elementor-widget-button"><div class="elementor-widget-container"><div class="elementor-button-wrapper"><a class="elementor-button elementor-button-link" href="${item.path}"><span class="elementor-button-content-wrapper"><span class="elementor-button-text">Weiterlesen</span></span></a></div></div></div>`)}</div></div>`,
    ),
  'Divi modules in columns': (items) =>
    pageAround(
      `<div class="et_pb_section">${each(items, (item, i) => `<div class="et_pb_row et_pb_row_${i}"><div class="et_pb_column et_pb_column_1_3"><div class="et_pb_module et_pb_image"><span class="et_pb_image_wrap">${picture(item)}</span></div></div><div class="et_pb_column et_pb_column_2_3"><div class="et_pb_module et_pb_text"><div class="et_pb_text_inner"><h2>${e(item.title)}</h2>${paragraphs(item)}</div></div><div class="et_pb_button_module_wrapper"><a class="et_pb_button" href="${item.path}">Weiterlesen</a></div></div></div>`)}</div>`,
    ),
  'an empty link over each card': (items) =>
    pageAround(
      `<div class="grid">${each(items, (item) => `<div class="c"><a class="overlay" href="${item.path}" aria-label="${e(item.title)}"></a>${picture(item)}<h3>${e(item.title)}</h3><div class="d">${inOne(item)}</div></div>`)}</div>`,
    ),
  'the date in the headline': (items) =>
    pageAround(
      `<div>${each(items, (item) => `<div class="x"><h3>${dotted(item.date)}<br>${e(item.title)}</h3><p>${inOne(item)}</p><a href="${item.path}">mehr</a></div>`)}</div>`,
    ),
  'the date before the title in the link': (items) =>
    pageAround(
      `<ul>${each(items, (item) => `<li><a href="${item.path}">${dotted(item.date)} – ${e(item.title)}</a><div>${inOne(item)}</div></li>`)}</ul>`,
    ),
  'advertisements between': (items) =>
    pageAround(
      `<main>${each(items, (item, i) => `<article><h2><a href="${item.path}">${e(item.title)}</a></h2><p>${inOne(item)}</p></article>${i % 3 === 2 ? '<div class="newsletter-box"><h2>Newsletter</h2><p>Jeden Monat Neues aus der Bildungsregion in Ihrem Postfach.</p><a href="/newsletter/">Jetzt anmelden</a></div>' : ''}`)}</main>`,
    ),
  'advertisements of the same make': (items) =>
    pageAround(
      `<main>${each(items, (item, i) => `<div class="card"><h3><a href="${item.path}">${e(item.title)}</a></h3><p>${inOne(item)}</p></div>${i % 4 === 3 ? '<div class="card card-ad"><a href="https://werbung.example/x"><img src="/ad.png"></a></div>' : ''}`)}</main>`,
    ),
  'text with links and bold words': (items) =>
    pageAround(
      `<div>${each(
        items,
        (item) =>
          `<div class="entry"><h2><a href="${item.path}">${e(item.title)}</a></h2><div class="entry-content"><p>${inOne(
            item,
          )
            .replace(/(\p{L}{8,})/u, '<strong>$1</strong>')
            .replace(/(Ruhr|Städte|Bildung)/, '<a href="/glossar/#x">$1</a>')}</p></div></div>`,
      )}</div>`,
    ),
  'teasers as links': (items) =>
    pageAround(
      `<section>${each(items, (item) => `<div class="i"><h3>${e(item.title)}</h3><a class="teaserlink" href="${item.path}"><p>${inOne(item)}</p></a></div>`)}</section>`,
    ),
  'pictures in their own cells': (items) =>
    pageAround(
      `<table>${each(items, (item) => `<tr><td><a href="${item.path}">${picture(item)}</a></td><td><h3>${e(item.title)}</h3>${inOne(item)} <a href="${item.path}">[weiterlesen]</a></td></tr>`)}</table>`,
    ),
  'menus that are no nav': (items) =>
    `<html><body><div id="top"><ul class="nav"><li><a href="/a">Angebote für Schulen in der Region</a></li><li><a href="/b">Beratung für Eltern und Kinder</a></li><li><a href="/c">Unsere Partner in den Kommunen</a></li><li><a href="/d">Downloads und Materialien</a></li></ul></div><div id="mitte">${each(items, (item) => `<div><h4>${e(item.title)}</h4><p>${inOne(item)}</p><p><a href="${item.path}">weiter</a></p></div>`)}</div><div id="unten"><div><h4>Kontakt</h4><p>Bildungsregion Ruhr, Musterstraße 1, 45127 Essen, Telefon 0201 1234567</p><p><a href="/kontakt">Kontakt aufnehmen</a></p></div></div></body></html>`,
  'three offers above the list': (items) =>
    pageAround(
      `<section class="offers"><h2>Unsere Angebote</h2><div class="offer"><h3>Beratung</h3><p>Wir beraten Kommunen und Schulen in allen Fragen der Bildungsplanung.</p><a href="/beratung/">Mehr</a></div><div class="offer"><h3>Vernetzung</h3><p>Wir bringen Menschen aus 53 Städten an einen Tisch.</p><a href="/vernetzung/">Mehr</a></div><div class="offer"><h3>Daten</h3><p>Wir stellen Daten für die Bildungsplanung bereit.</p><a href="/daten/">Mehr</a></div></section><section class="news"><h2>Aktuelles</h2>${each(items, (item) => `<article class="news-item"><span class="date">${german(item.date)}</span><h3><a href="${item.path}">${e(item.title)}</a></h3><p>${inOne(item)}</p></article>`)}</section>`,
    ),
  'a welcome with a button': (items) =>
    pageAround(
      `<main><section class="hero"><h1>Bildungsregion Ruhr</h1><p>Willkommen bei der Bildungsregion Ruhr, dem Netzwerk der 53 Städte.</p><a class="btn" href="/ueber-uns/">Mehr erfahren</a></section><div class="posts">${each(items, (item) => `<div class="post"><h2>${e(item.title)}</h2><div class="post-text">${paragraphs(item)}</div><a class="btn" href="${item.path}">Weiterlesen</a></div>`)}</div></main>${SIDEBAR}`,
    ),
  'places and times of events': (items) =>
    pageAround(
      `<div class="events">${each(items, (item, i) => `<div class="event-item"><div class="event-date">${german(item.date)}</div><div class="event-body"><div class="event-title"><a href="${item.path}">${e(item.title)}</a></div><div class="event-meta">1${i}:00 Uhr, Essen</div><div class="event-description">${paragraphs(item)}</div></div></div>`)}</div>`,
    ),
  'French words': (items) =>
    pageAround(
      `<div>${each(items, (item) => `<div class="actu"><p class="actu-date">Publié le ${dotted(item.date)}</p><p class="actu-titre"><a href="${item.path}">${e(item.title)}</a></p><p class="actu-chapo">${inOne(item)} <a href="${item.path}">Lire la suite</a></p></div>`)}</div>`,
    ),
  'only three of them large': (items) =>
    pageAround(
      `<main><div class="big">${each(items.slice(0, 3), (item) => `<article class="post post--big"><a href="${item.path}"><figure>${picture(item)}<figcaption>Foto: Stadt Essen</figcaption></figure><h2>${e(item.title)}</h2></a><p>${inOne(item)}</p></article>`)}</div><div class="small">${each(items.slice(3), (item) => `<article class="post post--small"><h3><a href="${item.path}">${e(item.title)}</a></h3><p>${inOne(item)}</p></article>`)}</div></main>`,
    ),
  'sidebar in plain divs': (items) =>
    pageAround(
      `<div class="wrap"><div class="col1">${each(items, (item) => `<div class="beitrag"><h2><a href="${item.path}">${e(item.title)}</a></h2>${paragraphs(item)}</div>`)}</div><div class="col2"><div class="kasten"><h2>Termine</h2><h3><a href="/t/1">Fachtag Inklusion</a></h3><p>4. Mai 2023, Bochum: ein Tag für Lehrkräfte.</p><h3><a href="/t/2">Netzwerktreffen</a></h3><p>11. Mai 2023, Herne: Daten und Planung.</p></div><div class="kasten"><h2>Links</h2><ul><li><a href="/l/1">Regionalverband Ruhr</a></li><li><a href="/l/2">Bildungsportal NRW</a></li></ul></div></div></div>`,
    ),
};
