/** What an edition's page says to search engines and to whoever shows a shared link. */

import { ARCHIVE_WORDS } from '../../templates/digest/archive-words.ts';
import { DIGEST_WORDS } from '../../templates/digest/words.ts';
import { articleData, type Described, eventData, SHARING_LOCALE } from '../../templates/pages/structured-data.ts';
import { archivePath, type Edition, type EditionItem } from '../domain/edition.ts';
import type { Publication } from '../domain/publication.ts';

interface Page {
  publication: Publication;
  edition: Edition;
  siteUrl: string;
}

/** The edition with its articles and events as its parts, and the way to it from the publication's page. */
export function editionData({ publication, edition, siteUrl }: Page): object {
  const { id, title, language, sender } = publication;
  const url = `${siteUrl}/${archivePath(edition)}`;
  const words = DIGEST_WORDS[language];
  const publisher = { '@type': 'Organization', name: sender.name, url: publication.siteUrl };
  const path = [
    { name: title, item: `${siteUrl}/publications/${id}/` },
    { name: ARCHIVE_WORDS[language].archive, item: `${siteUrl}/archive/${id}/` },
    { name: words.edition(edition.number), item: url },
  ];
  const page = {
    '@type': ['CollectionPage', 'PublicationIssue'],
    '@id': url,
    url,
    name: edition.subject,
    description: edition.preheader,
    issueNumber: edition.number,
    datePublished: edition.composedAt.toISOString(),
    inLanguage: language,
    isPartOf: { '@type': 'Periodical', name: title, url: `${siteUrl}/publications/${id}/` },
    publisher,
    hasPart: edition.items.map((item) => partOf(item, publication, publisher)),
  };
  const breadcrumbs = {
    '@type': 'BreadcrumbList',
    itemListElement: path.map((step, at) => ({ '@type': 'ListItem', position: at + 1, ...step })),
  };
  return { '@context': 'https://schema.org', '@graph': [page, breadcrumbs] };
}

function partOf(item: EditionItem, { language, timeZone, topics }: Publication, publisher: object): object {
  const { articleId: id, title, url, teaser, image, event, publishedAt: published } = item;
  const described: Described = { id, title, url, summary: teaser, image: image?.url, language };
  return (
    (event && eventData({ ...described, details: event, timeZone, organizer: publisher })) ??
    articleData({
      ...described,
      published,
      publisher,
      topics: topics.filter((topic) => item.topics.includes(topic.id)).map((topic) => topic.title),
    })
  );
}

/** Open Graph, and the little that Twitter's cards add to it. */
export function editionProperties({ publication, edition, siteUrl }: Page): [name: string, content: string][] {
  const picture = edition.items.find(({ image }) => image)?.image ?? publication.look.logo;
  return [
    ['og:type', 'article'],
    ['og:title', edition.subject],
    ...(edition.preheader ? ([['og:description', edition.preheader]] satisfies [string, string][]) : []),
    ['og:url', `${siteUrl}/${archivePath(edition)}`],
    ['og:site_name', publication.title],
    ['og:locale', SHARING_LOCALE[publication.language]],
    ['article:published_time', edition.composedAt.toISOString()],
    ...(picture ? ([['og:image', picture.url]] satisfies [string, string][]) : []),
    ...(picture?.alt ? ([['og:image:alt', picture.alt]] satisfies [string, string][]) : []),
    ['twitter:card', picture ? 'summary_large_image' : 'summary'],
  ];
}
