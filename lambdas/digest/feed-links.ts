import type { Language } from '../domain/publication.ts';

const FORMATS = [
  { name: 'RSS', type: 'application/rss+xml', file: 'rss.xml' },
  { name: 'Atom', type: 'application/atom+xml', file: 'atom.xml' },
  { name: 'JSON Feed', type: 'application/feed+json', file: 'feed.json' },
];
const EDITIONS = { de: 'Ausgaben', en: 'Editions' } as const;

interface FeedsOf {
  publicationId: string;
  /** What the publication is called. */
  title: string;
  language: Language;
  /** Without a slash at the end; empty leads to the site that the page is on. */
  siteUrl: string;
  /** No feed names its editions. */
  isUnlisted?: boolean;
}

/** For the head of the archive's pages: the feeds of editions, which are what its readers came for, and of articles. */
export function feedLinks({ publicationId, title, language, siteUrl, isUnlisted = false }: FeedsOf) {
  const feeds = `${siteUrl}/feeds/${publicationId}`;
  return [
    ...FORMATS.map(({ name, type, file }) => ({ type, title: `${title} (${name})`, href: `${feeds}/${file}` })),
    ...(isUnlisted ? [] : FORMATS).map(({ name, type, file }) => ({
      type,
      title: `${title}: ${EDITIONS[language]} (${name})`,
      href: `${feeds}/editions/${file}`,
    })),
  ];
}
