/** The Canal Courier: a small site of one's own, with an Atom feed. */
import { type DemoArticle, written } from './articles.ts';
import { escapeText } from './markup.ts';

const TITLE = 'The Canal Courier';

/** Pages by path below the site's address. */
export function courierPages(articles: DemoArticle[], base: string): Map<string, { type: string; body: string }> {
  const html = (body: string) => ({ type: 'text/html; charset=utf-8', body });
  return new Map([
    ['/', html(page(TITLE, base, `<h1>${TITLE}</h1>\n${articles.map((one) => teaser(one, base)).join('\n')}`))],
    ['/feed.atom', { type: 'application/atom+xml; charset=utf-8', body: atom(articles, base) }],
    ...articles.map(
      (one) => [`/articles/${one.slug}`, html(page(`${one.title} · ${TITLE}`, base, single(one, base)))] as const,
    ),
  ]);
}

function page(title: string, base: string, main: string): string {
  return `<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeText(title)}</title>
<link rel="alternate" type="application/atom+xml" title="${TITLE}" href="${base}/feed.atom">
<style>body{font:1.05rem/1.6 system-ui,sans-serif;max-width:40rem;margin:0 auto;padding:1rem;color:#221a1b}a{color:#8a2f3c}img{max-width:100%;height:auto}h2{line-height:1.25}.soft{color:#6b5f60}</style>
</head>
<body>
<header><a href="${base}/">${TITLE}</a></header>
<main>
${main}
</main>
<footer class="soft"><p>${TITLE} is a sample website of Rundbrief. Its texts and events are made up.</p></footer>
</body>
</html>
`;
}

const teaser = (article: DemoArticle, base: string) => `<section>
<h2><a href="${base}/articles/${article.slug}">${escapeText(article.title)}</a></h2>
<p class="soft">${written(article.publishedAt.toPlainDate(), 'en-GB')}</p>
<p>${escapeText(article.teaser)}</p>
</section>`;

const single = (article: DemoArticle, base: string) => `<article>
<h1>${escapeText(article.title)}</h1>
<p class="soft">${written(article.publishedAt.toPlainDate(), 'en-GB')} · ${escapeText(article.categories.join(', '))}</p>
${image(article, base)}${article.html}</article>`;

const image = ({ picture }: DemoArticle, base: string) =>
  picture
    ? `<p><img src="${base}/images/${picture.name}.png" width="960" height="480" alt="${escapeText(picture.alt)}"></p>\n`
    : '';

function atom(articles: DemoArticle[], base: string): string {
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en-GB" xml:base="${base}/">
  <id>tag:canal-courier.example,2026:feed</id>
  <title>${TITLE}</title>
  <link rel="self" type="application/atom+xml" href="${base}/feed.atom"/>
  <link rel="alternate" type="text/html" href="${base}/"/>
  <updated>${articles[0] ? instant(articles[0]) : ''}</updated>
  <author><name>${TITLE}</name></author>
${articles.map((article) => entry(article, base)).join('')}</feed>
`;
}

function entry(article: DemoArticle, base: string): string {
  const { title, slug, number, categories } = article;
  return `  <entry>
    <id>tag:canal-courier.example,2026:${number}</id>
    <title>${escapeText(title)}</title>
    <link rel="alternate" type="text/html" href="articles/${slug}"/>
    <published>${instant(article)}</published>
    <updated>${instant(article)}</updated>
${categories.map((name) => `    <category term="${escapeText(name)}"/>`).join('\n')}
    <summary>${escapeText(article.teaser)}</summary>
    <content type="html">${escapeText(image(article, base) + article.html)}</content>
  </entry>
`;
}

const instant = ({ publishedAt }: DemoArticle) => new Date(publishedAt.epochMilliseconds).toISOString();
