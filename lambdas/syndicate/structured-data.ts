/** What a publication's page says to search engines. */
import { articleData, type Described, eventData } from '../../templates/pages/structured-data.ts';
import type { Publication } from '../domain/publication.ts';
import { cleanLine, webUrl } from './clean-text.ts';
import { baseOf, publicAddresses } from './public-addresses.ts';
import type { ShownArticle } from './shown-articles.ts';

export function collectionPage(publication: Publication, shown: ShownArticle[], siteUrl: string): object {
  const url = publicAddresses(siteUrl, publication.id).publication;
  const home = webUrl(publication.siteUrl);
  const publisher = {
    '@type': 'Organization',
    name: cleanLine(publication.sender.name),
    ...(home ? { url: home } : {}),
  };
  const items = shown.map((article) => itemOf(article, publication, publisher));
  return {
    '@context': 'https://schema.org',
    '@type': 'CollectionPage',
    '@id': url,
    url,
    name: cleanLine(publication.title),
    description: cleanLine(publication.description),
    inLanguage: publication.language,
    isPartOf: { '@type': 'WebSite', url: `${baseOf(siteUrl)}/` },
    publisher,
    mainEntity: {
      '@type': 'ItemList',
      itemListOrder: 'https://schema.org/ItemListOrderDescending',
      numberOfItems: items.length,
      itemListElement: items,
    },
  };
}

function itemOf(article: ShownArticle, { language, timeZone }: Publication, publisher: object): object {
  const { id, title, url, summary, image, details, source } = article;
  const described: Described = { id, title, url, summary, image: image?.url, language: article.language ?? language };
  const place = cleanLine(details?.place ?? '');
  const event =
    details &&
    eventData({ ...described, details: { ...details, place: place || undefined }, timeZone, organizer: publisher });
  return (
    event ??
    articleData({
      ...described,
      published: article.published,
      updated: article.updated,
      authors: article.authors,
      publisher: source ? { '@type': 'Organization', name: source.title } : publisher,
      topics: article.topics.map(cleanLine),
    })
  );
}
