/** »Bildungsnetz Ruhr«: a website as WordPress makes it, with its page of teasers and its feed. */
import { type DemoArticle, written } from './articles.ts';
import { escapeText, texturized } from './markup.ts';

const TITLE = 'Bildungsnetz Ruhr';
const TEASERS_ON_A_PAGE = 10;

/** Pages by path below the site's address. */
export function ruhrPages(articles: DemoArticle[], base: string): Map<string, { type: string; body: string }> {
  const html = (body: string) => ({ type: 'text/html; charset=UTF-8', body });
  const news = html(
    page(
      'Aktuelles',
      base,
      articles
        .slice(0, TEASERS_ON_A_PAGE)
        .map((one) => teaser(one, base))
        .join('\n'),
    ),
  );
  return new Map([
    ['/', news],
    ['/aktuelles/', news],
    ['/feed/', { type: 'application/rss+xml; charset=UTF-8', body: rss(articles, base) }],
    ...articles.map((one) => [`/${one.slug}/`, html(page(one.title, base, single(one, base)))] as const),
  ]);
}

function page(title: string, base: string, main: string): string {
  return `<!DOCTYPE html>
<html lang="de">
<head>
<meta charset="UTF-8" />
<meta name="viewport" content="width=device-width, initial-scale=1" />
<title>${texturized(title)} &#8211; ${TITLE}</title>
<meta name="generator" content="WordPress 6.8" />
<link rel="alternate" type="application/rss+xml" title="${TITLE} &raquo; Feed" href="${base}/feed/" />
<style>body{font:1.05rem/1.6 Georgia,serif;max-width:44rem;margin:0 auto;padding:1rem;color:#1c2126}a{color:#1d5d8c}img{max-width:100%;height:auto}.entry-title{line-height:1.25}.site-header,.entry-meta{font-family:system-ui,sans-serif}.entry-meta{color:#59636e;font-size:.9rem}article{border-bottom:1px solid #d7dde3;padding-bottom:1rem}</style>
</head>
<body class="blog wp-embed-responsive">
<a class="skip-link screen-reader-text" href="#content">Zum Inhalt springen</a>
<header id="masthead" class="site-header"><p class="site-title"><a href="${base}/" rel="home">${TITLE}</a></p></header>
<main id="content" class="site-main">
<h1 class="page-title">${texturized(title)}</h1>
${main}
</main>
<footer id="colophon" class="site-footer"><p>${TITLE} ist eine Beispiel-Website von Rundbrief. Texte und Veranstaltungen sind erfunden.</p></footer>
</body>
</html>
`;
}

function teaser(article: DemoArticle, base: string): string {
  const { number, slug, title, categories } = article;
  const classes = categories.map((name) => `category-${name.toLowerCase().replaceAll(/[^a-zäöüß]+/g, '-')}`).join(' ');
  return `<article id="post-${number}" class="post-${number} post type-post status-publish format-standard hentry ${classes}">
<header class="entry-header"><h2 class="entry-title"><a href="${base}/${slug}/" rel="bookmark">${texturized(title)}</a></h2>${meta(article)}</header>
${thumbnail(article, base)}<div class="entry-summary">
<p>${texturized(article.teaser)}</p>
<p><a class="more-link" href="${base}/${slug}/">Weiterlesen<span class="screen-reader-text"> &#8222;${texturized(title)}&#8220;</span></a></p>
</div>
</article>`;
}

function single(article: DemoArticle, base: string): string {
  return `<article id="post-${article.number}" class="post-${article.number} post type-post hentry">
<header class="entry-header">${meta(article)}</header>
${thumbnail(article, base)}<div class="entry-content">
${article.html}</div>
<p class="entry-meta">Veröffentlicht unter ${article.categories.map(texturized).join(', ')}</p>
</article>`;
}

function meta({ publishedAt }: DemoArticle): string {
  const day = written(publishedAt.toPlainDate(), 'de');
  return `<div class="entry-meta"><time class="entry-date published" datetime="${iso(publishedAt)}">${day}</time></div>`;
}

function thumbnail({ picture }: DemoArticle, base: string): string {
  if (!picture) return '';
  return `<figure class="post-thumbnail"><img width="960" height="480" src="${base}/wp-content/uploads/${picture.name}.png" class="attachment-post-thumbnail wp-post-image" alt="${escapeText(picture.alt)}" decoding="async" /></figure>\n`;
}

function rss(articles: DemoArticle[], base: string): string {
  const newest = articles[0];
  return `<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"
	xmlns:content="http://purl.org/rss/1.0/modules/content/"
	xmlns:dc="http://purl.org/dc/elements/1.1/"
	xmlns:atom="http://www.w3.org/2005/Atom"
	xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"
	xmlns:ev="http://purl.org/rss/1.0/modules/event/"
	>
<channel>
	<title>${TITLE}</title>
	<atom:link href="${base}/feed/" rel="self" type="application/rss+xml" />
	<link>${base}/</link>
	<description>Neues aus Kitas, Schulen und Betrieben</description>
	<lastBuildDate>${newest ? rfc822(newest) : ''}</lastBuildDate>
	<language>de</language>
	<sy:updatePeriod>hourly</sy:updatePeriod>
	<sy:updateFrequency>1</sy:updateFrequency>
	<generator>https://wordpress.org/?v=6.8</generator>
${articles.map((article) => rssItem(article, base)).join('')}</channel>
</rss>
`;
}

function rssItem(article: DemoArticle, base: string): string {
  const { title, slug, number, categories, event } = article;
  const when = event
    ? `
		<ev:startdate>${iso(event.startsAt)}</ev:startdate>
		<ev:enddate>${iso(event.endsAt)}</ev:enddate>
		<ev:location>${escapeText(event.place)}</ev:location>`
    : '';
  return `	<item>
		<title>${texturized(title)}</title>
		<link>${base}/${slug}/</link>
		<dc:creator><![CDATA[Redaktion]]></dc:creator>
		<pubDate>${rfc822(article)}</pubDate>
${categories.map((name) => `		<category><![CDATA[${name}]]></category>`).join('\n')}
		<guid isPermaLink="false">https://bildungsnetz-ruhr.example/?p=${number}</guid>
		<description><![CDATA[<p>${texturized(article.teaser)}</p>
]]></description>
		<content:encoded><![CDATA[${thumbnail(article, base)}${article.html}]]></content:encoded>${when}
	</item>
`;
}

const iso = (moment: DemoArticle['publishedAt']) => moment.toString({ timeZoneName: 'never', smallestUnit: 'second' });

const rfc822 = ({ publishedAt }: DemoArticle) =>
  new Date(publishedAt.epochMilliseconds).toUTCString().replace('GMT', '+0000');
