import { editionsInMemory } from '../../lambdas/digest/editions-in-memory.ts';
import type { Article } from '../../lambdas/domain/article.ts';
import type { Edition } from '../../lambdas/domain/edition.ts';
import { NO_RULES, type Publication, type Source } from '../../lambdas/domain/publication.ts';
import { sanitiseHtml } from '../../lambdas/ingest/items/sanitise-html.ts';
import { objectsInMemory } from '../../lambdas/platform/objects.ts';
import { publicationsInMemory, sourcesInMemory } from '../../lambdas/publications/index.ts';
import { buildFeeds } from '../../lambdas/syndicate/build-feeds.ts';
import { anArticle, aPublication, articlesOf, HOSTILE, IMPOSSIBLE, SITE_URL } from './samples.ts';

export interface WrittenFile {
  key: string;
  address: string;
  contentType: string;
  body: string;
}

export interface World {
  publication?: Publication;
  articles?: Article[];
  sources?: Source[];
  editions?: Edition[];
  hub?: string;
}

/** Everything that one rebuild writes, without the compressed copies. */
export async function everyFile({
  publication = aPublication(),
  articles = [],
  sources = [],
  editions = [],
  hub,
}: World): Promise<WrittenFile[]> {
  const site = objectsInMemory();
  await buildFeeds(
    { publicationId: publication.id },
    {
      publications: publicationsInMemory(publication),
      articles: articlesOf(...articles),
      sources: sourcesInMemory(...sources),
      editions: editionsInMemory(...editions),
      site,
      siteUrl: SITE_URL,
      ...(hub ? { hub: { address: hub, pings: { send: async () => {}, sendAll: async () => {} } } } : {}),
    },
  );
  return [...site.stored]
    .filter(([, { contentEncoding }]) => !contentEncoding)
    .map(([key, { body, contentType = '' }]) => ({
      key,
      address: `${SITE_URL}/${key}`,
      contentType,
      body: Buffer.from(body).toString('utf8'),
    }));
}

/** RSS and Atom alone. */
export const xmlFeeds = (files: WrittenFile[]) =>
  files.filter(({ contentType }) => /^application\/(rss|atom)/.test(contentType));

export function aSource(changes: Partial<Source> = {}): Source {
  return {
    id: 'aktuelles',
    publicationId: 'ruhr',
    kind: 'feed',
    url: 'https://ruhr.example.org/feed/',
    title: 'Aktuelles',
    topics: [],
    rules: NO_RULES,
    fullText: false,
    status: 'active',
    intervalMinutes: 60,
    fetchState: { failures: 0 },
    ...changes,
  };
}

export function anEdition(changes: Partial<Edition> = {}): Edition {
  const number = changes.number ?? 1;
  return {
    id: `ruhr-${number}`,
    publicationId: 'ruhr',
    number,
    subject: `Ausgabe ${number}: „Räume“ & mehr`,
    preheader: 'Fünf neue Häuser',
    intro: 'Guten Tag,\n\ndas ist neu.',
    items: [
      {
        articleId: anArticle().id,
        title: 'Größere Räume <für> „kleine“ Leute',
        teaser: 'Fünf neue Häuser öffnen im Herbst.',
        url: 'https://ruhr.example.org/artikel/1/?a=1&b=2',
        topics: ['kita'],
        publishedAt: new Date('2026-09-01T08:00:00Z'),
      },
    ],
    window: { from: new Date('2026-09-01T00:00:00Z'), until: new Date('2026-09-08T00:00:00Z') },
    status: 'sent',
    contentHash: 'a'.repeat(64),
    composedAt: new Date('2026-09-08T05:00:00Z'),
    frozenAt: new Date(`2026-09-08T06:00:${String(number % 60).padStart(2, '0')}Z`),
    ...changes,
  };
}

const AGENCY = aSource({
  id: 'agentur',
  url: 'https://agency.example/feed.xml',
  title: 'Agentur „Nord“ & <Süd> &amp; Co',
});
const WITH_KEY = aSource({ id: 'intern', url: 'https://me.example/feed?key=secret', title: '' });

/** Markup comes sanitised out of ingest; a feed alone does not make it safe. */
const asIngested = (article: Article): Article => ({
  ...article,
  html: sanitiseHtml(article.html, article.url ?? SITE_URL),
});

/** One of everything that is hard to write. */
export const HOSTILE_WORLD: World = {
  publication: aPublication({
    title: 'Bildung & „Region“ &amp; <b>mehr</b> ]]>',
    feeds: {
      content: 'full',
      items: 50,
      copyright: '© 2026 Ruhr & Söhne <x> &amp;',
      icon: 'https://ruhr.example.org/icon.png?a=1&b=2',
    },
  }),
  articles: [
    ...HOSTILE.map(asIngested),
    IMPOSSIBLE,
    anArticle({ id: '01j8zq4k5n0000000001', sourceId: 'agentur', title: 'Von der Agentur' }),
    anArticle({ id: '01j8zq4k5n0000000002', sourceId: 'intern', authors: [] }),
    anArticle({
      id: '01j8zq4k5n0000000003',
      title: 'Ein „Podcast“',
      enclosures: [
        { url: 'https://cdn.example/folge.mp3?x=1&y=2', type: 'audio/mpeg', length: 12_345_678 },
        { url: 'https://cdn.example/kapitel.pdf' },
        { url: 'https://cdn.example/film.mp4', type: 'video/mp4', length: 99 },
      ],
      image: { url: 'https://cdn.example/cover.jpg', alt: 'Ein Mikrofon' },
    }),
    anArticle({
      id: '01j8zq4k5n0000000004',
      event: {
        startsAt: new Date('2026-10-24T22:00:00Z'),
        allDay: true,
        place: 'Halle 5; Essen, „Foyer“',
        online: false,
      },
    }),
    anArticle({
      id: '01j8zq4k5n0000000005',
      html: '<figure><img src="https://cdn.example/a.png" alt="x" srcset="b.png 2x"></figure><p><a href="/x">y</a> <video src="v.mp4"></video></p>',
    }),
    anArticle({ id: '01j8zq4k5n0000000006', withdrawnAt: new Date('2026-09-03T07:00:00Z') }),
  ],
  sources: [aSource(), AGENCY, WITH_KEY],
  editions: [
    anEdition(),
    anEdition({ number: 2, subject: '\u0000 ]]> <script>', preheader: '', intro: 'a ]]> <b>\u0007\ud800' }),
    anEdition({ number: 3, status: 'draft', subject: 'Entwurf' }),
  ],
  hub: 'https://hub.example/?a=1&b=2',
};
