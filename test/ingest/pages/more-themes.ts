/** Themes that were written after the reader was done, to learn what it makes of markup it was not made for. */
import { dotted, escaped as e, english, german, isoDay, type Sample } from './articles.ts';
import { FOOTER, pageAround, SIDEBAR } from './surroundings.ts';

type Theme = (items: Sample[]) => string;

const each = (items: Sample[], one: (item: Sample, index: number) => string) => items.map(one).join('\n');
const paragraphs = ({ paragraphs: texts }: Sample) => texts.map((text) => `<p>${e(text)}</p>`).join('');
const inOne = ({ paragraphs: texts }: Sample) => e(texts.join(' '));
const picture = ({ image }: Sample, attributes = '') => (image ? `<img src="${image}" alt="" ${attributes}>` : '');

export const MORE_THEMES: Record<string, Theme> = {
  Contao: (items) =>
    pageAround(
      `<div class="mod_newslist block">${each(items, (item, i) => `<div class="layout_latest arc_1 block ${i % 2 ? 'odd' : 'even'}"><p class="info"><time datetime="${item.date.toISOString()}">${dotted(item.date)} 10:00</time> von Redaktion</p><h2><a href="${item.path}" title="Den Artikel lesen: ${e(item.title)}">${e(item.title)}</a></h2><div class="ce_text block">${paragraphs(item)}</div><p class="more"><a href="${item.path}" title="Den Artikel lesen: ${e(item.title)}">Weiterlesen …<span class="invisible"> ${e(item.title)}</span></a></p></div>`)}<nav class="pagination block"><p>Seite 1 von 4</p></nav></div>`,
    ),
  'picture, headline, text and link side by side': (items) =>
    pageAround(
      `<div id="content"><h2>Neuigkeiten</h2>${each(items, (item) => `<img src="/bilder${item.path.slice(0, -1)}.jpg" alt=""><h3>${e(item.title)}</h3><p>${inOne(item)}</p><a href="${item.path}">mehr</a>`)}</div>`,
    ),
  'two table rows an item': (items) =>
    pageAround(
      `<table class="aktuelles">${each(items, (item) => `<tr><td class="datum">${dotted(item.date)}</td><td><a href="${item.path}">${e(item.title)}</a></td></tr><tr><td></td><td>${inOne(item)}</td></tr>`)}</table>`,
    ),
  microformats: (items) =>
    pageAround(
      `<ol class="h-feed">${each(items, (item) => `<li class="h-entry"><a class="u-url p-name" href="${item.path}">${e(item.title)}</a> <time class="dt-published" datetime="${isoDay(item.date)}">${german(item.date)}</time><div class="p-summary">${paragraphs(item)}</div><span class="p-author h-card">Redaktion</span></li>`)}</ol>`,
    ),
  'headings by role': (items) =>
    pageAround(
      `<div role="main"><div role="list">${each(items, (item) => `<div role="listitem"><div role="heading" aria-level="3"><a href="${item.path}">${e(item.title)}</a></div><div>${inOne(item)}</div><div><a href="${item.path}" role="button">Weiterlesen</a></div></div>`)}</div></div>`,
    ),
  'an old page of line breaks': (items) =>
    `<HTML><BODY BGCOLOR=white><CENTER><A HREF=/>Start</A> | <A HREF=/wir.htm>Wir</A> | <A HREF=/kontakt.htm>Kontakt</A></CENTER><HR>${each(items, (item) => `<B>${e(item.title)}</B><BR>${inOne(item)}<BR><A HREF='${item.path}'>mehr...</A><BR><BR>`)}<HR><FONT SIZE=1>Letzte Änderung: 01.04.2023</FONT></BODY></HTML>`,
  'class names that mean nothing and differ': (items) =>
    pageAround(
      `<div class="sc-a1 bXk2"><div class="sc-b2 kQwe">${each(items, (item, i) => `<div class="sc-${i}x ab${i}c"><a class="sc-l${i} hj${i}" href="${item.path}">${picture(item)}</a><div class="sc-t${i} op${i}"><span class="sc-q${i}">${german(item.date)}</span><a class="sc-m${i} tz${i}" href="${item.path}">${e(item.title)}</a><div class="sc-p${i}">${inOne(item)}</div></div></div>`)}</div></div>`,
    ),
  'details and summary': (items) =>
    pageAround(
      `<main>${each(items, (item) => `<details><summary>${e(item.title)}</summary><div>${paragraphs(item)}<a href="${item.path}">Mehr dazu</a></div></details>`)}</main>`,
    ),
  'two cards in each table row': (items) =>
    pageAround(
      `<table>${[0, 2, 4, 6, 8].map((at) => `<tr>${each(items.slice(at, at + 2), (item) => `<td valign="top"><h4>${e(item.title)}</h4>${inOne(item)}<br><a href="${item.path}">&raquo; weiterlesen</a></td>`)}</tr>`).join('')}</table>`,
    ),
  'English words': (items) =>
    pageAround(
      `<div id="primary">${each(items, (item) => `<div class="blog-entry"><p class="title"><a href="${item.path}">${e(item.title)}</a></p><p>Posted on ${english(item.date)} by admin</p><p>${inOne(item)}</p><p><a href="${item.path}">Read more »</a></p><p><a href="${item.path}#comments">Leave a comment</a></p></div>`)}</div>${SIDEBAR}`,
    ),
  'a carousel with clones at both ends': (items) =>
    pageAround(
      `<div class="swiper"><div class="swiper-wrapper">${each([items[9], ...items, items[0]] as Sample[], (item, i) => `<div class="swiper-slide ${i === 0 || i === 11 ? 'swiper-slide-duplicate' : ''}"><div class="slide-inner"><h3 class="slide-title">${e(item.title)}</h3><p>${inOne(item)}</p><a class="btn" href="${item.path}">Zum Artikel</a></div></div>`)}</div></div>`,
    ),
  'months between the articles': (items) =>
    pageAround(
      `<main><h1>Archiv</h1>${each(items, (item, i) => `${i % 4 === 0 ? `<h2>${['März', 'Februar', 'Januar'][i / 4]} 2023</h2>` : ''}<h3><a href="${item.path}">${e(item.title)}</a></h3><p>${inOne(item)}</p>`)}</main>`,
    ),
  'a definition list with dates': (items) =>
    pageAround(
      `<dl class="news">${each(items, (item) => `<dt>${e(item.title)}</dt><dd class="d">${german(item.date)}</dd><dd>${inOne(item)}</dd><dd><a href="${item.path}">Details</a></dd>`)}</dl>`,
    ),
  'HTML without end tags': (items) =>
    `<!doctype html><title>Aktuelles</title><ul class=nav><li><a href=/a>Angebote<li><a href=/b>Beratung und Hilfe<li><a href=/c>Kontakt</ul><h1>Aktuelles</h1><ul>${each(items, (item) => `<li><a href=${item.path}>${e(item.title)}</a><p>${inOne(item)}`)}</ul><p>Impressum`,
  'a list of other things comes first': (items) =>
    pageAround(
      `<div class="left"><div class="box"><b>Meistgelesen</b>${Array.from({ length: 12 }, (_, i) => `<div><a href="/thema/nummer-${i}/">Ein anderes Thema aus dem Ruhrgebiet, Teil ${i}</a></div>`).join('')}</div></div><div class="mid">${each(items, (item) => `<div class="n"><div class="t"><a href="${item.path}">${e(item.title)}</a></div><div class="c">${inOne(item)}</div></div>`)}</div>`,
    ),
  Ghost: (items) =>
    pageAround(
      `<main class="site-main"><div class="post-feed">${each(items, (item, i) => `<article class="post-card post ${i === 0 ? 'featured' : ''} tag-presse"><a class="post-card-image-link" href="${item.path}">${picture(item, 'class="post-card-image" srcset="/s/300.jpg 300w, /s/600.jpg 600w" loading="lazy"')}</a><div class="post-card-content"><a class="post-card-content-link" href="${item.path}"><header class="post-card-header"><div class="post-card-tags"><span class="post-card-primary-tag">${item.category}</span></div><h2 class="post-card-title">${e(item.title)}</h2></header><div class="post-card-excerpt">${inOne(item)}</div></a><footer class="post-card-meta"><time class="post-card-meta-date" datetime="${isoDay(item.date)}">${english(item.date)}</time><span class="post-card-meta-length">${i + 2} min read</span></footer></div></article>`)}</div></main>`,
    ),
  Jekyll: (items) =>
    pageAround(
      `<div class="home"><h2 class="post-list-heading">Posts</h2><ul class="post-list">${each(items, (item) => `<li><span class="post-meta">${english(item.date)}</span><h3><a class="post-link" href="${item.path}">\n ${e(item.title)}\n </a></h3>${paragraphs(item)}</li>`)}</ul><p class="rss-subscribe">subscribe <a href="/feed.xml">via RSS</a></p></div>`,
    ),
  'only for machines': (items) =>
    pageAround('<div id="root"></div><noscript>Bitte aktivieren Sie JavaScript.</noscript>', {
      head: `<script type="application/ld+json">${JSON.stringify({
        '@context': 'https://schema.org',
        '@graph': [
          { '@type': 'WebSite', name: 'Bildungsregion Ruhr', url: '/' },
          {
            '@type': 'BreadcrumbList',
            itemListElement: [
              { '@type': 'ListItem', name: 'Start', item: '/' },
              { '@type': 'ListItem', name: 'Aktuelles', item: '/aktuelles/' },
            ],
          },
          {
            '@type': 'ItemList',
            itemListElement: items.map((item, i) => ({
              '@type': 'ListItem',
              position: i + 1,
              item: {
                '@type': 'NewsArticle',
                headline: item.title,
                url: item.path,
                datePublished: item.date.toISOString(),
                image: item.image && [item.image],
                description: item.paragraphs.join('\n'),
              },
            })),
          },
        ],
      })}</script>`,
    }),
  'absolute links, a day without a year, and icons': (items) =>
    pageAround(
      `<div class="news-wrapper">${each(items, (item) => `<div class="news-box"><div class="row"><div class="col-sm-3"><div class="date-box"><span class="day">${item.date.getUTCDate()}</span><span class="month">Mär</span></div></div><div class="col-sm-9"><a href="https://bildungsregion-ruhr.example${item.path}"><h4>${e(item.title)} <i class="fa fa-angle-right"></i></h4></a><div class="news-text">${inOne(item)}<a class="read-more-link" href="https://bildungsregion-ruhr.example${item.path}"><i class="icon-arrow"></i> Mehr lesen</a></div></div></div></div>`)}</div>`,
    ),
  'an author with each article': (items) =>
    pageAround(
      `<div class="stream">${each(items, (item, i) => `<div class="stream-item"><div class="by"><img class="avatar" src="/a/${i}.png" width="40"><a href="/team/person-${i}/">Person ${['Eins', 'Zwei', 'Drei', 'Vier', 'Fünf', 'Sechs', 'Sieben', 'Acht', 'Neun', 'Zehn'][i]}</a></div><h2>${e(item.title)}</h2><div class="body">${paragraphs(item)}</div><div class="bottom"><a href="${item.path}">Weiterlesen</a> <a href="https://twitter.com/share?u=${item.path}">Teilen</a> <span>${i} Kommentare</span></div></div>`)}</div>${FOOTER}`,
    ),
};
