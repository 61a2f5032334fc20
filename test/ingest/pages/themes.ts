/** One list of articles in the markup of many themes. */
import { dotted, escaped as e, english, german, isoDay, type Sample } from './articles.ts';
import { COOKIES, PAGINATION, pageAround, RELATED, SIDEBAR } from './surroundings.ts';

type Theme = (items: Sample[]) => string;

const each = (items: Sample[], one: (item: Sample, index: number) => string) => items.map(one).join('\n');
const paragraphs = ({ paragraphs: texts }: Sample) => texts.map((text) => `<p>${e(text)}</p>`).join('');
const inOne = ({ paragraphs: texts }: Sample) => e(texts.join(' '));
const picture = ({ image }: Sample, attributes = '') => (image ? `<img src="${image}" alt="Bild" ${attributes}>` : '');
/** Groups of so many. */
const rows = (items: Sample[], size: number) =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, row) => items.slice(row * size, row * size + size));

export const THEMES: Record<string, Theme> = {
  'classic WordPress with every widget': (items) =>
    pageAround(
      `<div id="content"><main id="main">${each(items, (item, i) => `<article id="post-${i}" class="post-${i + 17} post type-post category-${item.category.toLowerCase().replaceAll(' ', '-')} hentry"><header class="entry-header"><h2 class="entry-title"><a href="${item.path}" rel="bookmark">${e(item.title)}</a></h2><div class="entry-meta"><span class="posted-on"><a href="${item.path}"><time class="entry-date published" datetime="${item.date.toISOString()}">${german(item.date)}</time></a></span> von <span class="author vcard"><a href="/author/admin/">admin</a></span></div></header><div class="entry-summary">${paragraphs(item)}<p><a class="more-link" href="${item.path}">Weiterlesen <span class="screen-reader-text">${e(item.title)}</span> →</a></p></div><footer class="entry-footer"><span class="cat-links"><a href="/category/presse/">${item.category}</a></span> <a href="${item.path}#respond">Schreibe einen Kommentar</a></footer></article>`)}${PAGINATION}</main>${SIDEBAR}</div>`,
      { before: COOKIES, after: RELATED, bodyClass: 'archive category has-sidebar widget-ready' },
    ),
  'headings without links': (items) =>
    pageAround(
      `<main>${each(items, (item) => `<div class="news-item"><h3>${e(item.title)}</h3>${paragraphs(item)}<p><a href="${item.path}">Weiterlesen</a></p></div>`)}</main>${SIDEBAR}`,
    ),
  'cards without headings': (items) =>
    pageAround(
      `<div class="cards">${each(items, (item) => `<div class="card"><a href="${item.path}"><strong>${e(item.title)}</strong></a>${paragraphs(item)}</div>`)}</div>`,
    ),
  'a table with dates': (items) =>
    pageAround(
      `<table class="news"><thead><tr><th>Datum</th><th>Titel</th><th>Inhalt</th></tr></thead><tbody>${each(items, (item) => `<tr><td>${dotted(item.date)}</td><td><a href="${item.path}">${e(item.title)}</a></td><td>${inOne(item)}</td></tr>`)}</tbody></table>${SIDEBAR}`,
    ),
  'a table whose only links say "mehr"': (items) =>
    pageAround(
      `<table>${each(items, (item) => `<tr><td>${dotted(item.date)}</td><td>${e(item.title)}</td><td>${inOne(item)}</td><td><a href="${item.path}">mehr …</a></td></tr>`)}</table>`,
    ),
  'a definition list': (items) =>
    pageAround(
      `<dl>${each(items, (item) => `<dt><a href="${item.path}">${e(item.title)}</a></dt><dd>${inOne(item)} <a href="${item.path}">Mehr lesen</a></dd>`)}</dl>`,
    ),
  'WordPress blocks': (items) =>
    pageAround(
      `<main class="wp-block-group"><div class="wp-block-query"><ul class="wp-block-post-template is-layout-flow">${each(items, (item, i) => `<li class="wp-block-post post-${i} post type-post"><figure class="wp-block-post-featured-image"><a href="${item.path}">${picture(item)}</a></figure><h2 class="wp-block-post-title"><a href="${item.path}" target="_self">${e(item.title)}</a></h2><div class="wp-block-post-date"><time datetime="${item.date.toISOString()}">${german(item.date)}</time></div><div class="wp-block-post-excerpt"><p class="wp-block-post-excerpt__excerpt">${inOne(item)} </p><p class="wp-block-post-excerpt__more-text"><a class="wp-block-post-excerpt__more-link" href="${item.path}">Weiterlesen: ${e(item.title)}</a></p></div><a class="wp-block-read-more" href="${item.path}">Mehr lesen<span class="screen-reader-text">: ${e(item.title)}</span></a></li>`)}</ul></div></main>`,
      { after: RELATED },
    ),
  'Elementor posts': (items) =>
    pageAround(
      `<div class="elementor elementor-12"><div class="elementor-element elementor-widget elementor-widget-posts"><div class="elementor-widget-container"><div class="elementor-posts-container">${each(items, (item, i) => `<article class="elementor-post elementor-grid-item post-${i} category-${i % 3}"><a class="elementor-post__thumbnail__link" href="${item.path}" tabindex="-1"><div class="elementor-post__thumbnail">${picture(item)}</div></a><div class="elementor-post__text"><h3 class="elementor-post__title"><a href="${item.path}">${e(item.title)}</a></h3><div class="elementor-post__meta-data"><span class="elementor-post-date">${german(item.date)}</span><span class="elementor-post-avatar">Keine Kommentare</span></div><div class="elementor-post__excerpt">${paragraphs(item)}</div><a class="elementor-post__read-more" href="${item.path}" aria-label="Mehr">Weiterlesen »</a></div></article>`)}</div></div></div></div>`,
    ),
  'div soup': (items) =>
    pageAround(
      `<div class="x0"><div class="x1">${each(items, (item) => `<div class="x2"><div class="x3"><div class="x4">${e(item.title)}</div><div class="x5">${inOne(item)}</div><div class="x6"><a href="${item.path}">Mehr erfahren</a></div></div></div>`)}</div></div><div class="x9"><div><a href="/a/">Angebote für Schulen</a></div><div><a href="/b/">Angebote für Kitas</a></div></div>`,
    ),
  Divi: (items) =>
    pageAround(
      `<div class="et_pb_section"><div class="et_pb_row"><div class="et_pb_column"><div class="et_pb_module et_pb_blog_0 et_pb_posts">${each(items, (item, i) => `<article id="post-${i}" class="et_pb_post clearfix post-${i}"><h2 class="entry-title"><a href="${item.path}">${e(item.title)}</a></h2><p class="post-meta">von <span class="author vcard"><a href="/author/redaktion/">Redaktion</a></span> | <span class="published">${german(item.date)}</span> | <a href="/category/x/">${item.category}</a></p><div class="post-content"><div class="post-content-inner">${paragraphs(item)}</div><a href="${item.path}" class="more-link">mehr lesen</a></div></article>`)}</div></div></div></div>`,
    ),
  'Bootstrap cards in rows': (items) =>
    pageAround(
      `<div class="container">${rows(items, 3)
        .map(
          (row) =>
            `<div class="row">${each(row, (item) => `<div class="col-md-4"><div class="card h-100">${picture(item, 'class="card-img-top"')}<div class="card-body"><span class="badge bg-primary">${item.category}</span><h5 class="card-title">${e(item.title)}</h5><h6 class="card-subtitle text-muted">${german(item.date)}</h6><p class="card-text">${inOne(item)}</p><a href="${item.path}" class="btn btn-primary stretched-link">Weiterlesen</a></div></div></div>`)}</div>`,
        )
        .join('')}</div>`,
    ),
  'TYPO3 news': (items) =>
    pageAround(
      `<div id="c42" class="frame frame-type-list"><div class="news"><div class="news-list-view">${each(items, (item) => `<div class="article articletype-0 topnews" itemscope itemtype="http://schema.org/Article"><div class="header"><h3><a title="${e(item.title)}" href="${item.path}"><span itemprop="headline">${e(item.title)}</span></a></h3></div><div class="teaser-text"><div itemprop="description">${paragraphs(item)}</div><a class="more" title="${e(item.title)}" href="${item.path}">Weiterlesen</a></div><div class="footer"><p><span class="news-list-date"><time itemprop="datePublished" datetime="${isoDay(item.date)}">${dotted(item.date)}</time></span><span class="news-list-category">${item.category}</span></p></div></div>`)}<div class="page-navigation"><p>Seite 1 von 3.</p><ul class="f3-widget-paginator"><li class="current">1</li><li><a href="/aktuelles/seite-2/">2</a></li></ul></div></div></div></div>`,
    ),
  'Joomla blog': (items) =>
    pageAround(
      `<div class="blog"><div class="blog-items items-leading">${each(items.slice(0, 1), joomla)}</div><div class="blog-items items-row cols-2">${each(items.slice(1), joomla)}</div><div class="items-more"><h3>Weitere Beiträge ...</h3><ol class="nav nav-tabs nav-stacked"><li><a href="/aktuelles/11-alt">Ein älterer Beitrag zum Thema Ganztag</a></li><li><a href="/aktuelles/12-aelter">Noch ein älterer Beitrag zum Thema</a></li></ol></div></div>`,
    ),
  'Drupal views': (items) =>
    pageAround(
      `<div class="view view-news view-id-news"><div class="view-content">${each(items, (item, i) => `<div class="views-row views-row-${i + 1} views-row-${i % 2 ? 'even' : 'odd'}"><div class="views-field views-field-title"><span class="field-content"><a href="${item.path}" hreflang="de">${e(item.title)}</a></span></div><div class="views-field views-field-created"><span class="field-content">${dotted(item.date)} - 10:30</span></div><div class="views-field views-field-body"><div class="field-content">${paragraphs(item)}</div></div><div class="views-field views-field-view-node"><span class="field-content"><a href="${item.path}">Weiterlesen</a></span></div></div>`)}</div></div>${SIDEBAR}`,
    ),
  'headline, text and link side by side': (items) =>
    pageAround(
      `<main><h1>Aktuelles</h1><p>Hier finden Sie Neuigkeiten aus der Bildungsregion.</p>${each(items, (item) => `<h3>${e(item.title)}</h3>${paragraphs(item)}<a href="${item.path}">Weiterlesen</a>`)}<p>Alle Angaben ohne Gewähr.</p></main>`,
    ),
  'side by side with a date before each headline': (items) =>
    pageAround(
      `<div class="inhalt">${each(items, (item) => `<span class="d">${dotted(item.date)}</span><h4><a href="${item.path}">${e(item.title)}</a></h4><p>${inOne(item)}</p>`)}</div>`,
    ),
  'the whole card is a link': (items) =>
    pageAround(
      `<section class="grid">${each(items, (item) => `<a class="tile" href="${item.path}"><div class="tile__image">${picture(item, 'loading="lazy"')}</div><div class="tile__label">${item.category}</div><div class="tile__title">${e(item.title)}</div><div class="tile__text">${inOne(item)}</div><div class="tile__more">Weiterlesen</div></a>`)}</section>`,
    ),
  'a linked card of spans': (items) =>
    pageAround(
      `<section>${each(items, (item) => `<a href="${item.path}"><span>${german(item.date)}</span><span>${e(item.title)}</span><span>${inOne(item)}</span></a>`)}</section>`,
    ),
  'a list of links with dates': (items) =>
    pageAround(
      `<div class="content"><ul class="newslist">${each(items, (item) => `<li>${dotted(item.date)} <a href="${item.path}">${e(item.title)}</a></li>`)}</ul></div>${SIDEBAR}`,
    ),
  'relative addresses under a base': (items) =>
    pageAround(
      `<div id="main">${each(items, (item) => `<div class="teaser"><h2><a href="${item.path.slice(1)}">${e(item.title)}</a></h2><div class="text">${inOne(item)}</div></div>`)}</div>`,
      { head: '<base href="/">' },
    ),
  'a slider that repeats three of them': (items) =>
    pageAround(
      `<main>${each(items, (item) => `<article><a href="${item.path}">${picture(item, 'data-src="/lazy.jpg"')}</a><h2><a href="${item.path}">${e(item.title)}</a></h2><p>${inOne(item)}</p></article>`)}</main>`,
      {
        before: `<section class="hero-slider swiper">${each([items[4], items[1], items[7]] as Sample[], (item) => `<div class="swiper-slide"><h2>${e(item.title)}</h2><a class="button" href="${item.path}">Jetzt lesen</a></div>`)}</section>${COOKIES}`,
      },
    ),
  'a sticky first article': (items) =>
    pageAround(
      `<main><section class="featured-story"><a href="${items[0]?.path}">${picture(items[0] as Sample)}</a><h1 class="featured-story__title"><a href="${items[0]?.path}">${e(items[0]?.title ?? '')}</a></h1><div class="featured-story__lead">${paragraphs(items[0] as Sample)}</div><a class="button" href="${items[0]?.path}">Weiterlesen</a></section><div class="post-list">${each(items.slice(1), (item) => `<article class="post"><h3><a href="${item.path}">${e(item.title)}</a></h3><p class="excerpt">${inOne(item)}</p></article>`)}</div></main>${SIDEBAR}`,
    ),
  'labels and dates inside the headline': (items) =>
    pageAround(
      `<div class="list">${each(items, (item) => `<div class="entry"><h3><span class="badge">${item.category}</span> <a href="${item.path}">${e(item.title)}</a> <small class="date">${dotted(item.date)}</small></h3><p>${inOne(item)} <a href="${item.path}">[mehr]</a></p></div>`)}</div>`,
    ),
  'paragraphs with bold titles': (items) =>
    pageAround(
      `<div class="content">${each(items, (item) => `<p><strong>${e(item.title)}</strong><br>${inOne(item)} <a href="${item.path}">Weiterlesen</a></p>`)}</div>`,
    ),
  'titles in two sizes': (items) =>
    pageAround(
      `<main>${each(items, (item, i) => `<section class="teaser"><h${i < 3 ? 2 : 3} class="teaser__title"><a href="${item.path}">${e(item.title)}</a></h${i < 3 ? 2 : 3}><p class="teaser__text">${inOne(item)}</p><p class="teaser__meta">${english(item.date)} · ${item.category}</p></section>`)}</main>`,
    ),
  'an old page of tables': (items) =>
    `<html><body><table width=900><tr><td width=150 class=navi><a href=/start.html>Startseite</a><br><a href=/wir.html>Wir stellen uns vor</a><br><a href=/kontakt.html>Kontakt und Anfahrt</a><td>${each(items, (item) => `<table border=0><tr><td><font size=4><b>${e(item.title)}</b></font><tr><td><font size=2>${inOne(item)} <a href=${item.path}>mehr...</a></font></table>`)}</table></body></html>`,
};

function joomla(item: Sample): string {
  return `<div class="com-content-category-blog__item blog-item" itemprop="blogPost" itemscope itemtype="https://schema.org/BlogPosting"><div class="item-content"><div class="page-header"><h2 itemprop="name"><a href="${item.path}" itemprop="url">${e(item.title)}</a></h2></div><dl class="article-info text-muted"><dt class="article-info-term">Details</dt><dd class="createdby">Geschrieben von: <span itemprop="name">Redaktion</span></dd><dd class="published"><time datetime="${item.date.toISOString()}" itemprop="datePublished">Veröffentlicht: ${german(item.date)}</time></dd><dd class="hits">Zugriffe: 123</dd></dl>${paragraphs(item)}<p class="readmore"><a class="btn btn-secondary" href="${item.path}" aria-label="Weiterlesen: ${e(item.title)}"><span class="icon-chevron-right"></span> Weiterlesen: ${e(item.title)}</a></p></div></div>`;
}
