import type { Article } from '../../lambdas/domain/article.ts';
import type { Publication } from '../../lambdas/domain/publication.ts';
import { type ArticleKeeper, type Articles, articlesInMemory } from '../../lambdas/ingest/index.ts';

export const SITE_URL = 'https://letters.example.org';

export function aPublication(changes: Partial<Publication> = {}): Publication {
  return {
    id: 'ruhr',
    title: 'Bildung & Region',
    description: 'Nachrichten für Schulen „zwischen“ Duisburg und Hamm.',
    language: 'de',
    timeZone: 'Europe/Berlin',
    siteUrl: 'https://ruhr.example.org/aktuelles/',
    sender: { name: 'Redaktion Ruhr', address: 'ruhr@mail.example.org' },
    imprint: ['Redaktion Ruhr', 'Musterweg 1, 45127 Essen'],
    look: { accent: '#1d5d8c' },
    topics: [
      { id: 'kita', title: 'Kita & Schule', words: ['Kita'] },
      { id: 'termine', title: 'Termine', words: [] },
    ],
    ...changes,
  };
}

export function anArticle(changes: Partial<Article> = {}): Article {
  const id = changes.id ?? '01j8zq4k5mabcdefghjk';
  return {
    id,
    publicationId: 'ruhr',
    sourceId: 'aktuelles',
    guid: `guid-${id}`,
    url: `https://ruhr.example.org/artikel/${id}/`,
    title: 'Größere Räume für „kleine“ Leute',
    teaser: 'Fünf neue Häuser öffnen im Herbst.',
    html: '<p>Fünf neue Häuser öffnen im <em>Herbst</em>.</p>',
    authors: ['Redaktion'],
    categories: ['Kommunales'],
    topics: ['kita'],
    language: 'de',
    enclosures: [],
    publishedAt: new Date('2026-09-01T08:00:00Z'),
    updatedAt: new Date('2026-09-02T08:00:00Z'),
    ingestedAt: new Date('2026-09-03T08:00:00Z'),
    isBaseline: false,
    ...changes,
  };
}

/** What a publisher, a bug or a prankster may put into an article. Ids sort as listed. */
export const HOSTILE: Article[] = [
  { title: 'Ends ]]> twice ]]> and ]]]]> again', html: '<p>]]> one ]]> two ]]> three</p>', teaser: ']]>]]>' },
  {
    title: 'Zeichen \u0000\u0007\u001b\u0085\ufffe\uffff dazwischen',
    html: '<p>\u000b\u000c\u001f</p>',
    teaser: 'a\u0000b',
  },
  { title: 'Halb \ud800 und \udc00 halb', html: '<p>\udfff\ud83d</p>', teaser: '\ud83d' },
  { title: '👩🏽‍🏫 Lehrerin & 🏳️‍🌈', html: '<p>𝔘𝔫𝔦 🙂</p>', teaser: '🙂'.repeat(200) },
  {
    title: 'Literal &amp; and &lt;b&gt; and <b>bold</b> &copy;',
    html: '<p>AT&amp;amp;T &lt;</p>',
    teaser: 'x &amp; <y>',
  },
  { title: '  \n\t ', teaser: 'Ohne Titel, aber mit Text', html: '' },
  { title: '', teaser: '', html: '', url: undefined, guid: undefined, authors: [], categories: [], topics: [] },
  { url: 'javascript:alert(1)', html: '<p><a href="/weiter?a=1&amp;b=2">weiter</a> <img src="bild.png" alt=""></p>' },
  { url: 'https://müller.example/straße/ä?q=[1|2]"<x>#{y}' },
  {
    url: 'not an address',
    authors: ['A & B <c@d.example>', ' ', 'Zweite'],
    categories: ['a "q" <x> & y', '', 'a "q" <x> & y'],
  },
  {
    image: { url: 'https://cdn.example/img/abc', alt: '"><x' },
    enclosures: [
      { url: 'https://cdn.example/a.mp3?x=1&y=2', type: 'audio/mpeg', length: 123 },
      { url: '//cdn.example/b.pdf' },
      { url: 'file:///etc/passwd' },
    ],
  },
  {
    image: { url: '/relative.png', alt: '' },
    enclosures: [{ url: 'https://cdn.example/c', type: '"><script>', length: -5 }],
  },
  { publishedAt: new Date('2031-01-01T00:00:00Z'), updatedAt: new Date('2031-01-01T00:00:00Z') },
  { title: 'שלום עולם \u202e RTL', language: '<xx>' },
  { title: 'x'.repeat(4000), language: 'en-GB' },
  { title: '<entry> <link href="x"/> </entry></feed>', html: '<entry>\n        <link/>\n</entry> $& $1 $`' },
].map((changes, index) => anArticle({ id: `01j8zq4k5m${String(index).padStart(10, '0')}`, ...changes }));

/** An article whose date is none: it cannot be in a feed. */
export const IMPOSSIBLE = anArticle({ id: '01j8zq4k5mzzzzzzzzzz', publishedAt: new Date('never') });

export const CHANGED_AT = new Date('2026-09-03T08:00:05Z');

/** These articles, with a change noted that came after all of them. */
export function articlesOf(...held: Article[]): Articles & ArticleKeeper {
  const articles = articlesInMemory(...held);
  articles.noteChange('ruhr', CHANGED_AT);
  return articles;
}
